"""Keys of pseudonyms and figures that a colleague writes into the service file by hand."""

from pathlib import Path

import pytest

from tests.support.record.stating import by_hand, write_entry
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.database.audit import note
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import KeyNotAsMade, RecordDamaged
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.service import keys_as_made, pseudonyms
from therapist_app.record.service.keys_as_made import KNOWN
from therapist_app.record.service.keys_in_rows import FIGURES, key_of, pseudonym_name
from therapist_app.record.service.record_keys import record_keys
from therapist_app.record.service.service_keys import wrapped
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

CLIENT = "ab" * 16
BOARD, FUNDER = ("Board", "research"), ("Funder", "research")
OF_THE_LEDGER = ("", "ledger")


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Lea has exported to two recipients; Bo has a grudge."""
    team = lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",), Lea=("lead",))
    team.visit("Bo", "Cy")
    with team.open("Lea") as vault:
        for each in (BOARD, FUNDER):
            pseudonyms.pseudonym_for(vault.service, CLIENT, *each)
        record_keys(vault.service)(CLIENT)
    return team


def pseudonym(team: Team, recipient: str, purpose: str) -> str:
    with team.open("Lea") as vault:
        return pseudonyms.pseudonym_for(vault.service, CLIENT, recipient, purpose)


def told(team: Team, name: str) -> list[str]:
    with team.open(name) as vault:
        look_before_work(vault)
        return [act_in_words(each) for each in loud_acts(vault)]


def give_the_funder_the_key_of_the_board(service: ServiceFile) -> None:
    """Wrap it anew, as everybody in the service can, so that both know clients alike."""
    stands = _key_of_board(service)
    service.run("UPDATE pseudonym_keys SET key = ? WHERE recipient = 'Funder'", (stands,))


def _key_of_board(service: ServiceFile) -> bytes:
    [(stands,)] = service.rows("SELECT key FROM pseudonym_keys WHERE recipient = 'Board'")
    return wrapped(
        service, pseudonym_name("Funder"), key_of(service, pseudonym_name("Board"), stands)
    )


def replace_by_another(service: ServiceFile) -> None:
    stands = wrapped(service, pseudonym_name("Funder"), bytearray(32))
    service.run("UPDATE pseudonym_keys SET key = ? WHERE recipient = 'Funder'", (stands,))


def take_out(service: ServiceFile) -> None:
    service.run("DELETE FROM pseudonym_keys WHERE recipient = 'Funder'")


@pytest.mark.parametrize(
    "changes", [give_the_funder_the_key_of_the_board, replace_by_another, take_out]
)
def test_no_other_key_of_a_recipients_pseudonyms_counts(team: Team, changes: object) -> None:
    assert callable(changes)
    with by_hand(team, "Bo") as service:
        changes(service)

    with pytest.raises(KeyNotAsMade):
        pseudonym(team, *FUNDER)
    assert pseudonym(team, *BOARD)
    assert [words for words in told(team, "Cy") if "key of a recipient's pseudonyms" in words]


def test_a_key_that_cannot_be_unwrapped_any_more_is_told(team: Team) -> None:
    with by_hand(team, "Bo") as service:
        service.run("UPDATE pseudonym_keys SET key = zeroblob(60) WHERE recipient = 'Funder'")

    with pytest.raises(RecordDamaged):
        pseudonym(team, *FUNDER)
    assert [words for words in told(team, "Cy") if "key of a recipient's pseudonyms" in words]


def test_no_key_of_the_ledgers_own_marks_keeps_anybody_from_a_correction(team: Team) -> None:
    before = pseudonym(team, *OF_THE_LEDGER)
    with by_hand(team, "Bo") as service:
        stands = wrapped(service, pseudonym_name(""), bytearray(32))
        service.run("UPDATE pseudonym_keys SET key = ? WHERE recipient = ''", (stands,))
    with_another = pseudonym(team, *OF_THE_LEDGER)
    with by_hand(team, "Bo") as service:
        service.run("DELETE FROM pseudonym_keys WHERE recipient = ''")
    made_anew = pseudonym(team, *OF_THE_LEDGER)

    assert len({before, with_another, made_anew}) == 3
    assert pseudonym(team, *OF_THE_LEDGER) == made_anew
    assert [words for words in told(team, "Cy") if "key of a recipient's pseudonyms" in words]


def test_of_keys_that_a_backup_brought_nothing_is_told_before_somebody_signs_them(
    team: Team,
) -> None:
    with by_hand(team, "Bo") as service:
        replace_by_another(service)
        assert len([*keys_as_made.not_as_made(service)]) == 1

        note(service, "restored", service.kind.name)
        assert [*keys_as_made.not_as_made(service)] == []


def test_a_key_that_is_laid_there_before_a_recipients_first_export_counts_for_nothing(
    team: Team,
) -> None:
    with by_hand(team, "Bo") as service:
        service.run(
            "INSERT INTO pseudonym_keys SELECT 'Funder', 'audit', ?, created_at"
            " FROM pseudonym_keys WHERE recipient = 'Board'",
            (_key_of_board(service),),
        )

    with pytest.raises(KeyNotAsMade):
        pseudonym(team, "Funder", "audit")


@pytest.mark.parametrize("action", [KNOWN, "pseudonym_key_made", "pseudonym_key_taken_over"])
def test_what_a_colleague_signs_of_a_key_makes_no_other_of_it(team: Team, action: str) -> None:
    with by_hand(team, "Bo") as service:
        replace_by_another(service)
        row = (keys_as_made.PSEUDONYMS, FUNDER)
        tells = (keys_as_made.told_gone(*row), keys_as_made.told(*row, bytearray(32)))
    write_entry(team, "Bo", action, "pseudonyms", *tells)

    with pytest.raises(KeyNotAsMade):
        pseudonym(team, *FUNDER)


def test_whoever_starts_new_pseudonyms_is_named_to_everybody(team: Team) -> None:
    before = pseudonym(team, *FUNDER)
    with team.open("Bo") as vault:
        pseudonyms.start_new_key(vault.service, *FUNDER)

    assert pseudonym(team, *FUNDER) != before
    [words] = told(team, "Cy")
    assert words.startswith("Bo Example started new pseudonyms")


def test_new_pseudonyms_go_on_where_a_key_was_changed_or_is_gone(team: Team) -> None:
    for changes in (replace_by_another, take_out):
        with by_hand(team, "Bo") as service:
            changes(service)
        with team.open("Lea") as vault:
            pseudonyms.start_new_key(vault.service, *FUNDER)

        assert pseudonym(team, *FUNDER) == pseudonym(team, *FUNDER)


def test_no_other_key_of_figures_counts(team: Team) -> None:
    with by_hand(team, "Bo") as service:
        stands = wrapped(service, FIGURES, bytearray(32))
        service.run("UPDATE record_keys SET key = ?", (stands,))

    with team.open("Lea") as vault, pytest.raises(KeyNotAsMade, match="record_keys"):
        record_keys(vault.service)
    assert [words for words in told(team, "Cy") if "key by which figures are changed" in words]


def test_a_key_of_figures_that_is_gone_is_made_by_nobody(team: Team) -> None:
    with by_hand(team, "Bo") as service:
        service.run("DELETE FROM record_keys")

    with team.open("Lea") as vault, pytest.raises(KeyNotAsMade, match="record_keys"):
        record_keys(vault.service)


def test_keys_that_an_earlier_version_made_are_signed_by_who_signs_in_first(team: Team) -> None:
    before = pseudonym(team, *FUNDER)
    with by_hand(team, "Bo") as service:  # as a version that signed nothing of keys left it
        for action in (KNOWN, "pseudonym_key_made"):
            service.run(
                "UPDATE audit SET entry ="
                " CAST(replace(CAST(entry AS TEXT), ?, 'as_it_was') AS BLOB)"
                " WHERE instr(entry, CAST(? AS BLOB))",
                (action, action),
            )
    team.visit("Cy")

    assert pseudonym(team, *FUNDER) == before
    with by_hand(team, "Bo") as service:
        replace_by_another(service)
    with pytest.raises(KeyNotAsMade):
        pseudonym(team, *FUNDER)


def test_a_typed_purpose_is_taken_over_with_its_key(team: Team) -> None:
    with team.open("Lea") as vault:
        service = vault.service
        typed = pseudonyms.pseudonym_for(service, CLIENT, "Board", "Supervision ")
        pseudonyms.take_over_key(service, "Board", "supervision", {"Supervision "}.__contains__)

    assert pseudonym(team, "Board", "supervision") == typed
    assert told(team, "Cy") == []

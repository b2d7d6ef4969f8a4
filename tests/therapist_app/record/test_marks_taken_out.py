"""What somebody takes out of the service file, or puts there, that a warning or a key hangs on."""

from pathlib import Path
from shutil import copy

import pytest

from exports.package.sealing import new_age_key, seal, unseal
from tests.support.record.records import a_client
from tests.support.record.safekeeping import (
    Holder,
    back_up_quietly,
    codes_in,
    newest_path,
    put_back,
)
from tests.support.record.stating import by_hand, header_of
from tests.support.record.team import Team, lay_out_team, made_once
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.client_rights.erasing import all_tombstones, erase
from therapist_app.record.clients import clients
from therapist_app.record.database.audit_chain import row_name
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.key_boxes import data_keys
from therapist_app.record.keyring.moving_clients import offer
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.service import local_texts, own_age_keys, releases
from therapist_app.record.service.service_keys import wrapped
from therapist_app.record.service_model import LocalText, Release
from therapist_app.workflows.exporting.keeping_recipients import own_identities
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana keeps it, Bo and Cy see clients; Mia writes in the service file."""
    team = lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",), Mia=("therapist",))
    team.visit("Bo", "Cy", "Mia")
    return team


def told(team: Team, name: str) -> list[str]:
    with team.open(name) as vault:
        look_before_work(vault)
        return [act_in_words(each) for each in loud_acts(vault)]


def add(team: Team, code: str) -> str:
    with team.open("Bo") as vault:
        client = a_client(vault.caseload, code=code)
        clients.add(vault.caseload, client)
        return client.id


def test_who_was_erased_comes_back_with_no_backup_though_the_mark_was_taken_out(team: Team) -> None:
    bo, place = team.members["Bo"], team.service.place
    add(team, "B-100")
    gone = add(team, "B-200")
    with team.open("Bo") as vault:
        back_up_quietly(vault)
        path = newest_path(vault)
        erase(vault.caseload, vault.service, gone, "objection", place.caseload(bo.uid))
        [kept] = all_tombstones(vault.service)
    with by_hand(team, "Mia") as service:
        service.run("DELETE FROM erasures").fetchall()
    assert [each for each in told(team, "Cy") if "the mark of an erased client" in each]

    holder = Holder(team.service.folder, bo.uid, bo.opening, bo.signing, team.service.sources)
    assert put_back(holder, path).erased_again == 1

    with team.open("Bo") as vault:
        assert codes_in(vault) == ["B-100"]
        assert [each.hash for each in all_tombstones(vault.service)] == [kept.hash]
        assert [each.basis for each in all_tombstones(vault.caseload)] == ["objection"]


def test_no_backup_is_put_back_beside_another_secret_by_which_nobody_erased_is_known(
    team: Team, tmp_path: Path
) -> None:
    bo, place = team.members["Bo"], team.service.place
    add(team, "B-100")
    gone = add(team, "B-200")
    with team.open("Bo") as vault:
        back_up_quietly(vault)
        of_clients = Path(copy(newest_path(vault), tmp_path))
        erase(vault.caseload, vault.service, gone, "objection", place.caseload(bo.uid))
    team.service.clock.advance(60)
    with team.open("Bo") as vault:
        back_up_quietly(vault)
        of_service = newest_path(vault, "service")
    with by_hand(team, "Mia") as service:
        other = wrapped(service, "code_key", bytearray(b"k" * 32)).hex()
        service.run("UPDATE about SET value = ? WHERE key = 'code_key'", (other,)).fetchall()
    service, ana = team.service, team.members["Ana"]
    of_bo = Holder(service.folder, bo.uid, bo.opening, bo.signing, service.sources)
    of_ana = Holder(service.folder, ana.uid, ana.opening, ana.signing, service.sources)

    with pytest.raises(RecordDamaged, match="service-file-first"):
        put_back(of_bo, of_clients)
    put_back(of_ana, of_service)
    assert put_back(of_bo, of_clients).erased_again == 1


def test_a_client_on_the_way_whom_somebody_takes_off_the_list_is_told(team: Team) -> None:
    client = add(team, "B-100")
    with team.open("Bo") as vault:
        offer(vault, client, team.uid("Cy"))
    assert not [each for each in told(team, "Cy") if "on the way to a colleague" in each]
    with by_hand(team, "Mia") as service:
        service.run("DELETE FROM client_moves").fetchall()

    for name in ("Cy", "Bo"):
        assert [each for each in told(team, name) if "a client on the way to a colleague" in each]


@pytest.mark.parametrize("name", ["fr", "nl"])
def test_a_text_on_confidentiality_that_somebody_takes_out_while_it_is_written_is_told(
    team: Team, name: str
) -> None:
    with team.open("Ana") as vault:
        now = vault.service.now()
        for each in ("fr", "nl"):
            local_texts.save(vault.service, LocalText(each, 1, "{}", "Ana", now.date(), now))
    assert not [each for each in told(team, "Cy") if "a text on confidentiality" in each]
    with by_hand(team, "Mia") as service:
        service.run("DELETE FROM local_texts WHERE id = ?", (name,)).fetchall()

    assert [each for each in told(team, "Cy") if "a text on confidentiality was gone" in each]


OF_A_KEY = "a key of this service for sealed files"
SPOILT_KEYS = {
    "gone": "DELETE FROM own_age_keys WHERE public_key = 'first'",
    "garbage": "UPDATE own_age_keys SET identity = 'wrapped:00' WHERE public_key = 'first'",
    "plain": "UPDATE own_age_keys SET identity = 'AGE-SECRET-KEY-1' WHERE public_key = 'first'",
    "another": "UPDATE own_age_keys SET identity ="
    " (SELECT identity FROM own_age_keys WHERE public_key <> 'first') WHERE public_key = 'first'",
    "a second": "INSERT INTO own_age_keys VALUES"
    " ('age1x', 'wrapped:' || hex(zeroblob(100)), '2999-01-01T00:00:00+00:00')",
}


@pytest.mark.parametrize("how", SPOILT_KEYS)
def test_nobody_keeps_the_service_from_opening_what_was_sealed_for_it(team: Team, how: str) -> None:
    pairs = [new_age_key(), new_age_key()]
    with team.open("Ana") as vault:
        for each in pairs:
            own_age_keys.keep_own_key(vault.service, *each)
    assert not [each for each in told(team, "Cy") if OF_A_KEY in each]
    with by_hand(team, "Mia") as service:
        service.run(SPOILT_KEYS[how].replace("'first'", f"'{pairs[0][0]}'")).fetchall()

    with team.open("Ana") as vault:
        identities = own_identities(workspace_for(vault))
    sealed = seal(b"for the service", pairs[1][0])
    assert unseal(sealed, identities) == b"for the service"
    assert [each for each in told(team, "Cy") if OF_A_KEY in each]


@pytest.mark.parametrize("value", ["''", "'garbage'", "hex(zeroblob(60))", "hex(zeroblob(12))"])
def test_a_key_of_the_audit_that_makes_no_sense_is_told_in_a_sentence(
    team: Team, value: str
) -> None:
    mia = team.members["Mia"]
    [which] = data_keys(header_of(team), SERVICE, mia.uid, mia.keys().opening)
    with by_hand(team, "Mia") as service:
        name = row_name(which.key)
        service.run(f"INSERT OR REPLACE INTO about VALUES ('{name}', {value})").fetchall()

    with pytest.raises(RecordDamaged, match="secret-missing"):
        team.open("Cy")


AN_EXPORT = "an export in the list of releases"
CHANGED_ROWS = {
    "readable_copies": ("reason = 'other'", "a readable copy in the list of releases"),
    "release_corrections": ("form_id = 'other'", "a correction after an export"),
    "releases": ("recipient = 'Somebody'", AN_EXPORT),
    "releases AS standing": ("standing = 'garbage'", AN_EXPORT),
    "erasures": ("basis = 'unlawful'", "the mark of an erased client"),
}


@pytest.mark.parametrize("table", CHANGED_ROWS)
def test_a_row_that_somebody_signed_and_somebody_else_changed_is_told(
    team: Team, table: str
) -> None:
    changed, words = CHANGED_ROWS[table]
    client = add(team, "B-100")
    with team.open("Bo") as vault:
        path = vault.place.caseload(vault.person.uid)
        erase(vault.caseload, vault.service, client, "objection", path)
        release = Release(
            "e" * 32, "outcomes", "lead", "quality", vault.service.now(), "Bo", "{}", "[]"
        )
        releases.add(vault.service, release)
        releases.enter_readable(vault.service, release.id, "Bo", "asked for")
        releases.note_correction(vault.service, release.id, "core-10", "Bo", key="f" * 32)
    assert not [each for each in told(team, "Cy") if words in each]
    with by_hand(team, "Mia") as service:
        service.run("PRAGMA ignore_check_constraints = ON").fetchall()
        service.run(f"UPDATE {table} SET {changed}").fetchall()

    assert [each for each in told(team, "Cy") if words in each]

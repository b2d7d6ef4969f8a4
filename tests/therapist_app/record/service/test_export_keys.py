"""Who left signs no package in the service's name: the key is another, and its change is signed."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from exports.package.key_change import KeyChange, as_listed, changes_up_to
from tests.support.record.revoking import revoked
from tests.support.record.safekeeping import back_up_quietly, holder_of, newest_path, put_back
from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.database.audit import mark_of, note
from therapist_app.record.database.audit_chain import KEEP_FACT
from therapist_app.record.header.header import SERVICE
from therapist_app.record.keyring.people import remove_person
from therapist_app.record.repair.check_schedule import look_before_work
from therapist_app.record.service import recipients, service_keys
from therapist_app.record.service.export_keys import (
    CHANGES_KEY,
    NOBODY,
    earlier_export_keys,
    export_key_changes,
    has_somebody_left,
)
from therapist_app.record.service.secrets_known import RENEWED
from therapist_app.record.service.service_keys import export_public_key, sign_export
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ana keeps the service, Kim as well, Lea leads and Bea too; Board gets exports."""
    folder = tmp_path_factory.mktemp("made")
    team = lay_out_team(folder, Lea=("lead",), Bea=("lead",), Kim=("keeper",))
    with team.open("Ana") as vault:
        recipients.enter_key(vault.service, "Board", "age1board")
    return team


@pytest.fixture
def team(made: Team, tmp_path: Path) -> Team:
    return made.apart(tmp_path)


def keys(team: Team, name: str = "Ana") -> dict[str, bytes]:
    with team.open(name) as vault:
        return {each: export_public_key(vault.service, each) for each in (NOBODY, "Board", "New")}


def remove(team: Team, name: str) -> None:
    with team.open("Ana") as vault:
        remove_person(vault, team.uid(name))


def changes(team: Team, recipient: str = "Board", name: str = "Ana") -> tuple[KeyChange, ...]:
    with team.open(name) as vault:
        return export_key_changes(vault.service, recipient)


def is_authentic(key: bytes, signature: bytes, data: bytes) -> bool:
    return is_signed(data, signature, key)


def test_a_removal_changes_the_key_and_what_the_leaver_copied_signs_for_nobody(team: Team) -> None:
    before = keys(team)
    with team.open("Lea") as vault:
        copied = service_keys.service_secret(vault.service, "export_key")
    remove(team, "Lea")
    after = keys(team)

    assert not set(before.values()) & set(after.values())
    with team.open("Ana") as vault:
        assert service_keys.service_secret(vault.service, "export_key") != copied
        signature = sign_export(vault.service, "Board", b"manifest")
    assert is_signed(b"manifest", signature, after["Board"])
    assert not is_signed(b"manifest", signature, before["Board"])


def test_it_is_changed_in_the_session_of_the_removal_and_not_in_the_next(team: Team) -> None:
    with team.open("Ana") as vault:
        before = service_keys.service_secret(vault.service, "export_key")
        remove_person(vault, team.uid("Lea"))
        assert service_keys.service_secret(vault.service, "export_key") != before


def test_the_change_is_signed_by_the_old_key_and_by_a_key_of_the_keepers_for_each_reader(
    team: Team,
) -> None:
    before, day = keys(team), month_end(team.service.clock().astimezone().date())
    remove(team, "Lea")
    after = keys(team)
    [board], [nobody] = changes(team), changes(team, NOBODY)

    assert (board.day, board.before, board.after) == (day, before["Board"], after["Board"])
    for each, recipient in ((board, "Board"), (nobody, NOBODY)):
        assert changes_up_to(as_listed([each]), after[recipient], is_authentic) == (each,)
    assert not {board.before, board.after, board.keeper} & {
        nobody.before,
        nobody.after,
        nobody.keeper,
    }
    assert changes(team, "New") == ()


def test_every_removal_is_one_change_and_they_follow_on_each_other(team: Team) -> None:
    remove(team, "Lea")
    first = keys(team)
    assert keys(team) == first
    team.service.clock.advance(40 * 86_400)
    remove(team, "Bea")

    found = changes(team)

    assert len(found) == 2
    assert [month_end(each.day) for each in found] == [each.day for each in found]
    assert found[1].day - found[0].day > timedelta(days=27)
    assert changes_up_to(as_listed(found), keys(team)["Board"], is_authentic) == found
    assert found[0].keeper == found[1].keeper
    with team.open("Ana") as vault:
        earlier = earlier_export_keys(vault.service)
    assert earlier[found[0].before] == found[0].day
    assert earlier[first["Board"]] == found[1].day
    assert len(earlier) == 4


def test_a_removal_that_was_cut_off_before_it_is_followed_by_the_next_keeper(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys(team)

    def cut_off(_vault: Vault) -> None:
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr("therapist_app.record.keyring.people.change_export_key", cut_off)
        with pytest.raises(InterruptedError):
            remove(team, "Lea")

    assert keys(team, "Bea") == before
    assert not set(keys(team, "Kim").values()) & set(before.values())
    assert len(changes(team)) == 1


def test_a_leaver_who_wrote_beforehand_that_it_was_changed_for_them_keeps_no_key(
    team: Team,
) -> None:
    before = keys(team)
    said = [{"of": [team.uid("Lea")], "changes": {}}]
    with team.open("Lea") as vault, vault.service.change("settings_changed", "x") as change:
        change.keep(CHANGES_KEY, json.dumps(said))
    remove(team, "Lea")

    assert not set(keys(team).values()) & set(before.values())


@pytest.mark.parametrize("is_before", [True, False], ids=["before any change", "after one"])
def test_keys_given_up_change_it_though_somebody_wrote_beforehand_that_they_had(
    team: Team, *, is_before: bool
) -> None:
    """A colleague could leave it to whoever copied keys that were given up."""
    if not is_before:
        remove(team, "Bea")
    before = keys(team)
    with by_hand(team, "Lea") as service:
        found = service.rows("SELECT value FROM about WHERE key = ?", (CHANGES_KEY,))
        said = json.loads(found[0][0]) if found else [{"of": [], "changes": {}}]
        said[-1]["of"].append(f"{team.uid('Kim')} 2")
        service.run(KEEP_FACT, (CHANGES_KEY, json.dumps(said)))
        note(service, RENEWED, "service", (f"changes={mark_of(json.dumps(said))}",))
    revoked(team, "Kim")

    assert not set(keys(team).values()) & set(before.values())
    with team.open("Ana") as vault:
        look_before_work(vault)
        told = [act_in_words(each) for each in loud_acts(vault)]
    assert [words for words in told if "the list of changes of the key that signs exports" in words]


def test_that_recipients_must_be_told_of_another_number_is_not_taken_out_untold(team: Team) -> None:
    remove(team, "Lea")
    team.visit("Ana")
    with by_hand(team, "Bea") as service:
        service.run("DELETE FROM about WHERE key = ?", (CHANGES_KEY,))

    with team.open("Bea") as vault:
        told = [act_in_words(each) for each in loud_acts(vault)]
    assert [words for words in told if "signs exports was gone from the service file" in words]
    team.visit("Ana")
    assert len(changes(team)) == 1


def test_somebody_who_is_remembered_and_still_here_changes_nothing(team: Team) -> None:
    before = keys(team)

    def cut_off(*_given: object) -> None:
        raise InterruptedError

    with team.open("Ana") as vault, pytest.MonkeyPatch.context() as patched:
        patched.setattr("therapist_app.record.keyring.people.change_service_key", cut_off)
        with pytest.raises(InterruptedError):
            remove_person(vault, team.uid("Lea"))

    assert keys(team) == before


def test_keys_that_somebody_gave_up_change_it_with_the_next_keeper(team: Team) -> None:
    before = keys(team)
    revoked(team, "Lea")

    assert not set(keys(team).values()) & set(before.values())
    assert len(changes(team)) == 1
    assert len(changes(team, name="Lea")) == 1


def test_an_older_service_file_brings_no_key_back_that_a_leaver_knows(team: Team) -> None:
    with team.open("Ana") as vault:
        back_up_quietly(vault)
        path = newest_path(vault, SERVICE)
    remove(team, "Lea")
    after, told = keys(team), changes(team)

    put_back(holder_of(team.service), path)

    assert keys(team) == after
    assert changes(team) == told


def test_a_change_ends_on_a_day_that_no_clock_set_back_makes_earlier(team: Team) -> None:
    now = team.service.clock()
    with team.open("Ana") as vault:
        day: date = vault.today()
    team.service.clock.move_to(now - timedelta(hours=12))
    remove(team, "Lea")

    assert changes(team)[0].day == month_end(day)


def test_it_is_told_apart_whether_somebody_left_or_made_their_keys_new(team: Team) -> None:
    revoked(team, "Lea")
    team.visit("Ana")
    with team.open("Ana") as vault:
        assert not has_somebody_left(vault.service)
    remove(team, "Bea")
    with team.open("Ana") as vault:
        assert has_somebody_left(vault.service)


def month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)

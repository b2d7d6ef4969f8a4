"""Nothing that a colleague enters, spoils or makes with a program of her own stops backups."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.safekeeping import back_up_quietly
from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.backup_format import backup_making
from therapist_app.record.backup_format.backup_file import halves, open_backup
from therapist_app.record.backup_format.copied_audit import fault_of_copy, spoilt_in
from therapist_app.record.backups.backing_up import is_due, is_due_while_open
from therapist_app.record.backups.backup_list import Backup, listed
from therapist_app.record.backups.comparing import figures_now
from therapist_app.record.backups.restoring import rehearse
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.database.audit import note
from therapist_app.record.database.connection import read_copy
from therapist_app.record.header.header import SERVICE
from therapist_app.record.sign_in.key_holder import key_holder_of
from therapist_app.record.vault.vault import Vault

YEAR = 366 * 86400
ADDED = "INSERT INTO audit SELECT 90000, ?, head, NULL FROM audit WHERE n = 5"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    team = lay_out_team(tmp_path_factory.mktemp("made"), Ben=("therapist",), Cy=("therapist",))
    team.visit("Ben", "Cy")
    return team


@pytest.fixture
def team(made: Team, tmp_path: Path) -> Team:
    return made.apart(tmp_path)


def spoil_an_entry(team: Team) -> None:
    with by_hand(team, "Ben") as service:
        service.run("UPDATE audit SET entry = x'78' WHERE n = 7").fetchall()


def enter_a_restore_of_no_moment(team: Team) -> None:
    with by_hand(team, "Ben") as service:
        service.run(ADDED, (b'{"action":"restored"}',)).fetchall()
    (team.service.folder / "service.db.before-restore").write_bytes(b"as it was")


def make_a_folder_where_a_backup_is_begun(team: Team) -> None:
    (team.service.place.backups / "service-begun.tvb.part").mkdir()


def take_the_folder_away(team: Team) -> None:
    shutil.rmtree(team.service.place.backups)


def service_backup(vault: Vault) -> Backup:
    return next(each for each in listed(vault.service) if each.database == SERVICE)


@pytest.mark.parametrize(
    "act",
    [
        spoil_an_entry,
        enter_a_restore_of_no_moment,
        make_a_folder_where_a_backup_is_begun,
        take_the_folder_away,
    ],
)
def test_backups_go_on_and_can_be_put_back(team: Team, act: Callable[[Team], None]) -> None:
    act(team)

    with team.open("Cy") as vault:
        back_up_quietly(vault)
        rehearse(vault, service_backup(vault).path(vault.place))


def test_entries_are_counted_only_where_some_do_not_follow(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    monkeypatch.setattr(
        backup_making, "spoilt_in", lambda copy, key: counted.append(1) or spoilt_in(copy, key)
    )
    with team.open("Cy") as vault:
        back_up_quietly(vault)
        assert counted == []

    spoil_an_entry(team)
    with team.open("Cy") as vault:
        back_up_quietly(vault)
        assert counted == [1]


def test_a_copy_whose_audit_is_spoilt_more_often_than_it_was_is_none(team: Team) -> None:
    spoil_an_entry(team)
    with team.open("Cy") as vault:
        back_up_quietly(vault)
        path = service_backup(vault).path(vault.place)
        backup = open_backup(path, vault.person.uid, vault.credentials.keys.opening)
    key, audit_key = halves(backup.secret)
    copy = read_copy(path, derive_masked(key, "sqlcipher"))
    said = backup.manifest

    def fault(spoilt: int) -> str:
        return fault_of_copy(copy, replace(said, spoilt=spoilt), audit_key, said.size)

    assert (fault(said.spoilt), fault(said.spoilt + 1), fault(0)) == ("", "audit", "audit")
    copy.close()


def test_a_restore_of_a_later_day_makes_no_backup_due_for_ever(team: Team) -> None:
    team.service.clock.advance(YEAR)
    with by_hand(team, "Ben") as service:
        note(service, "restored", "backup:" + "a" * 32)
    team.service.clock.advance(-YEAR)

    with team.open("Cy") as vault:
        back_up_quietly(vault)
        assert not is_due(vault)
        assert not is_due_while_open(vault)


def test_a_file_whose_newest_entry_makes_no_sense_can_be_restored_over(team: Team) -> None:
    with team.open("Ana") as vault:
        owner = key_holder_of(vault)
    with by_hand(team, "Ben") as service:
        service.run(ADDED, (b"no entry",)).fetchall()

    assert figures_now(owner, SERVICE) is None
    owner.keys.forget()

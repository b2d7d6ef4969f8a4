"""Backups of before open nothing by the keys that were given up: sealed anew, or gone."""

import shutil
from pathlib import Path

import pytest

from tests.support.broken.cutting import ends_before_commit
from tests.support.record.forging import unsigned
from tests.support.record.records import a_client
from tests.support.record.revoking import (
    NEW,
    OLD,
    give_passphrase,
    revoked,
    took,
)
from tests.support.record.safekeeping import silent
from tests.support.record.sheets import replace_continuity
from tests.support.record.stating import header_of
from tests.support.record.team import Member, Team, lay_out_team
from tests.support.sampling import sampled
from therapist_app.record.backup_format.backup_file import label_of, open_backup
from therapist_app.record.backup_format.verifying import fault_of
from therapist_app.record.backups import backup_list, giving_up
from therapist_app.record.backups.backing_up import Run, back_up
from therapist_app.record.backups.comparing import compare, fitting_backup
from therapist_app.record.backups.giving_up import (
    GivenUp,
    finish_giving_up,
    give_up_backups,
    is_giving_up_unfinished,
    plan_giving_up,
)
from therapist_app.record.backups.kept_copies import throw_away_beside
from therapist_app.record.backups.opening_backups import open_with_any_pair
from therapist_app.record.backups.reading_back import read_again, readings, strays
from therapist_app.record.backups.restoring import restore_first
from therapist_app.record.backups.vouching import Vouched, vouched_for
from therapist_app.record.clients import clients
from therapist_app.record.crypto.recovery_sheet import read_sheet
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import note
from therapist_app.record.errors import BackupDamaged, BackupRefused, KnownRecordError
from therapist_app.record.folder.layout import (
    BEFORE_RESTORE,
    BEFORE_SALVAGE,
    anchor_beside,
    database_path,
)
from therapist_app.record.header.header import CONTINUITY, SERVICE
from therapist_app.record.header.person_keys import continuity_private
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.keyring.revoking import new_pair, revoke
from therapist_app.record.sign_in.key_holder import key_holder_of
from therapist_app.workflows.safekeeping.backup_words import signed_in_words


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Team:
    team = lay_out_team(tmp_path_factory.mktemp("giving-up"), Ben=("therapist",))
    with team.open("Ben") as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
        back_up(vault, silent)
    return team


@pytest.fixture
def team(begun: Team, tmp_path: Path) -> Team:
    return begun.apart(tmp_path)


def given_up(team: Team, name: str, *, keep: bool) -> GivenUp:
    team.service.clock.advance(86400)  # else the new backups take the place of the older ones
    give_passphrase(team, name)
    with team.open(name) as vault:
        new = new_pair(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))
        revoke(vault, new)
        found = give_up_backups(vault, silent, keep=keep)
    took(team, name, new)
    return found


def opening_for(team: Team, member: Member, folder: Path | None = None) -> list[str]:
    """Return the backups that somebody's keys of then open, by their names."""
    opened = []
    for path in sorted((folder or team.service.place.backups).glob("*.tvb")):
        try:
            open_backup(path, member.uid, member.keys().opening)
        except KnownRecordError:
            continue
        opened.append(path.name)
    return opened


@pytest.mark.parametrize(("keep", "sealed", "destroyed"), [(True, 2, 0), (False, 0, 2)])
def test_no_backup_here_opens_with_what_was_given_up(
    team: Team, *, keep: bool, sealed: int, destroyed: int
) -> None:
    ben = team.members["Ben"]
    assert len(opening_for(team, ben)) == 2

    found = given_up(team, "Ben", keep=keep)

    assert found == GivenUp(sealed, destroyed, (), 0)
    assert opening_for(team, ben) == []
    assert len(opening_for(team, team.members["Ben"])) == 2 + sealed


def test_no_older_backup_is_sealed_anew_to_a_sheet_that_its_owner_does_not_know(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        new = replace_continuity(vault).text
    given_up(team, "Ben", keep=True)

    def opens(path: Path, sheet: str) -> bool:
        opening = Masked(continuity_private(read_sheet(sheet)))
        try:
            open_backup(path, CONTINUITY, opening).secret.forget()
        except BackupDamaged:
            return False
        return True

    bens = team.service.place.backups.glob("*.tvb")
    found = [each for each in bens if label_of(each).database == team.uid("Ben")]
    assert len(found) == 2
    assert all(opens(each, team.continuity) for each in found)
    assert not any(opens(each, new) for each in found)


def test_what_was_sealed_anew_is_whole_and_its_owners_and_can_be_put_back(team: Team) -> None:
    given_up(team, "Ben", keep=True)

    with team.open("Ben") as vault:
        for each in readings(vault):
            assert read_again(each, vault.service.now()).is_whole
        owner = key_holder_of(vault)
        for row in backup_list.listed(vault.service):
            backup = open_with_any_pair(
                vault.header, row.path(vault.place), owner.uid, owner.keys.opening
            )
            assert vouched_for(vault.header, backup).standing == "own"
            if row.database != SERVICE:
                fitting_backup(owner, row.path(vault.place))


def test_a_backup_on_a_stick_that_was_elsewhere_is_named_and_still_opens_for_its_owner(
    team: Team, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with team.open("Ben") as vault:
        backup_list.choose_second_place(vault.service, str(stick))
        back_up(vault, silent)
    stick.rename(tmp_path / "elsewhere")

    found = given_up(team, "Ben", keep=True)

    assert found.out_of_reach == (str(stick),)
    (tmp_path / "elsewhere").rename(stick)
    with team.open("Ben") as vault:
        for path in stick.glob("*.tvb"):
            fitting = open_with_any_pair(
                vault.header, path, vault.person.uid, vault.credentials.keys.opening
            )
            assert fitting.path == path
        of_clients = next(stick.glob("caseload*"))
        not_bens = team.members["Ana"].keys().opening
        with pytest.raises(KnownRecordError):
            open_with_any_pair(vault.header, of_clients, team.uid("Ben"), not_bens)


def test_a_sealed_key_that_was_changed_is_damage_with_any_pair(team: Team) -> None:
    revoked(team, "Ben")
    [path] = team.service.place.backups.glob("caseload*")
    box = dict(label_of(path).boxes)[team.uid("Ben")].hex().encode()
    path.write_bytes(path.read_bytes().replace(box, box[::-1]))

    with team.open("Ben") as vault, pytest.raises(BackupDamaged):
        open_with_any_pair(vault.header, path, team.uid("Ben"), vault.credentials.keys.opening)


def test_what_a_colleague_made_of_ones_clients_never_passes_for_ones_own(team: Team) -> None:
    with team.open("Ana") as vault:
        until = vault.today().replace(year=2027)
        grant_cover(vault, team.uid("Ben"), team.uid("Ana"), until)
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), until)
    team.visit("Ben", "Ana")
    team.service.clock.advance(86400)
    with team.open("Ana") as vault:
        vault.use_caseload(team.uid("Ben"))
        back_up(vault, silent)
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Ana"))

    found = given_up(team, "Ben", keep=True)

    assert (found.destroyed, found.of_others) == (1, 1)


@pytest.mark.parametrize("keep", [True, False])
def test_what_does_not_open_or_is_damaged_goes_and_is_counted(team: Team, *, keep: bool) -> None:
    for path in team.service.place.backups.glob("caseload*"):
        path.write_bytes(path.read_bytes()[:-5000] + bytes(5000))

    found = given_up(team, "Ben", keep=keep)

    assert found.sealed_anew + found.destroyed == 2
    assert found.destroyed == (1 if keep else 2)


def test_a_database_that_is_not_as_it_was_signed_is_not_sealed_anew(team: Team) -> None:
    [path] = team.service.place.backups.glob("caseload*")
    path.write_bytes(path.read_bytes()[:5000] + b"spoilt" + path.read_bytes()[5006:])

    assert given_up(team, "Ben", keep=True).destroyed == 1


def test_without_a_new_backup_the_older_ones_stay(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    revoked(team, "Ben")
    before = sorted(team.service.place.backups.iterdir())
    with team.open("Ben") as vault:
        monkeypatch.setattr(giving_up, "back_up", lambda *_: Run(()))
        with pytest.raises(BackupDamaged):
            give_up_backups(vault, silent, keep=False)

    assert sorted(team.service.place.backups.iterdir()) == before


@pytest.mark.parametrize(("keep", "what"), [(False, "unlink"), (True, "replace")])
def test_what_the_disk_refuses_is_said(
    team: Team, monkeypatch: pytest.MonkeyPatch, *, keep: bool, what: str
) -> None:
    revoked(team, "Ben")
    with team.open("Ben") as vault:
        listed = backup_list.listed(vault.service)
        monkeypatch.setattr(giving_up, "back_up", lambda *_: Run(listed))
        monkeypatch.setattr(Path, what, _full)
        if keep:
            assert give_up_backups(vault, silent, keep=True).sealed_anew == 0
        else:
            with pytest.raises(KnownRecordError):
                give_up_backups(vault, silent, keep=False)


def _full(*_arguments: object, **_named: object) -> None:
    raise OSError(28, "full")


def test_a_backup_of_the_pair_of_before_is_told_as_such_and_needs_a_choice(
    team: Team, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    ben = team.uid("Ben")
    with team.open("Ben") as vault:
        for row in backup_list.listed(vault.service):
            shutil.copy(row.path(vault.place), stick)
    [path] = stick.glob("caseload-*")
    given_up(team, "Ben", keep=True)

    with team.open("Ben") as vault:
        owner = key_holder_of(vault)
        backup = fitting_backup(owner, path)
        vouched = vouched_for(vault.header, backup)
    database_path(owner.place, ben).rename(tmp_path / "gone.db")
    anchor_beside(database_path(owner.place, ben)).unlink()

    assert vouched == Vouched("given_up", ben, "Ben Example")
    assert "Ben Example gave up" in signed_in_words(vouched)
    assert compare(owner, backup, None).needs_choice
    with pytest.raises(BackupRefused, match="nobody-vouches"):
        restore_first(owner, path)
    restore_first(owner, path, unsigned=True)


def test_what_nobody_signed_is_sealed_anew_and_signed_by_nobody(team: Team) -> None:
    with team.open("Ben") as vault:
        for row in backup_list.listed(vault.service):
            unsigned(
                row.path(vault.place), vault.person.uid, team.members["Ben"].keys(), vault.header
            )

    found = given_up(team, "Ben", keep=True)

    assert found == GivenUp(2, 0, (), 0)
    with team.open("Ben") as vault:
        listed = backup_list.listed(vault.service)
        opened = [
            open_backup(row.path(vault.place), vault.person.uid, vault.credentials.keys.opening)
            for row in listed
        ]
        standings = [vouched_for(vault.header, each).standing for each in opened]
        faults = {fault_of(each.path, each.secret) for each in opened}
    assert sorted(standings) == ["nobody", "nobody", "own", "own"]
    assert faults == {""}


COMMITS = 40
"""More than there are from the plan to the end: what is not reached is not cut off."""


@pytest.fixture
def dressed(team: Team) -> Team:
    """Ben has a passphrase, and what a restore replaced is kept beside his clients."""
    team.service.clock.advance(86400)
    give_passphrase(team, "Ben")
    beside_bens(team, BEFORE_RESTORE)
    return team


def beside_bens(team: Team, *endings: str) -> Path:
    """Keep copies beside Ben's clients, as a restore of today and a repair do."""
    with team.open("Ben") as vault:
        note(vault.caseload, "restored", "backup:of before")
    path = database_path(team.service.place, team.uid("Ben"))
    for ending in endings:
        shutil.copy(path, path.with_name(path.name + ending))
    return path


@pytest.mark.parametrize("number", sampled(range(1, COMMITS), every=8, first=2))
def test_killed_at_any_commit_the_next_session_deals_with_what_is_left(
    dressed: Team, number: int
) -> None:
    team, before = dressed, dressed.members["Ben"]
    vault = team.open("Ben")
    new = new_pair(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))

    def work() -> None:
        plan_giving_up(vault, keep=True)
        revoke(vault, new)
        give_up_backups(vault, silent, keep=True)

    was_killed = ends_before_commit(number, work)
    if was_killed:
        vault.abandon()
    else:
        vault.close()

    is_in_force = header_of(team).pair_of(before.uid) == 2
    if is_in_force:
        took(team, "Ben", new)
    with team.open("Ben") as vault:
        is_left = is_giving_up_unfinished(vault)
        if is_left:
            finish_giving_up(vault, silent)
        assert not is_giving_up_unfinished(vault)
    copies = list(team.service.place.caseloads.glob(f"*{BEFORE_RESTORE}"))
    if is_in_force:
        assert (opening_for(team, before), copies) == ([], [])
        assert len(opening_for(team, team.members["Ben"])) >= 4
        assert is_left == was_killed
    else:
        assert was_killed
        assert not is_left
        assert len(copies) == 1


def test_a_folder_that_was_not_there_is_waited_for(team: Team, tmp_path: Path) -> None:
    stick, ben = tmp_path / "stick", team.members["Ben"]
    stick.mkdir()
    with team.open("Ben") as vault:
        backup_list.choose_second_place(vault.service, str(stick))
        back_up(vault, silent)
    stick.rename(tmp_path / "elsewhere")
    given_up(team, "Ben", keep=True)
    with team.open("Ben") as vault:
        assert not is_giving_up_unfinished(vault)

    (tmp_path / "elsewhere").rename(stick)
    assert opening_for(team, ben, stick) != []
    with team.open("Ben") as vault:
        assert is_giving_up_unfinished(vault)
        assert finish_giving_up(vault, silent).out_of_reach == ()
        assert not is_giving_up_unfinished(vault)

    assert opening_for(team, ben, stick) == []


@pytest.mark.parametrize(("keep", "copies", "kept"), [(True, 1, 1), (False, 2, 0)])
def test_what_is_kept_beside_a_database_goes_and_a_damaged_file_only_if_nothing_is_kept(
    team: Team, *, keep: bool, copies: int, kept: int
) -> None:
    path = beside_bens(team, BEFORE_RESTORE, BEFORE_SALVAGE)

    found = given_up(team, "Ben", keep=keep)

    assert (found.copies, found.damaged_kept) == (copies, kept)
    assert not list(path.parent.glob(f"*{BEFORE_RESTORE}"))
    assert len(list(path.parent.glob(f"*{BEFORE_SALVAGE}"))) == kept


def test_a_disk_that_keeps_the_copies_is_said(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    beside_bens(team, BEFORE_RESTORE)
    with team.open("Ben") as vault:
        monkeypatch.setattr(Path, "unlink", _full)
        with pytest.raises(KnownRecordError):
            throw_away_beside(vault, team.uid("Ben"), damaged=False)


def test_a_planted_backup_is_neither_sealed_anew_nor_taken_into_the_list(team: Team) -> None:
    """Whoever knows the keys of before makes one with other contents, in either place."""
    ben, backups = team.members["Ben"], team.service.place.backups
    [listed] = backups.glob("caseload*")
    with team.open("Ben") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="Z-900"))
        team.service.clock.advance(86400)
        back_up(vault, silent)
        row = next(each for each in backup_list.listed(vault.service) if each.file == listed.name)
    planted = next(each for each in backups.glob("caseload*") if each != listed)
    with team.open("Ben") as vault:
        forgotten = next(e for e in backup_list.listed(vault.service) if e.file == planted.name)
        with vault.service.change("backup_forgotten", "x") as change:
            change.execute("DELETE FROM backups WHERE id = ?", (forgotten.id,))
    shutil.copy(planted, listed)  # under the name that the list knows

    revoked(team, "Ben")
    with team.open("Ben") as vault:
        assert [each.path for each in strays(vault)] == []
        found = give_up_backups(vault, silent, keep=True)
        assert row.id not in {each.id for each in backup_list.listed(vault.service)}

    assert found.destroyed == 1
    assert not listed.exists()
    assert opening_for(team, ben) == [planted.name]

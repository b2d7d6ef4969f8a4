"""Runs of backups: what is made, listed, copied to a second place, read back, removed."""

import errno
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.record.forging import of_a_later_version
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.record.safekeeping import (
    add_clients,
    back_up_quietly,
    backups_of,
    colleague_of,
    newest_path,
    silent,
)
from therapist_app.record.backup_format import backup_making
from therapist_app.record.backup_format.backup_file import open_backup
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups import reading_back
from therapist_app.record.backups.backing_up import (
    back_up,
    complete_run,
    copy_databases,
    enter_run,
    is_due,
    note_run,
)
from therapist_app.record.backups.backup_list import (
    freshness,
    from_the_future,
    last_verified,
    made_by,
    present,
)
from therapist_app.record.backups.reading_back import (
    BackupReading,
    longest_unread,
    read_again,
    readings,
)
from therapist_app.record.database import audit, connection
from therapist_app.record.errors import (
    BackupPlaceMissing,
    CannotWrite,
    DiskFull,
    HeaderAltered,
    NoRoom,
    RecordDamaged,
    RecordTooNew,
)
from therapist_app.record.header.header import SERVICE
from therapist_app.record.vault.vault import Vault


def files(vault: Vault) -> list[str]:
    return sorted(each.name for each in vault.place.backups.iterdir())


def standing(vault: Vault) -> str:
    there = present(vault.service, vault.place)
    return freshness(there, (vault.person.uid, SERVICE), vault.service.now())


def check_all(vault: Vault) -> None:
    for each in readings(vault):
        backups.enter(vault.service, read_again(each, vault.service.now()))


def test_each_open_database_is_backed_up_and_listed_as_read_back(
    backed_up: ServiceOnDisk,
) -> None:
    with backed_up.open() as vault:
        listed = backups.listed(vault.service)

        assert {each.database for each in listed} == {backed_up.uid, SERVICE}
        assert all(each.is_whole and each.path(vault.place).is_file() for each in listed)
        assert standing(vault) == "fresh"
        assert audit.verify(vault.service).is_whole
        actions = [each.action for each in audit.entries(vault.service)]
        assert actions.count("backup_entered") == 2


def test_how_far_it_is_is_told_in_pages(vault: Vault) -> None:
    told: list[tuple[int, int]] = []

    back_up(vault, lambda done, whole: told.append((done, whole)))

    assert told[-1][0] == told[-1][1] > 0


def test_what_is_written_while_it_is_copied_is_whole(vault: Vault) -> None:
    add_clients(vault, *(f"A-{number}" for number in range(100, 400)))

    def write(done: int, whole: int) -> None:
        if done < whole:
            add_clients(vault, f"B-{done}")

    run = back_up(vault, write)

    assert run.problems == ()
    assert all(each.is_whole for each in run.backups)


def test_backups_age(backed_up: ServiceOnDisk) -> None:
    with backed_up.open() as vault:
        ages = []
        for days in (0, 7, 1, 6, 1):
            backed_up.clock.advance(days * 86400)
            ages.append(standing(vault))

    assert ages == ["fresh", "fresh", "old", "old", "too_old"]


def test_a_backup_from_the_future_is_none_and_the_next_is_due(tmp_path: Path) -> None:
    service = lay_out(tmp_path, practice=False)
    with service.open() as vault:
        add_clients(vault, "A-100")
    service.clock.advance(400 * 86400)
    with service.open() as ahead:
        back_up_quietly(ahead)
        assert not is_due(ahead)
    service.clock.advance(-399 * 86400)

    with service.open() as vault:
        now = vault.service.now()
        there = present(vault.service, vault.place)
        databases = (service.uid, SERVICE)
        assert is_due(vault)
        assert freshness(made_by(there, now), databases, now) == "too_old"
        assert from_the_future(there, databases, now) == there[0].made_at
        assert [each.backup.id for each in longest_unread(vault)]  # nobody knows for how long

        back_up_quietly(vault)

        assert not is_due(vault)
        there = present(vault.service, vault.place)
        assert freshness(made_by(there, now), databases, now) == "fresh"
        assert len(there) == 4


# Acceptance G97
def test_fourteen_days_without_a_verified_backup_or_none_at_all_is_too_old(
    backed_up: ServiceOnDisk, tmp_path: Path
) -> None:
    with backed_up.open() as vault:
        backed_up.clock.advance(15 * 86400)
        assert standing(vault) == "too_old"
    (tmp_path / "new").mkdir()
    with lay_out(tmp_path / "new", practice=False).open() as fresh:
        assert standing(fresh) == "too_old"
        assert last_verified((), (SERVICE,)) is None


# Acceptance G97
@pytest.mark.parametrize("where", [0, 5000, -1, -3000])
def test_a_backup_in_which_a_byte_changed_fails_its_next_reading_and_is_said(
    backed_up: ServiceOnDisk, where: int
) -> None:
    with backed_up.open() as vault:
        path = newest_path(vault)
        spoilt = bytearray(path.read_bytes())
        spoilt[where] ^= 1
        path.write_bytes(spoilt)

        check_all(vault)

        [caseload] = backups_of(vault, backed_up.uid)
        [service] = backups_of(vault, SERVICE)
        assert caseload.fault
        assert service.is_whole
        assert standing(vault) == "too_old"


def test_a_file_that_somebody_took_away_does_not_count_and_is_noted(
    backed_up: ServiceOnDisk,
) -> None:
    with backed_up.open() as vault:
        newest_path(vault).unlink()
        assert standing(vault) == "too_old"

        backed_up.clock.advance(3600)
        back_up_quietly(vault)

        [left] = backups_of(vault, backed_up.uid)
        assert left.path(vault.place).is_file()


@pytest.mark.usefixtures("reads_back_beside")
def test_a_file_that_goes_while_it_is_read_is_noted_as_gone(backed_up: ServiceOnDisk) -> None:
    with backed_up.open() as vault:
        [reading, _other] = readings(vault)
        reading.path.unlink()

        assert read_again(reading, vault.service.now()).removed_at == vault.service.now()


# Acceptance C50
def test_leftovers_of_an_interrupted_run_are_cleared_and_its_backup_is_found(
    backed_up: ServiceOnDisk,
) -> None:
    with backed_up.open() as vault:
        backed_up.clock.advance(86400)
        (vault.place.backups / "service-1-2.tvb.part").write_bytes(b"half")
        run = complete_run(copy_databases(vault, silent))
        assert not (vault.place.backups / "service-1-2.tvb.part").exists()
        made = {each.id for each in run.backups}  # and it was killed before it was listed
        backed_up.clock.advance(3600)

        back_up_quietly(vault)

        assert made <= {each.id for each in backups.listed(vault.service)}


def test_a_stray_of_another_service_or_of_nobody_here_is_left_alone(
    backed_up: ServiceOnDisk, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with lay_out(tmp_path / "other", practice=False).open() as other:
        back_up_quietly(other)
        shutil.copy(newest_path(other), backed_up.place.backups / "other.tvb")

    with backed_up.open() as vault:
        back_up_quietly(vault)

        assert "other.tvb" not in {each.file for each in backups.listed(vault.service)}
        assert (vault.place.backups / "other.tvb").exists()


def test_another_service_is_refused_even_when_the_person_is_the_same(
    backed_up: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with backed_up.open() as vault:
        [row] = backups_of(vault, SERVICE)
        backups.enter(vault.service, backups.Backup(**{**fields(row), "removed_at": row.made_at}))
        opened = open_backup(
            row.path(vault.place), vault.person.uid, vault.credentials.keys.opening
        )
        elsewhere = reading_back.BackupFile(
            opened.path,
            backup_making.Label("0" * 32, SERVICE, opened.label.made_at, 1),
            opened.manifest,
            opened.secret,
            opened.signature,
        )
        monkeypatch.setattr(reading_back, "open_with_any_pair", lambda *_: elsewhere)

        assert reading_back.strays(vault) == ()


def fields(row: backups.Backup) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__slots__}  # type: ignore[attr-defined]


def test_old_backups_are_thinned_out_and_their_files_removed(vault: Vault, on_disk) -> None:
    for _ in range(4):
        back_up_quietly(vault)
        on_disk.clock.advance(600)
    on_disk.clock.advance(86400)
    back_up_quietly(vault)

    there = backups_of(vault, vault.person.uid)
    assert len(there) == 2
    assert len(list(vault.place.backups.glob("*.tvb"))) == 4


def test_one_that_waited_a_week_is_read_again_in_the_next_run(backed_up: ServiceOnDisk) -> None:
    with backed_up.open() as vault:
        before = {each.id: each.verified_at for each in backups.listed(vault.service)}
        backed_up.clock.advance(8 * 86400)

        back_up_quietly(vault)

        read = [
            each
            for each in backups.listed(vault.service)
            if each.id in before and each.verified_at != before[each.id]
        ]
        assert len(read) == 1


def test_one_of_a_later_version_is_said_and_read_again_once_it_can_be(
    backed_up: ServiceOnDisk,
) -> None:
    with backed_up.open() as vault:
        path = newest_path(vault)
        whole = path.read_bytes()
        of_a_later_version(path)

        check_all(vault)

        [later] = backups_of(vault, backed_up.uid)
        assert (later.fault, later.is_too_new) == (RecordTooNew.code, True)
        assert standing(vault) == "too_old"
        backed_up.clock.advance(8 * 86400)
        [other] = longest_unread(vault)
        assert other.backup.database == SERVICE
        backups.enter(vault.service, replace(other.backup, verified_at=vault.service.now()))
        assert longest_unread(vault) == ()
        path.write_bytes(whole)
        [again] = longest_unread(vault)
        assert read_again(again, vault.service.now()).is_whole


def test_it_is_due_again_after_half_a_day_of_work_and_never_in_practice(
    backed_up: ServiceOnDisk, tmp_path: Path
) -> None:
    with backed_up.open() as vault:
        assert not is_due(vault)
        backed_up.clock.advance(4 * 3600 - 1)
        assert not is_due(vault)
        backed_up.clock.advance(1)
        assert is_due(vault)
    (tmp_path / "practice").mkdir()
    with lay_out(tmp_path / "practice").open() as practice:
        assert not is_due(practice)
    (tmp_path / "new").mkdir()
    with lay_out(tmp_path / "new", practice=False).open() as fresh:
        assert is_due(fresh)


def test_a_second_place_gets_the_same_and_it_is_read_back_from_there(
    backed_up: ServiceOnDisk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with backed_up.open() as vault:
        backups.choose_second_place(vault.service, str(stick))
        backed_up.clock.advance(86400)

        back_up_quietly(vault)

        there = [each for each in backups.listed(vault.service) if each.place == str(stick)]
        assert len(there) == 2
        for each in there:
            twin = vault.place.backups / each.file
            assert each.path(vault.place).read_bytes() == twin.read_bytes()
            assert each.path(vault.place).stat().st_mode & 0o777 == 0o600


# Acceptance C55
def test_a_stick_that_is_not_there_is_said_and_the_laptop_has_its_backup(
    backed_up: ServiceOnDisk, tmp_path: Path
) -> None:
    with backed_up.open() as vault:
        backups.choose_second_place(vault.service, str(tmp_path / "stick"))
        backed_up.clock.advance(86400)

        run = back_up(vault, silent)

        assert {type(problem) for _, problem in run.problems} == {BackupPlaceMissing}
        assert {place for place, _ in run.problems} == {str(tmp_path / "stick")}
        assert standing(vault) == "fresh"
        (tmp_path / "stick").mkdir()
        assert back_up(vault, silent).problems == ()


# Acceptance C55
def test_a_stick_pulled_out_in_the_middle_leaves_the_record_untouched(
    backed_up: ServiceOnDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def pull(*_given: object) -> None:
        shutil.rmtree(stick)
        raise OSError(errno.EIO, "gone")

    with backed_up.open() as vault:
        add_clients(vault, "A-300")
        backups.choose_second_place(vault.service, str(stick))
        backed_up.clock.advance(86400)
        monkeypatch.setattr(backup_making.shutil, "copyfileobj", pull)

        run = back_up(vault, silent)

        assert {type(problem) for _, problem in run.problems} == {BackupPlaceMissing}
        assert len(run.backups) == 2
        assert audit.verify(vault.caseload).is_whole


# Acceptance C47
def test_too_little_room_is_said_in_megabytes_before_anything_is_begun(
    backed_up: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with backed_up.open() as vault:
        before = files(vault)
        monkeypatch.setattr(
            backup_making.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000)
        )

        with pytest.raises(NoRoom) as refused:
            back_up(vault, silent)

        assert refused.value.megabytes == 3
        assert files(vault) == before
        add_clients(vault, "A-300")


# Acceptance C47
@pytest.mark.parametrize("error", [DiskFull(), OSError(errno.ENOSPC, "full")])
def test_a_disk_that_fills_up_in_the_middle_leaves_no_partial_file(
    backed_up: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fill(*_given: object) -> None:
        raise error

    with backed_up.open() as vault:
        before = files(vault)
        monkeypatch.setattr(backup_making, "copy_pages", fill)

        with pytest.raises(NoRoom):
            back_up(vault, silent)

        assert files(vault) == before
        assert vault.caseload.rows("SELECT code FROM clients ORDER BY code") == [
            ("A-100",),
            ("A-200",),
        ]


def test_the_second_of_two_that_cannot_be_copied_takes_the_first_with_it(
    backed_up: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup_making.copy_pages
    calls: list[int] = []

    def once(*given) -> None:
        calls.append(1)
        if len(calls) > 1:
            raise CannotWrite("disk")
        real(*given)

    with backed_up.open() as vault:
        before = files(vault)
        monkeypatch.setattr(backup_making, "copy_pages", once)

        with pytest.raises(CannotWrite):
            back_up(vault, silent)

        assert files(vault) == before


def test_a_disk_that_refuses_at_the_end_is_a_problem_of_that_place(
    backed_up: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        raise OSError(errno.EROFS, "read-only")

    with backed_up.open() as vault:
        before = files(vault)
        monkeypatch.setattr(backup_making, "add_tail", refuse)

        run = back_up(vault, silent)

        assert [type(problem) for _, problem in run.problems] == [CannotWrite, CannotWrite]
        assert files(vault) == before


def test_a_copy_that_is_not_whole_when_it_is_read_back_gets_no_name(
    backed_up: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with backed_up.open() as vault:
        before = files(vault)
        monkeypatch.setattr(backup_making, "read_back", lambda *_: "page")

        run = back_up(vault, silent)

        assert [str(problem) for _, problem in run.problems] == ["backup-damaged: page"] * 2
        assert files(vault) == before


def test_no_backup_folder_is_said(backed_up: ServiceOnDisk) -> None:
    with backed_up.open() as vault:
        shutil.rmtree(vault.place.backups)
        vault.place.backups.write_bytes(b"no folder")

        with pytest.raises(BackupPlaceMissing):
            back_up(vault, silent)


def test_a_damaged_record_is_not_backed_up_as_if_it_were_whole(backed_up: ServiceOnDisk) -> None:
    path = backed_up.place.caseload(backed_up.uid)
    with backed_up.open() as vault:
        find = "SELECT rootpage FROM sqlite_schema WHERE name = 'step_marks'"
        [(page,)] = vault.caseload.rows(find)
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * connection.PAGE + 100] ^= 1
    path.write_bytes(whole)
    vault = backed_up.open()

    with pytest.raises(RecordDamaged):
        back_up(vault, silent)

    assert not list(vault.place.backups.glob("*.part"))
    vault.abandon()


def test_a_header_changed_from_outside_is_not_carried(backed_up: ServiceOnDisk) -> None:
    with backed_up.open() as vault:
        header = vault.place.header
        kept = header.read_bytes()
        header.unlink()

        with pytest.raises(HeaderAltered, match="missing"):
            back_up(vault, silent)
        header.write_bytes(kept)
        vault.header = replace(vault.header, generation=99)
        with pytest.raises(HeaderAltered, match="changed-outside"):
            back_up(vault, silent)


def test_nobody_elses_backups_are_read_or_removed(backed_up: ServiceOnDisk) -> None:
    colleague = colleague_of(backed_up, "therapist")
    with colleague.open() as vault:
        back_up_quietly(vault)
        theirs = newest_path(vault)
    backed_up.clock.advance(60 * 86400)

    with backed_up.open() as vault:
        back_up_quietly(vault)

        assert theirs.exists()
        assert colleague.uid not in {each.backup.database for each in readings(vault)}


def test_a_place_that_is_not_there_is_neither_read_nor_cleared(
    backed_up: ServiceOnDisk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with backed_up.open() as vault:
        backups.choose_second_place(vault.service, str(stick))
        backed_up.clock.advance(86400)
        back_up_quietly(vault)
        stick.rename(tmp_path / "drawer")
        backups.choose_second_place(vault.service, "")
        backed_up.clock.advance(400 * 86400)
        back_up_quietly(vault)
        back_up_quietly(vault)

        away = [each for each in backups.listed(vault.service) if each.place]
        assert len(away) == 2
        assert all(not each.backup.place for each in readings(vault))


def test_a_run_may_be_entered_without_removing_anything(backed_up: ServiceOnDisk) -> None:
    with backed_up.open() as vault:
        run = complete_run(copy_databases(vault, silent))
        enter_run(vault, run)
        assert len(backups_of(vault, SERVICE)) == 2

        note_run(vault, run)

        assert len(backups_of(vault, SERVICE)) == 1


def test_a_secret_that_was_never_opened_needs_no_forgetting(backed_up: ServiceOnDisk) -> None:
    with backed_up.open() as vault:
        [row] = backups_of(vault, SERVICE)
        damaged = BackupReading(row, row.path(vault.place), None, "label")

        assert read_again(damaged, vault.service.now()).fault == "label"


def test_the_page_size_is_what_the_library_uses(vault: Vault) -> None:
    assert vault.caseload.rows("PRAGMA page_size") == [(str(connection.PAGE),)]


def test_one_that_was_cut_off_is_made_at_the_next_sign_in(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        back_up_quietly(vault)
        copied = copy_databases(vault, silent)
        assert not is_due(vault), "it is being made"
        copied.signing.forget()

    with on_disk.open() as vault:
        assert is_due(vault)
        back_up_quietly(vault)
        assert not is_due(vault)

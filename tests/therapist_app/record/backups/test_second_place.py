"""The second place has the newest backup of everybody, also of those who did not sign in since."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.record.records import ServiceOnDisk, laid_out
from tests.support.record.safekeeping import (
    Holder,
    add_clients,
    back_up_quietly,
    backups_of,
    colleague_of,
    silent,
)
from therapist_app.record.backup_format import backup_making
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import (
    Run,
    catch_up,
    complete_run,
    copy_databases,
    enter_run,
)
from therapist_app.record.backups.second_place import lacking
from therapist_app.record.errors import NoRoom
from therapist_app.record.header.header import SERVICE
from therapist_app.record.vault.vault import Vault


@pytest.fixture
def ana(tmp_path: Path) -> ServiceOnDisk:
    return laid_out(tmp_path, practice=False)


@pytest.fixture
def bo(ana: ServiceOnDisk) -> Holder:
    """Return a colleague who was backed up twice and does not sign in again."""
    colleague = colleague_of(ana, "therapist")
    with colleague.open() as vault:
        add_clients(vault, "B-100")
        back_up_quietly(vault)
        ana.clock.advance(3600)
        back_up_quietly(vault)
    return colleague


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def carry(vault: Vault) -> Run:
    run = catch_up(lacking(vault))
    enter_run(vault, run)
    return run


def test_what_was_there_before_it_was_chosen_is_copied_and_read_back(
    ana: ServiceOnDisk, bo: Holder, stick: Path
) -> None:
    with ana.open() as vault:
        back_up_quietly(vault)
        backups.choose_second_place(vault.service, str(stick))

        run = carry(vault)

        assert run.problems == ()
        assert [each.database for each in run.carried] == [ana.uid, bo.uid, SERVICE]
        copies = [each for each in backups_of(vault, bo.uid) if each.place]
        newest = max(backups_of(vault, bo.uid), key=lambda each: each.made_at)
        assert [(each.id, each.is_whole) for each in copies] == [(newest.id, True)]
        there = stick / newest.file
        assert there.read_bytes() == (vault.place.backups / newest.file).read_bytes()
        assert lacking(vault).wanted == ()


def test_the_daily_run_takes_along_what_a_colleague_has_on_the_laptop_alone(
    ana: ServiceOnDisk, bo: Holder, stick: Path
) -> None:
    with ana.open() as vault:
        backups.choose_second_place(vault.service, str(stick))

        run = complete_run(copy_databases(vault, silent))
        enter_run(vault, run)

        assert [each.database for each in run.carried] == [bo.uid]
        assert len(names(stick)) == 3


def test_a_copy_that_was_taken_from_the_stick_is_made_again(
    ana: ServiceOnDisk, bo: Holder, stick: Path
) -> None:
    with ana.open() as vault:
        backups.choose_second_place(vault.service, str(stick))
        before = len(carry(vault).carried)
        for each in stick.glob("caseload-*"):
            each.unlink()

        again = carry(vault)

        assert before == 2  # hers and the service file's, since Ana was never backed up
        assert [each.database for each in again.carried] == [bo.uid]


def test_nothing_is_copied_where_there_is_no_second_place_or_it_is_away(
    ana: ServiceOnDisk, bo: Holder, stick: Path
) -> None:
    with ana.open() as vault:
        assert lacking(vault).wanted == ()
        backups.choose_second_place(vault.service, str(stick / "away"))
        assert lacking(vault).wanted == ()
    assert bo.uid


def test_what_is_not_as_it_was_read_back_is_not_copied_and_said(
    ana: ServiceOnDisk, bo: Holder, stick: Path
) -> None:
    with ana.open() as vault:
        backups.choose_second_place(vault.service, str(stick))
        newest = max(backups_of(vault, bo.uid), key=lambda each: each.made_at)
        path = newest.path(vault.place)
        spoilt = bytearray(path.read_bytes())
        spoilt[5000] ^= 1
        path.write_bytes(spoilt)

        run = carry(vault)

        assert [(place, error.detail) for place, error in run.problems] == [(str(stick), "digest")]
        assert [each.database for each in run.carried] == [SERVICE]


def test_a_stick_that_gives_back_something_else_keeps_no_copy(
    ana: ServiceOnDisk, bo: Holder, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest_of = backup_making.digest_of

    def otherwise(path: Path, size: int) -> bytes:
        return b"?" * 32 if path.parent == stick else digest_of(path, size)

    monkeypatch.setattr(backup_making, "digest_of", otherwise)
    with ana.open() as vault:
        backups.choose_second_place(vault.service, str(stick))

        run = carry(vault)

        assert len(run.problems) == 2
        assert run.carried == ()
        assert names(stick) == []
    assert bo.uid


def test_one_from_the_future_is_copied_only_where_there_is_no_other(
    ana: ServiceOnDisk, bo: Holder, stick: Path
) -> None:
    ana.clock.advance(400 * 86400)
    with bo.open() as vault:
        back_up_quietly(vault)
    ana.clock.advance(-399 * 86400)
    with ana.open() as vault:
        backups.choose_second_place(vault.service, str(stick))

        run = carry(vault)

        assert all(each.made_at <= vault.service.now() for each in run.carried)


def test_what_the_laptop_has_no_room_for_is_copied_to_the_stick_alone(
    ana: ServiceOnDisk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ana.open() as vault:
        backups.choose_second_place(vault.service, str(stick))
        room = {vault.place.backups: 1000, stick: 1 << 30}
        monkeypatch.setattr(
            backup_making.shutil, "disk_usage", lambda place: SimpleNamespace(free=room[place])
        )

        run = complete_run(copy_databases(vault, silent))
        enter_run(vault, run)

        assert run.is_elsewhere_alone
        assert [(place, type(error)) for place, error in run.problems] == [("", NoRoom)] * 2
        listed = backups.listed(vault.service)
        assert {(each.database, each.place, each.is_whole) for each in listed} == {
            (ana.uid, str(stick), True),
            (SERVICE, str(stick), True),
        }
        assert names(stick) == sorted(each.file for each in listed)
        assert not list(vault.place.backups.glob("*.tvb*"))

        room[stick] = 1000
        with pytest.raises(NoRoom):
            copy_databases(vault, silent)


def test_what_a_run_that_was_cut_off_left_on_the_stick_is_cleared_by_the_next(
    ana: ServiceOnDisk, stick: Path
) -> None:
    of_another_service = stick / "service-00000000-20260101-000000-0000.tvb.part"
    with ana.open() as vault:
        backups.choose_second_place(vault.service, str(stick))
        run = complete_run(copy_databases(vault, silent))
        enter_run(vault, run)
        for each in list(stick.iterdir()):
            (stick / f"{each.name[:-10]}-ffff.tvb.part").write_bytes(b"half")
        of_another_service.write_bytes(b"half")
        ana.clock.advance(3600)

        complete_run(copy_databases(vault, silent))

        assert [each for each in names(stick) if each.endswith(".part")] == [
            of_another_service.name
        ]

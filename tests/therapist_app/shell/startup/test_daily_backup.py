"""The backup that makes itself at sign-in."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk, a_client, laid_out
from tests.support.record.safekeeping import back_up_quietly
from tests.support.record.team import lay_out_team
from therapist_app.jobs import is_under_way
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import DUE_AFTER, back_up
from therapist_app.record.clients import clients
from therapist_app.record.errors import NoRoom, RecordBug
from therapist_app.record.header.header_file import load_header
from therapist_app.record.keyring import covering
from therapist_app.record.sign_in.unlocking import open_with_keys_to_read
from therapist_app.record.vault.vault import UnderWay, Vault
from therapist_app.screens.today.warning_words import WARNINGS
from therapist_app.shell.startup import daily_backup
from therapist_app.shell.startup.daily_backup import DailyBackup
from therapist_app.workflows.people.giving_up_keys import KeysAreNew
from therapist_app.workflows.safekeeping import safekeeping


@pytest.fixture
def service(tmp_path: Path) -> ServiceOnDisk:
    return laid_out(tmp_path, practice=False)


def opened_to_be_read(service: ServiceOnDisk) -> Vault:
    header = load_header(service.place.header)
    return open_with_keys_to_read(
        service.place, header, service.uid, service.keys(), service.sources, because="disk-full"
    )


@pytest.mark.usefixtures("reads_back_beside")
def test_what_is_due_is_copied_first_and_read_back_beside_the_work(qtbot, service):
    with service.open() as vault:
        daily = DailyBackup(vault)
        told: list[bool] = []
        daily.copied.connect(lambda: told.append(vault.backup_under_way))

        with qtbot.waitSignal(daily.copied):
            daily.begin()
        assert len(backups.listed(vault.service)) == 0
        assert told == [True]  # before the first screen is built
        qtbot.waitUntil(lambda: len(backups.listed(vault.service)) == 2)

        assert vault.warnings == ()
        assert not vault.backup_under_way


def test_what_is_not_due_takes_no_time(qtbot, service):
    with service.open() as vault:
        back_up_quietly(vault)
        daily = DailyBackup(vault)

        with qtbot.waitSignal(daily.copied):
            daily.begin()

        assert len(backups.listed(vault.service)) == 2


@pytest.mark.parametrize("asked", ["is_due", "lacking"])
def test_a_second_place_that_is_slow_to_wake_holds_up_no_window(qtbot, service, monkeypatch, asked):
    threads = []
    really = getattr(safekeeping, asked)

    def noting(vault):
        threads.append(threading.current_thread())
        return really(vault)

    monkeypatch.setattr(safekeeping, asked, noting)
    with service.open() as vault:
        back_up_quietly(vault)
        daily = DailyBackup(vault)

        with qtbot.waitSignal(daily.copied):
            daily.begin()

    assert len(threads) == 1
    assert threading.main_thread() not in threads


@pytest.mark.parametrize("is_only_read", [True, False])
def test_what_is_seen_of_the_places_at_sign_in_is_kept_for_the_pages(
    qtbot, service, tmp_path, is_only_read
):
    with service.open() as vault:
        back_up_quietly(vault)
        backups.choose_second_place(vault.service, str(tmp_path / "stick"))
    with opened_to_be_read(service) if is_only_read else service.open() as vault:
        assert vault.is_only_read == is_only_read
        daily = DailyBackup(vault)

        with qtbot.waitSignal(daily.copied):
            daily.begin()

        assert vault.places_seen.away == {str(tmp_path / "stick")}


def test_practice_is_never_backed_up(qtbot, tmp_path):
    (tmp_path / "practice").mkdir()
    with laid_out(tmp_path / "practice").open() as vault:
        daily = DailyBackup(vault)

        with qtbot.waitSignal(daily.copied):
            daily.begin()

        assert not list(vault.place.backups.glob("*.tvb"))


# Acceptance C47
def test_one_that_cannot_be_made_lets_the_work_begin_and_is_told(qtbot, service, monkeypatch):
    def refuse(*_given: object) -> None:
        raise NoRoom(7)

    monkeypatch.setattr(safekeeping, "copy_databases", refuse)
    with service.open() as vault:
        daily = DailyBackup(vault)

        with qtbot.waitSignal(daily.copied):
            daily.begin()

        assert vault.warnings == ("backup-failed",)


def test_a_mistake_of_ours_is_not_swallowed(service):
    with service.open() as vault:
        vault.backup_under_way = True
        with pytest.raises(RecordBug):
            DailyBackup(vault)._on_failed(RecordBug("ours"))
        assert not vault.backup_under_way


# Acceptance C55
def test_a_second_place_that_is_away_is_told(qtbot, service, tmp_path):
    with service.open() as vault:
        backups.choose_second_place(vault.service, str(tmp_path / "stick"))
        daily = DailyBackup(vault)

        daily.begin()
        qtbot.waitUntil(lambda: bool(vault.warnings))

        assert set(vault.warnings) == {"second-place-failed"}


def test_a_second_place_that_came_back_is_brought_up_to_date_at_the_next_sign_in(
    qtbot, service, tmp_path
):
    stick = tmp_path / "stick"
    with service.open() as vault:
        backups.choose_second_place(vault.service, str(stick))
        safekeeping.note_run(vault, back_up(vault, lambda *_: None))
    stick.mkdir()
    with service.open() as vault:
        daily = DailyBackup(vault)

        with qtbot.waitSignal(daily.copied):
            daily.begin()
        qtbot.waitUntil(lambda: bool(vault.warnings))

        assert vault.warnings == ("second-place-caught-up",)
        assert len(list(stick.glob("*.tvb"))) == 2


def test_a_record_that_was_locked_meanwhile_is_left_alone(service):
    vault = service.open()
    copied = safekeeping.copy_databases(vault, lambda *_: None)
    run = safekeeping.complete_run(copied)
    vault.close()

    DailyBackup(vault)._on_made(run)

    with service.open() as again:
        assert len(backups.listed(again.service)) == 0
        back_up_quietly(again)
        assert len(backups.listed(again.service)) >= 2


@pytest.mark.parametrize(
    ("problem", "told"), [(None, "old-backups-done"), (NoRoom(5), "old-backups-remain")]
)
def test_what_was_cut_off_when_keys_were_made_new_is_finished_first_and_told(
    qtbot, service, monkeypatch, problem, told
):
    came = KeysAreNew((), problem)
    monkeypatch.setattr(daily_backup, "finish_new_keys", lambda _vault: came)
    with service.open() as vault:
        daily = DailyBackup(vault)

        with qtbot.waitSignal(daily.copied):
            daily.begin()

        assert vault.warnings == (told,)
        assert told in WARNINGS


def test_one_that_falls_due_while_the_record_stands_open_is_made_beside_the_work(qtbot, service):
    with service.open() as vault:
        back_up_quietly(vault)
        daily = DailyBackup(vault)
        daily.go_on(lambda: False)
        assert daily.looks.isActive()
        service.clock.advance(DUE_AFTER.total_seconds())
        clients.add(vault.caseload, a_client(vault.caseload))
        windows = []
        daily.copied.connect(lambda: windows.append("opened"))

        daily.look_again()
        assert vault.backup_under_way
        daily.look_again()
        qtbot.waitUntil(lambda: len(backups.listed(vault.service)) == 4)

        assert (vault.warnings, windows) == ((), [])
        assert not vault.backup_under_way


def test_the_clients_somebody_covers_for_are_backed_up_soon_after_their_sign_in(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Bo=("therapist",))
    ana = team.uid("Ana")
    with team.open("Ana") as vault:
        covering.grant_cover(vault, ana, team.uid("Bo"), vault.today() + timedelta(days=30))
        back_up_quietly(vault)
    team.service.clock.advance(14 * 86_400)
    with team.open("Bo") as vault:
        back_up_quietly(vault)  # that of the sign-in, which opens the own clients alone
        clients.add(vault.open_caseload(ana), a_client(vault.open_caseload(ana)))
        daily = DailyBackup(vault)
        daily.go_on(lambda: False)
        assert daily.soon.isActive()

        vault.backup_under_way = True
        daily.look_soon()
        assert daily.soon.isActive()
        assert len(_of(vault, ana)) == 1
        vault.backup_under_way = False
        daily.look_soon()
        qtbot.waitUntil(lambda: len(_of(vault, ana)) == 2)


def _of(vault: Vault, caseload: str) -> list[str]:
    return [each.file for each in backups.listed(vault.service) if each.database == caseload]


@pytest.mark.parametrize("why", ["nothing is due", "a job has the record", "a check is under way"])
def test_none_is_begun_beside_the_work_while(qtbot, service, why):
    del qtbot
    with service.open() as vault:
        back_up_quietly(vault)
        daily = DailyBackup(vault)
        daily.go_on(lambda: why == "a job has the record")
        if why != "nothing is due":
            service.clock.advance(DUE_AFTER.total_seconds())
            clients.add(vault.caseload, a_client(vault.caseload))
        if why == "a check is under way":
            vault.check_under_way = UnderWay("service", 1, 2)

        daily.look_again()

        assert not vault.backup_under_way


def test_the_record_closes_at_once_while_one_is_copied_beside_it(qtbot, service, monkeypatch):
    begun, ended = threading.Event(), threading.Event()
    really = safekeeping.copy_databases

    def slowly(vault, _tell):
        def told(_done, _whole):
            begun.set()

        try:
            return really(vault, told)
        finally:
            ended.set()

    monkeypatch.setattr(safekeeping, "copy_databases", slowly)
    vault = service.open()
    daily = DailyBackup(vault)
    clients.add(vault.caseload, a_client(vault.caseload))
    daily.go_on(lambda: False)
    daily.look_again()
    assert begun.wait(60)

    vault.close()
    assert ended.wait(60)
    qtbot.waitUntil(lambda: not is_under_way())
    daily.look_again()

    assert not daily.looks.isActive()
    assert vault.warnings == ()
    with service.open() as again:
        back_up_quietly(again)
        assert not list(again.place.backups.glob("*.part"))


def test_practice_looks_for_none(qtbot, tmp_path):
    del qtbot
    with laid_out(tmp_path).open() as vault:
        daily = DailyBackup(vault)

        daily.go_on(lambda: False)

        assert not daily.looks.isActive()

"""The backups screen: making one, a second place, reading back, and putting one back."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from session_forms.words.day_words import written_day
from tests.support.record.forging import of_a_later_version, unsigned
from tests.support.record.records import ServiceOnDisk, a_client, a_filled_form, laid_out
from tests.support.record.safekeeping import (
    add_clients,
    back_up_quietly,
    codes_in,
    colleague_of,
    newest_path,
)
from tests.support.record.team import lay_out_team
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.services import services_of
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import workspace_for
from therapist_app import commands
from therapist_app.form_widgets.paper_card import PaperAsk
from therapist_app.jobs import is_under_way
from therapist_app.record.backups import backup_list
from therapist_app.record.clients import clients, filled_forms
from therapist_app.record.crypto.recovery_sheet import make_sheet
from therapist_app.record.database import audit
from therapist_app.record.errors import BackupDamaged, CannotWrite, RecordBug
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.safekeeping import viewmodel
from therapist_app.screens.safekeeping.view import SafekeepingView
from therapist_app.screens.safekeeping.viewmodel import SafekeepingViewModel
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.widgets.layout.arriving import arrival_words
from therapist_app.workflows.safekeeping import safekeeping

pytestmark = pytest.mark.usefixtures("wear")


class PlainPage(QWidget):
    """Another screen."""

    leave_requested = Signal(commands.Destination)


class Screen:
    """The screen over a real record, and a person's verbs."""

    def __init__(
        self, qtbot, vault: Vault, folder: str = "", ask: PaperAsk | None = None, *, step: str = ""
    ) -> None:
        self.qtbot = qtbot
        self.vault = vault
        self.viewmodel = SafekeepingViewModel(workspace_for(vault), step)
        self.view = SafekeepingView(self.viewmodel, choose_folder=lambda _: folder, ask=ask)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        self.view.focus_first()
        self.wait_for_looks()

    @property
    def words(self) -> str:
        settle()
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def press(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def finish(self, button, last: str = "") -> None:
        """Press a button, and wait until its work is done."""
        self.press(button)
        self.qtbot.waitUntil(lambda: self.viewmodel.state.work == last)
        self.wait_for_looks()

    def wait_for_looks(self) -> None:
        """Wait until the places of the backups were looked at."""
        self.qtbot.waitUntil(lambda: not is_under_way())
        settle()

    def row(self, file: str):
        return next(each for each in self.view.backups.rows if each.line.file.startswith(file))


@pytest.fixture
def service(tmp_path: Path) -> ServiceOnDisk:
    return laid_out(tmp_path, practice=False)


@pytest.fixture
def vault(service: ServiceOnDisk) -> Iterator[Vault]:
    vault = service.open()
    add_clients(vault, "A-100")
    yield vault
    if vault.is_open:
        vault.close()


@pytest.fixture
def kept(vault: Vault, service: ServiceOnDisk) -> Vault:
    """With a backup, and a client added two days later."""
    back_up_quietly(vault)
    service.clock.advance(2 * 86400)
    add_clients(vault, "A-200")
    return vault


def test_before_the_first_backup_that_is_said_in_red(qtbot, vault):
    screen = Screen(qtbot, vault)

    assert "There is no verified backup of all your files yet." in screen.words
    assert "There is no backup yet." in screen.words
    assert screen.view.focusWidget() is screen.view.back_up


def test_practice_is_told_that_it_needs_no_backup(qtbot, vault, monkeypatch):
    monkeypatch.setattr(vault, "practice", True)
    screen = Screen(qtbot, vault)

    assert "Practice needs no backup" in screen.words
    assert "no backup. Practice needs none" in screen.words
    assert "NO BACKUP" not in screen.words
    assert not any(each.isVisible() for each in screen.view._signs.values())


def test_with_backups_in_one_place_alone_the_keyboard_is_on_choosing_a_second(qtbot, kept):
    screen = Screen(qtbot, kept)

    assert screen.view.focusWidget() is screen.view.second


def test_a_backup_from_the_future_counts_as_none_and_that_is_said(qtbot, vault, service):
    service.clock.advance(400 * 86400)
    back_up_quietly(vault)
    service.clock.advance(-400 * 86400)
    screen = Screen(qtbot, vault)

    assert "There is no verified backup of all your files yet." in screen.words
    assert "A backup has the date Tuesday 6 April 2027" in screen.words
    assert "less than an hour ago" not in screen.words
    assert "date in the future" in screen.words

    screen.finish(screen.view.back_up)

    assert "less than an hour ago" in screen.words
    assert "This backup does not count. Check the date of this laptop." in screen.words


def test_a_backup_is_made_and_listed_while_the_record_is_held_only_for_the_copy(qtbot, vault):
    screen = Screen(qtbot, vault)
    seen: list[tuple[str, bool]] = []
    screen.viewmodel.state_changed.connect(
        lambda state: seen.append((state.work, screen.view.is_holding))
    )

    screen.finish(screen.view.back_up)

    assert ("copying", True) in seen
    assert ("reading", False) in seen
    assert screen.view.message.title == "Backed up and verified"
    files = {each.line.file for each in screen.view.backups.rows}
    assert files == {"Caseload of Ana Example", "Service file"}
    assert "less than an hour ago" in screen.words


def test_what_a_restore_kept_is_told_with_its_day_and_can_be_thrown_away(qtbot, vault):
    path = vault.place.caseload(vault.caseload_id)
    aside = path.with_name(path.name + ".before-restore")
    aside.write_bytes(b"as it was")
    with vault.caseload.change("restored", "a"):
        pass
    screen = Screen(qtbot, vault)
    assert "The first backup after 16 March 2026 deletes it." in screen.words

    screen.press(screen.view.kept.throw_away)

    assert not aside.exists()
    assert screen.view.message.title == "The replaced files are deleted"
    assert not screen.view.kept.isVisible()


def test_a_disk_that_keeps_what_is_thrown_away_is_said(qtbot, vault, monkeypatch):
    def refuse(_workspace):
        raise CannotWrite

    monkeypatch.setattr(viewmodel.data_rights, "throw_away_kept", refuse)
    screen = Screen(qtbot, vault)
    assert not screen.view.kept.isVisible()

    screen.viewmodel.throw_away_kept()

    assert screen.view.message.title == "The disk reported an error"


def test_once_a_backup_is_made_the_keyboard_is_back_where_it_was(qtbot, vault):
    screen = Screen(qtbot, vault)
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    screen.view.back_up.setFocus()

    screen.finish(screen.view.back_up)

    assert screen.view.back_up.hasFocus()


def test_once_a_backup_is_made_from_a_line_of_the_list_the_keyboard_is_on_the_newest(qtbot, kept):
    screen = Screen(qtbot, kept)
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    screen.view.backups.rows[-1].restore.setFocus()
    older = screen.view.backups.rows[0].line

    qtbot.keyClick(
        screen.view.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: not screen.viewmodel.state.work)
    screen.wait_for_looks()

    newest = screen.view.backups.rows[0]
    assert newest.line != older
    assert newest.rehearse.hasFocus()


def test_escape_leaves_the_record_as_it_is(qtbot, kept):
    screen = Screen(qtbot, kept)
    screen.finish(screen.row("Caseload").restore)

    qtbot.keyClick(screen.view.asking.tick, Qt.Key.Key_Escape)

    assert not screen.view.asking.isVisible()
    assert codes_in(kept) == ["A-100", "A-200"]


def test_how_backups_are_thinned_out_is_said(qtbot, kept):
    assert "the last 12 days, 10 weeks and 9 months" in Screen(qtbot, kept).words


def test_the_age_is_shown(qtbot, kept):
    assert "2 days ago" in Screen(qtbot, kept).words


def test_what_cannot_be_made_is_said_and_can_be_tried_again(qtbot, vault, monkeypatch):
    screen = Screen(qtbot, vault)

    def refuse(*_given: object) -> None:
        raise BackupDamaged("page")

    monkeypatch.setattr(safekeeping, "copy_databases", refuse)
    screen.finish(screen.view.back_up)
    assert screen.view.message.title == "This backup is damaged"
    monkeypatch.undo()

    screen.finish(screen.view.back_up)

    assert screen.view.message.title == "Backed up and verified"


def test_a_mistake_of_ours_is_not_swallowed_and_frees_the_screen(qtbot, vault):
    screen = Screen(qtbot, vault)

    with pytest.raises(RecordBug):
        screen.viewmodel._on_failed(RecordBug("ours"))

    assert screen.viewmodel.state.work == ""


def test_buttons_that_wait_say_so(qtbot, vault):
    screen = Screen(qtbot, vault)
    said = []
    screen.viewmodel.state_changed.connect(
        lambda _state: said.append((screen.view.read_all.isEnabled(), screen.view.work.text()))
    )

    screen.finish(screen.view.back_up)

    waiting = {words.partition(".")[0] for is_free, words in said if not is_free}
    assert waiting == {"Copying", "Verifying in the background"}
    assert all("buttons here" in words for is_free, words in said if not is_free)
    assert said[-1] == (True, "")


def test_a_wish_to_go_elsewhere_waits_for_the_copying_and_the_backup_is_noted_all_the_same(
    qtbot, vault
):
    made = []

    def make_page(destination):
        if isinstance(destination, commands.Safekeeping):
            made.append(SafekeepingView(SafekeepingViewModel(workspace_for(vault))))
            return made[-1]
        return PlainPage()

    window = MainWindow(
        services_of(make_page, lambda _here: None, lambda: None),
        practice=False,
        way=(commands.Safekeeping(),),
    )
    qtbot.addWidget(window)
    window.show()
    made[0].back_up.click()
    window.go_to(commands.Clients())
    assert isinstance(window.here, commands.Safekeeping)
    made.clear()

    qtbot.waitUntil(lambda: window.here == commands.Clients())
    qtbot.waitUntil(lambda: safekeeping.standing(vault).last is not None)


def test_a_second_place_is_chosen_used_and_given_up(qtbot, vault, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    screen = Screen(qtbot, vault, folder=str(stick))

    screen.finish(screen.view.second)
    assert screen.view.message.title == "Backed up and verified"
    assert len(list(stick.glob("*.tvb"))) == 2
    assert str(stick) in screen.view.place.text()
    stick.rename(tmp_path / "away")
    screen.finish(screen.view.back_up)

    assert screen.view.message.title == "The backup location is not connected"
    assert f"In the second location: {stick}." in screen.words
    assert "(not connected)" in screen.view.place.text()
    away = [each for each in screen.view.backups.rows if not each.line.is_there]
    assert away
    assert not away[0].restore.isEnabled()
    screen.finish(screen.view.no_second)
    assert screen.view.place.text() == "None is chosen."


def test_a_stick_is_looked_at_away_from_the_window_where_a_place_or_a_restore_is_chosen(
    qtbot, kept, tmp_path, monkeypatch
):
    looked = []

    def noted(act):
        def on_its_thread(*given):
            looked.append((act.__name__, threading.current_thread() is threading.main_thread()))
            return act(*given)

        return on_its_thread

    for act in (safekeeping.choose_second_place, safekeeping.compare_with_now):
        monkeypatch.setattr(safekeeping, act.__name__, noted(act))
    stick = tmp_path / "stick"
    stick.mkdir()
    screen = Screen(qtbot, kept, folder=str(stick))

    screen.finish(screen.view.second)
    screen.finish(screen.row("Caseload").restore)

    assert looked == [("choose_second_place", False), ("compare_with_now", False)]


def test_a_backup_that_somebody_took_off_the_stick_is_gone_once_it_was_looked_at(
    qtbot, vault, tmp_path
):
    stick = tmp_path / "stick"
    stick.mkdir()
    safekeeping.choose_second_place(vault, str(stick))
    back_up_quietly(vault)
    for each in stick.glob("*.tvb"):
        each.unlink()

    screen = Screen(qtbot, vault)

    assert [each.line.backup.place for each in screen.view.backups.rows] == ["", ""]
    assert screen.words.count("NOT in the second location") == 2


def test_a_therapist_reads_where_backups_go_and_does_not_choose_it(qtbot, tmp_path):
    team = lay_out_team(tmp_path, Ben=("therapist",))
    with team.open("Ben") as vault:
        screen = Screen(qtbot, vault)

        assert not screen.view.second.isVisible()
        assert not screen.view.no_second.isVisible()
        assert "An administrator or a clinical lead chooses it." in screen.words
        assert screen.view.back_up.hasFocus()


def test_a_backup_on_the_disk_of_the_record_is_told_apart_from_one_on_another(
    qtbot, service, vault, tmp_path, monkeypatch
):
    stick = tmp_path / "stick"
    stick.mkdir()
    screen = Screen(qtbot, vault, folder=str(stick))
    screen.finish(screen.view.second)

    assert f"{stick}: on the same disk as the record. It is lost too" in screen.words
    assert "Only on the same disk as the record: it is lost too if the laptop" in screen.words
    assert "verified, on another disk" not in screen.words

    monkeypatch.setattr(backup_list, "are_on_one_disk", lambda _one, _other: False)
    service.clock.advance(3600)
    screen.finish(screen.view.back_up)
    other = Screen(qtbot, vault)

    assert "On another disk: " in other.words
    assert "Only on the same disk as the record" not in other.words
    assert other.view.place.text() == str(stick)
    marks = {
        (bool(each.line.backup.place), chip.text())
        for each in other.view.backups.rows
        for chip in each.findChildren(QLabel)
        if chip.text().startswith("verified, on ")
    }
    here, there = "verified, on the same disk", "verified, on another disk"
    assert marks == {(False, here), (True, here), (True, there)}, "the first copy stays as it was"


def test_what_was_there_already_comes_to_a_second_place_and_is_named(
    qtbot, vault, service, tmp_path
):
    vault.close()
    colleague = colleague_of(service, "therapist")
    with colleague.open() as theirs:
        back_up_quietly(theirs)
    stick = tmp_path / "stick"
    stick.mkdir()
    with service.open() as again:
        screen = Screen(qtbot, again, folder=str(stick))

        screen.finish(screen.view.second)

        assert "Caseload of Bo Example" in screen.words
        assert screen.view.message.title == "Backed up and verified"
        assert len(list(stick.glob("*.tvb"))) == 3  # of one day the newest is kept
        named = [each.restore.accessibleName() for each in screen.view.backups.rows]
        assert len(set(named)) == len(named), "two of one moment lie in two places"


def test_every_file_of_the_service_is_named_and_success_is_said_of_all_alone(
    qtbot, vault, service, tmp_path
):
    vault.close()
    colleague = colleague_of(service, "therapist")
    stick = tmp_path / "stick"
    stick.mkdir()
    with colleague.open():  # now there may be something in it
        pass
    with service.open() as again:
        screen = Screen(qtbot, again, folder=str(stick))
        assert "Caseload of Bo Example: NO BACKUP." in screen.words

        screen.finish(screen.view.back_up)

        assert "but not all of the service" in screen.view.message.title
        assert "Missing: Caseload of Bo Example." in screen.words
        screen.finish(screen.view.second)
        assert "but not all of the service" in screen.view.message.title
    with colleague.open() as theirs:
        back_up_quietly(theirs)
    with service.open() as again:
        screen = Screen(qtbot, again)
        screen.finish(screen.view.back_up)

        assert screen.view.message.title == "Backed up and verified"
        assert "NO BACKUP" not in screen.words
        assert screen.words.count("; in the second location: ") == 3


def test_the_caseload_of_who_never_signed_in_is_empty_and_lacks_no_backup(
    qtbot, vault, service, tmp_path
):
    vault.close()
    colleague_of(service, "therapist")
    stick = tmp_path / "stick"
    stick.mkdir()
    with service.open() as again:
        screen = Screen(qtbot, again, folder=str(stick))
        told = "Caseload of Bo Example: empty so far. Bo Example has not signed in yet."
        assert told in screen.words

        screen.finish(screen.view.back_up)
        assert screen.view.message.title == "Backed up and verified"
        screen.finish(screen.view.second)

        assert screen.view.message.title == "Backed up and verified"
        assert len(list(stick.glob("*.tvb"))) == 2


def test_choosing_a_second_place_first_backs_up_what_was_written_since(qtbot, kept, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    before = safekeeping.standing(kept).last
    screen = Screen(qtbot, kept, folder=str(stick))
    assert "What was written since then is in none." in screen.words

    screen.finish(screen.view.second)

    assert screen.view.message.title == "Backed up and verified"
    standing = safekeeping.standing(kept)
    assert standing.last > before
    assert len(list(stick.glob("*.tvb"))) == 2


def test_what_cannot_come_to_a_second_place_is_said(qtbot, vault, service, tmp_path):
    vault.close()
    colleague = colleague_of(service, "therapist")
    with colleague.open() as theirs:
        back_up_quietly(theirs)
        newest_path(theirs).write_bytes(b"spoilt")
    stick = tmp_path / "stick"
    stick.mkdir()
    with service.open() as again:
        screen = Screen(qtbot, again, folder=str(stick))

        screen.finish(screen.view.second)

        assert screen.view.message.title == "This backup is damaged"


def test_a_second_place_inside_the_record_is_refused(qtbot, vault):
    screen = Screen(qtbot, vault, folder=str(vault.place.path))

    screen.finish(screen.view.second)

    assert screen.view.place.text() == "None is chosen."
    assert screen.view.message.title == "Choose a location outside the record"


def test_a_dialog_that_is_closed_chooses_nothing(qtbot, vault):
    screen = Screen(qtbot, vault, folder="")

    screen.finish(screen.view.second)

    assert screen.view.place.text() == "None is chosen."


# Acceptance G97
def test_a_backup_that_is_not_whole_any_more_is_said_in_red(qtbot, kept):
    path = newest_path(kept)
    spoilt = bytearray(path.read_bytes())
    spoilt[9000] ^= 1
    path.write_bytes(spoilt)
    screen = Screen(qtbot, kept)

    screen.finish(screen.view.read_all)

    assert screen.view.message.title == "1 of 2 backups is damaged"
    assert "DAMAGED: it was changed after it was made" in screen.words
    assert screen.viewmodel.state.page.standing.freshness == "too_old"


def test_a_backup_of_a_later_version_is_not_called_damaged(qtbot, kept):
    of_a_later_version(newest_path(kept))
    screen = Screen(qtbot, kept)

    screen.finish(screen.view.read_all)

    assert (
        screen.view.message.title == "1 of 2 backups was made by a later version of the application"
    )
    assert "NOT READ: a later version of the application made it." in screen.words
    assert "It is marked below. That version can open it" in screen.words
    assert "needs a later version" in screen.words
    assert "DAMAGED" not in screen.words


def test_all_backups_are_read_back(qtbot, kept):
    screen = Screen(qtbot, kept)

    screen.finish(screen.view.read_all)

    assert screen.view.message.title == "Backups verified"
    assert "2 backups, none of them damaged." in screen.words


def test_where_there_is_no_backup_nothing_is_called_verified(qtbot, vault):
    screen = Screen(qtbot, vault)

    screen.finish(screen.view.read_all)

    assert screen.view.message.title == "There is no backup to verify"


def test_a_restore_is_rehearsed(qtbot, kept):
    screen = Screen(qtbot, kept)

    screen.finish(screen.row("Caseload").rehearse)

    assert screen.view.message.title == "Restoring this backup would work"
    assert codes_in(kept) == ["A-100", "A-200"]


def test_who_comes_to_restore_begins_at_the_newest_backup(qtbot, kept):
    screen = Screen(qtbot, kept, step="restore")

    assert screen.view.focusWidget() is screen.view.backups.rows[0].rehearse


def test_who_comes_to_restore_without_a_backup_begins_at_making_one(qtbot, vault):
    screen = Screen(qtbot, vault, step="restore")

    assert screen.view.focusWidget() is screen.view.back_up


def test_with_whom_somebody_worked_since_a_backup_is_said_before_and_after_it_is_restored(
    qtbot, kept
):
    caseload, today = kept.caseload, kept.caseload.now().astimezone().date()
    of_before = {code: client_id for client_id, code, _hidden in clients.all_codes(caseload)}
    seen = clients.load(caseload, of_before["A-100"])
    filled_forms.add(caseload, a_filled_form(caseload, seen))
    clients.add(caseload, a_client(caseload, code="A-300", created_on=today))
    day = written_day(today)
    told = f"Since then there was work with: A-100 (last on {day}), A-300 (last on {day})."
    screen = Screen(qtbot, kept)

    screen.finish(screen.row("Caseload").restore)
    assert told in screen.words
    screen.view.asking.tick.click()
    screen.finish(screen.view.asking.go, last="restored")

    assert told in screen.words


def test_nothing_is_put_back_before_it_was_read_and_ticked(qtbot, kept):
    screen = Screen(qtbot, kept)
    screen.finish(screen.row("Caseload").restore)

    assert "You would lose: 1 client." in screen.words
    assert "Signed by Ana Example." in screen.words
    assert not screen.view.asking.accept.isVisible()
    assert screen.view.asking.read.hasFocus()
    assert not screen.view.asking.go.isEnabled()
    screen.press(screen.view.asking.keep)

    assert not screen.view.asking.isVisible()
    screen.viewmodel.restore()
    assert codes_in(kept) == ["A-100", "A-200"]


def test_a_backup_is_put_back_by_keyboard_and_the_record_is_unlocked_afresh(qtbot, kept, service):
    screen = Screen(qtbot, kept)
    row = screen.row("Caseload")
    row.restore.setFocus()
    qtbot.keyClick(row.restore, Qt.Key.Key_Space)
    qtbot.waitUntil(screen.view.asking.isVisible)
    qtbot.keyClick(screen.view.asking.tick, Qt.Key.Key_Space)

    screen.finish(screen.view.asking.go, last="restored")

    assert screen.view.message.title == "The backup is restored"
    assert "No longer in the record: 1 client, and what was changed after" in screen.words
    assert "The backup made just before this restore still holds it." in screen.words
    assert screen.view.is_holding
    assert not screen.view.back.isEnabled()
    with qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.press(screen.view.lock)
    assert left.args == [commands.Lock()]
    with service.open() as vault:
        assert codes_in(vault) == ["A-100"]


def with_many_backups(vault: Vault, service: ServiceOnDisk) -> None:
    for _each in range(8):
        service.clock.advance(2 * 86400)
        back_up_quietly(vault)


def test_what_would_be_lost_is_in_sight_when_a_backup_far_down_is_chosen_by_keyboard(
    qtbot, kept, service
):
    with_many_backups(kept, service)
    screen = Screen(qtbot, kept)
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    last = screen.view.backups.rows[-1].restore
    last.setFocus()
    settle()

    screen.finish(last)

    read = screen.view.asking.read
    assert read.hasFocus()
    assert read.visibleRegion().boundingRect() == read.rect()
    qtbot.keyClick(read, Qt.Key.Key_Tab)
    assert screen.view.asking.tick.hasFocus(), "what is ticked comes next"


def test_who_asks_for_another_backup_while_one_is_asked_about_reads_what_that_one_loses(
    qtbot, kept, service
):
    with_many_backups(kept, service)
    screen = Screen(qtbot, kept)
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    screen.finish(screen.view.backups.rows[0].restore)
    other = screen.view.backups.rows[-1].restore
    other.setFocus()
    settle()

    screen.finish(other)
    settle()

    assert screen.view.asking.read.hasFocus()
    assert screen.view.asking.isVisible()


@pytest.mark.parametrize("by", ["Escape", "the button"])
def test_once_a_restore_is_cancelled_that_is_said_where_it_was_asked_for(
    qtbot, kept, monkeypatch, by
):
    screen = Screen(qtbot, kept)
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    asked = screen.row("Caseload").restore
    screen.finish(asked)
    hearing = Hearing(monkeypatch)

    if by == "Escape":
        qtbot.keyClick(screen.view.asking.read, Qt.Key.Key_Escape)
    else:
        screen.press(screen.view.asking.keep)

    assert asked.hasFocus()
    assert hearing.words == ["Nothing was restored."]


def test_a_restore_that_waits_for_a_tick_says_so_and_leads_there(qtbot, kept, monkeypatch):
    screen = Screen(qtbot, kept)
    with qtbot.waitActive(screen.view):
        screen.view.activateWindow()
    screen.finish(screen.row("Caseload").restore)
    hearing = Hearing(monkeypatch)

    qtbot.keyClick(screen.view.asking.read, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    [said] = hearing.words
    assert said == "Not yet: Restore. Tick first that you have read what would be lost."
    assert screen.view.asking.tick.hasFocus()


def test_every_backup_can_be_shown_and_restored(qtbot, kept, service):
    oldest = newest_path(kept)
    with_many_backups(kept, service)
    screen = Screen(qtbot, kept)
    rows = screen.view.backups.rows
    assert oldest not in [each.line.path for each in rows]
    hidden = len(screen.viewmodel.state.page.lines) - len(rows)
    assert screen.view.backups.older.text().strip() == f"Show {hidden} older ones"

    screen.press(screen.view.backups.older)

    assert screen.view.backups.older is None
    assert len(screen.view.backups.rows) == len(rows) + hidden
    assert screen.view.focusWidget() is screen.view.backups.rows[len(rows)].rehearse
    [row] = [each for each in screen.view.backups.rows if each.line.path == oldest]
    screen.finish(row.restore)
    assert "You would lose: 1 client." in screen.words


def test_what_nobody_signed_is_put_back_only_once_that_was_chosen(qtbot, kept, service):
    unsigned(newest_path(kept), service.uid, service.keys(), kept.header)
    screen = Screen(qtbot, kept)
    asking = screen.view.asking
    screen.finish(screen.row("Caseload").restore)

    assert "Nobody vouches for this backup" in screen.words
    assert asking.read.hasFocus()
    screen.press(asking.tick)
    assert not asking.go.isEnabled()
    screen.press(asking.accept)
    screen.finish(asking.go, last="restored")

    with service.open() as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_restore_that_fails_after_the_record_was_closed_leads_to_the_lock(
    qtbot, kept, service, monkeypatch
):
    screen = Screen(qtbot, kept)

    def fail(vault, *_given: object) -> None:
        vault.close()
        raise BackupDamaged("page")

    monkeypatch.setattr(safekeeping, "restore_over", fail)
    screen.finish(screen.row("Caseload").restore)
    screen.press(screen.view.asking.tick)

    screen.finish(screen.view.asking.go, last="restored")

    assert screen.view.message.title == "This backup is damaged"
    assert screen.view.lock.isVisible()
    with service.open() as vault:
        assert codes_in(vault) == ["A-100", "A-200"]


def test_a_backup_that_cannot_be_put_here_is_said(qtbot, kept):
    screen = Screen(qtbot, kept)
    screen.row("Caseload").line.path.write_bytes(b"something else")

    screen.finish(screen.row("Caseload").restore)

    assert screen.view.message.title == "This backup is damaged"


def test_only_one_thing_happens_at_a_time(qtbot, vault):
    screen = Screen(qtbot, vault)
    screen.press(screen.view.back_up)

    screen.viewmodel.read_all()

    assert screen.viewmodel.state.work == "copying"
    qtbot.waitUntil(lambda: screen.viewmodel.state.work == "")


def test_a_drill_is_held_with_the_sheet_and_leaves_a_page(
    qtbot, vault, service, tmp_path, monkeypatch
):
    stick = tmp_path / "stick"
    stick.mkdir()
    safekeeping.choose_second_place(vault, str(stick))
    back_up_quietly(vault)
    paper = tmp_path / "drill.pdf"
    ask = PaperAsk(printer=lambda _parent: None, place=lambda _parent, _name: str(paper))
    screen = Screen(qtbot, vault, ask=ask)
    drill = screen.view.drill
    assert "None has been held yet." in screen.words
    screen.press(drill.begin)
    assert "Ctrl+Enter: Hold the drill" in arrival_words(screen.view)
    hearing = Hearing(monkeypatch)
    screen.press(drill.go)
    assert hearing.words == ["Type your recovery sheet first."]
    assert drill.sheet.hasFocus()
    drill.sheet.setText("AAAAA")
    screen.finish(drill.go)
    assert screen.view.message.title == "This sheet is incomplete"
    assert drill.sheet.isVisible()

    drill.sheet.setText(make_sheet(bytearray(service.sheet_secret)).text)
    screen.finish(drill.go)

    assert screen.view.message.title == "The service would come back from its second location"
    assert "1 of 1 caseload was found whole." in screen.words
    assert "Caseload of Ana Example: put back, and checked from end to end" in screen.words
    assert "The last one went well on" in screen.words
    assert drill.sheet.text() == ""
    assert not drill.sheet.isVisible()
    assert screen.view.window().focusWidget() is drill.print
    screen.press(drill.print)
    screen.press(drill.save)
    assert paper.read_bytes().startswith(b"%PDF")
    assert "drill_page_saved" in {each.action for each in audit.entries(vault.service)}


def test_the_other_administrator_signs_in_or_it_is_said_that_none_is_here(
    qtbot, vault, service, tmp_path
):
    vault.close()
    colleague_of(service, "keeper")
    stick = tmp_path / "stick"
    stick.mkdir()
    with service.open() as again:
        safekeeping.choose_second_place(again, str(stick))
        back_up_quietly(again)
        screen = Screen(qtbot, again)
        drill = screen.view.drill
        screen.press(drill.begin)
        drill.sheet.setText(make_sheet(bytearray(service.sheet_secret)).text)
        screen.press(drill.go)
        assert drill.message.title == "Another administrator signs in"
        assert drill.second.uid != again.person.uid
        drill.second.passphrase.line.setText("not the right one at all")
        screen.finish(drill.go)
        assert "passphrase" in screen.view.message.title
        screen.press(drill.stop)
        assert drill.begin.isVisible()
        screen.press(drill.begin)
        drill.sheet.setText(make_sheet(bytearray(service.sheet_secret)).text)
        screen.press(drill.second.nobody)
        screen.finish(drill.go)

        assert screen.view.message.title == "Not all of the drill went well"
        assert "No other administrator signed in" in screen.words


@pytest.mark.parametrize("way", ["by its button", "by the search"])
def test_a_drill_asks_for_no_sheet_before_there_is_a_second_location(
    qtbot, vault, tmp_path, monkeypatch, way
):
    hearing = Hearing(monkeypatch)
    screen = Screen(qtbot, vault, step="drill" if way == "by the search" else "")
    if way == "by the search":
        screen.view.focus_first()
        heard = arrival_words(screen.view)
    else:
        screen.press(screen.view.drill.begin)
        heard = " ".join(hearing.words)

    assert "A drill needs a second location" in heard
    assert screen.view.message.title == "A drill needs a second location"
    assert not screen.view.drill.sheet.isVisible()
    assert screen.view.second.hasFocus()
    stick = tmp_path / "stick"
    stick.mkdir()
    screen.viewmodel.choose_second_place(str(stick))
    qtbot.waitUntil(lambda: screen.viewmodel.state.work == "")
    screen.press(screen.view.drill.begin)
    assert screen.view.drill.sheet.hasFocus()


def test_the_search_leads_into_a_drill_and_its_field_is_in_sight(qtbot, vault, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    safekeeping.choose_second_place(vault, str(stick))
    viewmodel = SafekeepingViewModel(workspace_for(vault), "drill")
    view = SafekeepingView(viewmodel)
    qtbot.addWidget(view)
    view.resize(1170, 500)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.focus_first()
    settle()

    assert view.drill.sheet.hasFocus()
    assert not view.drill.sheet.visibleRegion().isEmpty()
    assert view.comes_back_to == commands.Safekeeping()


def test_a_drill_that_is_opened_on_the_page_comes_into_sight(qtbot, vault, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    safekeeping.choose_second_place(vault, str(stick))
    for _each in range(3):
        back_up_quietly(vault)
    screen = Screen(qtbot, vault)
    screen.view.resize(1170, 400)
    settle()
    assert screen.view.drill.begin.visibleRegion().isEmpty(), "below the window"

    screen.view.drill.begin.click()
    settle()

    assert not screen.view.drill.sheet.visibleRegion().isEmpty()


def test_what_somebody_else_alone_may_restore_says_so_and_cannot_be_pressed(qtbot, service):
    colleague = colleague_of(service, "therapist")
    with colleague.open() as theirs:
        back_up_quietly(theirs)
        screen = Screen(qtbot, theirs)
        of_service, own = screen.row("Service file"), screen.row("Caseload")

        assert not of_service.restore.isEnabled()
        assert of_service.rehearse.isEnabled()
        assert own.restore.isEnabled()
        assert screen.words.count("Only an administrator can restore it.") == 1


def test_a_folder_with_too_little_room_is_not_chosen(qtbot, vault, tmp_path, monkeypatch):
    stick = tmp_path / "stick"
    stick.mkdir()
    screen = Screen(qtbot, vault, folder=str(stick))
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=1000))

    screen.finish(screen.view.second)

    assert screen.view.message.title == "There is too little room for a backup"
    assert f"It was not chosen: {stick}." in screen.words
    assert safekeeping.safekeeping_page_data(vault).second_place == ""


def test_who_keeps_no_service_is_not_asked_for_a_drill(qtbot, service):
    colleague = colleague_of(service, "therapist")
    with colleague.open() as theirs:
        screen = Screen(qtbot, theirs)
        assert not screen.view.drill.isVisible()


def test_it_leads_back(qtbot, vault):
    screen = Screen(qtbot, vault)

    with qtbot.waitSignal(screen.view.leave_requested) as left:
        screen.press(screen.view.back)

    assert left.args == [commands.Back()]


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_or_unnamed(qtbot, kept, wear, scale):
    wear("dark", scale)
    screen = Screen(qtbot, kept)
    screen.finish(screen.row("Caseload").restore)

    assert clipped(screen.view) == []


@pytest.mark.parametrize("is_same", [True, False])
def test_a_copy_on_the_same_disk_is_said_with_what_came_of_the_backup(
    qtbot, vault, tmp_path, monkeypatch, *, is_same
):
    monkeypatch.setattr(backup_list, "are_on_one_disk", lambda _one, _other: is_same)
    (tmp_path / "stick").mkdir()
    screen = Screen(qtbot, vault, folder=str(tmp_path / "stick"))

    screen.finish(screen.view.second)

    assert "Backed up and verified" in screen.words
    told = "The second location lies on the same disk as the record."
    assert (told in screen.words) is is_same

"""The composition root, with real screens over a real record."""

import builtins
import errno
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date, datetime, time
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from session_forms.answers import QuestionId
from session_forms.filling.filling import answer
from tests.support.processes.buses import LOGIN, SLEEPS, changed, private_bus
from tests.support.programme.packs import SLEEP, forms_folder, pack_file
from tests.support.record.others_rows import close_unsigned
from tests.support.record.records import laid_out, rewrite_header
from tests.support.session_forms.forms import HEAD, SLEEP_QUESTIONS
from tests.support.windows.hearing import Hearing
from tests.support.windows.left_behind import OpenedWindows
from tests.support.windows.office import Office
from tests.support.windows.page_states import RAISES, wait_for_work
from tests.support.workflows.clinics import open_clinic
from tests.support.workflows.workspaces import workspace_for
from therapist_app import bootstrap, commands, starting
from therapist_app.hygiene.system import system_named
from therapist_app.jobs import is_under_way, run_job
from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.paths import places
from therapist_app.practice import worked_cases
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.clients import appointments
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database import connection
from therapist_app.record.errors import DiskFull, WrongSheet
from therapist_app.record.header.header import CONTINUITY
from therapist_app.record.header.header_file import load_header
from therapist_app.record.keyring.new_sheets import new_own_sheet
from therapist_app.record.service import quarters, releases
from therapist_app.record.service_model import Release
from therapist_app.record.sign_in import unlocking as records
from therapist_app.record.sign_in.unlocking import (
    NewPerson,
    confirm_first_of,
    create_service,
    unlock,
    unlock_with_sheet,
)
from therapist_app.record.vault.vault import Vault
from therapist_app.screens.first_run.view import FirstRunView
from therapist_app.screens.nobody_left.view import NobodyLeftView
from therapist_app.screens.unlock.view import UnlockView
from therapist_app.settings import LookSettings, load
from therapist_app.shell.bus.listening import SCREENS
from therapist_app.shell.locking import system_lock
from therapist_app.shell.locking.idle_lock import IdleLock
from therapist_app.shell.locking.system_lock import SystemLock, lock_with_system
from therapist_app.shell.navigation.places import PLACES
from therapist_app.shell.startup import fresh_sheet_page
from therapist_app.shell.startup.covers_page import CoversPage
from therapist_app.shell.startup.full_check import FullCheck
from therapist_app.shell.startup.wait_view import WaitView
from therapist_app.shell.startup.while_away_page import WhileAwayPage
from therapist_app.shell.window import crash, unseen
from therapist_app.shell.window import services as doors
from therapist_app.shell.window.appearance import AppearanceController
from therapist_app.shell.window.crash import Crash
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.shell.window.trouble import TroublePage
from therapist_app.starting import practice_begins
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.overviews.seeing_today import today_page_data
from therapist_app.workflows.people import agreeing_to_covers
from therapist_app.workflows.people.agreeing_to_covers import AskedCover
from therapist_app.workflows.policies.idle_limits import LONGEST, SHORTEST
from therapist_app.workflows.safekeeping import unconfirmed_sheets, while_away
from therapist_app.workflows.safekeeping.unconfirmed_sheets import FreshSheet
from therapist_app.workflows.safekeeping.while_away import WhileAway
from therapist_app.workflows.sessions.holding_a_session import end_session, start_session
from therapist_app.workflows.sessions.promising import open_promises, promise_to_reach

WORDS = b"quiet river under stone"
NOT_FOR_EVERYBODY = {commands.AlertPage, commands.SecondRatingPage, commands.Oversight}


def every_place(office):
    """Return where every screen that stands open to everybody is found, in a record with work."""
    workspace = workspace_for(office.vault)
    client = add_client(workspace, NewClient("code_only"))
    held = plan_appointment(
        workspace, add_client(workspace, NewClient("code_only")).id, "S01", workspace.now()
    )
    start_session(workspace, held.id)
    end_session(workspace, held.id, "finished")
    appointment = plan_appointment(workspace, client.id, "S01", workspace.now())
    start_session(workspace, appointment.id)
    kept = open_form(workspace, client.id, "gad-7")
    finish_form(workspace, kept, answer(kept.state, QuestionId("q1"), 0))
    promise_to_reach(workspace, held)
    [promise] = open_promises(workspace)
    everywhere = {
        commands.PromisePage: commands.PromisePage(promise.id),
        commands.FilledFormPage: commands.FilledFormPage(kept.filled.id),
        commands.ShownScore: commands.ShownScore(kept.filled.id),
        commands.ClientPage: commands.ClientPage(client.id),
        commands.DataRights: commands.DataRights(client.id),
        commands.SessionPage: commands.SessionPage(appointment.id),
        commands.BesideClient: commands.BesideClient(appointment.id),
        commands.BesideForm: commands.BesideForm(client.id, "safety-plan", appointment.id),
        commands.ClosePage: commands.ClosePage(appointment.id),
        commands.SecondRatingPage: commands.SecondRatingPage(held.id),
        commands.FormPage: commands.FormPage(client.id, "safety-plan"),
        commands.HandOver: commands.HandOver(client.id, ("phq-9",), appointment.id),
    }

    return [
        everywhere.get(place.destination) or place.destination()
        for place in PLACES
        if place.destination not in NOT_FOR_EVERYBODY
    ]


def go_when_free(office, destination):
    """Go to a place once no page is at work, which nobody leaves meanwhile; and be there."""
    office.qtbot.waitUntil(lambda: not is_under_way())
    office.window.go_to(destination)
    assert office.window.here == destination


def test_every_destination_opens_over_a_real_record_in_the_one_window(office, qtbot):
    opened = OpenedWindows(qtbot)

    for destination in every_place(office):
        go_when_free(office, destination)

        assert not isinstance(office.window.page, TroublePage), destination
        assert opened.seen == [], destination


def shown_by(page):
    """Return every input that is on a page, with what stands in it."""
    found = {}
    for each in page.findChildren(QWidget):
        match each:
            case QComboBox():
                found[each] = each.currentIndex()
            case QAbstractSpinBox():
                found[each] = each.text()
            case QAbstractSlider() if not isinstance(each, QScrollBar):
                found[each] = each.value()
            case QLineEdit():
                found[each] = each.text()
            case QPlainTextEdit() | QTextEdit():
                found[each] = each.toPlainText()
            case QAbstractButton():
                found[each] = each.isChecked()
    return {each: value for each, value in found.items() if each.isVisible()}


def turn_wheel(over, by):
    at, is_inverted = QPointF(over.rect().center()), False
    event = QWheelEvent(
        at,
        QPointF(over.mapToGlobal(at.toPoint())),
        QPoint(0, 0),
        QPoint(0, by),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        is_inverted,
    )
    QApplication.sendEvent(over, event)


def test_no_wheel_over_any_input_of_any_screen_changes_what_stands_in_it(office):
    met = set()
    for destination in every_place(office):
        go_when_free(office, destination)
        QApplication.processEvents()
        wait_for_work()
        before = shown_by(office.window.page)

        for each in before:
            each.setFocus()
            for by in (-240, 240, -120):
                turn_wheel(each, by)

        assert shown_by(office.window.page) == before, destination
        met |= {type(each) for each in before}
    assert ChoiceBox in met


def test_locking_closes_the_record_leaves_and_comes_back_to_the_same_client(office):
    workspace = workspace_for(office.vault)
    client = add_client(workspace, NewClient("code_only"))
    office.window.go_to(commands.ClientPage(client.id))

    office.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert office.left == [True]
    office.open()

    assert office.window.here == commands.ClientPage(client.id)


def test_where_the_system_ends_us_in_a_hand_over_it_is_closed_and_no_window_follows(office):
    workspace = workspace_for(office.vault)
    client = add_client(workspace, NewClient("code_only"))
    office.window.go_to(commands.HandOver(client.id, ("phq-9",), None))
    handing = office.window.page._viewmodel
    handing._limits_form = ""  # they were told
    handing.hand_over("482916", "482916")
    assert office.window._is_clients_turn

    office.window.end()

    assert office.how == {"for_good": True}
    assert not office.vault.is_open
    office.open()
    assert office.window.here == commands.ClientPage(client.id)


@pytest.mark.parametrize("is_due", [False, True])
def test_locking_asks_nothing_and_tells_the_fresh_window_alone_that_something_is_due(
    office, is_due
):
    client = office.work.add_client()
    if is_due:
        office.work.fill(client, *RAISES["watch"], None)

    office.window.lock()

    assert office.left == [True]
    assert office.how == ({"due": True} if is_due else {})


def test_from_a_clients_hands_nothing_is_said_of_what_is_due(office):
    client = office.work.add_client()
    office.work.fill(client, *RAISES["watch"], None)
    office.window.go_to(commands.HandOver(client.id, ("phq-9",), None))

    office.window.lock()

    assert office.how == {"held": True}


def test_a_full_disk_does_not_keep_it_from_leaving(office, monkeypatch):
    def refuse(*_given):
        raise DiskFull

    office.vault.close()
    monkeypatch.setattr(doors, "remember_place", refuse)
    office.open()

    with pytest.raises(DiskFull):
        office.window.lock()

    assert office.left == [True]
    office.service.open().close()


def test_f9_hides_and_shows_again(office):
    office.press(Qt.Key.Key_F9)
    assert office.window.is_covered

    office.press(Qt.Key.Key_F9)

    assert not office.window.is_covered


def test_the_idle_limit_follows_the_screen(office):
    [idle] = office.window.findChildren(IdleLock)
    assert idle.limit == 300
    workspace = workspace_for(office.vault)
    client = add_client(workspace, NewClient("code_only"))

    office.window.go_to(commands.FormPage(client.id, "safety-plan"))

    assert idle.limit == 900


def test_idleness_locks(office):
    [idle] = office.window.findChildren(IdleLock)

    idle.lock_due.emit()

    assert office.left == [True]


# Acceptance C56
@pytest.mark.parametrize(
    "signal",
    [
        pytest.param(("/ScreenSaver", SCREENS[0], "ActiveChanged", True), id="a screen lock"),
        pytest.param(changed("Active", value=False), id="another user's session in front"),
        pytest.param(SLEEPS, id="sleep"),
    ],
)
def test_what_the_system_says_locks(office, tmp_path, monkeypatch, signal):
    with private_bus(tmp_path) as bus:
        desktop = bus.speaker(LOGIN, *SCREENS)
        for name, address in bus.environment.items():
            monkeypatch.setenv(name, address)
        lock_with_system(office.window)
        [lock] = office.window.findChildren(SystemLock)
        office.qtbot.waitUntil(lambda: lock.listening is not None)
        assert [desktop.hears()[0], desktop.hears()[0]] == ["GetSession", "Inhibit"]

        desktop.says(signal)
        office.qtbot.waitUntil(lambda: office.left == [True])

        assert lock.listening.delays_sleep
        lock.end()


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_a_system_without_message_buses_is_not_listened_to(office, monkeypatch, platform):
    said = system_named(platform).says_when_to_lock
    system = SimpleNamespace(says_when_to_lock=said, tell_of_session=lambda _window: False)
    monkeypatch.setattr(system_lock, "this_system", lambda: system)

    lock_with_system(office.window)

    assert office.window.findChildren(SystemLock) == []


def test_closing_the_window_closes_the_record_and_leaves_nothing_open(office):
    office.window.close()

    assert office.left == []
    office.service.open().close()


@pytest.mark.parametrize("leave", ["close", "lock"])
def test_the_clock_of_a_session_does_not_run_over_a_record_that_is_closed(office, leave):
    workspace = workspace_for(office.vault)
    client = add_client(workspace, NewClient("code_only"))
    planned = plan_appointment(workspace, client.id, "S01", workspace.now())
    start_session(workspace, planned.id)
    office.service.clock.advance(20 * 60)
    if leave == "close":
        office.window.close()
        assert office.window.frame.is_asking
    getattr(office.window, leave)()
    office.service.clock.advance(2 * 86_400)

    office.open()

    workspace = workspace_for(office.vault)
    kept = appointments.load(workspace.caseload, planned.id)
    assert (kept.state, kept.seconds_used, kept.resumed_at) == ("on_hold", 20 * 60, None)
    assert [each.kind for each in today_page_data(workspace).to_finish] == ["session"]


def test_who_keeps_no_clients_can_still_go_everywhere(qtbot, tmp_path, content):
    office = Office(qtbot, laid_out(tmp_path, roles=("keeper", "lead")), content)
    assert office.window.here == commands.Review()
    assert not isinstance(office.window.page, TroublePage)

    office.window.go_to(commands.Today())

    assert isinstance(office.window.page, TroublePage)
    office.vault.close()


def test_an_idle_limit_that_is_settled_holds_on_the_very_page(qtbot, tmp_path, content):
    office = Office(qtbot, laid_out(tmp_path, practice=False), content)
    office.window.go_to(commands.Settings())
    idle = office.window.findChild(IdleLock)
    assert idle.limit == LONGEST

    office.window.page.locking.usual[0].click()

    assert idle.limit == SHORTEST
    office.vault.close()


@pytest.mark.parametrize(
    ("is_there", "words"),
    [(True, "It is complete in its folder"), (False, "it counts as not released")],
)
def test_a_release_that_was_cut_off_is_told_at_the_next_sign_in(
    qtbot, tmp_path, content, is_there, words
):
    service = laid_out(tmp_path)
    with service.open() as vault:
        begun = Release("R-1", "external", "A", "b", service.clock(), "c", "{}", "{}", "begun")
        releases.add(vault.service, replace(begun, place=str(tmp_path)))
    if is_there:
        (tmp_path / "R-1").mkdir()

    office = Office(qtbot, service, content)

    said = " ".join(each.text() for each in office.window.findChildren(QLabel))
    assert words in said
    office.vault.close()


def test_a_sign_in_gives_the_figures_that_wait_for_nothing(qtbot, tmp_path, content):
    service = laid_out(tmp_path)
    with service.open() as vault:
        closed = quarters.ClosedQuarter("2025-Q4", "a" * 32, service.clock())
        close_unsigned(vault.service, closed)

    office = Office(qtbot, service, content)
    wait_for_work()

    gave = quarters.who_gave(office.vault.service, "2025-Q4")
    office.vault.close()
    assert gave == {service.uid: service.uid}


class Door:
    """The way from an empty screen to the main window."""

    def __init__(
        self, qtbot, home, *, practice: bool = False, held: bool = False, locked_by: str = ""
    ) -> None:
        self.qtbot = qtbot
        self.left: list[bool] = []
        app = bootstrap.make_application()
        self.startup = starting.Startup(
            app,
            places(home),
            lambda **_how: self.left.append(True),
            practice=practice,
            held=held,
            locked_by=locked_by,
        )
        qtbot.addWidget(self.startup.entrance)

    def begin(self):
        self.startup.begin()
        self.startup.entrance.show()
        return self.startup.entrance.view

    def unlocked(self, service) -> MainWindow:
        self.startup.load()
        self.startup.entrance.view.parent()
        self.startup._on_unlocked(service.open())
        self.qtbot.waitUntil(lambda: self.startup.window is not None)
        self.qtbot.addWidget(self.startup.window)
        return self.startup.window


def test_without_a_service_the_first_run_begins(qtbot, tmp_path):
    assert isinstance(Door(qtbot, tmp_path).begin(), FirstRunView)


def test_in_another_look_the_first_page_says_the_choice_alone(qtbot, tmp_path, monkeypatch):
    door = Door(qtbot, tmp_path)
    view = door.begin()
    door.startup.entrance.activateWindow()
    qtbot.waitUntil(door.startup.entrance.isActiveWindow)
    view.welcome.look.scales[1].setFocus()
    heard, is_told = [], [True]
    monkeypatch.setattr(QAccessible, "isActive", lambda: is_told[0])
    monkeypatch.setattr(QAccessible, "setActive", lambda active: is_told.__setitem__(0, active))
    note = lambda _old, new: heard.append(new) if is_told[0] and new else None  # noqa: E731
    QApplication.instance().focusChanged.connect(note)
    hearing = Hearing(monkeypatch)

    door.startup._on_look_chosen(LookSettings(text_scale=1.25))
    QApplication.processEvents()
    QApplication.instance().focusChanged.disconnect(note)

    assert heard == [door.startup.entrance.view.welcome.look.scales[1]]
    assert hearing.words == []
    bootstrap.make_application()


@pytest.mark.parametrize("way", ["load", "_make_practice"])
def test_classes_of_qt_are_made_on_the_windows_thread_before_another_reads_the_pages(
    qtbot, tmp_path, monkeypatch, way
):
    """Two threads that made them at once ended the program, with a screen reader."""
    done = []
    monkeypatch.setattr(starting, "import_module", done.append)
    monkeypatch.setattr(starting.jobs, "run_job", lambda *_given, **_named: done.append("job"))

    getattr(Door(qtbot, tmp_path).startup, way)()

    assert done == [bootstrap.QT_OF_PAGES, "job"]


def test_at_the_end_of_setting_up_it_is_said_that_the_service_is_set_up(qtbot, tmp_path):
    door = Door(qtbot, tmp_path)
    view = door.begin()
    led = []
    door.startup.entrance.say_before = led.append
    laid_out(tmp_path, practice=False)

    view._viewmodel.finished.emit()

    assert led == ["Your service is set up."]
    assert isinstance(door.startup.entrance.view, UnlockView)


def test_with_a_service_the_unlock_window_leads_to_the_workplace(qtbot, tmp_path):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    assert isinstance(door.begin(), UnlockView)

    window = door.unlocked(service)

    assert window.isVisible()
    assert not door.startup.entrance.isVisible()
    assert len(window.findChildren(FullCheck)) == 1
    window.close()


@pytest.mark.parametrize("asks", ["nothing", "used sheet", "still opening"])
def test_closing_the_window_between_sign_in_and_the_first_screen_closes_the_record(
    qtbot, tmp_path, monkeypatch, asks
):
    """Else its logs stay beside it, as after a kill."""
    service = laid_out(tmp_path, practice=False)
    opened: list[Vault] = []
    begun: list[starting.Startup] = []

    def unlocked() -> Vault:
        opened.append(service.open())
        return opened[0]

    class Watched(starting.Startup):
        def begin(self) -> None:
            begun.append(self)
            super().begin()

    def sign_in_and_close(*_given: object) -> int:
        [startup] = begun
        qtbot.addWidget(startup.entrance)
        if asks == "used sheet":
            startup._on_sheet_renewed(vault := unlocked(), new_own_sheet(vault))
        elif asks == "nothing":
            startup._on_unlocked(unlocked())
        else:
            starting.jobs.run_job(startup, unlocked, done=startup._on_unlocked)
        assert startup.window is None
        startup.entrance.close()
        return 0

    monkeypatch.setattr(starting, "Startup", Watched)
    monkeypatch.setattr(starting, "install_hooks", lambda _told: None)
    monkeypatch.setattr(starting, "qInstallMessageHandler", lambda _handler: None)
    monkeypatch.setattr(QApplication, "exec", sign_in_and_close)

    assert starting.run(places(tmp_path), practice=False, arguments=()) == 0

    assert [vault.is_open for vault in opened] == [False]
    assert list(tmp_path.rglob("*.db-wal")) == []


@pytest.mark.parametrize("copying", [False, True])
def test_where_the_system_ends_us_before_the_window_it_is_closed(qtbot, tmp_path, copying):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    door.begin()
    vault = service.open()
    if copying:
        door.startup._on_unlocked(vault)
    else:
        run_job(door.startup, lambda: vault, done=door.startup._on_unlocked)

    door.startup.end()

    assert door.left == [True]
    assert not vault.is_open


def test_who_comes_back_to_a_hand_over_that_locked_is_told_and_nobody_else(qtbot, tmp_path):
    service = laid_out(tmp_path, practice=False)
    theirs = Door(qtbot, tmp_path, held=True, locked_by=service.uid)
    theirs.begin()

    window = theirs.unlocked(service)

    words = [each.text() for each in window.frame.finding.findChildren(QLabel)]
    assert "It was locked while a client had the laptop" in words
    window.close()
    qtbot.waitUntil(lambda: not is_under_way())  # the backup of the day is read back
    others = Door(qtbot, tmp_path, held=True, locked_by="somebody else")
    others.begin()
    other = others.unlocked(service)
    assert other.frame.finding is None
    other.close()


def test_a_record_that_can_only_be_read_opens_with_no_backup_and_no_device_noted(qtbot, tmp_path):
    service = laid_out(tmp_path / "home", practice=False)
    door = Door(qtbot, tmp_path / "home")
    assert isinstance(door.begin(), UnlockView)
    door.startup.load()
    header = load_header(service.place.header)
    vault = records.open_with_keys_to_read(
        service.place, header, service.uid, service.keys(), service.sources, because="disk-full"
    )

    door.startup._on_unlocked(vault)

    qtbot.waitUntil(lambda: door.startup.window is not None)
    assert not door.startup.entrance.isVisible()
    assert backups.listed(vault.service) == ()
    assert door.startup.window.findChildren(FullCheck) == []
    door.startup.window.close()


def test_a_new_sheet_is_not_left_on_the_screen_of_an_open_record(qtbot, tmp_path, content):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    door.begin()
    door.startup._on_content_loaded(content)
    vault = service.open()
    door.startup._on_sheet_renewed(vault, new_own_sheet(vault))
    page = door.startup.entrance.view
    page.findChild(IdleLock).lock_due.emit()

    assert door.left == [True]
    assert not page.isVisible()
    service.open().close()  # refused while anybody has it open


def test_a_sheet_that_is_confirmed_is_not_locked_over_what_comes_next(qtbot, tmp_path, content):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    door.begin()
    door.startup._on_content_loaded(content)
    vault = service.open()
    new = new_own_sheet(vault)
    door.startup._on_sheet_renewed(vault, new)
    page = door.startup.entrance.view
    page.typed.setText(new.sheet.text)
    page.confirm.click()

    page.findChild(IdleLock).lock_due.emit()

    assert door.left == []
    qtbot.waitUntil(lambda: door.startup.window is not None)
    door.startup.window.close()


def test_behind_a_sign_in_the_windows_thread_asks_for_nothing_that_waits_for_the_pages(
    qtbot, tmp_path, monkeypatch
):
    """It stood still until all pages were imported, where these took longer than the sign-in."""
    for each in bootstrap.AT_SIGN_IN:
        import_module(each)  # as the other thread does first of all
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    door.begin()
    before, asked = builtins.__import__, set()

    def noting(name, *rest):
        if threading.current_thread() is threading.main_thread():
            asked.add(name)
        return before(name, *rest)

    vault = service.open()
    with monkeypatch.context() as noted:
        noted.setattr(builtins, "__import__", noting)
        door.startup._on_unlocked(vault)

    ours = {each for each in asked if each.startswith("therapist_app")}
    assert ours - {vault.__module__} <= set(bootstrap.AT_SIGN_IN)
    assert ours
    qtbot.waitUntil(lambda: door.startup._vault is not None)
    vault.close()


def test_what_a_sign_in_needs_is_read_before_all_else(qtbot, tmp_path, monkeypatch):
    done = []
    for module in (starting, bootstrap):
        monkeypatch.setattr(module, "import_module", done.append)
    monkeypatch.setattr(bootstrap, "load_content", done.append)
    monkeypatch.setattr(starting.jobs, "run_job", lambda _owner, work, **_named: work())
    door = Door(qtbot, tmp_path)

    door.startup.load()

    assert done == [bootstrap.QT_OF_PAGES, *bootstrap.AT_SIGN_IN, door.startup.folder]


@pytest.mark.parametrize("asks", ["sheet", "used sheet", "cover", "while away"])
def test_what_is_asked_behind_a_sign_in_waits_until_its_page_is_read(
    qtbot, tmp_path, monkeypatch, content, asks
):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    view = door.begin()
    vault = service.open()
    renewed = new_own_sheet(vault)
    found = {"sheet": FreshSheet("recovery", renewed)}
    monkeypatch.setattr(unconfirmed_sheets, "fresh_sheet", lambda _vault: found.get(asks))
    cover = (
        [AskedCover(SimpleNamespace(), "Ben", "Ana", date(2026, 3, 20))] if asks == "cover" else []
    )
    monkeypatch.setattr(agreeing_to_covers, "covers_to_answer", lambda _vault: cover)
    told = WhileAway(service.uid, (), 0, is_all=True) if asks == "while away" else None
    monkeypatch.setattr(while_away, "while_away", lambda _vault: told)

    if asks == "used sheet":
        door.startup._on_sheet_renewed(vault, renewed)
    else:
        door.startup._on_unlocked(vault)
    assert door.startup.entrance.view is view
    assert door.startup.window is None
    door.startup._on_content_loaded(content)

    kinds = {"cover": CoversPage, "while away": WhileAwayPage}
    assert isinstance(door.startup.entrance.view, kinds.get(asks, SheetView))
    assert door.startup.window is None
    vault.close()


def test_a_used_sheet_is_replaced_before_work_begins(qtbot, tmp_path):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    door.begin()
    door.startup._on_content_loaded(bootstrap.load_content())
    vault = service.open()
    before = vault.header.person(service.uid).sheet
    new = new_own_sheet(vault)

    door.startup._on_sheet_renewed(vault, new)
    view = door.startup.entrance.view
    assert isinstance(view, SheetView)
    assert door.startup.window is None
    assert vault.header.person(service.uid).sheet == before
    view.typed.setText(new.sheet.text)
    view.confirm.click()
    view.confirm.click()

    qtbot.waitUntil(lambda: door.startup.window is not None)
    qtbot.addWidget(door.startup.window)
    assert vault.header.person(service.uid).sheet == new.slot
    door.startup.window.close()


def test_from_the_first_page_the_continuity_sheet_leads_to_a_workplace(qtbot, tmp_path):
    folder, sources = tmp_path / "service", system_sources()
    founder = NewPerson("Ana", ("keeper", "therapist"), bytearray(WORDS))
    made = create_service(folder, founder, practice=False, cost=FLOOR, sources=sources)
    confirm_first_of(folder, made, CONTINUITY, sources)  # it was typed back long ago
    door = Door(qtbot, tmp_path)
    door.begin().nobody_left.click()

    page = door.startup.entrance.view
    assert isinstance(page, NobodyLeftView)
    assert made.continuity_sheet is not None
    page.sheet.setText(made.continuity_sheet.text)
    page.name.setText("Nia")
    for field in (page.secret.first, page.secret.again):
        field.line.setText("seven thistles under warm slate")
    page.tick.click()
    page.go.click()
    qtbot.waitUntil(lambda: page.go.text() == "Continue to sign in")
    page.go.click()

    page = door.startup.entrance.view
    assert isinstance(page, UnlockView)
    door.startup._on_content_loaded(bootstrap.load_content())
    page.who.options[-1].click()
    page.passphrase.line.setText("seven thistles under warm slate")
    page.unlock.click()
    qtbot.waitUntil(lambda: isinstance(door.startup.entrance.view, SheetView))
    sheet = door.startup.entrance.view
    assert sheet._viewmodel.state.kind == "recovery"
    sheet.typed.setText("-".join(sheet._viewmodel.state.groups))
    sheet.confirm.click()
    qtbot.waitUntil(lambda: door.startup.window is not None)
    qtbot.addWidget(door.startup.window)
    door.startup.window.close()


def test_a_first_sheet_that_nobody_typed_back_is_made_afresh_before_anything_else(qtbot, tmp_path):
    """The program ended while the first sheets of a real service were showing."""
    folder, sources = tmp_path / "service", system_sources()
    founder = NewPerson("Ana", ("keeper", "therapist"), bytearray(WORDS))
    made = create_service(folder, founder, practice=False, cost=FLOOR, sources=sources)
    door = Door(qtbot, tmp_path)
    door.begin()
    door.startup._on_content_loaded(bootstrap.load_content())
    vault = unlock(folder, made.uid, bytearray(WORDS), practice=False, sources=sources)

    door.startup._on_unlocked(vault)

    kinds = []
    for _each in range(2):
        page = door.startup.entrance.view
        assert isinstance(page, SheetView)
        kinds.append(page._viewmodel.state.kind)
        assert door.startup.window is None
        assert not backups.listed(vault.service)
        page.typed.setText("-".join(page._viewmodel.state.groups))
        page.confirm.click()
        qtbot.waitUntil(
            lambda page=page: (
                door.startup.window is not None or door.startup.entrance.view is not page
            )
        )
    assert kinds == ["recovery", "continuity"]
    qtbot.waitUntil(lambda: door.startup.window is not None)
    assert not door.startup.entrance.isVisible()
    qtbot.addWidget(door.startup.window)
    door.startup.window.close()
    with pytest.raises(WrongSheet):
        unlock_with_sheet(
            folder,
            made.uid,
            made.sheet.text,
            bytearray(b"seven lanterns over mud"),
            practice=False,
            sources=sources,
        )


def test_a_fresh_sheet_that_cannot_be_kept_stays_and_still_locks(
    qtbot, tmp_path, monkeypatch, content
):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    door.begin()
    door.startup._on_content_loaded(content)
    vault = service.open()
    new = new_own_sheet(vault)
    door.startup._on_sheet_renewed(vault, new)
    page = door.startup.entrance.view

    def refused(_vault, _fresh):
        raise DiskFull

    monkeypatch.setattr(fresh_sheet_page, "confirm_fresh", refused)
    page.typed.setText(new.sheet.text)
    page.confirm.click()
    qtbot.waitUntil(lambda: bool(page.typed_field.problem.text()))

    assert page.isEnabled()
    page.findChildren(IdleLock)[-1].lock_due.emit()
    assert door.left == [True]


def test_closing_asks_once_while_a_sheet_is_not_typed_back(qtbot, tmp_path, content):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    door.begin()
    door.startup._on_content_loaded(content)
    vault = service.open()
    door.startup._on_sheet_renewed(vault, new_own_sheet(vault))
    door.startup.entrance.show()

    assert not door.startup.entrance.close()
    assert door.startup.entrance.close()

    vault.close()


def test_who_came_in_by_a_sheet_is_backed_up_like_anybody_else(qtbot, tmp_path):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    door.begin()
    door.startup._on_content_loaded(bootstrap.load_content())
    vault = service.open()
    new = new_own_sheet(vault)

    door.startup._on_sheet_renewed(vault, new)
    assert not backups.listed(vault.service)
    door.startup.entrance.view.typed.setText(new.sheet.text)
    door.startup.entrance.view.confirm.click()
    qtbot.waitUntil(lambda: len(backups.listed(vault.service)) == 2)

    assert door.startup.window is not None
    qtbot.addWidget(door.startup.window)
    door.startup.window.close()


# Acceptance D24
def test_a_database_library_that_loses_data_is_refused_at_the_start(qtbot, tmp_path, monkeypatch):
    laid_out(tmp_path, practice=False)
    monkeypatch.setattr(connection, "OLDEST_SQLITE", (99, 0))
    door = Door(qtbot, tmp_path)
    door.begin()

    door.startup.go_on()
    qtbot.waitUntil(lambda: isinstance(door.startup.entrance.view, TroublePage))

    said = [each.text() for each in door.startup.entrance.view.findChildren(QLabel)]
    assert "This installation cannot keep a record safely" in said
    assert door.startup.window is None


def test_a_list_of_people_that_is_damaged_gives_way_to_its_copy(qtbot, tmp_path):
    service = laid_out(tmp_path, practice=False)
    service.place.header.write_bytes(b"damaged")
    door = Door(qtbot, tmp_path)
    door.startup.begin()
    page = door.startup.entrance.view
    assert isinstance(page, TroublePage)
    assert page.mend.isVisibleTo(page)

    page.mend.click()

    assert isinstance(door.startup.entrance.view, UnlockView)


def test_a_header_that_fits_but_for_its_list_is_told_behind_the_first_window(
    qtbot, tmp_path, monkeypatch
):
    service = laid_out(tmp_path, practice=False)
    rewrite_header(service.place.header, lambda header: header.update(keeper="00"))
    door = Door(qtbot, tmp_path)
    monkeypatch.setattr(door.startup, "load", lambda: None)
    door.startup.begin()
    assert isinstance(door.startup.entrance.view, UnlockView)

    door.startup.go_on()
    page = door.startup.entrance.view
    assert isinstance(page, TroublePage)
    page.mend.click()

    assert isinstance(door.startup.entrance.view, UnlockView)
    assert load_header(service.place.header) == load_header(service.place.header_copy)


def test_what_was_told_before_the_first_window_is_not_told_again_behind_it(
    qtbot, tmp_path, monkeypatch
):
    laid_out(tmp_path, practice=False).place.header.write_bytes(b"damaged")
    door = Door(qtbot, tmp_path)
    monkeypatch.setattr(door.startup, "load", lambda: None)
    door.startup.begin()
    page = door.startup.entrance.view

    door.startup.go_on()

    assert door.startup.entrance.view is page


def test_without_a_whole_copy_none_is_offered(qtbot, tmp_path):
    service = laid_out(tmp_path, practice=False)
    service.place.header.write_bytes(b"damaged")
    service.place.header_copy.write_bytes(b"damaged")
    door = Door(qtbot, tmp_path)

    door.startup.begin()

    assert isinstance(door.startup.entrance.view, TroublePage)
    assert not door.startup.entrance.view.mend.isVisibleTo(door.startup.entrance.view)


def test_what_fails_in_loading_for_another_reason_is_a_mistake_of_ours(qtbot, tmp_path):
    laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)

    with pytest.raises(ValueError):  # noqa: PT011
        door.startup._on_load_failed(ValueError())


# Acceptance B36
def test_a_record_that_was_copied_to_another_laptop_opens_and_says_so(qtbot, tmp_path):
    service = laid_out(tmp_path / "one", practice=False)
    first, again = Door(qtbot, tmp_path / "one"), Door(qtbot, tmp_path / "one")
    for door in (first, again):
        door.begin()
        window = door.unlocked(service)
        assert door.startup._vault.warnings == ()
        window.close()
        qtbot.waitUntil(lambda: not is_under_way())  # the backup of the day is read back
    shutil.copytree(service.folder, tmp_path / "two" / "service")
    copied = replace(service, folder=tmp_path / "two" / "service")
    other = Door(qtbot, tmp_path / "two")
    other.begin()

    window = other.unlocked(copied)

    assert other.startup._vault.warnings == ("new-device",)
    window.close()
    qtbot.waitUntil(lambda: not is_under_way())


def test_an_altered_list_of_people_is_said_with_what_to_do(qtbot, tmp_path):
    service = laid_out(tmp_path, practice=False)
    service.place.header.write_text("{}")

    assert isinstance(Door(qtbot, tmp_path).begin(), TroublePage)


@pytest.mark.parametrize("gone", [(), ("service.db", "caseloads", "header.json")])
def test_a_list_of_people_that_cannot_be_read_never_leads_to_setting_up_another_service(
    qtbot, tmp_path, monkeypatch, gone
):
    service = laid_out(tmp_path, practice=False)
    for each in gone:
        place = service.folder / each
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    lstat = Path.lstat

    def refuse(path):
        if path.name == "header.json" and not gone:
            raise PermissionError(errno.EACCES, "refused")
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", refuse)
    page = Door(qtbot, tmp_path).begin()

    assert isinstance(page, TroublePage)
    said = " ".join(each.text() for each in page.findChildren(QLabel))
    assert "There is no record here" not in said
    if not gone:
        assert "A file of the record cannot be opened" in said


def test_practice_makes_its_clients_once_in_a_folder_of_its_own(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(starting, "PRACTICE_CLIENTS", 1)
    monkeypatch.setattr(starting, "FORMER_CLIENTS", 1)
    first, *_others = worked_cases.shipped_cases()
    monkeypatch.setattr(worked_cases, "shipped_cases", lambda: (first,))
    door = Door(qtbot, tmp_path, practice=True)

    assert isinstance(door.begin(), WaitView)
    qtbot.waitUntil(lambda: isinstance(door.startup.entrance.view, UnlockView))

    assert records.people(tmp_path / "practice")[0].practice
    assert not (tmp_path / "service").exists()
    view = door.startup.entrance.view
    assert view.passphrase.line.text() == starting.PRACTICE_WORDS


def test_from_practice_one_comes_back_to_ones_own_sign_in(qtbot, tmp_path):
    laid_out(tmp_path, practice=False)
    laid_out(tmp_path / "made", practice=True).folder.rename(tmp_path / "practice")
    door = Door(qtbot, tmp_path)
    door.begin()
    door.startup.practise()
    assert door.startup.entrance.view.leave_practice.isVisibleTo(door.startup.entrance)

    door.startup.entrance.view.leave_practice.click()

    view = door.startup.entrance.view
    assert view.passphrase.line.text() == ""
    assert not view.leave_practice.isVisibleTo(door.startup.entrance)


def test_beginning_afresh_never_touches_a_real_record(qtbot, tmp_path):
    service = laid_out(tmp_path, practice=False)
    door = Door(qtbot, tmp_path)
    door.begin()

    door.startup.practise_afresh()

    assert records.people(service.folder)


def test_the_look_is_read_worn_and_kept(qtbot, tmp_path):
    (tmp_path / "look.toml").write_text('scheme = "dark"\ntext_scale = 1.5\n')
    door = Door(qtbot, tmp_path)
    assert AppearanceController is type(door.startup.appearance)
    assert door.startup.appearance.chosen.settings.text_scale == 1.5

    door.startup.appearance.chosen.choose(LookSettings(scheme="light"))
    door.startup.appearance.follow_system()

    assert load(tmp_path / "look.toml").settings.scheme == "light"


def test_a_look_that_cannot_be_read_is_said(qtbot, tmp_path):
    laid_out(tmp_path, practice=False)
    (tmp_path / "look.toml").write_text("scheme = ")

    view = Door(qtbot, tmp_path).begin()

    assert view.problem.title == "The look settings could not be read"


def test_the_size_of_the_window_is_kept(qtbot, tmp_path, content):
    vault = laid_out(tmp_path).open()
    appearance = AppearanceController(bootstrap.make_application(), tmp_path / "look.toml")
    window = bootstrap.open_workplace(
        vault, leave=lambda: None, content=content, appearance=appearance
    )
    qtbot.addWidget(window)
    window.resize(901, 702)

    window.close()

    kept = load(tmp_path / "look.toml").settings
    assert (kept.width, kept.height) == (901, 702)


class Message:
    """A dialog that answers itself."""

    shown: list[tuple[str, str]]

    def __init__(self, error, code, _parent) -> None:
        Message.shown.append((error.title, code))

    def exec(self) -> int:
        return 0


@pytest.fixture
def messages(monkeypatch):
    Message.shown = []
    monkeypatch.setattr(crash, "make_message", Message)
    return Message.shown


def test_what_a_person_can_act_on_is_said_and_work_goes_on(office, messages):
    Crash(lambda: office.window).report(DiskFull(), "DiskFull at here:1")

    assert messages == [("The disk is full", "")]
    assert office.left == []


# Acceptance C58
def test_a_mistake_of_ours_is_said_with_its_place_and_locks(office, messages):
    Crash(lambda: office.window).report(ValueError("a name"), "ValueError at here:1")

    assert messages == [("Something went wrong in the application", "ValueError at here:1")]
    assert office.left == [True]


# Acceptance C58
def test_a_mistake_that_cannot_even_be_said_locks(office, monkeypatch):
    def broken(*_what: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(crash, "make_message", broken)

    with pytest.raises(RuntimeError):
        Crash(lambda: office.window).report(ValueError("a name"), "ValueError at here:1")

    assert office.left == [True]


# Acceptance C58
def test_a_mistake_on_another_thread_is_said_on_the_windows_own_and_locks(
    office, qtbot, messages, tmp_path
):
    startup = starting.Startup(
        bootstrap.make_application(), places(tmp_path), office.left.append, practice=False
    )
    startup.window = office.window
    mistake = threading.Thread(target=startup.failed.emit, args=(ValueError("a name"), "a place"))

    mistake.start()
    mistake.join()
    qtbot.waitUntil(lambda: bool(office.left))

    assert messages == [("Something went wrong in the application", "a place")]
    startup.entrance.deleteLater()
    startup.deleteLater()


def test_before_there_is_a_window_it_is_only_said(messages):
    Crash(lambda: None).report(ValueError("a name"), "ValueError at here:1")

    assert len(messages) == 1


def test_what_the_clinic_added_beside_the_record_is_loaded_and_what_is_wrong_is_kept(tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "sleep-check.v1.toml").write_text(HEAD + SLEEP_QUESTIONS, encoding="utf-8")
    (folder / "broken.v1.toml").write_text("id =", encoding="utf-8")

    forms = bootstrap.load_content(tmp_path).forms

    assert "sleep-check" in forms.ids()
    assert len(forms.problems) == 1
    assert bootstrap.load_content().forms.problems == ()


@pytest.mark.parametrize("practice", [False, True])
def test_practice_is_done_with_the_forms_of_the_clinic(qapp, qtbot, tmp_path, practice):
    where = places(tmp_path)
    forms = where.service / "forms"
    forms.mkdir(parents=True)
    (forms / "sleep-check.v1.toml").write_text(HEAD + SLEEP_QUESTIONS, encoding="utf-8")
    startup = starting.Startup(qapp, where, lambda: None, practice=practice)
    loaded = []
    startup._on_content_loaded = loaded.append

    startup.load()
    qtbot.waitUntil(lambda: bool(loaded))

    assert "sleep-check" in loaded[0].forms.ids()


def test_packs_that_the_record_names_are_in_the_workplace_whatever_the_list_says(qtbot, tmp_path):
    clinic = open_clinic(tmp_path)
    clinic.install(pack_file(forms_folder(tmp_path / "f", "1.0", SLEEP)))
    clinic.lock()
    (clinic.packs / "installed.json").write_text("[]", "utf-8")
    content = bootstrap.load_content(clinic.folder)
    assert "sleep-own" not in content.forms.ids()

    with clinic.service.open() as vault:
        window = bootstrap.open_workplace(vault, leave=lambda: None, content=content)
        qtbot.addWidget(window)
        window.go_to(commands.Library("versions"))

        shown = [each.line.title for each in window.page.versions.page.rows]
        assert shown[1] == "Our forms 1.0"  # after the programme that came with the program
        assert "sleep-own" in {each.id for each in window.page._viewmodel.state.forms}


def test_content_without_a_service_is_what_comes_with_the_program(content):
    assert content.packs.listed == ()
    assert [each.version for each in content.earlier_programmes] == ["0.2.0"]


LOOKED_INTO_LATE = """
import builtins, gc, linecache, sys
from importlib import import_module
from PySide6.QtWidgets import QApplication
from therapist_app import bootstrap
def made():
    classes = [each for each in gc.get_objects() if isinstance(each, type)]
    named = [f"{each.__module__}.{each.__qualname__}" for each in classes]
    return {each for each in named if each.startswith("PySide6.")}
import_module(bootstrap.QT_OF_PAGES)
before = made()
looking, plain = builtins.__import__, builtins.__orig_import__
def late(*asked, **named):
    errors = sys.modules.get("pydantic.errors")
    is_whole = errors is not None and "__getattr__" in vars(errors)
    return (looking if is_whole else plain)(*asked, **named)
builtins.__import__ = late
bootstrap.load_content()
print(*sorted(made() - before))
print(*sorted(each for each in linecache.cache if "workflows" in each))
"""


@pytest.fixture(scope="module")
def pages_read():
    """What a process says that read the pages: classes of Qt made by that, and sources read."""
    reads = [sys.executable, "-c", LOOKED_INTO_LATE]
    return subprocess.run(reads, capture_output=True, text=True, check=False)


def test_forms_load_though_qt_first_looks_into_them_once_they_are_whole(pages_read):
    assert pages_read.returncode == 0, pages_read.stderr


def test_reading_the_pages_makes_no_class_of_qt_that_was_not_made_before(pages_read):
    assert pages_read.stdout.splitlines()[0] == ""


def test_reading_the_pages_reads_no_source(pages_read):
    assert pages_read.stdout.splitlines()[1] == ""


@pytest.mark.parametrize("may_hide", [True, False])
def test_where_the_system_may_hide_windows_from_pictures_it_is_asked_to(
    qapp, monkeypatch, may_hide
):
    asked = []
    monkeypatch.setattr(unseen, "Unseen", asked.append)
    monkeypatch.setattr(
        starting, "this_system", lambda: SimpleNamespace(may_hide_from_capture=may_hide)
    )

    starting.keep_out_of_pictures(qapp)

    assert asked == [qapp] * may_hide


@pytest.mark.parametrize(("now", "begins"), [(time(0, 14), time(0, 14)), (time(17, 5), time(8))])
def test_nothing_in_a_new_practice_lies_ahead_of_the_clock(now: time, begins: time) -> None:
    day = date(2026, 11, 29)

    found = practice_begins(datetime.combine(day, now).astimezone())

    assert found == datetime.combine(day, begins).astimezone()

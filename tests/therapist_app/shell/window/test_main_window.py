"""The window: going about, hiding, locking."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing, Said
from tests.support.windows.outline import outline
from tests.support.windows.place_keys import place_key
from tests.support.windows.services import services_of
from tests.support.windows.settling import settle
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.messages.errors import explain
from therapist_app.record.errors import Gone, NoCaseload, RecordBug
from therapist_app.shell.locking.idle_lock import IdleLock
from therapist_app.shell.window.guide_dialog import GuideDialog
from therapist_app.shell.window.help_dialog import HelpDialog
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.shell.window.practice_edge import PracticeEdge
from therapist_app.shell.window.trouble import TroublePage, make_message
from therapist_app.theme.applying import apply
from therapist_app.theme.look import Look, look
from therapist_app.widgets.fields.copying import copies
from therapist_app.widgets.words import text

pytestmark = pytest.mark.usefixtures("wear")
CLIENT = commands.ClientPage("c")


class PlainPage(QWidget):
    """A screen that promises as little as a screen may."""

    leave_requested = Signal(Destination)

    def __init__(self, destination: Destination) -> None:
        super().__init__()
        self.destination = destination
        self.line = QLineEdit()
        layout = QVBoxLayout(self)
        layout.addWidget(text("something clinical", "title"))
        layout.addWidget(self.line)


class CarefulPage(PlainPage):
    """A screen with unsaved words and a place to begin."""

    def __init__(self, destination: Destination, log: list[str]) -> None:
        super().__init__(destination)
        self._log = log
        self.second = QPushButton("second")
        self.layout().addWidget(self.second)

    def flush(self) -> None:
        self._log.append("flush")

    def focus_first(self) -> None:
        self.second.setFocus()


class HandingPage(PlainPage):
    """A screen that gives the laptop to a client."""

    turn_changed = Signal(bool)

    def __init__(self, destination: Destination) -> None:
        super().__init__(destination)
        self.is_clients_turn = False

    def turn(self, *, is_clients: bool) -> None:
        self.is_clients_turn = is_clients
        self.turn_changed.emit(is_clients)


class House:
    """A window over fake screens, and what happened around it."""

    def __init__(self, qtbot, *, practice: bool = False) -> None:
        self.qtbot = qtbot
        self.log: list[str] = []
        self.raises: Exception | None = None
        self.locked_at: list[Destination] = []
        self.is_running = False
        self.is_answering = False
        self.due: tuple[str, ...] = ()
        services = services_of(
            self._make_page,
            self._lock_up,
            lambda: self.log.append("shut"),
            lambda: self.is_running,
            is_answering=lambda: self.is_answering,
            due_now=lambda: self.due,
        )
        self.window = MainWindow(services, practice=practice)
        qtbot.addWidget(self.window)
        self.window.resize(1000, 700)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def _make_page(self, destination: Destination) -> QWidget:
        if self.raises is not None:
            raise self.raises
        if isinstance(destination, commands.HandOver):
            return HandingPage(destination)
        if isinstance(destination, commands.ClientPage):
            return CarefulPage(destination, self.log)
        return PlainPage(destination)

    def _lock_up(self, way: tuple[Destination, ...]) -> None:
        self.log.append("lock up")
        self.locked_at.append(way[-1])


@pytest.fixture
def house(qtbot):
    return House(qtbot)


@pytest.fixture
def heard():
    """Let assistive technology be there for one test."""
    was = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(was)


def read_aloud(widget: QObject) -> list[str]:
    """Return the name of everything there is to assistive technology, shown or not."""
    asked = [QAccessible.queryAccessibleInterface(widget)]
    names = []
    while asked:
        each = asked.pop(0)
        names.append(each.text(QAccessible.Text.Name))
        asked[:0] = [each.child(at) for at in range(each.childCount())]
    return [each for each in names if each]


# Acceptance D66
def test_the_title_says_nothing_about_the_work(house):
    assert house.window.windowTitle() == "Sessions"


def test_assistive_technology_hears_the_page_in_the_name_of_the_window(house):
    window = house.window
    window.go_to(commands.About())
    told = QAccessible.queryAccessibleInterface(window)

    shown = told.text(QAccessible.Text.Name)
    window.toggle_cover()
    hidden = told.text(QAccessible.Text.Name)
    window.toggle_cover()
    shown_again = told.text(QAccessible.Text.Name)
    window.lock()

    assert shown == shown_again == "something clinical \N{EN DASH} Sessions"
    assert hidden == told.text(QAccessible.Text.Name) == "Sessions"
    assert window.windowTitle() == "Sessions"


def test_a_screen_leads_on_and_back(house):
    house.window.page.leave_requested.emit(CLIENT)
    assert house.window.here == CLIENT

    house.window.page.leave_requested.emit(commands.Back())

    assert house.window.here == commands.Today()


def test_what_a_page_asks_twice_until_it_is_shown_is_read_once_and_nothing_after_that(
    house, monkeypatch
):
    told: list[str] = []

    @contextmanager
    def reading_once():
        told.append("begins")
        yield
        told.append("ends")

    window = house.window
    window._services = replace(window._services, reading_once=reading_once)
    monkeypatch.setattr(CarefulPage, "focus_first", lambda _page: told.append("first"))
    window.arrived.connect(lambda _here: told.append("arrived"))

    window.go_to(CLIENT)

    assert told == ["begins", "first", "ends", "arrived"]


def test_while_a_job_has_the_record_a_way_out_says_that_it_has_to_wait(house, monkeypatch):
    house.window.go_to(CLIENT)
    house.window.page.is_holding = True
    hearing = Hearing(monkeypatch)

    house.window.go_to(commands.Clients())

    assert hearing.words == ["Not possible yet: wait until the present task has finished."]
    house.window.page.is_holding = False


def test_while_a_screen_holds_the_record_there_is_no_way_but_to_lock(house):
    house.window.page.is_holding = True

    house.window.page.leave_requested.emit(CLIENT)
    house.press(place_key(commands.Library), Qt.KeyboardModifier.ControlModifier)
    assert house.window.here == commands.Today()
    house.window.page.leave_requested.emit(commands.Lock())

    assert house.locked_at == [commands.Today()]


def test_a_guide_is_read_over_the_page_and_the_page_stays(house):
    house.window.page.leave_requested.emit(commands.ReadGuide("docs/guides/asked-for-notes.md"))

    [guide] = house.window.findChildren(GuideDialog)
    assert guide.shown == "docs/guides/asked-for-notes.md"
    assert "Somebody asks for notes" in guide.words.toPlainText()
    assert house.window.here == commands.Today()
    guide.close()


def test_keys_lead_to_the_places(house):
    house.press(place_key(commands.Library), Qt.KeyboardModifier.ControlModifier)

    assert house.window.here == commands.Library()
    assert [each.command.id for each in house.window.frame.rail.places if each.isChecked()] == [
        "places.library"
    ]


def test_the_rail_leads_to_the_places_and_stays_marked(house):
    clients = house.window.frame.rail.places[2]

    house.qtbot.mouseClick(clients, Qt.MouseButton.LeftButton)
    house.qtbot.mouseClick(clients, Qt.MouseButton.LeftButton)

    assert house.window.here == commands.Clients()
    assert clients.isChecked()


def test_a_place_that_cannot_be_gone_to_now_is_not_marked(house):
    house.window.page.is_holding = True
    [today, clients, *_rest] = house.window.frame.rail.places

    house.qtbot.mouseClick(clients, Qt.MouseButton.LeftButton)

    assert house.window.here == commands.Today()
    assert [today.isChecked(), clients.isChecked()] == [True, False]


def test_what_was_not_saved_is_saved_before_leaving(house):
    house.window.go_to(CLIENT)

    house.window.go_to(commands.Today())

    assert house.log == ["flush"]


def test_the_keyboard_starts_where_the_screen_says_or_at_its_first_field(house):
    assert house.window.focusWidget() is house.window.page.line

    house.window.go_to(CLIENT)

    assert house.window.focusWidget() is house.window.page.second


def test_a_session_has_a_narrow_rail_and_a_hand_over_none(house):
    house.window.go_to(commands.SessionPage("a"))
    assert house.window.frame.rail.narrow
    assert house.window.frame.rail.isVisible()

    house.window.go_to(commands.HandOver("c", ("phq-9",)))

    assert not house.window.frame.rail.isVisible()


def test_on_a_large_display_a_page_stands_in_the_middle_and_a_clients_fills_all_of_it(house):
    house.window.resize(3840, 2160)
    settle()
    page, place = house.window.page, house.window.frame.place
    left = page.mapTo(place, QPoint()).x()
    right = place.width() - left - page.width()

    assert page.width() == look().size("page_width") < place.width()
    assert abs(left - right) <= 1

    house.window.go_to(commands.HandOver("c", ("phq-9",)))
    settle()

    assert house.window.page.width() == house.window.width()


def test_while_a_client_holds_the_laptop_the_window_tells_nobody_whose_page_it_is(house):
    house.window.go_to(commands.HandOver("c", ("phq-9",)))
    before = house.window.accessibleName()

    house.window.page.turn(is_clients=True)
    held = house.window.accessibleName()
    house.window.page.turn(is_clients=False)

    assert before
    assert held == ""
    assert house.window.accessibleName() == before


def test_in_a_hand_over_no_key_leads_away(house):
    house.window.go_to(commands.HandOver("c", ("phq-9",)))

    for key in (place_key(commands.Today), place_key(commands.Clients), Qt.Key.Key_F):
        house.press(key, Qt.KeyboardModifier.ControlModifier)
    house.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert house.window.here == commands.HandOver("c", ("phq-9",))


@pytest.mark.parametrize("is_clients", [False, True])
def test_in_a_hand_over_the_key_of_all_keys_says_which_one_helps(house, monkeypatch, is_clients):
    house.window.go_to(commands.HandOver("c", ("phq-9",)))
    house.window.page.turn(is_clients=is_clients)
    hearing = Hearing(monkeypatch)

    house.press(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)

    assert hearing.words == ["Ctrl+/ does nothing here. F1: help."]


def test_help_opens_over_every_screen_and_goes_with_it_when_the_window_is_hidden(house):
    house.press(Qt.Key.Key_F1)
    [dialog] = [each for each in QApplication.topLevelWidgets() if isinstance(each, HelpDialog)]
    assert dialog.isVisible()

    house.window.toggle_cover()
    assert not dialog.isVisible()
    house.press(Qt.Key.Key_F1)
    assert QApplication.activeModalWidget() is None

    house.window.toggle_cover()
    assert dialog.isVisible()
    dialog.close()


def test_in_a_hand_over_help_opens_and_the_list_of_keys_does_not(house):
    house.window.go_to(commands.HandOver("c", ()))

    house.press(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.activeModalWidget() is None
    house.press(Qt.Key.Key_F1)

    assert isinstance(QApplication.activeModalWidget(), HelpDialog)
    QApplication.activeModalWidget().close()


def test_in_a_low_window_with_large_text_the_places_scroll_and_none_is_squeezed(wear, qtbot):
    wear("light", 2.0)
    window = House(qtbot).window
    window.resize(640, 480)
    settle()
    rail = window.frame.rail

    assert clipped(rail) == []
    assert rail.lock_button.geometry().bottom() <= rail.height()
    assert rail.places[-1].visibleRegion().isEmpty()
    rail.show_place(commands.Settings)
    assert rail.places[-1].visibleRegion().boundingRect().height() == rail.places[-1].height()


def test_a_place_with_the_keyboard_is_as_high_as_without(house):
    [first, second, *_rest] = house.window.frame.rail.places
    before = first.height(), second.y()

    first.setFocus()
    house.window.frame.rail.layout().activate()
    settle()

    assert (first.height(), second.y()) == before
    assert first.sizeHint().height() == second.sizeHint().height()


@pytest.mark.parametrize(("scale", "is_narrow"), [(1.25, False), (1.5, True)])
def test_only_very_large_text_takes_the_words_from_the_rail(wear, qtbot, scale, is_narrow):
    wear("light", scale)

    assert House(qtbot).window.frame.rail.narrow == is_narrow


def test_the_places_have_room_beside_their_bar_however_often_it_comes_and_goes(wear, qtbot):
    wear("light", 2.0)
    window = House(qtbot).window
    rail, app = window.frame.rail, QApplication.instance()
    area = rail._area

    for low in (1200, 600, 1200, 600):
        window.resize(1100, low)
        settle()
        assert (area.verticalScrollBar().maximum() > 0) == (low == 600)
        assert area.horizontalScrollBar().maximum() == 0
    for scale in (1.0, 2.0):
        apply(app, Look(text_scale=scale))
        settle()
    assert area.verticalScrollBar().maximum() > 0
    assert area.horizontalScrollBar().maximum() == 0


def test_hiding_shows_nothing_and_no_key_but_its_own_brings_it_back(house):
    house.window.go_to(CLIENT)
    house.window.toggle_cover()

    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_A):
        house.press(key)
    house.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    assert house.window.is_covered
    assert house.window.here == CLIENT
    assert not house.window.page.isVisible()
    assert house.log == ["flush"]


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("leave", ["toggle_cover", "lock"])
def test_hidden_or_locked_nothing_of_the_page_is_there_to_be_read_aloud(house, leave):
    house.window.go_to(CLIENT)
    assert "something clinical" in read_aloud(house.window)

    getattr(house.window, leave)()

    assert read_aloud(house.window) == [
        "Sessions",
        "Hidden. F9 shows the window again.",
        "F9 shows it again.",
        "Show again",
    ]


@pytest.mark.usefixtures("heard")
def test_a_page_that_comes_while_the_window_is_hidden_is_not_read_aloud(house):
    house.window.toggle_cover()

    house.window.go_to(CLIENT)
    house.window.rebuild()

    assert "something clinical" not in read_aloud(house.window)
    house.window.uncover()
    assert "something clinical" in read_aloud(house.window)


def test_a_file_dialog_that_hiding_ended_does_not_come_back(house):
    def hide() -> None:
        house.window.toggle_cover()

    QTimer.singleShot(0, hide)
    path, _kind = QFileDialog.getOpenFileName(
        house.window, options=QFileDialog.Option.DontUseNativeDialog
    )
    settle()

    house.window.toggle_cover()

    assert path == ""
    assert not [each for each in QApplication.topLevelWidgets() if each.isModal()]
    assert not house.window.is_covered


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("kind", [QDialog, QMessageBox, QFileDialog])
def test_a_dialog_that_is_hidden_with_the_window_is_not_read_aloud(house, kind):
    dialog = kind(house.window)
    house.qtbot.addWidget(dialog)
    dialog.setWindowTitle("clinical too")
    dialog.setModal(True)
    dialog.show()
    assert "clinical too" in read_aloud(QApplication.instance())

    house.window.toggle_cover()
    settle()

    assert "clinical too" not in read_aloud(QApplication.instance())
    house.window.toggle_cover()
    assert dialog.isVisible()
    assert "clinical too" in read_aloud(QApplication.instance())


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("way", ["hidden", "locked"])
def test_what_was_held_from_before_answers_no_more(house, way):
    """Its number is all that another program has of it."""
    page = house.window.page
    held = [
        QAccessible.uniqueId(QAccessible.queryAccessibleInterface(each))
        for each in (page, *page.findChildren(QLabel), page.line)
    ]
    assert all(QAccessible.accessibleInterface(each) for each in held)

    (house.window.toggle_cover if way == "hidden" else house.window.lock)()

    assert [QAccessible.accessibleInterface(each) for each in held] == [None] * len(held)


@pytest.mark.usefixtures("heard")
def test_what_is_shown_again_is_read_again(house):
    assert "something clinical" in read_aloud(house.window)

    house.window.toggle_cover()
    assert "something clinical" not in read_aloud(house.window)
    house.window.toggle_cover()

    assert "something clinical" in read_aloud(house.window)


@pytest.mark.usefixtures("heard")
def test_hidden_nothing_is_told_of_what_goes_on_behind(house):
    house.window.toggle_cover()
    assert not QAccessible.isActive()

    house.window.toggle_cover()

    assert QAccessible.isActive()


@pytest.mark.usefixtures("heard")
def test_hiding_and_locking_are_said_at_once_and_coming_back_says_where(house, monkeypatch):
    house.window.go_to(CLIENT)
    hearing = Hearing(monkeypatch)

    house.window.toggle_cover()
    [hidden] = hearing.take()
    house.window.toggle_cover()
    [back] = hearing.take()
    house.window.toggle_cover()
    hearing.take()
    house.window.lock()
    [locked] = hearing.take()

    assert hidden == Said("Hidden.", "Assertive")
    assert back.words.startswith("Shown again.")
    assert locked == Said("Locked.", "Assertive")
    assert hidden.reaches
    assert back.reaches
    assert locked.reaches
    assert not QAccessible.isActive()


def test_a_click_shows_it_again_and_the_keyboard_returns(house):
    house.window.go_to(CLIENT)
    house.window.toggle_cover()
    [again] = [each for each in house.window.cover.findChildren(QPushButton) if each.isVisible()]

    house.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)

    assert not house.window.is_covered
    assert house.window.focusWidget() is house.window.page.second


def test_shown_again_the_keyboard_is_where_it_was_and_not_where_the_page_begins(house):
    house.window.go_to(CLIENT)
    later = QPushButton("later")
    house.window.page.layout().addWidget(later)
    later.show()
    later.setFocus()

    house.window.toggle_cover()
    house.window.toggle_cover()
    assert house.window.focusWidget() is later

    house.window.toggle_cover()
    later.setEnabled(False)
    house.window.toggle_cover()
    assert house.window.focusWidget() is house.window.page.second


def test_hiding_takes_dialogs_away_and_brings_them_back(house):
    dialog = QDialog(house.window)
    house.qtbot.addWidget(dialog)
    dialog.setModal(True)
    dialog.show()

    house.window.toggle_cover()
    assert not dialog.isVisible()
    house.window.toggle_cover()

    assert dialog.isVisible()


# Acceptance D64
# Acceptance G102
def test_locking_blanks_saves_and_leaves_in_that_order(house):
    house.window.go_to(CLIENT)
    copies().put("something clinical")

    house.window.page.leave_requested.emit(commands.Lock())

    assert house.window.is_covered
    assert house.log == ["flush", "lock up"]
    assert house.locked_at == [CLIENT]
    assert QGuiApplication.clipboard().text() == ""
    assert not [each for each in house.window.cover.findChildren(QWidget) if each.isVisible()]


# Acceptance D64
@pytest.mark.parametrize("leave", ["lock", "close"])
def test_leaving_takes_our_copy_away_and_no_other(house, leave):
    copies().put("something clinical")
    QGuiApplication.clipboard().setText("a recipe")

    getattr(house.window, leave)()

    assert QGuiApplication.clipboard().text() == "a recipe"


# Acceptance D64
def test_closing_takes_our_copy_away(house):
    copies().put("something clinical")

    house.window.close()

    assert QGuiApplication.clipboard().text() == ""


class Watched:
    """A house where nobody has done anything for five minutes, whenever that is looked at."""

    def __init__(self, house: House) -> None:
        self.house, self.now = house, 1000.0
        self.idle = IdleLock(
            clock=lambda: self.now,
            slept=lambda: 0.0,
            told=lambda: self.now,
            parent=house.window,
        )
        self.idle.lock_due.connect(house.window.lock)
        house.window.go_to(CLIENT)

    def five_minutes_pass(self) -> None:
        self.now += 300
        self.idle.check()


# Acceptance G101
@pytest.mark.parametrize("kind", [QDialog, QMessageBox, QFileDialog, QPrintDialog])
def test_the_idle_lock_closes_over_an_open_dialog_and_keeps_the_draft(house, kind):
    watched = Watched(house)
    dialog = kind(house.window)
    house.qtbot.addWidget(dialog)
    QTimer.singleShot(0, watched.five_minutes_pass)

    dialog.exec()

    assert not dialog.isVisible()
    assert house.window.is_covered
    assert house.log == ["flush", "lock up"]


# Acceptance G101
def test_the_idle_lock_closes_after_a_long_query(house):
    watched = Watched(house)

    def query() -> None:
        watched.now += 300
        QTimer.singleShot(0, watched.idle.check)
        watched.idle.touch()  # what a person pressed meanwhile arrives first

    query()

    assert house.log == ["flush", "lock up"]


# Acceptance G101
def test_the_idle_lock_closes_while_something_is_dragged(house):
    watched = Watched(house)
    line = house.window.page.line
    line.setText("half a word")
    house.qtbot.mousePress(line, Qt.MouseButton.LeftButton)

    watched.five_minutes_pass()
    house.qtbot.mouseRelease(line, Qt.MouseButton.LeftButton)

    assert house.window.is_covered
    assert house.log == ["flush", "lock up"]


# Acceptance G102
# Acceptance G103
def test_a_locked_window_tells_a_screen_reader_nothing(house):
    house.window.go_to(CLIENT)

    house.window.lock()

    told = [
        each.accessibleName() or getattr(each, "text", str)()
        for each in house.window.findChildren(QWidget)
        if each.isVisible()
    ]
    assert "something clinical" not in told


# Acceptance G102
def test_the_first_picture_after_locking_shows_one_colour(house):
    house.window.go_to(CLIENT)

    house.window.lock()

    picture = house.window.grab().toImage()
    across = range(0, picture.width(), 7), range(0, picture.height(), 7)
    assert len({picture.pixel(x, y) for x in across[0] for y in across[1]}) == 1


# Acceptance D66
def test_no_dialog_has_a_title_of_its_own(house):
    message = make_message(explain(NoCaseload()), "ValueError at here:1", house.window)
    house.qtbot.addWidget(message)

    assert message.windowTitle() == "Sessions"


def test_locking_happens_once_and_cannot_be_undone(house):
    house.window.lock()
    house.window.lock()
    house.window.uncover()

    assert house.log == ["lock up"]
    assert house.window.is_covered


def test_it_leaves_even_when_saving_fails(house):
    house.window.go_to(CLIENT)
    house.window.page.flush = lambda: (_ for _ in ()).throw(RecordBug("broken"))

    with pytest.raises(RecordBug):
        house.window.lock()

    assert house.log == ["lock up"]


def test_closing_the_window_saves_and_closes_the_record(house):
    house.window.go_to(CLIENT)

    house.window.close()

    assert house.log == ["flush", "shut"]


@pytest.mark.parametrize("leave", ["close", "lock"])
def test_what_a_page_meant_to_read_later_is_not_read_once_the_record_is_closed(house, leave):
    later = QTimer(house.window.page, singleShot=True, interval=1)
    later.timeout.connect(lambda: house.log.append("read"))
    later.start()

    getattr(house.window, leave)()
    house.qtbot.wait(20)

    assert house.log
    assert "read" not in house.log


def test_closing_while_a_session_runs_asks_and_staying_leaves_all_as_it_is(house):
    house.is_running = True
    house.window.go_to(CLIENT)

    house.window.close()
    asked = house.window.frame.running
    assert house.window.isVisible()
    assert house.log == []
    assert house.window.focusWidget() is asked.stay

    house.qtbot.mouseClick(asked.stay, Qt.MouseButton.LeftButton)
    assert not asked.isVisible()
    house.window.close()
    assert house.window.frame.running.isVisible()
    assert "shut" not in house.log


@pytest.mark.parametrize("again", [False, True])
def test_closing_while_a_session_runs_can_leave_it_open(house, *, again: bool):
    house.is_running = True
    house.window.go_to(CLIENT)
    house.window.close()

    if again:
        house.window.close()
    else:
        house.qtbot.mouseClick(house.window.frame.running.leave, Qt.MouseButton.LeftButton)

    assert not house.window.isVisible()
    assert house.log == ["flush", "shut"]


def test_closing_while_an_answer_to_an_alert_is_begun_asks_once(house):
    house.is_answering = True

    house.window.close()
    asked = house.window.frame.running
    assert house.window.isVisible()
    assert "An alert is open" in asked.words
    assert "session" not in asked.words
    house.window.close()

    assert not house.window.isVisible()


def test_closing_says_once_what_is_due_today_and_goes_then(house):
    house.due = tuple(f"A0-00{each}: Be in contact again, due today" for each in range(5))

    house.window.close()
    asked = house.window.frame.running
    assert house.window.isVisible()
    assert asked.words == (
        "Something is due today. A0-000: Be in contact again, due today. "
        "A0-001: Be in contact again, due today. A0-002: Be in contact again, due today. "
        "Today shows 2 more."
    )
    assert asked.leave.text() == "Close all the same"
    house.window.close()

    assert not house.window.isVisible()


def test_closing_says_nothing_of_others_while_a_client_may_read_it(house):
    house.due = ("A0-001: an alert is open (act)",)
    house.is_running = True
    house.window.close()
    assert "A0-001" not in house.window.frame.running.words

    house.is_running = False
    house.window.go_to(commands.BesideClient("meeting"))
    house.window.close()

    assert not house.window.isVisible()


def test_closing_asks_about_what_is_unfinished_now_and_not_about_what_was(house):
    house.is_answering = True
    house.window.close()
    house.qtbot.mouseClick(house.window.frame.running.stay, Qt.MouseButton.LeftButton)
    house.is_answering, house.is_running = False, True

    house.window.close()

    assert "An alert" not in house.window.frame.running.words
    assert "A session is still running" in house.window.frame.running.words


def test_a_screen_that_cannot_open_says_why_and_leads_back(house):
    house.raises = NoCaseload()
    house.window.go_to(commands.Clients())
    assert isinstance(house.window.page, TroublePage)

    house.raises = None
    house.press(Qt.Key.Key_Space)

    assert house.window.here == commands.Today()


def test_a_mistake_of_ours_is_not_hidden(house):
    house.raises = RecordBug("broken")

    with pytest.raises(RecordBug):
        house.window.go_to(commands.Clients())


def test_a_page_that_is_broken_keeps_nobody_out_of_their_record(qtbot, caplog):
    def make_page(destination: Destination) -> QWidget:
        if isinstance(destination, commands.ClientPage):
            raise RecordBug("A. Sample")
        return PlainPage(destination)

    services = services_of(make_page, lambda _here: None, lambda: None)
    window = MainWindow(services, practice=False, way=(CLIENT,))
    qtbot.addWidget(window)
    window.show()

    assert isinstance(window.page, TroublePage)
    words = " ".join(each.text() for each in window.page.findChildren(QLabel))
    assert "cannot be shown" in words
    assert "RecordBug at tests.therapist_app.shell.window.test_main_window" in words
    assert "A. Sample" not in words + caplog.text
    window.page.back.click()
    assert window.here == commands.Today()
    assert isinstance(window.page, PlainPage)


def test_who_was_where_something_is_gone_begins_on_their_first_page(qtbot):
    def make_page(destination: Destination) -> QWidget:
        if isinstance(destination, commands.ClientPage):
            raise Gone
        return PlainPage(destination)

    services = services_of(make_page, lambda _here: None, lambda: None)
    window = MainWindow(services, practice=False, way=(CLIENT,))
    qtbot.addWidget(window)
    window.show()

    assert window.here == commands.Today()
    assert isinstance(window.page, PlainPage)


def test_another_look_keeps_the_person_where_they_are(house, wear):
    house.window.go_to(CLIENT)
    wear("dark", 2.0)

    house.window.rebuild()

    assert house.window.here == CLIENT
    assert house.window.frame.rail.narrow
    assert house.window.focusWidget() is house.window.page.second


def test_another_look_does_not_uncover(house):
    house.window.toggle_cover()

    house.window.rebuild()

    assert house.window.is_covered


def test_practice_says_so_over_every_screen(qtbot):
    window = House(qtbot, practice=True).window
    window.go_to(commands.HandOver("c", ("phq-9",)))

    [edge] = window.findChildren(PracticeEdge)

    assert edge.isVisible()
    assert edge.accessibleName() == "Practice: invented clients"


def test_a_real_record_has_no_such_edge(house):
    assert house.window.findChildren(PracticeEdge) == []


def test_the_notice_stands_still_until_it_is_taken_away(house):
    house.window.show_notice()
    assert house.window.frame.notice.isVisible()

    house.window.hide_notice()

    assert not house.window.frame.notice.isVisible()


def test_the_notice_interrupts_with_how_to_go_on(house, monkeypatch):
    hearing = Hearing(monkeypatch)

    house.window.show_notice()

    assert hearing.said == [
        Said(
            "This locks in half a minute. Nobody has used the application for a while. Press any "
            "key, or move the mouse, to continue.",
            "Assertive",
        )
    ]


def test_the_notice_is_read_first_where_it_lies_over_all_else_and_the_places_last(house):
    frame = house.window.frame
    QAccessible.setActive(True)
    told = QAccessible.queryAccessibleInterface(frame)

    def read() -> list[QWidget]:
        parts = [told.child(at) for at in range(told.childCount())]
        assert [told.indexOfChild(each) for each in parts] == list(range(len(parts)))
        return [each.object() for each in parts]

    house.window.frame.tell("The disk is full", "Make room.")
    before = [each for each in read() if each.isVisible()]
    house.window.show_notice()
    during = [each for each in read() if each.isVisible()]

    assert before[0] is frame.finding
    assert during == [frame.notice, *before]
    assert outline(frame).startswith('Grouping "This locks in half a minute"')
    assert len(outline(frame).splitlines()) > 5


def test_nothing_moves_under_the_mouse_when_the_notice_comes_or_goes(house):
    frame = house.window.frame

    def where():
        QApplication.processEvents()
        return [each.mapTo(house.window, QPoint()) for each in (frame.page, frame.rail)]

    before = where()
    house.window.show_notice()
    shown = where()
    house.window.hide_notice()

    assert shown == before == where()


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
@pytest.mark.parametrize("scheme", ["light", "dark", "contrast-high"])
def test_nothing_around_a_screen_is_cut_or_unnamed(wear, qtbot, scheme, scale):
    wear(scheme, scale)
    window = House(qtbot, practice=True).window
    window.show_notice()
    QApplication.processEvents()

    assert clipped(window.frame.rail) == []
    assert clipped(window.frame.notice) == []


HAND_OVER = commands.HandOver("c", ("phq-9",))


def test_while_the_client_holds_the_laptop_the_window_fills_the_screen(qtbot) -> None:
    house = House(qtbot)
    house.window.showMaximized()
    house.window.go_to(HAND_OVER)
    assert not house.window.isFullScreen()

    house.window.page.turn(is_clients=True)
    assert house.window.isFullScreen()
    house.window.page.turn(is_clients=False)

    assert not house.window.isFullScreen()
    assert house.window.isMaximized()


def test_closing_the_window_from_a_clients_hands_locks_it(qtbot) -> None:
    house = House(qtbot)
    house.window.go_to(HAND_OVER)
    house.window.page.turn(is_clients=True)

    house.window.close()

    assert house.window.isVisible()
    assert house.window.is_covered
    assert house.locked_at == [HAND_OVER]
    assert "shut" not in house.log


def test_leaving_the_page_gives_the_window_back(qtbot) -> None:
    house = House(qtbot)
    house.window.go_to(HAND_OVER)
    house.window.page.turn(is_clients=True)

    house.window.go_to(CLIENT)

    assert not house.window.isFullScreen()


def urgent_words(window: MainWindow) -> list[str]:
    found = window.frame.finding
    if found is None or found.isHidden():
        return []
    return [each.text() for each in found.findChildren(QLabel) if each.text()]


def test_what_was_found_stands_over_every_screen_until_it_is_read(house, monkeypatch):
    hearing = Hearing(monkeypatch)
    house.window.tell("A full check found a problem", "Damaged pages: 3.")
    house.window.tell("A second one", "Look there.")

    house.window.go_to(CLIENT)
    house.window.rebuild()
    first = urgent_words(house.window)
    click_read(house)
    second = urgent_words(house.window)
    click_read(house)

    assert first == ["A full check found a problem", "Damaged pages: 3."]
    assert second == ["A second one", "Look there."]
    assert urgent_words(house.window) == []
    assert hearing.words[0] == "A full check found a problem. Damaged pages: 3."
    house.window.go_to(commands.Today())
    assert house.window.frame.finding is None


def click_read(house: House) -> None:
    [read] = house.window.frame.finding.findChildren(QPushButton)
    read.click()


def test_the_client_reads_nothing_of_what_was_found(house, monkeypatch):
    house.window.go_to(commands.HandOver("c", ("phq-9",)))
    hearing = Hearing(monkeypatch)

    house.window.tell("A full check found a problem", "Damaged pages: 3.")
    meanwhile = urgent_words(house.window)
    house.window.go_to(CLIENT)

    assert meanwhile == []
    assert "problem" not in " ".join(hearing.words)
    assert urgent_words(house.window) == ["A full check found a problem", "Damaged pages: 3."]


def test_a_window_that_locks_tells_nothing_any_more(house):
    house.window.lock()

    house.window.tell("A full check found a problem", "Damaged pages: 3.")

    assert house.window.frame.finding is None

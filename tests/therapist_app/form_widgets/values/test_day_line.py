"""A line for a day with its calendar."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QDialog

from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from therapist_app.accessibility import announcing
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.widgets.controls import day_calendar
from therapist_app.widgets.controls.day_calendar import DayCalendar

pytestmark = [
    pytest.mark.usefixtures("wear"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)", extend=True),
]
TODAY = date(2026, 11, 24)


@pytest.fixture
def line(qtbot):
    made = DayLine("Day", today=TODAY)
    made.show_limits(date(2026, 11, 10), date(2026, 12, 20))
    made.edits = []
    made.edited.connect(made.edits.append)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    settle()
    return made


def opened(line):
    QTest.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle()
    found = line.findChild(DayCalendar)
    return found.month if found is not None else None


def test_alt_and_down_opens_it_at_the_day_that_is_written_else_at_today(line):
    assert opened(line).selectedDate() == QDate(2026, 11, 24)
    line.findChild(QDialog).close()
    settle()
    line.setText("3 12 2026")

    assert opened(line).selectedDate() == QDate(2026, 12, 3)


def test_enter_writes_the_day_as_if_it_was_typed_and_the_keyboard_is_back(line):
    month = opened(line)

    QTest.keyClick(month.focusWidget() or month, Qt.Key.Key_Right)
    QTest.keyClick(month.focusWidget() or month, Qt.Key.Key_Return)
    settle()

    assert line.text() == "25 11 2026"
    assert line.edits == ["25 11 2026"]
    assert line.findChild(QDialog) is None


def test_escape_leaves_what_is_written(line):
    line.setText("3 12 2026")
    month = opened(line)

    QTest.keyClick(month.focusWidget() or month, Qt.Key.Key_Escape)
    settle()

    assert line.text() == "3 12 2026"
    assert line.edits == []
    assert line.findChild(QDialog) is None


def test_a_day_outside_what_is_allowed_cannot_be_taken_and_is_struck_out(line):
    month = opened(line)

    month.setSelectedDate(QDate(2026, 11, 9))

    assert month.selectedDate() == QDate(2026, 11, 10)
    assert month.dateTextFormat(QDate(2026, 11, 9)).fontStrikeOut()
    assert not month.dateTextFormat(QDate(2026, 11, 10)).fontStrikeOut()


def test_each_day_is_said_whole(line, monkeypatch):
    heard = []
    monkeypatch.setattr(day_calendar, "announce", lambda _of, words: heard.append(words))
    month = opened(line)

    QTest.keyClick(month.focusWidget() or month, Qt.Key.Key_Left)

    assert heard == ["Tuesday 24 November 2026", "Monday 23 November 2026"]
    assert announcing.announce is not day_calendar.announce


def test_the_button_is_named_with_its_key_and_opens_the_same(line, qtbot):
    told = QAccessible.queryAccessibleInterface(line.opener)

    assert told.text(QAccessible.Text.Name) == "Choose a day from a calendar"
    assert told.text(QAccessible.Text.Description) == "Alt+Down"
    told.actionInterface().doAction("Press")
    qtbot.waitUntil(lambda: line.findChild(QCalendarWidget) is not None)


def test_a_line_that_is_only_read_opens_none(line):
    line.setReadOnly(True)

    assert opened(line) is None


def test_the_calendar_goes_with_the_window_when_it_is_hidden(line):
    opened(line)

    assert line.findChild(QDialog).isModal()


def test_a_day_that_a_key_writes_is_said_and_one_that_is_typed_is_not(line, monkeypatch):
    hearing = Hearing(monkeypatch)

    QTest.keyClicks(line, "t")
    QTest.keyClick(line, Qt.Key.Key_PageUp)

    assert hearing.words == ["Tuesday 24 November 2026", "Wednesday 25 November 2026"]
    line.clear()
    QTest.keyClicks(line, "25 11")
    assert len(hearing.words) == 2


def test_a_day_of_the_week_that_was_told_as_it_was_typed_is_not_told_again(line, monkeypatch):
    line.tells_as_typed = True
    QTest.keyClicks(line, "thu")
    hearing = Hearing(monkeypatch)
    line.setAccessibleDescription("Thursday 26 November 2026")

    line.settled.emit()

    assert line.text() == "26 11 2026"
    assert hearing.words == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("thu", "26 11 2026"),
        ("Thursday", "26 11 2026"),
        ("tue", "01 12 2026"),
        ("wed", "25 11 2026"),
        ("tx", "tx"),
        ("su", "29 11 2026"),
        ("tomorrow", "25 11 2026"),
        ("today", "24 11 2026"),
    ],
)
def test_a_day_of_the_week_can_be_named_also_where_its_letter_writes_today(line, typed, written):
    QTest.keyClicks(line, typed)
    line.settled.emit()

    assert line.text() == written


@pytest.mark.parametrize(
    ("offered", "typed", "written"),
    [(None, "p", "p"), (date(2026, 12, 3), "p", "03 12 2026"), (date(2026, 12, 3), "px", "px")],
)
def test_a_letter_writes_the_day_that_was_said_before(line, offered, typed, written):
    line.offered = offered

    QTest.keyClicks(line, typed)

    assert line.text() == written


@pytest.mark.parametrize(
    ("today", "first", "last", "shown"),
    [
        (TODAY, None, None, "28 10 2026"),
        (TODAY, TODAY, None, "28 11 2026"),
        (TODAY, None, TODAY, "28 10 2026"),
        (None, TODAY, date(2027, 11, 15), "28 11 2026"),
        (None, None, TODAY, "28 10 2026"),
    ],
)
def test_an_empty_line_shows_no_day_and_tells_one_of_about_now_that_is_possible(
    qtbot, today, first, last, shown
):
    line = DayLine("Day", today=today)
    qtbot.addWidget(line)

    line.show_limits(first, last)

    assert line.example == shown
    assert line.accessibleDescription() == f"Written like {shown}"
    assert line.placeholderText() == "DD MM YYYY"
    named = ", or name it: Friday" if today else ""
    assert line.how_to_write == f"Write the day as {shown}{named}."


def test_its_key_opens_the_calendar_also_where_the_page_has_another_use_for_it(line):
    used = []
    page_has = QShortcut(QKeySequence("Alt+Down"), line)
    page_has.activated.connect(lambda: used.append("page"))

    month = opened(line)

    assert month is not None
    assert used == []


@pytest.mark.parametrize("today", [None, TODAY])
@pytest.mark.parametrize("words", ["03 12 1950", "01 01 1970"])
def test_a_line_takes_no_day_of_before_there_were_services_but_for_a_life(qtbot, today, words):
    of_a_service, of_a_life = DayLine(today=today), DayLine(today=today, of_any_year=True)
    for each in (of_a_service, of_a_life):
        qtbot.addWidget(each)

    assert of_a_service.read(words) is None
    assert of_a_life.read(words) is not None
    assert of_a_service.read("02 01 1970") == date(1970, 1, 2)

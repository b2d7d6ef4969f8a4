"""What things are to a screen reader."""

import gc
import subprocess
import sys

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import Shiboken

from tests.support.windows.settling import settle
from therapist_app.accessibility import speaking
from therapist_app.accessibility.in_short import HEARD_AT_ONCE
from therapist_app.accessibility.roles import install_roles, tell_open, tell_role
from therapist_app.widgets.controls.progress import progress_bar
from therapist_app.widgets.parts import box, card, hold, scroll, stack
from therapist_app.widgets.words import text

Role, Text = QAccessible.Role, QAccessible.Text


@pytest.fixture(autouse=True)
def _heard() -> None:
    """Somebody listens, so that widgets are met while they are being made."""
    QAccessible.setActive(True)


def told(widget):
    return QAccessible.queryAccessibleInterface(widget)


def test_a_group_with_much_to_read_says_only_how_it_begins(qtbot):
    lines = [text(f"Line {number} has five words.") for number in range(8)]
    group = card("Plans", *lines)
    page = hold(stack(group))
    qtbot.addWidget(page)
    page.show()

    described = told(group).text(Text.Description)
    lines[0].hide()
    after = told(group).text(Text.Description)
    group.setAccessibleDescription("Two plans")

    assert sum(len(each.text().split()) for each in lines) > HEARD_AT_ONCE
    assert described == "Line 0 has five words. Line 1 has five words…"
    assert len(described.split()) <= HEARD_AT_ONCE
    assert after.startswith("Line 1 has five words.")
    assert told(group).text(Text.Description) == "Two plans"
    assert told(group).childCount() > len(lines)  # each line is still there to be walked to


def test_what_a_group_within_a_group_says_is_not_said_before_it_as_well(qtbot):
    row = hold(stack(text("Came with the application"), QPushButton("Sign off")))
    row.setAccessibleName("Prevention programme")
    only, beside = card("Programme", row), text("For everybody here.")
    page = hold(stack(only))
    qtbot.addWidget(page)
    page.show()

    alone = told(only).text(Text.Description)
    only.layout().addWidget(beside)
    settle()
    with_line = told(only).text(Text.Description)
    row.findChild(QPushButton).setEnabled(False)
    without_keyboard = told(only).text(Text.Description)

    assert (alone, with_line) == ("1 part", "For everybody here.")
    assert told(row).text(Text.Description) == ""  # its one line is left to be read
    assert without_keyboard == ""  # nobody would come into it


def test_a_group_with_little_to_read_is_left_to_its_lines(qtbot):
    group = card("Goals", text("No goals are written yet."))
    page = hold(stack(group))
    qtbot.addWidget(page)
    page.show()

    assert told(group).text(Text.Description) == ""


@pytest.mark.parametrize(
    ("role", "said", "level"),
    [
        ("display", None, 1),
        ("title", None, 1),
        ("lead", None, 2),
        ("title", "part", 2),
        ("lead", "heading", 1),
    ],
)
def test_a_title_is_a_heading_that_says_its_words_and_its_depth(qtbot, role, said, level):
    label = text("Next session", role, told=said)
    qtbot.addWidget(label)

    heading = told(label)
    label.setText("Session before")

    assert heading.role() == Role.Heading
    assert heading.text(Text.Name) == "Session before"
    depth = heading.attributesInterface()
    assert depth.attributeKeys() == [QAccessible.Attribute.Level]
    assert depth.attributeValue(QAccessible.Attribute.Level) == level


@pytest.mark.parametrize("role", ["body", "title", "lead"])
def test_whatever_part_of_words_a_program_asks_for_is_there_or_not(qtbot, role):
    label = text("Next session", role)
    qtbot.addWidget(label)
    asked = told(label)

    parts = (
        asked.textInterface,
        asked.editableTextInterface,
        asked.valueInterface,
        asked.tableCellInterface,
        asked.selectionInterface,
    )

    assert [part() for part in parts] == [None] * len(parts)
    assert asked.actionInterface() is not None


@pytest.mark.parametrize(("role", "said"), [("body", None), ("display", "words")])
def test_other_words_are_words_in_whatever_size(qtbot, role, said):
    label = text("12", role, told=said)
    qtbot.addWidget(label)

    assert told(label).role() == Role.StaticText


@pytest.mark.parametrize("kind", [QWidget, QFrame, QStackedWidget])
def test_a_box_is_a_group_as_soon_as_it_has_a_name(qtbot, kind):
    window = QWidget()
    qtbot.addWidget(window)
    part = kind(window)

    before = told(part).role()
    part.setAccessibleName("Reminders")

    assert before == Role.Client
    assert told(part).role() == Role.Grouping
    assert told(part).text(Text.Name) == "Reminders"


def test_a_page_that_was_taken_out_is_not_read_any_more(qtbot):
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    page, cover = QLabel("Something clinical", pages), QLabel("Hidden")
    pages.addWidget(page)
    pages.addWidget(cover)
    speaks = told(pages)
    assert [speaks.child(at).text(Text.Name) for at in range(2)] == ["Something clinical", "Hidden"]
    assert speaks.indexOfChild(told(cover)) == 1

    pages.removeWidget(page)

    assert page.parent() is pages
    assert [speaks.child(at).text(Text.Name) for at in range(speaks.childCount())] == ["Hidden"]
    assert speaks.childAt(1, 1).text(Text.Name) == "Hidden"
    assert speaks.child(1) is None
    assert speaks.indexOfChild(told(page)) == -1


def test_a_window_is_a_window_with_its_title(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle("Today")
    window.show()

    assert told(window).role() == Role.Window
    assert told(window).text(Text.Name) == "Today"


def test_a_box_can_be_a_list_of_tabs_and_a_button_one_of_them(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    tabs = QWidget(window)
    tabs.setAccessibleName("Places")
    tell_role(tabs, "tabs")
    tab = QPushButton("&Clients", tabs, checkable=True)
    tell_role(tab, "tab")

    tab.setChecked(True)

    state = told(tab).state()
    assert told(tabs).role() == Role.PageTabList
    assert told(tab).role() == Role.PageTab
    assert told(tab).text(Text.Name) == "Clients"
    assert (state.selectable, state.selected, state.checkable) == (True, True, False)


def test_what_opens_says_whether_it_is_open_and_can_be_pressed(qtbot):
    more = QPushButton("More")
    qtbot.addWidget(more)
    pressed = []
    more.clicked.connect(lambda: pressed.append(True))

    tell_open(more, is_open=False)
    closed = told(more).state()
    tell_open(more, is_open=True)
    opened = told(more).state()
    told(more).actionInterface().doAction("Press")

    assert told(more).role() == Role.Button
    assert (closed.expandable, closed.expanded, closed.collapsed) == (True, False, True)
    assert (opened.expandable, opened.expanded, opened.collapsed) == (True, True, False)
    assert pressed == [True]


def test_opening_is_told_once_for_each_change(qtbot, monkeypatch):
    more = QPushButton("More")
    qtbot.addWidget(more)
    tell_open(more, is_open=False)
    heard = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", heard.append)

    tell_open(more, is_open=False)
    tell_open(more, is_open=True)

    kinds = QAccessible.Event
    assert [each.type() for each in heard] == [kinds.StateChanged, kinds.Announcement]
    assert heard[1].message() == "Unfolded"
    assert heard[0].changedStates().expanded


def test_a_part_of_a_page_that_has_just_gone_is_not_there_any_more(qtbot):
    area = scroll(stack(*(text("A line") for _line in range(40))))
    qtbot.addWidget(area)
    area.resize(200, 100)

    scrolled = told(area)

    assert isinstance(scrolled, speaking.Scrolled), "Qt's own would end the program here"
    assert scrolled.childCount() > 1
    assert scrolled.child(scrolled.childCount()) is None


def _page(number: int) -> QWidget:
    opener = QPushButton("More")
    tell_open(opener, is_open=False)
    inside = card(f"Card {number}", text("words"), action=opener)
    area = QScrollArea()
    area.setWidget(box("well", stack(text("Title", "title"), inside)))
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addWidget(area)
    return page


def _meet(element) -> int:
    met = 1
    element.state(), element.role(), element.text(Text.Name)
    for at in range(element.childCount()):
        met += _meet(element.child(at))
    return met


def _speaking() -> int:
    return sum(Shiboken.isValid(each) for each in speaking._KEPT._all)


def test_pages_opened_and_left_by_the_hundred_leave_nothing_behind(qtbot):
    window = QStackedWidget()
    qtbot.addWidget(window)
    window.show()
    gc.collect()
    before, kept = _speaking(), []

    for number in range(100):
        page = _page(number)
        window.addWidget(page)
        window.setCurrentWidget(page)
        assert _meet(told(window)) > 8
        window.removeWidget(page)
        Shiboken.delete(page)
        kept.append(len(speaking._KEPT._all))

    assert _speaking() - before <= 1  # the window's own
    assert max(kept[50:]) <= max(kept[:50])


@pytest.mark.usefixtures("qtbot")
def test_a_page_that_python_forgets_takes_down_what_spoke_for_it():
    gc.collect()  # what other tests left would be gone by the second count
    before = _speaking()
    page = _page(1)
    page.itself = page  # a ring, which only the collector undoes
    _meet(told(page))

    del page
    gc.collect()

    assert _speaking() == before


def test_a_program_that_ends_with_its_windows_open_ends_well():
    words = (
        "from PySide6.QtGui import QAccessible\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from therapist_app.accessibility.roles import install_roles\n"
        "from tests.therapist_app.accessibility.test_roles import _meet, _page, told\n"
        "app = QApplication(['x'])\n"
        "install_roles()\n"
        "QAccessible.setActive(True)\n"
        "page = _page(1)\n"
        "page.show()\n"
        "_meet(told(page))\n"
    )

    ended = subprocess.run([sys.executable, "-c", words], capture_output=True, check=False)

    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr


def test_what_is_installed_again_is_asked_once(qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(speaking, "speaks_for", lambda kind, _thing: asked.append(kind))
    for _time in range(3):
        install_roles()
    widget = QWidget()
    qtbot.addWidget(widget)

    told(widget)

    assert asked == ["QWidget"]


def test_what_qt_would_never_ask_is_refused(monkeypatch):
    monkeypatch.setattr(QApplication, "instance", lambda: None)

    with pytest.raises(RuntimeError, match="needs the application first"):
        install_roles()


@pytest.mark.parametrize("listens", [False, True])
def test_nobody_is_asked_while_nobody_listens(qtbot, listens):
    asked = []
    QAccessible.installFactory(lambda kind, _thing: asked.append(kind))
    QAccessible.setActive(listens)

    page = _page(1)
    qtbot.addWidget(page)
    page.show()
    QApplication.processEvents()

    assert bool(asked) == listens


def test_a_bar_that_ones_own_answers_move_is_no_bar_to_a_screen_reader(qtbot):
    beside, alone = progress_bar(name="Progress", aside=True), progress_bar(name="Copied")
    for each in (beside, alone):
        qtbot.addWidget(each)

    assert [told(each).role() for each in (beside, alone)] == [Role.Graphic, Role.ProgressBar]
    assert told(beside).valueInterface() is None
    assert told(beside).text(Text.Name) == "Progress"


def test_a_group_that_says_something_else_by_now_is_met_anew_when_the_keyboard_comes(qtbot):
    """A screen reader remembers what a group said, and Qt tells no change of it."""
    line, choose, other = text("None is chosen."), QPushButton("Choose"), QPushButton("Other")
    group = card("Second location", line, text(" ".join(["words"] * 12)), choose)
    page = hold(stack(other, group))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    QAccessible.setActive(True)
    other.setFocus()
    met = QAccessible.uniqueId(told(group))
    assert told(group).text(Text.Description).startswith("None is chosen")
    choose.setFocus()
    unchanged = QAccessible.uniqueId(told(group))
    other.setFocus()
    line.setText("A stick is chosen.")

    choose.setFocus()

    assert unchanged == met
    assert QAccessible.uniqueId(told(group)) != met
    assert told(group).text(Text.Description).startswith("A stick is chosen")

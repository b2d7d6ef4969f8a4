"""What is only read, within reach of the keyboard."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.support.windows.hearing import Hearing
from tests.support.windows.left_behind import let_go
from tests.support.windows.settling import settle
from therapist_app.theme.focus_ring import RingBeside
from therapist_app.widgets.layout.layouts import hold, stack
from therapist_app.widgets.read_by_lines import ReadByLines, lines_of


def test_the_keyboard_stops_at_words_alone_and_down_and_up_read_them(qtbot, wear, monkeypatch):
    wear()
    part = ReadByLines("Text")
    part.hold_lines(lines_of("One.\n\nTwo.\nThree."), stack(QLabel("One, two, three.")))
    page = hold(stack(part))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    part.setFocus()
    hearing = Hearing(monkeypatch)

    for key in (Qt.Key.Key_Down,) * 4 + (Qt.Key.Key_Up,) * 4:
        QTest.keyClick(part, key)

    none = "There is no other line."
    assert hearing.words == ["One.", "Two.", "Three.", none, "Three.", "Two.", "One.", none]
    hearing.take()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Down):
        QTest.keyClick(part, key)
    assert [each.words for each in hearing.take()] == ["Three.", "Two.", "One.", "Two."]
    part.clearFocus()
    part.setFocus()
    QTest.keyClick(part, Qt.Key.Key_Down)
    assert hearing.words[-1] == "One."  # who comes back begins at the top
    QTest.keyClick(part, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert hearing.words[-1] == "One."  # a key of the page
    told = QAccessible.queryAccessibleInterface(part)
    assert told.role() == QAccessible.Role.Section  # of a group Orca would say the rest twice
    assert told.text(QAccessible.Text.Description) == "Down reads line by line."


def test_a_part_without_a_line_says_so_on_each_key(qtbot, wear, monkeypatch):
    wear()
    part = ReadByLines("Text")
    qtbot.addWidget(part)
    hearing = Hearing(monkeypatch)

    for key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Down):
        QTest.keyClick(part, key)

    assert hearing.words == ["There is no other line."] * 3


def test_where_the_keyboard_is_shows(qtbot, wear):
    wear()
    part = ReadByLines("Text")
    part.resize(60, 40)
    qtbot.addWidget(part)
    with qtbot.waitActive(part):
        part.show()
        part.activateWindow()
    part.clearFocus()
    before = part.grab().toImage()

    part.setFocus()

    assert part.grab().toImage() != before


def test_words_stand_on_one_edge_with_their_neighbours_and_the_ring_goes_with_them(qtbot, wear):
    wear()
    part, words, over = ReadByLines("Text"), QLabel("One."), QLabel("Above.")
    part.hold_lines(["One."], stack(words))
    inner = hold(stack(part))
    page = hold(stack(over, inner, margins=("l",) * 4))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()

    assert words.mapTo(page, QPoint()).x() == over.x()

    part.setFocus()
    [ring] = page.findChildren(RingBeside)
    assert ring.parentWidget() is page
    assert ring.x() < over.x()
    beneath = ring.y()

    over.setFixedHeight(80)
    settle()
    assert ring.y() == inner.y() > beneath

    part.clearFocus()
    settle()
    assert page.findChildren(RingBeside) == []


def test_the_ring_goes_with_what_is_thrown_away(qtbot, wear):
    wear()
    part = ReadByLines("Text")
    part.hold_lines(["One."], stack(QLabel("One.")))
    page = hold(stack(part, QLabel("Below."), margins=("l",) * 4))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    part.setFocus()
    assert page.findChildren(RingBeside)

    part.deleteLater()
    let_go()

    assert page.findChildren(RingBeside) == []

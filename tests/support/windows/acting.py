"""Assistive technology in the process itself: it acts on what Qt offers, no mouse and no key."""

import time
from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QTableView, QWidget
from shiboken6 import isValid

LONGEST = 60.0
"""Seconds: a busy machine comes to a button late, when a fixed wait may have passed."""
LOOKS_EVERY, AFTERWARDS = 10, 50
"""Milliseconds; what follows on a click comes after it."""


def told(widget: QWidget) -> QAccessibleInterface:
    """Return what Qt tells of a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def _wait_until(happens: Callable[[], bool]) -> None:
    give_up = time.monotonic() + LONGEST
    while not happens():
        assert time.monotonic() < give_up
        QTest.qWait(LOOKS_EVERY)
    QTest.qWait(AFTERWARDS)


def turn(button: QAbstractButton) -> None:
    """Turn over what is on or off; what is a tab or an opener to others is pressed instead."""
    actions = told(button).actionInterface()
    assert actions is not None
    names = actions.actionNames()
    assert {"Toggle", "Press"} & {*names}
    actions.doAction("Toggle" if "Toggle" in names else "Press")


def press(button: QAbstractButton) -> None:
    """Press what is pressed, and wait until Qt has let go of it, which it shows down first."""
    actions = told(button).actionInterface()
    assert actions is not None
    assert "Press" in actions.actionNames()
    actions.doAction("Press")
    _wait_until(lambda: not (isValid(button) and button.isDown()))


def write(field: QWidget, words: str) -> None:
    """Put words in place of what stands in a field, as AT-SPI does."""
    there = told(field)
    editable, text = there.editableTextInterface(), there.textInterface()
    assert editable is not None
    assert text is not None
    editable.replaceText(0, text.characterCount(), words)


def put(scale: QWidget, value: int) -> None:
    """Set what has a value, or gets one by its actions."""
    actions = told(scale).actionInterface()
    if told(scale).valueInterface() is None and actions is not None:
        actions.doAction("Increase")
    valued = told(scale).valueInterface()
    assert valued is not None
    valued.setCurrentValue(value)


def pick(box: QComboBox, at: int) -> None:
    """Unfold a box and take one of its lines."""
    actions = told(box).actionInterface()
    assert actions is not None
    actions.doAction("ShowMenu")
    line = told(box).child(0).child(at).actionInterface()
    assert line is not None
    line.doAction("Toggle")


def take_from_menu(opener: QAbstractButton, words: str) -> None:
    """Open the menu of a button, find it below the window, and take the line with these words."""
    actions = told(opener).actionInterface()
    assert actions is not None
    actions.doAction("ShowMenu" if "ShowMenu" in actions.actionNames() else "Press")
    _wait_until(lambda: QApplication.activePopupWidget() is not None)
    window = told(opener.window())
    menu = window.child(window.childCount() - 1)
    assert menu.role() == QAccessible.Role.PopupMenu
    lines = (menu.child(at) for at in range(menu.childCount()))
    line = next(each for each in lines if each.text(QAccessible.Text.Name) == words)
    taken = line.actionInterface()
    assert taken is not None
    taken.doAction("Press")


def open_row(table: QTableView, row: int) -> None:
    """Take a row of a table, by its first cell; what is selected is let go of first."""
    name = str(table.model().index(row, 0).data())
    cells = (told(table).child(at) for at in range(told(table).childCount()))
    cell = next(each for each in cells if each.text(QAccessible.Text.Name) == name)
    selecting, actions = told(table).selectionInterface(), cell.actionInterface()
    assert selecting is not None
    assert actions is not None
    selecting.clear()
    actions.doAction("Toggle")

"""The menu of a field, with copying of our own and without a history to undo."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

HISTORY = ("edit-undo", "edit-redo")
COPYING = {"edit-cut": QKeySequence.StandardKey.Cut, "edit-copy": QKeySequence.StandardKey.Copy}
SHIFT = Qt.KeyboardModifier.ShiftModifier
Ways = dict[QKeySequence.StandardKey, Callable[[], None]]
"""What copying and cutting do; what is not among them cannot be done."""


def open_menu(menu: QMenu, ways: Ways, place: QPoint) -> None:
    """Open Qt's own menu of a field, with the entries that copy led another way."""
    for action in menu.actions():
        name = action.objectName()
        way = ways.get(COPYING[name]) if name in COPYING else None
        if name in HISTORY or (name in COPYING and way is None):
            menu.removeAction(action)
        elif way is not None:
            action.triggered.disconnect()
            action.triggered.connect(way)
    while menu.actions() and menu.actions()[0].isSeparator():
        menu.removeAction(menu.actions()[0])
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)


def copied_by_key(event: QKeyEvent, ways: Ways) -> bool:
    """Return whether a key was one that copies or cuts; if so it is done, or refused."""
    for key in COPYING.values():
        if event.matches(key):
            if key in ways:
                ways[key]()
            return True
    return False


def is_for_the_page(event: QKeyEvent) -> bool:
    """Return whether a key writes nothing: Alt with a letter or a figure is for the page.

    Qt would write the letter where the page has no such key. Alt that composes a sign of another
    kind, as on a Mac, writes it.
    """
    held, written = event.modifiers(), event.text()
    is_alt_alone = held & ~SHIFT == Qt.KeyboardModifier.AltModifier
    return is_alt_alone and len(written) == 1 and ord(written.upper()) == event.key()

"""What a thing is to a screen reader where Qt cannot know it, and what it says of itself.

A title is a heading, a box with a name a group, a window a window; what else a widget is, it says
with `tell_role`. Qt asks the factory once for each widget that assistive technology meets, and for
none without it; what speaks for a widget then stands in `speaking.py`, which takes time to load.
"""

from typing import TYPE_CHECKING, Literal

from PySide6 import QtGui
from PySide6.QtCore import QLoggingCategory, QObject
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAccessibleWidget

Told = Literal["chart", "heading", "list", "opener", "part", "tab", "tabs", "words"]
"""What a widget can say that it is: a heading heads a page, a part of it what stands under one;
words are words in whatever size; an opener shows and hides what follows it. Choices of which one is
taken are a list: a screen reader says the name of any other group anew with each of them."""
NO_COMPLAINTS = "qt.accessibility.atspi.warning=false"
"""Qt would complain of each key in a line that has no text to tell."""
LEVELS = {"display": 1, "title": 1, "lead": 2}
"""How deep the headings stand that labels of a type role are."""
LEVELS_TOLD = {"heading": 1, "part": 2}
TOLD, OPEN = "told_as", "told_open"
"""What a widget keeps of it."""


def install_roles() -> None:
    """Have Qt ask for what things are; as often as one likes."""
    QtGui.QAccessible.installFactory(_interface)
    QLoggingCategory.setFilterRules(NO_COMPLAINTS)


def tell_role(widget: QWidget, told: Told) -> None:
    """Say what a widget is; whoever met it while it was being made meets it anew."""
    widget.setProperty(TOLD, told)
    if QtGui.QAccessible.isActive():
        met = QtGui.QAccessible.queryAccessibleInterface(widget)
        QtGui.QAccessible.deleteAccessibleInterface(QtGui.QAccessible.uniqueId(met))


def level_of(label: QLabel) -> int | None:
    """Return how deep a label stands as a heading, from 1; None if it is none."""
    told = label.property(TOLD)
    return LEVELS_TOLD.get(told) if told else LEVELS.get(label.property("role"))


def tell_open(opener: QAbstractButton, *, is_open: bool) -> None:
    """Say that a button shows and hides what follows it, and which of the two it did last."""
    if opener.property(TOLD) != "opener":
        tell_role(opener, "opener")
    if opener.property(OPEN) is is_open:
        return
    opener.setProperty(OPEN, is_open)
    if QtGui.QAccessible.isActive():
        changed = QtGui.QAccessible.State()
        changed.expanded = changed.collapsed = True
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleStateChangeEvent(opener, changed))


def _interface(kind: str, thing: QObject) -> "QAccessibleWidget | None":
    from therapist_app.accessibility.speaking import speaks_for  # noqa: PLC0415 - see above

    return speaks_for(kind, thing)

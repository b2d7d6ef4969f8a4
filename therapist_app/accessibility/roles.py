"""What a thing is to a screen reader where Qt cannot know it: a title is a heading.

Qt asks the factory once for each widget that assistive technology meets, and for none without it.
"""

from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QLoggingCategory, QObject
from shiboken6 import Shiboken
from typing_extensions import override

from therapist_app.accessibility.unspoken import Unspoken, UnspokenInterface

HEADINGS = frozenset({"display", "title", "lead"})
"""The type roles of labels that head a page or a part of it."""
NO_COMPLAINTS = "qt.accessibility.atspi.warning=false"
"""Qt would complain of each key in a line that has no text to tell."""
_told: list[QtWidgets.QAccessibleWidget] = []


def install_roles() -> None:
    """Have Qt ask for what things are; as often as one likes."""
    QtGui.QAccessible.installFactory(_interface)
    QLoggingCategory.setFilterRules(NO_COMPLAINTS)


class Heading(QtWidgets.QAccessibleWidget):
    """A label that heads what follows; it says what it shows, and its words may change."""

    def __init__(self, label: QtWidgets.QLabel) -> None:
        super().__init__(label, QtGui.QAccessible.Role.Heading)

    @override
    def text(self, t: QtGui.QAccessible.Text) -> str:
        """Return the words of the label as its name."""
        label = self.widget()
        told = super().text(t)
        if told or t != QtGui.QAccessible.Text.Name or not isinstance(label, QtWidgets.QLabel):
            return told
        return label.text()


class Scrolled(QtWidgets.QAccessibleWidget):
    """What scrolls, by the parts it has now.

    Qt's own interface of it ends the program when it is asked for a part that has just gone, such
    as a bar that is not needed any more; who asks over the bus is always a little late.
    """

    def __init__(self, area: QtWidgets.QScrollArea) -> None:
        super().__init__(area, QtGui.QAccessible.Role.Client)


def _interface(_kind: str, thing: QObject) -> QtWidgets.QAccessibleWidget | None:
    """Return what speaks for a widget, which lives until Qt takes it down with its widget."""
    interface: QtWidgets.QAccessibleWidget
    if isinstance(thing, Unspoken) and isinstance(thing, QtWidgets.QWidget):
        interface = UnspokenInterface(thing)
    elif isinstance(thing, QtWidgets.QLabel) and thing.property("role") in HEADINGS:
        interface = Heading(thing)
    elif isinstance(thing, QtWidgets.QScrollArea):
        interface = Scrolled(thing)
    else:
        return None
    _told[:] = [each for each in _told if Shiboken.isValid(each)]
    _told.append(interface)
    return interface

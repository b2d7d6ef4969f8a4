"""What a thing is to a screen reader where Qt cannot know it, and what it says of itself.

A title is a heading, a box with a name a group, a window a window; what else a widget is, it says
with `tell_role`. Qt asks the factory once for each widget that assistive technology meets, and for
none without it; what speaks for a widget then stands in `speaking.py`, which takes time to load.
"""

from typing import TYPE_CHECKING

from PySide6 import QtGui
from PySide6.QtCore import QLoggingCategory, QObject
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from session_forms.words.texts import pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.told import ANSWERED, LAST, OPEN, TOLD, Told

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAccessibleWidget, QSlider

LISTENS = "tells_changed_groups"
ASKED = "asks_what_things_are"
NO_COMPLAINTS = "qt.accessibility.atspi.warning=false"
"""Qt would complain of each key in a line that has no text to tell."""


def install_roles() -> None:
    """Have Qt ask for what things are, once for each application, however often this is called.

    A factory that is installed again is asked again for each thing it does not know.

    Raises:
        RuntimeError: There is no application yet. Its own factory would come after this one, and
            Qt asks the last one first, so that this one would never be asked.

    """
    application = QApplication.instance()
    if application is None:
        raise RuntimeError("install_roles needs the application first")
    if application.property(ASKED):
        return
    application.setProperty(ASKED, True)
    QtGui.QAccessible.installFactory(_interface)
    QLoggingCategory.setFilterRules(NO_COMPLAINTS)


def _listen_for_the_keyboard() -> None:
    application: object = QApplication.instance()
    if isinstance(application, QApplication) and not application.property(LISTENS):
        application.setProperty(LISTENS, True)
        application.focusChanged.connect(_on_keyboard_moved)


def _on_keyboard_moved(_before: QWidget | None, here: QWidget | None) -> None:
    if QtGui.QAccessible.isActive():
        from therapist_app.accessibility.speaking import meet_changed  # noqa: PLC0415 - see above

        meet_changed(here)


def tell_role(widget: QWidget, told: Told) -> None:
    """Say what a widget is; whoever met it while it was being made meets it anew."""
    widget.setProperty(TOLD, told)
    _meet_anew(widget)


def _meet_anew(widget: QWidget) -> None:
    if QtGui.QAccessible.isActive():
        met = QtGui.QAccessible.queryAccessibleInterface(widget)
        QtGui.QAccessible.deleteAccessibleInterface(QtGui.QAccessible.uniqueId(met))


def describe_anew(group: QWidget, words: str) -> None:
    """Let a group say something else of itself, while the keyboard is elsewhere.

    Who listens is told of the change, and the group is not met anew: what stands in it would still
    be known as standing in the one of before.
    """
    if group.accessibleDescription() != words:
        if group.property(LAST) is not None:
            group.setProperty(LAST, words)
        group.setAccessibleDescription(words)


def tell_answered(scale: "QSlider", *, is_answered: bool) -> None:
    """Say whether a scale has an answer: before, it has no value that anybody could be told.

    Who listens remembers of each thing whether it has a value, so it is met anew as another one;
    with the keyboard on it, it is told as a thing that was just reached.
    """
    if scale.property(ANSWERED) is is_answered:
        return
    scale.setProperty(ANSWERED, is_answered)
    tell_role(scale, "scale")
    if QtGui.QAccessible.isActive() and scale.hasFocus():
        event = QtGui.QAccessibleEvent(scale, QtGui.QAccessible.Event.Focus)
        QtGui.QAccessible.updateAccessibility(event)


def tell_open(opener: QAbstractButton, *, is_open: bool) -> None:
    """Say that a button shows and hides what follows it, and which of the two it did last."""
    if opener.property(TOLD) != "opener":
        tell_role(opener, "opener")
    if opener.property(OPEN) is is_open:
        return
    is_first = opener.property(OPEN) is None
    opener.setProperty(OPEN, is_open)
    if QtGui.QAccessible.isActive():
        changed = QtGui.QAccessible.State()
        changed.expanded = changed.collapsed = True
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleStateChangeEvent(opener, changed))
        if not is_first:  # on Linux Qt passes on no such change
            words = pgettext("part", "Unfolded") if is_open else pgettext("part", "Folded")
            announce(opener, words)


def _interface(kind: str, thing: QObject) -> "QAccessibleWidget | None":
    from therapist_app.accessibility.speaking import speaks_for  # noqa: PLC0415 - see above

    _listen_for_the_keyboard()
    return speaks_for(kind, thing)

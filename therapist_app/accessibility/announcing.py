"""What a screen reader is told of what just happened.

Qt's class is named through its module: it is made when it is first used, which takes time that
the unlock window does not have.
"""

from PySide6 import QtGui
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, assertive: bool = False) -> None:
    """Have a screen reader say something that just happened; it may interrupt if assertive."""
    if not words:
        return
    event = QtGui.QAccessibleAnnouncementEvent(widget, words)
    politeness = QtGui.QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
    QtGui.QAccessible.updateAccessibility(event)

"""What a screen reader is told: names, descriptions, announcements."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def name(widget: QWidget, words: str) -> None:
    """Say what a widget is called."""
    widget.setAccessibleName(words)


def describe(widget: QWidget, words: str) -> None:
    """Say what else is to be known about a widget: its problem, its limit."""
    widget.setAccessibleDescription(words)


def announce(widget: QWidget, words: str, *, assertive: bool = False) -> None:
    """Have a screen reader say something that just happened; it may interrupt if assertive."""
    if not words:
        return
    event = QAccessibleAnnouncementEvent(widget, words)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if assertive else politeness.Polite)
    QAccessible.updateAccessibility(event)

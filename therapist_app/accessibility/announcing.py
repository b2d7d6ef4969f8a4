"""What a screen reader is told of what just happened.

Qt's class is named through its module: it is made when it is first used, which takes time that
the unlock window does not have.
"""

from typing import Literal

from PySide6 import QtGui
from PySide6.QtWidgets import QWidget

Subject = Literal["act", "arrival", "problem", "alert", "locking"]
"""What is said: what came of an act, where one is, what does not fit; an alert, and locking."""
INTERRUPTING = frozenset({"alert", "locking"})
"""What cannot wait until a screen reader has finished; all else waits for its turn."""

STOPS = (".", "!", "?", "…", ":")


def with_stop(sentence: str) -> str:
    """Return words that end as a sentence does, before others follow."""
    return sentence if sentence.endswith(STOPS) else f"{sentence}."


def announce(widget: QWidget, words: str, subject: Subject = "act") -> None:
    """Have a screen reader say something that just happened; the subject alone says how soon.

    The window says it: a page that is left with what it says would be gone before that is read.
    """
    if not words:
        return
    event = QtGui.QAccessibleAnnouncementEvent(widget.window(), words)
    politeness = QtGui.QAccessible.AnnouncementPoliteness
    interrupts = subject in INTERRUPTING
    event.setPoliteness(politeness.Assertive if interrupts else politeness.Polite)
    QtGui.QAccessible.updateAccessibility(event)

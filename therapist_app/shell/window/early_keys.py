"""Enter and the space bar, pressed while a page was being made, are meant for the one before.

On a slow laptop they would press what the page begins with: a session would be started by
somebody who only opened a client, and saw nothing happen. Whoever types anything else first, as a
code to look for, means the page that is there.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from therapist_app.widgets.controls.buttons import ENTER

SEEN = 150
"""Milliseconds in which nobody has seen a page and answered it by a key."""
PRESSING = ENTER | {Qt.Key.Key_Space}


class EarlyKeys(QObject):
    """Keeps from a page of a window the keys that came before anybody saw it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._over = QTimer(self, singleShot=True, interval=SEEN)

    def begin(self) -> None:
        """Begin to keep them: another page is there now."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
            self._over.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let nothing through that presses what has the keyboard, for a moment."""
        is_early = self._over.isActive() and event.type() == QEvent.Type.KeyPress
        if not (is_early and isinstance(event, QKeyEvent)):
            return False
        if event.key() in PRESSING:
            return True
        self._over.stop()
        return False

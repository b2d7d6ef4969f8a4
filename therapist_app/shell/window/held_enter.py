"""Enter that is held down while a window comes, and would press what the window begins with.

Qt takes the key for pressed anew: that it repeats was known to the window before.
"""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from therapist_app.widgets.controls.buttons import ENTER

FIRST_REPEAT = 700
BETWEEN_REPEATS = 300
"""Milliseconds in which a key that is held comes again: first, and from then on, with some more."""


class EnterKey(QObject):
    """Knows whether Enter is held down, as a window that has the keyboard sees it.

    Attributes:
        is_held: It was pressed and not let go.

    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.is_held = False
        window.windowHandle().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the key; everything passes."""
        if isinstance(event, QKeyEvent) and event.key() in ENTER and not event.isAutoRepeat():
            self.is_held = event.type() == QEvent.Type.KeyPress
        return False


class HeldEnter(QObject):
    """Keeps Enter from a window that has just come, until nobody holds it any more."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = QTimer(self, singleShot=True, interval=FIRST_REPEAT)
        self._over.timeout.connect(self.deleteLater)
        window.windowHandle().installEventFilter(self)
        if window.isActiveWindow():
            self._over.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let nothing through that Enter does; begin to count when the window has the keyboard."""
        if isinstance(event, QKeyEvent) and event.key() in ENTER:
            self._over.start(BETWEEN_REPEATS)
            return True
        if event.type() == QEvent.Type.KeyPress:  # with another key one that is held comes no more
            watched.removeEventFilter(self)
            self._over.start(0)
        if event.type() == QEvent.Type.FocusIn:
            self._over.start()
        return False

"""Enter and the space bar, pressed while a page was being made, are meant for the one before.

On a slow laptop they would press what the page begins with: a session would be started by
somebody who only opened a client, and saw nothing happen. Whoever types anything else first, as a
code to look for, means the page that is there. So it is where an answer moves the keyboard on to
another question of the page: the space bar pressed twice answers one.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from therapist_app.widgets.controls.buttons import ENTER

SEEN = 150
"""Milliseconds in which nobody has seen a page and answered it by a key."""
TWICE = 400
"""Milliseconds within which a key is pressed twice by whoever meant it once."""
PRESSING = ENTER | {Qt.Key.Key_Space}


class EarlyKeys(QObject):
    """Keeps from a page of a window the keys that came before anybody saw it."""

    _over: QTimer | None = None  # also while Python takes it apart and Qt still asks

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._over = QTimer(self, singleShot=True)

    def begin(self, within: int = 0) -> None:
        """Begin to keep them, for as long as it takes to see that another page is there now.

        Args:
            within: For so many milliseconds instead.

        """
        handle, over = self._page.window().windowHandle(), self._over
        if handle is None:
            return
        handle.installEventFilter(self)
        if over is not None:
            over.start(within or SEEN)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let nothing through that presses what has the keyboard, for a moment."""
        over = self._over
        if over is None or not over.isActive() or event.type() != QEvent.Type.KeyPress:
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if event.key() in PRESSING:
            return True
        over.stop()
        return False

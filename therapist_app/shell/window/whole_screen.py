"""A window that fills the screen, with no title bar, for as long as a client may sit at it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

AGAIN_MS = 200
AWAY = frozenset({QEvent.Type.WindowStateChange, QEvent.Type.WindowDeactivate})
WHOLE, HIDDEN = Qt.WindowState.WindowFullScreen, Qt.WindowState.WindowMinimized


class WholeScreen(QObject):
    """Has a window fill the screen, and come back if a key of the desktop took it away."""

    # Also while Python takes it apart and Qt still asks.
    _before: Qt.WindowState | None = None
    _was_seen = False

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._come_back)

    @property
    def is_on(self) -> bool:
        """Whether the window fills the screen now."""
        return self._before is not None

    def take(self) -> None:
        """Fill the screen."""
        if self._before is None:
            self._before = self._window.windowState()
            self._window.installEventFilter(self)
        self._fill()

    def give_back(self) -> None:
        """Let the window be as it was."""
        if self._before is not None:
            before, self._before = self._before, None
            self._again.stop()
            self._window.removeEventFilter(self)
            self._window.setWindowState(before)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that it is not in front; a moment later, so that nobody races with the desktop."""
        self._was_seen = self._was_seen or event.type() == QEvent.Type.Paint
        if self.is_on and event.type() in AWAY:
            self._again.start()
        return False

    @property
    def _is_away(self) -> bool:
        state = self._window.windowState()
        is_whole = state & WHOLE and not state & HIDDEN
        return not is_whole or QApplication.activeWindow() is None

    @property
    def _is_taken_down(self) -> bool:
        """Whether it was there and is not, as by "show the desktop"; one that just comes is not."""
        return self._was_seen and not self._window.testAttribute(Qt.WidgetAttribute.WA_Mapped)

    def _come_back(self) -> None:
        if self.is_on and self._window.isVisible() and self._is_away:
            self._fill()
            if self._is_taken_down:
                self._was_seen = False
                self._window.hide()
                self._window.show()
            self._window.activateWindow()

    def _fill(self) -> None:
        self._window.setWindowState(WHOLE)

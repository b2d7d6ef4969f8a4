"""Keeping windows out of pictures of the screen, where the system can."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QWindow

from therapist_app.hygiene.answers import keep_answer
from therapist_app.hygiene.system import System, this_system


class Unseen(QObject):
    """Asks the system for each window that gets the keyboard.

    Menus and lists that open never get it: they can be seen in a picture taken meanwhile.
    """

    def __init__(self, app: QGuiApplication, system: System | None = None) -> None:
        super().__init__(app)
        self._system = system or this_system()
        app.focusWindowChanged.connect(self._hide)
        self._hide(app.focusWindow())

    @Slot(QWindow)
    def _hide(self, window: QWindow | None) -> None:
        if window is not None:
            is_hidden = self._system.hide_from_capture(int(window.winId()))
            keep_answer("capture", taken=is_hidden)

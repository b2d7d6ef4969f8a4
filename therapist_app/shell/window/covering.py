"""What the window shows: its frame, or a blank sheet with nothing behind it that can be read."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import Shiboken

from therapist_app.accessibility.hushing import Hush, let_go
from therapist_app.shell.window.cover import CoverSheet
from therapist_app.shell.window.frame import Frame


class Covering(QStackedWidget):
    """The frame, or the sheet in its place; open dialogs go with the frame and come back with it.

    Attributes:
        sheet: What stands there while the frame does not.

    """

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.sheet = CoverSheet()
        self._frame = frame
        self._dialogs: list[QWidget] = []
        self._hush = Hush()
        self.addWidget(frame)
        self.addWidget(self.sheet)

    @property
    def is_on(self) -> bool:
        """Whether the sheet stands there."""
        return self.currentWidget() is self.sheet

    def put_on(self) -> None:
        """Show the sheet alone."""
        self._dialogs = [
            each for each in QApplication.topLevelWidgets() if each.isModal() and each.isVisible()
        ]
        for each in self._dialogs:
            each.hide()
            # its window could be read; a moment later, for F9 may have come to that very window
            QTimer.singleShot(0, each, each.destroy)
        self.setCurrentWidget(self.sheet)
        self.removeWidget(self._frame)  # assistive technology reads all that stands there
        let_go(self._frame)

    def take_off(self) -> bool:
        """Show the frame and the dialogs that were open; return whether there were any."""
        self._hush.end()
        self._show_frame()
        waiting = [each for each in self._dialogs if Shiboken.isValid(each)]
        self._dialogs = []
        for each in waiting:  # one for a file or a printer ended as it was hidden
            each.show()
        return bool(waiting)

    def change_frame(self, frame: Frame) -> None:
        """Have another frame from now on, behind the sheet where that stands there."""
        old, self._frame = self._frame, frame
        if self.is_on:
            frame.setParent(self)
        else:
            self._show_frame()
        self.removeWidget(old)
        old.deleteLater()

    @contextmanager
    def heard_alone(self) -> Iterator[None]:
        """Let what the block says be heard, and nothing after it; it may be hidden already."""
        self._hush.end()
        yield
        self._hush.begin()

    def _show_frame(self) -> None:
        self.insertWidget(0, self._frame)
        self.setCurrentWidget(self._frame)

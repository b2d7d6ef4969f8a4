"""What is said when nobody caught an error."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from therapist_app.messages.errors import explain, is_known
from therapist_app.shell.window.trouble import make_message

if TYPE_CHECKING:
    from therapist_app.shell.window.main_window import MainWindow


class Crash(QObject):
    """Says what nobody caught; what a person can act on stays open, a mistake of ours locks."""

    def __init__(
        self, window: Callable[[], "MainWindow | None"], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._is_open = False

    def report(self, error: BaseException, code: str) -> None:
        """Say what went wrong, once at a time."""
        if self._is_open:
            return
        self._is_open = True
        known, window = is_known(error), self._window()
        try:
            make_message(explain(error), "" if known else code, window).exec()
        finally:
            self._is_open = False
            if window is not None and not known:
                window.lock()

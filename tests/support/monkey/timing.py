"""How much of the processor's time each event takes that the window's thread is told of."""

import threading
import time

from PySide6.QtCore import QEvent, QObject, QThread
from PySide6.QtWidgets import QApplication
from typing_extensions import override

SLOW = 0.1
"""Seconds of the processor's time; time in which others had the processor does not count."""


class Timed(QApplication):
    """The application of Qt, which notes each event that took long.

    What an event sends on belongs to it; what a dialog's own loop does while an event waits for it
    does not.
    """

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.count = 0
        self.slow: list[float] = []
        self._thread = threading.get_ident()
        self._level = 0
        self._nested = 0.0

    @override
    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Tell the receiver, and take the time."""
        if threading.get_ident() != self._thread:
            return super().notify(receiver, event)
        level = QThread.currentThread().loopLevel()
        if level <= self._level:  # sent on while another is under way
            return super().notify(receiver, event)
        outer, self._level = self._level, level
        before, self._nested = self._nested, 0.0
        began = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            whole = time.thread_time() - began
            took = whole - self._nested
            self._level, self._nested = outer, before + whole
            self.count += 1
            if took > SLOW:
                self.slow.append(round(took, 3))

    def forgive(self, seconds: float) -> None:
        """Leave out of the event under way what looking took."""
        self._nested += seconds

"""When something stands on the screen: its window was painted, and then nothing more waits."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from tests.bench.timing.rounds import Span, Stopwatch

QUIET = 3
"""Turns of the event loop without painting, after which all is built."""


class PaintCount(QObject):
    """Counts how often a window was painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.times = 0
        window.installEventFilter(self)
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:
            self.times += 1
        return False


def until_painted(count: PaintCount, act: Callable[[], object]) -> tuple[Span, Span]:
    """Return how long it is from `act` to the first painting, and until nothing more waits."""
    watch, before = Stopwatch(), count.times
    act()
    while count.times == before:
        QApplication.processEvents()
    first = last = watch.read()
    seen, quiet = count.times, 0
    while quiet < QUIET:
        QApplication.processEvents()
        quiet += 1
        if count.times != seen:
            seen, quiet, last = count.times, 0, watch.read()
    return first, last


def settle(count: PaintCount) -> None:
    """Let everything that waits happen."""
    quiet, seen = 0, count.times
    while quiet < QUIET:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        quiet = quiet + 1 if count.times == seen else 0
        seen = count.times

"""What follows the first painting of a part, so that somebody sees it before more is read.

A timer of no time does not wait for that: on a desktop a window is painted a few milliseconds
after it was asked for.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class OncePainted(QObject):
    """Lets something follow the first painting of a part, and nothing where it was never painted.

    It is the part's own, so that nothing follows once that is gone.
    """

    def __init__(self, part: QWidget, then: Callable[[], object]) -> None:
        super().__init__(part)
        self._then = then
        part.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._follow)
        return False

    @Slot()
    def _follow(self) -> None:
        self._then()
        self.deleteLater()

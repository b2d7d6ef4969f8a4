"""Something that counts as seen once all of it was painted in sight."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class SeenWhole(QWidget):
    """A part of a page that says once that the person had all of it in sight.

    What lies below the edge of a page that scrolls is not in sight until somebody goes there.

    Signals:
        seen: All of it was painted, at once or part by part.

    """

    seen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._painted = QRegion()
        self._is_seen = False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Note what of it was painted."""
        super().paintEvent(event)
        self._painted = self._painted.united(self.visibleRegion())
        is_whole = QRegion(self.rect()).subtracted(self._painted).isEmpty()
        if is_whole and not self._is_seen:
            self._is_seen = True
            self.seen.emit()

"""A sign that what scrolls goes on below: its foot fades, and no line is cut in its middle."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from therapist_app.theme.look import look

HEIGHT = 28


class MoreBelow(QWidget):
    """Lies over the foot of what scrolls, for as long as there is more of it below."""

    def __init__(self, area: QScrollArea, ground: str = "surface") -> None:
        """Fade into the colour on which the area stands."""
        super().__init__(area)
        self._area, self._ground = area, ground
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self._follow)
        bar.rangeChanged.connect(self._follow)
        area.viewport().installEventFilter(self)
        self._follow()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the place at the foot again in an area of another size."""
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Let what lies beneath go over into the ground, row by row.

        A gradient of Qt's would be one more class to make before the first page.
        """
        painter, ground = QPainter(self), look().qcolor(self._ground)
        for row in range(self.height()):
            ground.setAlphaF((row + 1) / self.height())
            painter.fillRect(0, row, self.width(), 1, ground)

    @Slot()
    def _follow(self) -> None:
        bar, seen = self._area.verticalScrollBar(), self._area.viewport()
        high = min(look().scaled(HEIGHT), seen.height())
        self.setGeometry(seen.x(), seen.y() + seen.height() - high, seen.width(), high)
        self.setVisible(bar.value() < bar.maximum())
        self.raise_()

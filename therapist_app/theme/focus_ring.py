"""The ring that shows where the keyboard is."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from therapist_app.theme.look import look


def draw_focus_ring(painter: QPainter, rect: QRect) -> None:
    """Draw the focus colour outside and a line of paper inside: plain on any fill."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = look().size("radius_control")
    for inset, color in ((1, "focus"), (3, "surface-raised")):
        painter.setPen(QPen(look().qcolor(color), 2))
        edge = QRectF(rect).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(edge, radius - inset, radius - inset)


def show_focus(widget: QWidget) -> None:
    """Draw the ring over what a widget has painted, while it has the keyboard."""
    if widget.hasFocus():
        painter = QPainter(widget)
        draw_focus_ring(painter, widget.rect())
        painter.end()


class RingBeside(QWidget):
    """The ring in the room around a widget, whose words stand on one line with all others."""

    def __init__(self, around: QWidget, place: QWidget) -> None:
        super().__init__(place)
        self._around, self._place = around, place
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around.destroyed.connect(self.deleteLater)
        moved: QWidget | None = around
        while moved is not None and moved is not place:
            moved.installEventFilter(self)
            moved = moved.parentWidget()
        self._follow()
        self.show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go along with what it stands around."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._follow()
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        draw_focus_ring(painter, self.rect())
        painter.end()

    def _follow(self) -> None:
        self.setGeometry(_room_around(self._around, self._place))
        self.raise_()


def ring_beside(widget: QWidget) -> RingBeside | None:
    """Return the ring around a widget, or None where nothing that it stands in has the room."""
    place = widget.parentWidget()
    while place is not None:
        room = _room_around(widget, place)
        if room.left() >= 0 and room.right() < place.width():
            return RingBeside(widget, place)
        if place.isWindow() or isinstance(place.parentWidget(), QAbstractScrollArea):
            return None
        place = place.parentWidget()
    return None


def _room_around(widget: QWidget, place: QWidget) -> QRect:
    beside = look().space("s")
    return QRect(widget.mapTo(place, QPoint()), widget.size()).adjusted(-beside, 0, beside, 0)

"""The ring that shows where the keyboard is."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

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

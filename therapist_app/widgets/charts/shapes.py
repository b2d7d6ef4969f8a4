"""Paints the display lists of `exports.paper` on the screen."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from exports.paper.drawing.shapes import Dot, Line, Rect, Shape, Text
from therapist_app.theme.look import look


def paint_shapes(painter: QPainter, shapes: Sequence[Shape]) -> None:
    """Paint a display list; a new shape fails type-checking here."""
    for shape in shapes:
        match shape:
            case Rect():
                where = QRectF(shape.x, shape.y, shape.width, shape.height)
                painter.fillRect(where, look().qcolor(shape.colour))
            case Line():
                _paint_line(painter, shape)
            case Dot():
                painter.setPen(QPen(look().qcolor(shape.colour), 2))
                painter.setBrush(look().qcolor("surface-raised" if shape.hollow else shape.colour))
                painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)
            case Text():
                _paint_words(painter, shape)


def _paint_line(painter: QPainter, line: Line) -> None:
    pen = QPen(look().qcolor(line.colour), line.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if line.dash else Qt.PenCapStyle.RoundCap)
    if line.dash:
        pen.setDashPattern([each / line.width for each in line.dash])
    painter.setPen(pen)
    painter.drawLine(QPointF(line.x1, line.y1), QPointF(line.x2, line.y2))


def _paint_words(painter: QPainter, words: Text) -> None:
    font = look().font("caption", strong=words.strong)
    font.setPixelSize(round(words.size))
    painter.setFont(font)
    painter.setPen(look().qcolor(words.colour))
    width = painter.fontMetrics().horizontalAdvance(words.words)
    start = words.x - {"left": 0.0, "centre": width / 2, "right": float(width)}[words.align]
    painter.drawText(QPointF(start, words.y), words.words)

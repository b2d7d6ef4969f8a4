"""Paints a list of shapes on paper."""

from collections.abc import Sequence
from typing import assert_never

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override

from exports.paper.charts.chart import Space
from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, STRONG, printable
from exports.paper.drawing.shapes import Dot, Line, Rect, Shape, Text
from exports.paper.drawing.tags import DocumentPart, tagged


def paint(canvas: Canvas, shape: Shape, height: float) -> None:
    """Paint one shape; `height` is that of the drawing, whose y grows downwards."""
    colour = ink(shape.colour)
    match shape:
        case Rect():
            canvas.setFillColor(colour)
            at = height - shape.y - shape.height
            canvas.rect(shape.x, at, shape.width, shape.height, stroke=0, fill=1)
        case Line():
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(shape.width)
            canvas.setDash(list(shape.dash))
            canvas.line(shape.x1, height - shape.y1, shape.x2, height - shape.y2)
        case Dot():
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(1.25)
            canvas.setDash([])
            canvas.setFillColor(ink("surface") if shape.hollow else colour)
            canvas.circle(shape.x, height - shape.y, shape.radius, stroke=1, fill=1)
        case Text():
            _write(canvas, shape, height)
        case _:
            assert_never(shape)


def _write(canvas: Canvas, text: Text, height: float) -> None:
    canvas.setFillColor(ink(text.colour))
    canvas.setFont(STRONG if text.strong else REGULAR, text.size)
    write = {
        "left": canvas.drawString,
        "centre": canvas.drawCentredString,
        "right": canvas.drawRightString,
    }[text.align]
    write(text.x, height - text.y, printable(text.words))


class Drawing(Flowable):
    """A chart that takes its place among paragraphs and tables; `said` is the same in words."""

    def __init__(self, shapes: Sequence[Shape], space: Space, said: str) -> None:
        super().__init__()
        self.width = space.width
        self.height = space.height
        self._shapes = tuple(shapes)
        self._said = said

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that the drawing takes."""
        return self.width, self.height

    def draw(self) -> None:
        """Paint the shapes in order."""
        with tagged(self.canv).content(DocumentPart("Figure", alt=printable(self._said))):
            for shape in self._shapes:
                paint(self.canv, shape, self.height)

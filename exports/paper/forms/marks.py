"""What a pen needs on a printed form: marks to fill in, lines to write on."""

from typing import Literal

from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from typing_extensions import override

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, STRONG
from exports.paper.forms.fields import Field, Place, add_mark, add_text

MARK = 4 * mm
LINE_STEP = 9 * mm
MOST_LINE_SCALE = 1.35
"""Large print needs taller lines to write on, not as much taller as its type."""
EDGE = 0.8
WIDE_KEY = 2
TYPED = 10.0

Form = Literal["circle", "box"]


def line_step(scale: float) -> float:
    """Return the distance between lines to write on, in points."""
    return LINE_STEP * min(scale, MOST_LINE_SCALE)


class Mark(Flowable):
    """A circle or box of 4 mm with the key that chooses it, filled in or open."""

    def __init__(
        self,
        key: str,
        *,
        form: Form = "circle",
        chosen: bool = False,
        scale: float = 1.0,
        field: Field | None = None,
    ) -> None:
        super().__init__()
        self._key = key
        self._form = form
        self._chosen = chosen
        self._size = MARK * scale
        self._field = field

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that the mark takes."""
        self.width, self.height = self._size + EDGE, self._size + EDGE
        return self.width, self.height

    def draw(self) -> None:
        """Draw the mark with its key inside."""
        canvas, size = self.canv, self._size
        canvas.setLineWidth(EDGE)
        canvas.setStrokeColor(ink("text" if self._chosen else "line-control"))
        canvas.setFillColor(ink("text"))
        fill = int(self._chosen)
        if self._form == "circle":
            canvas.circle(size / 2 + EDGE / 2, size / 2 + EDGE / 2, size / 2, fill=fill)
        else:
            canvas.rect(EDGE / 2, EDGE / 2, size, size, fill=fill)
        letter = size * (0.58 if len(self._key) <= WIDE_KEY else 0.44)
        canvas.setFillColor(ink("surface" if self._chosen else "text-muted"))
        canvas.setFont(STRONG if self._chosen else REGULAR, letter)
        middle = size / 2 + EDGE / 2
        canvas.drawCentredString(middle, middle - letter * 0.36, self._key)
        if self._field is not None:
            add_mark(canvas, self._field, EDGE / 2, size, is_circle=self._form == "circle")


class Lines(Flowable):
    """Lines to write on, 9 mm apart."""

    def __init__(self, count: int, scale: float = 1.0, field: Field | None = None) -> None:
        super().__init__()
        self._count = count
        self._scale = scale
        self._step = line_step(scale)
        self._field = field

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that the lines take."""
        self.width, self.height = aW, self._count * self._step
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines, or the edge of one field where somebody types."""
        self.canv.setStrokeColor(ink("line-control"))
        self.canv.setLineWidth(0.6)
        if self._field is not None:
            self._draw_field(self._field)
            return
        for number in range(self._count):
            at = self.height - (number + 1) * self._step + 2
            self.canv.line(0, at, self.width, at)

    def _draw_field(self, field: Field) -> None:
        place = Place(0, 2, self.width, self.height - 4)
        self.canv.rect(place.x, place.y, place.width, place.height, fill=0)
        size = TYPED * min(self._scale, 1.8)
        add_text(self.canv, field, place, lines=self._count, size=size)


class CellField(Flowable):
    """Room to type in one cell of a table, as wide as the cell."""

    def __init__(self, field: Field, height: float) -> None:
        super().__init__()
        self._field = field
        self._room = height

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that the field takes."""
        self.width, self.height = aW, self._room
        return self.width, self.height

    def draw(self) -> None:
        """Lay the field over the cell."""
        place = Place(0, 0, self.width, self.height)
        add_text(self.canv, self._field, place, lines=2, size=TYPED - 1)

"""What a pen needs on a printed form: marks to fill in, lines to write on."""

from typing import Literal

from reportlab.lib.units import mm
from reportlab.platypus import Flowable
from typing_extensions import override

from exports.paper.colours import ink
from exports.paper.fonts import REGULAR, STRONG

MARK = 4 * mm
LINE_STEP = 9 * mm
EDGE = 0.8
WIDE_KEY = 2

Form = Literal["circle", "box"]


class Mark(Flowable):
    """A circle or box of 4 mm with the key that chooses it, filled in or open."""

    def __init__(
        self,
        key: str,
        *,
        form: Form = "circle",
        chosen: bool = False,
        scale: float = 1.0,
    ) -> None:
        super().__init__()
        self._key = key
        self._form = form
        self._chosen = chosen
        self._size = MARK * scale

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


class Lines(Flowable):
    """Lines to write on, 9 mm apart."""

    def __init__(self, count: int, scale: float = 1.0) -> None:
        super().__init__()
        self._count = count
        self._step = LINE_STEP * scale

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that the lines take."""
        self.width, self.height = aW, self._count * self._step
        return self.width, self.height

    def draw(self) -> None:
        """Draw the lines."""
        self.canv.setStrokeColor(ink("line-control"))
        self.canv.setLineWidth(0.6)
        for number in range(self._count):
            at = self.height - (number + 1) * self._step + 2
            self.canv.line(0, at, self.width, at)

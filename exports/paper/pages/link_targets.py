"""What takes its place on a page and says where that was.

Nothing here knows what is done with the place: it calls back with it.
"""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import width
from exports.paper.pages.typography import SIZES, Role, words

INDENT = 14.0
NUMBER_ROOM = 26.0
GAP = 6.0
LEAST_LEADER = 12.0

Note = Callable[[Canvas, tuple[float, float, float, float]], None]
"""Takes the area on the page, from the lower left to the upper right corner, in points."""


def area_of(canvas: Canvas, width: float, height: float) -> tuple[float, float, float, float]:
    """Return what is drawn here, `width` by `height`, as an area of the page."""
    left, bottom = canvas.absolutePosition(0, 0)
    return left, bottom, left + width, bottom + height


class Bearing(Flowable):
    """Something drawn as it is, whole, with a note of where."""

    def __init__(self, inner: Flowable, note: Note) -> None:
        super().__init__()
        self._inner = inner
        self._note = note

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that it takes."""
        self.width, self.height = self._inner.wrap(aW, aH)
        return self.width, self.height

    def draw(self) -> None:
        """Draw it and say where."""
        self._note(self.canv, area_of(self.canv, self.width, self.height))
        self._inner.drawOn(self.canv, 0, 0)


class NumberRoom(Flowable):
    """Room for a number that is written later, as wide as its place."""

    def __init__(self, role: Role, note: Note) -> None:
        super().__init__()
        self._leading = SIZES[role][2]
        self._note = note

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that it takes: one line."""
        self.width, self.height = aW, self._leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw nothing yet; say where it stands."""
        self._note(self.canv, area_of(self.canv, self.width, self.height))


class LineTo(Flowable):
    """A line of a list that ends in the number of a page, dots leading there."""

    def __init__(self, text: str, depth: int, note: Note) -> None:
        super().__init__()
        self._role: Role = "body" if depth else "strong"
        self._text = text
        self._indent = depth * INDENT
        self._words = words(text, self._role)
        self._note = note

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that it takes."""
        self._room = aW - self._indent - NUMBER_ROOM - GAP
        self.width, self.height = aW, self._words.wrap(self._room, aH)[1]
        return self.width, self.height

    def draw(self) -> None:
        """Draw the words and the dots; the number is written later."""
        _, size, leading, _ = SIZES[self._role]
        self._words.drawOn(self.canv, self._indent, 0)
        length = width(self._text, size, strong=self._role == "strong")
        begin, end = self._indent + length + GAP, self.width - NUMBER_ROOM
        if self.height <= leading and end - begin >= LEAST_LEADER:
            self.canv.saveState()
            self.canv.setStrokeColor(ink("line-control"))
            self.canv.setLineWidth(0.5)
            self.canv.setDash([0.5, 3])
            self.canv.line(begin, leading - size, end, leading - size)
            self.canv.restoreState()
        self._note(self.canv, area_of(self.canv, self.width, self.height))

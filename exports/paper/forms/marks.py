"""What a printed form is filled in on: marks and lines for a pen, and fields laid over them.

Only a blank form has fields. The published types of the library know whole points only, so its
functions are taken as they are.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from typing_extensions import override

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, STRONG, printable
from exports.paper.drawing.tags import DocumentPart, language_tag, tagged
from session_forms.words.texts import ngettext, pgettext

FIELD_FONT = "Helvetica"
"""The type that every PDF reader has: what will be typed is not known while fonts are embedded."""


@dataclass(frozen=True, slots=True)
class Field:
    """One place to fill in.

    Attributes:
        name: Unique in the document; the circles of one question share it.
        words: What a screen reader says.
        group: The same for all circles of one question together.
        value: What a circle or box stands for.
        most: The most characters that a text takes; 0 for no limit.

    """

    name: str
    words: str
    group: str = ""
    value: str = ""
    most: int = 0

    def part(self, name: str, words: str) -> "Field":
        """Return a field of its own for one part of the question."""
        return replace(self, name=f"{self.name}.{name}", words=f"{self.words} {words}")

    def choice(self, value: str, words: str) -> "Field":
        """Return the same field for one of its choices."""
        return replace(self, value=value, words=f"{self.words} {words}", group=self.words)


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a field stands, in points from the lower left of what draws it."""

    x: float
    y: float
    width: float
    height: float


def add_mark(canvas: Canvas, field: Field, corner: float, size: float, *, is_circle: bool) -> None:
    """Lay a circle or a box over a mark: of several circles, choosing one lets go of the others."""
    circle: Callable[..., None] = canvas.acroForm.radio
    box: Callable[..., None] = canvas.acroForm.checkbox
    look = {"x": corner, "y": corner, "size": size, "shape": "square", **_look()}
    if is_circle:
        named = {"name": field.name, "tooltip": printable(field.group)}
        circle(value=field.value, fieldFlags="radio", buttonStyle="circle", **named, **look)
    else:
        named = {"name": f"{field.name}.{field.value}", "tooltip": printable(field.words)}
        box(fieldFlags="", buttonStyle="check", **named, **look)
    _adopt(canvas, field)


def add_text(canvas: Canvas, field: Field, place: FieldPlace, *, lines: int, size: float) -> None:
    """Lay room to type over lines; `size` is that of the type, in points."""
    make: Callable[..., None] = canvas.acroForm.textfield
    make(
        name=field.name,
        tooltip=printable(field.words),
        x=place.x,
        y=place.y,
        width=place.width,
        height=place.height,
        maxlen=field.most or None,
        fieldFlags="multiline" if lines > 1 else "",
        fontName=FIELD_FONT,
        fontSize=size,
        **_look(),
    )
    _adopt(canvas, field)


def _adopt(canvas: Canvas, field: Field) -> None:
    tagged(canvas).adopt(DocumentPart("Form", alt=printable(field.words)))


def _look() -> dict[str, object]:
    """Return how a field looks: of itself not at all, since its place is drawn already."""
    return {
        "relative": True,
        "borderWidth": 0,
        "borderColor": None,
        "fillColor": None,
        "textColor": ink("text"),
    }


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
    """A circle or box of 4 mm with the key that chooses it, filled in or open.

    `said` is what is read aloud after the key, where no words stand beside it.
    """

    def __init__(
        self,
        key: str,
        *,
        form: Form = "circle",
        chosen: bool = False,
        scale: float = 1.0,
        field: Field | None = None,
        said: str = "",
    ) -> None:
        super().__init__()
        self._key = key
        self._said = said
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
        with tagged(self.canv).content(self._part()):
            self._draw()
        if self._field is not None:
            circle = self._form == "circle"
            add_mark(self.canv, self._field, EDGE / 2, self._size, is_circle=circle)

    def _part(self) -> DocumentPart:
        """Return what it is: a sign that is read aloud, or the key beside a field."""
        if self._field is not None:
            return DocumentPart("Span")
        said = (
            pgettext("sign on paper", "{sign}, marked")
            if self._chosen
            else pgettext("sign on paper", "{sign}, not marked")
        )
        sign = f"{self._key} {self._said}".strip()
        return DocumentPart(
            "Figure", alt=printable(said.format(sign=sign)), language=language_tag()
        )

    def _draw(self) -> None:
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
        said = ngettext("{count} line to write on", "{count} lines to write on", self._count)
        room = DocumentPart("Figure", alt=said.format(count=self._count), language=language_tag())
        with tagged(self.canv).content(room):
            for number in range(self._count):
                at = self.height - (number + 1) * self._step + 2
                self.canv.line(0, at, self.width, at)

    def _draw_field(self, field: Field) -> None:
        place = FieldPlace(0, 2, self.width, self.height - 4)
        with tagged(self.canv).aside():
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
        place = FieldPlace(0, 0, self.width, self.height)
        add_text(self.canv, self._field, place, lines=2, size=TYPED - 1)

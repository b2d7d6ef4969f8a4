"""Fields of a fillable PDF, laid over the same marks and lines that a pen uses.

Only a blank form has them. The field's name is the question's id, and its words are read by a
screen reader. The published types of the library know whole points only, so its functions are
taken as they are.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import printable

FIELD_FONT = "Helvetica"
"""The type that every PDF reader has: what will be typed is not known while fonts are embedded."""


@dataclass(frozen=True, slots=True)
class Field:
    """One place to fill in.

    Attributes:
        name: Unique in the document; the circles of one question share it.
        words: What a screen reader says.
        value: What a circle or box stands for.
        most: The most characters that a text takes; 0 for no limit.

    """

    name: str
    words: str
    value: str = ""
    most: int = 0

    def part(self, name: str, words: str) -> "Field":
        """Return a field of its own for one part of the question."""
        return replace(self, name=f"{self.name}.{name}", words=f"{self.words} {words}")

    def choice(self, value: str, words: str) -> "Field":
        """Return the same field for one of its choices."""
        return replace(self, value=value, words=f"{self.words} {words}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands, in points from the lower left of what draws it."""

    x: float
    y: float
    width: float
    height: float


def add_circle(canvas: Canvas, field: Field, x: float, y: float, size: float) -> None:
    """Lay one of several circles over a mark: choosing one lets go of the others."""
    make: Callable[..., None] = canvas.acroForm.radio
    make(
        name=field.name,
        value=field.value,
        tooltip=printable(field.words),
        x=x,
        y=y,
        size=size,
        fieldFlags="radio",
        **_look("circle"),
    )


def add_box(canvas: Canvas, field: Field, x: float, y: float, size: float) -> None:
    """Lay a box to tick over a mark."""
    make: Callable[..., None] = canvas.acroForm.checkbox
    make(
        name=f"{field.name}.{field.value}",
        tooltip=printable(field.words),
        x=x,
        y=y,
        size=size,
        **_look("check"),
    )


def add_text(canvas: Canvas, field: Field, place: Place, *, lines: int, size: float) -> None:
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
        relative=True,
        borderWidth=0,
        borderColor=None,
        fillColor=None,
        textColor=ink("text"),
    )


def _look(mark: str) -> dict[str, object]:
    """Return how a choice looks: its mark alone, since circle and box are drawn already."""
    return {
        "buttonStyle": mark,
        "shape": "square",
        "relative": True,
        "borderWidth": 0,
        "borderColor": None,
        "fillColor": None,
        "textColor": ink("text"),
    }

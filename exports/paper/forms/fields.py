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


def add_mark(canvas: Canvas, field: Field, corner: float, size: float, *, is_circle: bool) -> None:
    """Lay a circle or a box over a mark: of several circles, choosing one lets go of the others."""
    circle: Callable[..., None] = canvas.acroForm.radio
    box: Callable[..., None] = canvas.acroForm.checkbox
    place = {"x": corner, "y": corner, "size": size, "shape": "square"}
    look = {**place, **_look(), "tooltip": printable(field.words)}
    if is_circle:
        circle(name=field.name, value=field.value, fieldFlags="radio", buttonStyle="circle", **look)
    else:
        box(name=f"{field.name}.{field.value}", buttonStyle="check", **look)


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
        **_look(),
    )


def _look() -> dict[str, object]:
    """Return how a field looks: of itself not at all, since its place is drawn already."""
    return {
        "relative": True,
        "borderWidth": 0,
        "borderColor": None,
        "fillColor": None,
        "textColor": ink("text"),
    }

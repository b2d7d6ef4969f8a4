"""The pages of a PDF of ours as lists of what is drawn, for a printer that a window reaches.

Only what `exports.paper` itself writes is understood. Nothing touches the disk.

    for page in drawn_pages(worksheet_pdf(form)): ...
"""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from exports.paper.drawing.fonts import STRONG, width

Colour = tuple[float, float, float]
"""Red, green, blue, each from 0 to 1."""


@dataclass(frozen=True, slots=True)
class DrawnWords:
    """One line of text; `gap` is what is added to each space."""

    text: str
    x: float
    y: float
    size: float
    strong: bool
    colour: Colour
    gap: float = 0.0


Kind = Literal["move", "line", "curve", "close"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of an outline: to a point, along a line or a curve, or closed."""

    kind: Kind
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A line or a shape.

    Attributes:
        segments: The steps.
        stroke: The colour of its line; None without one.
        fill: The colour inside; None without one.
        width: How thick the line is.
        dash: The lengths drawn and left out in turn; empty for a full line.

    """

    segments: tuple[Segment, ...]
    stroke: Colour | None
    fill: Colour | None
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page and all that is drawn on it, in order."""

    width: float
    height: float
    items: tuple[DrawnWords | Outline, ...]


Matrix = tuple[float, float, float, float, float, float]
UNCHANGED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
BLACK: Colour = (0.0, 0.0, 0.0)
STROKING = frozenset({"S", "s", "B", "B*", "b", "b*"})
FILLING = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
CODE = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,8})>")


@dataclass(frozen=True, slots=True)
class _Pen:
    """What `q` remembers and `Q` brings back."""

    matrix: Matrix = UNCHANGED
    stroke: Colour = BLACK
    fill: Colour = BLACK
    width: float = 1.0
    dash: tuple[float, ...] = ()
    gap: float = 0.0


def _colour(given: Sequence[Any]) -> Colour:
    red, green, blue = (float(each) for each in given)
    return red, green, blue


def _number(given: Sequence[Any]) -> float:
    return float(given[0])


TAKEN: Mapping[str, tuple[str, Callable[[Sequence[Any]], Any]]] = {
    "RG": ("stroke", _colour),
    "rg": ("fill", _colour),
    "w": ("width", _number),
    "d": ("dash", lambda given: tuple(float(each) for each in given[0])),
    "Tw": ("gap", _number),
}
"""What the pen takes from an operator: the field, and how it is read."""
SEGMENTS: Mapping[str, Kind] = {"m": "move", "l": "line", "c": "curve", "h": "close"}


def drawn_pages(data: bytes) -> tuple[DrawnPage, ...]:
    """Return the pages of a PDF that `exports.paper` made."""
    reader = PdfReader(io.BytesIO(data))
    return tuple(_Reading(reader, page).read() for page in reader.pages)


@dataclass
class _Face:
    """A font of the page: whether it is the strong one, and what its codes stand for."""

    strong: bool
    signs: Mapping[int, str]


class _Reading:
    """One page being read."""

    def __init__(self, reader: PdfReader, page: PageObject) -> None:
        self._reader = reader
        self._page = page
        self._height = float(page.mediabox.height)
        self._faces = {name: _face(font) for name, font in _fonts(page).items()}
        self._pen = _Pen()
        self._kept: list[_Pen] = []
        self._segments: list[Segment] = []
        self._items: list[DrawnWords | Outline] = []
        self._text = _Text()
        self._steps: dict[str, Callable[[list[Any]], None]] = {
            "q": lambda _given: self._kept.append(self._pen),
            "Q": self._bring_back,
            "cm": self._turn,
            "re": self._rectangle,
            "n": self._begin,
            "BT": lambda _given: self._text.begin(UNCHANGED),
            "Tm": lambda given: self._text.begin(_matrix(given)),
            "Td": lambda given: self._text.shift(float(given[0]), float(given[1])),
            "Tf": self._take_face,
            "TL": self._take_leading,
            "Tj": self._write,
            "T*": lambda _given: self._text.shift(0.0, -self._text.leading),
        }

    def read(self) -> DrawnPage:
        """Return what the page holds."""
        content = ContentStream(self._page.get_contents(), self._reader)
        for operands, operator in content.operations:
            name = operator.decode("ascii")
            if name in STROKING | FILLING:
                self._paint(name)
            elif name in TAKEN:
                field, taken = TAKEN[name]
                self._pen = replace(self._pen, **{field: taken(operands)})
            elif name in SEGMENTS:
                self._step(SEGMENTS[name], operands)
            elif name in self._steps:
                self._steps[name](list(operands))
        return DrawnPage(float(self._page.mediabox.width), self._height, tuple(self._items))

    def _bring_back(self, _given: list[Any]) -> None:
        self._pen = self._kept.pop()

    def _turn(self, given: list[Any]) -> None:
        self._pen = replace(self._pen, matrix=_times(_matrix(given), self._pen.matrix))

    def _begin(self, _given: list[Any]) -> None:
        self._segments = []

    def _step(self, kind: Kind, given: Sequence[Any]) -> None:
        self._segments.append(Segment(kind, self._points(given)))

    def _rectangle(self, given: list[Any]) -> None:
        x, y, width, height = (float(each) for each in given)
        self._step("move", [x, y])
        for corner in ([x + width, y], [x + width, y + height], [x, y + height]):
            self._step("line", corner)
        self._step("close", [])

    def _paint(self, name: str) -> None:
        pen = self._pen
        self._items.append(
            Outline(
                tuple(self._segments),
                pen.stroke if name in STROKING else None,
                pen.fill if name in FILLING else None,
                pen.width,
                pen.dash,
            )
        )
        self._segments = []

    def _take_face(self, given: list[Any]) -> None:
        self._text.face, self._text.size = str(given[0]), float(given[1])

    def _take_leading(self, given: list[Any]) -> None:
        self._text.leading = float(given[0])

    def _write(self, given: list[Any]) -> None:
        face = self._faces[self._text.face]
        text = "".join(face.signs.get(code, "") for code in given[0].original_bytes)
        at = (1.0, 0.0, 0.0, 1.0, self._text.written, 0.0)
        matrix = _times(_times(at, self._text.matrix), self._pen.matrix)
        spaced = self._pen.gap * text.count(" ")
        self._text.written += width(text, self._text.size, strong=face.strong) + spaced
        self._items.append(
            DrawnWords(
                text,
                x=matrix[4],
                y=self._height - matrix[5],
                size=self._text.size * matrix[3],
                strong=face.strong,
                colour=self._pen.fill,
                gap=self._pen.gap,
            )
        )

    def _points(self, given: Sequence[Any]) -> tuple[tuple[float, float], ...]:
        a, b, c, d, e, f = self._pen.matrix
        pairs = [(float(x), float(y)) for x, y in zip(given[::2], given[1::2], strict=True)]
        return tuple((a * x + c * y + e, self._height - (b * x + d * y + f)) for x, y in pairs)


@dataclass
class _Text:
    """Where and how the next words are written."""

    matrix: Matrix = UNCHANGED
    face: str = ""
    size: float = 0.0
    leading: float = 0.0
    written: float = 0.0
    """How far the line is written already."""

    def begin(self, matrix: Matrix) -> None:
        """Begin a line."""
        self.matrix, self.written = matrix, 0.0

    def shift(self, x: float, y: float) -> None:
        """Go to another place, seen from the beginning of the line."""
        self.begin(_times((1.0, 0.0, 0.0, 1.0, x, y), self.matrix))


def _fonts(page: PageObject) -> Mapping[str, Any]:
    resources: Any = page["/Resources"]
    fonts = resources["/Font"]
    return {name: font.get_object() for name, font in fonts.items()}


def _face(font: Mapping[str, Any]) -> _Face:
    codes = CODE.findall(font["/ToUnicode"].get_data())
    signs = {
        int(code, 16): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in codes
    }
    return _Face(strong=str(font["/BaseFont"]).endswith(STRONG), signs=signs)


def _matrix(given: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in given)
    return a, b, c, d, e, f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that applies `first` and then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )

"""What every part of a manual is set from, and its lines.

A line has a label in the margin, a text, and the right of the page left for notes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportlab.platypus import Flowable
from typing_extensions import override

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, printable
from exports.paper.drawing.tags import DocumentPart, language_tag, tagged
from exports.paper.pages.book import Book
from exports.paper.pages.keeping import Line, under
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import SIZES, Role, TaggedWords, box, prose, space, words
from programme.definition.definition import Programme
from programme.definition.placeholders import fill
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary


@dataclass(frozen=True, slots=True)
class Material:
    """A programme, its forms, and the book that they are printed in."""

    programme: Programme
    forms: FormLibrary
    book: Book

    def form(self, form_id: str) -> FormDefinition:
        """Return a form in the version that the programme uses, else the newest.

        Raises:
            UnknownForm: There is no such form.

        """
        version = self.programme.forms.get(form_id)
        return self.forms.latest(form_id) if version is None else self.forms.get(form_id, version)

    def headed(self, key: str, shown: Flowable) -> Flowable:
        """Return `shown` as the heading of an entry; as it is where the book has no such entry."""
        return self.book.heading(key, shown) if self.book.has(key) else shown


def pinned_forms(programme: Programme, forms: FormLibrary) -> tuple[FormDefinition, ...]:
    """Return the forms that a programme uses, in its versions, by title.

    Raises:
        UnknownForm: One of them is not installed.

    """
    pinned = (forms.get(form_id, version) for form_id, version in programme.forms.items())
    return tuple(sorted(pinned, key=lambda form: (form.title.casefold(), form.id)))


LABEL_WIDTH = 66.0
SIGN_WIDTH = 12.0
TEXT_WIDTH = 300.0
WIDE_WIDTH = 385.0
PAGE_WIDTH = 80.0
APART = 2.0
FLAT = [(f"{side}PADDING", 0.0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
BULLET = "\N{BULLET}"


class Point(Flowable):
    """One text with its label and its sign on the same line; `line` is that of a list."""

    text_width = TEXT_WIDTH

    def __init__(
        self,
        label: str,
        text: str,
        role: Role = "body",
        sign: str = BULLET,
        line: DocumentPart | None = None,
    ) -> None:
        super().__init__()
        self._label = printable(label)
        self._sign = sign
        self._size = SIZES[role][1]
        self._text = said(text, role)
        if line is not None:
            self._text.part = DocumentPart("LBody", parent=line)

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that it takes."""
        self.width, self.height = aW, self._text.wrap(self.text_width, aH)[1] + APART
        return self.width, self.height

    def draw(self) -> None:
        """Draw label, sign and text."""
        canvas = tagged(self.canv)
        top = self.height - APART / 2
        font, size, _, colour = SIZES["label"]
        canvas.setFillColor(ink(colour))
        canvas.setFont(font, size)
        label = DocumentPart("P", language=language_tag())
        with canvas.content(label) if self._label else canvas.aside():
            canvas.drawString(0, top - self._size, self._label)
        canvas.setFont(REGULAR, self._size)
        with canvas.aside():
            canvas.drawString(LABEL_WIDTH, top - self._size, self._sign)
        self._text.drawOn(self.canv, LABEL_WIDTH + SIGN_WIDTH, APART / 2)


class WidePoint(Point):
    """The same where no room is left for notes."""

    text_width = WIDE_WIDTH


def said(text: str, role: Role = "body") -> TaggedWords:
    """Return a text of the programme; where a placeholder stands is a line to write on."""
    return words(fill(text, {}), role)


def reading(text: str, role: Role = "body") -> TaggedWords:
    """Return the same over the width of the page, with lines that read well."""
    return prose(fill(text, {}), role)


def points(label: str, texts: Iterable[str], role: Role = "body") -> Iterator[Flowable]:
    """Yield texts as points; the first one has the label."""
    listed = DocumentPart("L")
    for at, text in enumerate(texts):
        yield Point("" if at else label, text, role, line=DocumentPart("LI", parent=listed))


def section(title: str, body: Iterable[Line]) -> Iterator[Flowable]:
    """Yield a heading with its body and room below; nothing where the body is empty."""
    lines = list(body)
    if lines:
        heading = words(title, "heading", language=language_tag())
        yield from under([heading, space(3)], lines)
        yield space(8)


def refer(key: str, shown: Flowable, material: Material) -> Flowable:
    """Return a line with the page of what it names, where the book has that page."""
    linked = material.book.linked(key, shown)
    page = material.book.page_of(key)
    return box([[linked, page]], [WIDTH - PAGE_WIDTH, PAGE_WIDTH], FLAT)

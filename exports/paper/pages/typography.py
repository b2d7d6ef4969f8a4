"""Type on paper: paragraphs, headings and tables in the sizes of the look.

Every text is made printable and escaped here, so that no words of a person are ever read as
markup.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle
from typing_extensions import override

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, STRONG, markup
from exports.paper.drawing.shapes import Align
from exports.paper.drawing.tags import DocumentPart, LayoutCells, TableCells, tagged
from exports.paper.pages.page import WIDTH

PROSE_WIDTH = 120 * mm
"""A line of about 72 characters, as on screen; larger print takes more in proportion."""
CAPTION_WIDTH = 140 * mm
CELL = 3.2

Role = Literal["title", "heading", "lead", "body", "muted", "strong", "caption", "label"]
SIZES: dict[Role, tuple[str, float, float, str]] = {
    "title": (STRONG, 15, 19, "text"),
    "heading": (STRONG, 11, 14.5, "text"),
    "lead": (REGULAR, 11.5, 16, "text"),
    "body": (REGULAR, 9.5, 13.5, "text"),
    "muted": (REGULAR, 9.5, 13.5, "text-muted"),
    "strong": (STRONG, 9.5, 13.5, "text"),
    "caption": (REGULAR, 8, 11, "text-muted"),
    "label": (STRONG, 8, 11, "text-muted"),
}

LARGE_TYPE = 18.0
"""The body of large print, in points: what clear-print guides call large."""
LARGE = LARGE_TYPE / SIZES["body"][1]

ALIGNED: dict[Align, Literal[0, 1, 2]] = {"left": 0, "centre": 1, "right": 2}
"""As reportlab numbers them."""

Cells = Sequence[Flowable | list[Flowable]]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table as it is set: words only, with the columns that hold figures named."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int]
    widths: tuple[float, ...]


@cache
def style(
    role: Role, scale: float = 1.0, align: Align = "left", indent_right: float = 0.0
) -> ParagraphStyle:
    """Return the paragraph style of a role."""
    font, size, leading, colour = SIZES[role]
    return ParagraphStyle(
        f"{role}-{scale}-{align}-{indent_right}",
        fontName=font,
        fontSize=size * scale,
        leading=leading * scale,
        textColor=ink(colour),
        alignment=ALIGNED[align],
        rightIndent=indent_right,
        bulletFontName=REGULAR,
    )


def prose_style(
    role: Role = "body", scale: float = 1.0, indent: float = 0.0, least: float = 0.0
) -> ParagraphStyle:
    """Return a style for prose over the page's width: its lines end where they read well.

    `least` is the width of what it stands under, which its lines may fill in any case.
    """
    longest = (CAPTION_WIDTH if role == "caption" else PROSE_WIDTH) * scale
    return style(role, scale, "left", max(0.0, WIDTH - max(longest, least) - indent))


class TaggedWords(Paragraph):
    """A paragraph and the part of the document that it is; without words it is none."""

    part = DocumentPart("P")
    is_blank = False
    goes_on = False

    @override
    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Return the lines that have room and the rest, as one part."""
        pieces = super().split(aW, aH)
        for piece in pieces:
            assert isinstance(piece, TaggedWords)
            piece.part, piece.goes_on = self.part, piece is not pieces[-1]
        return pieces

    @override
    def draw(self) -> None:
        """Draw the words; a blank ends each line, so that no two words are read as one."""
        if self.is_blank:
            return
        lines = vars(self)["blPara"].lines
        for line in lines if self.goes_on else lines[:-1]:
            _end_with_a_blank(line)
        with tagged(self.canv).content(self.part):
            super().draw()


def _end_with_a_blank(line: object) -> None:
    """Add a blank that takes no room, to a line of plain words or of words in several faces."""
    if isinstance(line, tuple):
        line[1][-1] += " "
    else:
        for last in vars(line)["words"][-1:]:
            last.text += " "


HEADING_RANKS: Mapping[Role, int] = {"title": 1, "heading": 2}
UNDER_A_HEADING = 3
"""The rank of a heading that is set as strong words."""


def set_as(text: str, how: ParagraphStyle, rank: int = 0, language: str = "") -> TaggedWords:
    """Return one paragraph of what a paragraph takes; with a rank it is a heading."""
    made = TaggedWords(text, how)
    made.is_blank = not text.replace("<br/>", "").strip()
    made.part = DocumentPart("H" if rank else "P", rank=rank, language=language)
    return made


def words(
    text: str,
    role: Role = "body",
    scale: float = 1.0,
    align: Align = "left",
    *,
    rank: int | None = None,
    language: str = "",
) -> TaggedWords:
    """Return one paragraph of plain text, as wide as its place.

    `rank` is how important a heading it is, 0 for none; else its role tells. `language` is that
    of the words, where others on the page are in another one.
    """
    ranked = HEADING_RANKS.get(role, 0) if rank is None else rank
    return set_as(markup(text), style(role, scale, align), ranked, language)


def prose(
    text: str,
    role: Role = "body",
    scale: float = 1.0,
    *,
    least: float = 0.0,
    rank: int | None = None,
    language: str = "",
) -> TaggedWords:
    """Return the same with lines that read well."""
    ranked = HEADING_RANKS.get(role, 0) if rank is None else rank
    return set_as(markup(text), prose_style(role, scale, least=least), ranked, language)


class Gap(Spacer):
    """Empty room that ends with its page: what is left of it does not begin the next one."""

    _ZEROSIZE = True
    """So the library asks for its height where a page is full, too."""

    @override
    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        """Return the room that it takes: what is wanted, or what is left."""
        return self.width, min(self.height, max(0.0, aH))


def space(points: float) -> Spacer:
    """Return empty room; it ends with its page."""
    return Gap(1, points)


def box(
    cells: Sequence[Cells],
    widths: Sequence[float],
    settings: Sequence[tuple[str, float]] = (),
    said: LayoutCells | None = None,
) -> Table:
    """Return a table without lines, in our font; `said` is what its cells are besides."""
    table = Table(
        [list(row) for row in cells],
        colWidths=list(widths),
        hAlign="LEFT",
        renderCB=said or LayoutCells(),
    )
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                *((name, (0, 0), (-1, -1), value) for name, value in settings),
            ]
        )
    )
    return table


def shaded(cells: Sequence[Cells], widths: Sequence[float]) -> Table:
    """Return a band on sunken ground, for the heading of a step."""
    made = box(cells, widths, [("TOPPADDING", 3), ("BOTTOMPADDING", 4)])
    made.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), ink("surface-sunken"))]))
    return made


def ruled(table: Ruled, said: TableCells | None = None) -> Table:
    """Return a table with a sunken head and hairlines, figures at the right.

    What goes on from another sheet is `said` as the same table.
    """

    def line(texts: tuple[str, ...], role: Role) -> list[Flowable]:
        return [
            words(text, role, align="right" if at in table.figures else "left")
            for at, text in enumerate(texts)
        ]

    head = line(table.head, "label")
    rows = [head, *(line(row, "body") for row in table.rows)]
    return ruled_cells(rows, table.widths, said=said or cells_of(table))


def cells_of(table: Ruled) -> TableCells:
    """Return how its cells are said: a first column of words names its rows."""
    return TableCells(beside=0 not in table.figures)


def ruled_cells(
    rows: Sequence[Cells],
    widths: Sequence[float],
    padding: float = CELL,
    said: TableCells | None = None,
) -> Table:
    """Return the same for cells that are made already; the first row is the head."""
    made = Table(
        [list(row) for row in rows],
        colWidths=list(widths),
        repeatRows=1,
        hAlign="LEFT",
        renderCB=said or TableCells(),
    )
    made.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),
                ("BACKGROUND", (0, 0), (-1, 0), ink("surface-sunken")),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, ink("line")),
                ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                ("VALIGN", (0, 1), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, 0), CELL),
                ("BOTTOMPADDING", (0, 0), (-1, 0), CELL),
                ("TOPPADDING", (0, 1), (-1, -1), padding),
                ("BOTTOMPADDING", (0, 1), (-1, -1), padding),
                ("LEFTPADDING", (0, 0), (-1, -1), 5),
                ("RIGHTPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return made

"""Type on paper: paragraphs, headings and tables in the sizes of the look.

Every text is made printable and escaped here, so that no words of a person are ever read as
markup.
"""

from collections.abc import Sequence
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
from exports.paper.pages.page import WIDTH

PROSE_WIDTH = 120 * mm
"""A line of about 72 characters, as on screen; larger print takes more in proportion."""
CAPTION_WIDTH = 140 * mm
CELL = 3.2

Role = Literal["title", "heading", "body", "muted", "strong", "caption", "label"]
SIZES: dict[Role, tuple[str, float, float, str]] = {
    "title": (STRONG, 15, 19, "text"),
    "heading": (STRONG, 11, 14.5, "text"),
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


def words(text: str, role: Role = "body", scale: float = 1.0, align: Align = "left") -> Paragraph:
    """Return one paragraph of plain text, as wide as its place."""
    return Paragraph(markup(text), style(role, scale, align))


def prose(text: str, role: Role = "body", scale: float = 1.0, *, least: float = 0.0) -> Paragraph:
    """Return one paragraph of plain text with lines that read well."""
    return Paragraph(markup(text), prose_style(role, scale, least=least))


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
    cells: Sequence[Cells], widths: Sequence[float], settings: Sequence[tuple[str, float]] = ()
) -> Table:
    """Return a table without lines, in our font."""
    table = Table([list(row) for row in cells], colWidths=list(widths), hAlign="LEFT")
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


def ruled(table: Ruled) -> Table:
    """Return a table with a sunken head and hairlines, figures at the right."""

    def line(texts: tuple[str, ...], role: Role) -> list[Flowable]:
        return [
            words(text, role, align="right" if at in table.figures else "left")
            for at, text in enumerate(texts)
        ]

    head = line(table.head, "label")
    rows = [head, *(line(row, "body") for row in table.rows)]
    return ruled_cells(rows, table.widths)


def ruled_cells(rows: Sequence[Cells], widths: Sequence[float], padding: float = CELL) -> Table:
    """Return the same for cells that are made already; the first row is the head."""
    made = Table([list(row) for row in rows], colWidths=list(widths), repeatRows=1, hAlign="LEFT")
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

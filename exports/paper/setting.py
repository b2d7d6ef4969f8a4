"""Type on paper: paragraphs, headings and tables in the sizes of the look.

Every text is made printable and escaped here, so that no words of a person are ever read as
markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from exports.paper.colours import ink
from exports.paper.fonts import REGULAR, STRONG, markup
from exports.paper.page import WIDTH

PROSE_WIDTH = 90 * mm
"""Longest line of prose that reads well."""
CELL = 3.2

Role = Literal["title", "heading", "body", "strong", "caption", "label"]
SIZES: dict[Role, tuple[str, float, float, str]] = {
    "title": (STRONG, 15, 19, "text"),
    "heading": (STRONG, 11, 14.5, "text"),
    "body": (REGULAR, 9.5, 13.5, "text"),
    "strong": (STRONG, 9.5, 13.5, "text"),
    "caption": (REGULAR, 8, 11, "text-muted"),
    "label": (STRONG, 8, 11, "text-muted"),
}


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table as it is set: words only, with the columns that hold figures named."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()


@cache
def style(role: Role, scale: float = 1.0, *, right: bool = False) -> ParagraphStyle:
    """Return the paragraph style of a role."""
    font, size, leading, colour = SIZES[role]
    return ParagraphStyle(
        f"{role}-{scale}-{right}",
        fontName=font,
        fontSize=size * scale,
        leading=leading * scale,
        textColor=ink(colour),
        alignment=TA_RIGHT if right else TA_LEFT,
        splitLongWords=1,
        bulletFontName=REGULAR,
    )


def words(text: str, role: Role = "body", scale: float = 1.0, *, right: bool = False) -> Paragraph:
    """Return one paragraph of plain text."""
    return Paragraph(markup(text), style(role, scale, right=right))


def narrow(flowable: Flowable, room: float = PROSE_WIDTH * 1.4) -> Table:
    """Return prose held to a readable line length."""
    return box([[flowable]], [room], [("LEFTPADDING", 0), ("TOPPADDING", 0), ("BOTTOMPADDING", 0)])


def space(points: float) -> Spacer:
    """Return empty room."""
    return Spacer(1, points)


def box(
    cells: Sequence[Sequence[Flowable | str]],
    widths: Sequence[float],
    settings: Sequence[tuple[str, float]] = (),
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


def ruled(table: Ruled, scale: float = 1.0) -> Table:
    """Return a table with a sunken head and hairlines, figures at the right."""
    right = table.figures
    head = [words(text, "label", scale, right=at in right) for at, text in enumerate(table.head)]
    rows = [
        [words(text, "body", scale, right=at in right) for at, text in enumerate(row)]
        for row in table.rows
    ]
    widths = table.widths or tuple(WIDTH / len(table.head) for _ in table.head)
    made = Table([head, *rows], colWidths=list(widths), repeatRows=1, hAlign="LEFT")
    made.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),
                ("BACKGROUND", (0, 0), (-1, 0), ink("surface-sunken")),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, ink("line")),
                ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                ("VALIGN", (0, 1), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), CELL),
                ("BOTTOMPADDING", (0, 0), (-1, -1), CELL),
                ("LEFTPADDING", (0, 0), (-1, -1), 5),
                ("RIGHTPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return made

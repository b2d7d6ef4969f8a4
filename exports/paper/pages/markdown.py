"""The little Markdown of our handouts, set on paper: headings, lists, bold, paragraphs."""

import re
from collections.abc import Iterator

from reportlab.platypus import Flowable

from exports.paper.drawing.fonts import markup
from exports.paper.drawing.tags import DocumentPart, ListCells
from exports.paper.pages.keeping import under
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import Role, box, prose_style, set_as, space, style

BOLD = re.compile(r"\*\*(.+?)\*\*")
ITEM = re.compile(r"(?:\d+\.|[-*])\s+\S.*")
HEADING = re.compile(r"(#+)\s+(.*)")
INDENT = 18.0
"""Room for "10." at the size in which a page for the client is set; larger print takes more."""
SET_FOR = 1.15


def markdown(text: str, scale: float = 1.0) -> Iterator[Flowable]:
    """Yield the flowables of a text; a heading stays with what it stands above."""
    above: list[Flowable] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        heading = HEADING.fullmatch(block.strip())
        if heading:
            above += _heading(len(heading[1]), heading[2], scale)
        else:
            yield from under(above, _block(block.strip(), scale))
            above = []
    yield from above


def _heading(depth: int, text: str, scale: float) -> list[Flowable]:
    role: Role = "title" if depth == 1 else "heading"
    above = space(0 if role == "title" else 6)
    return [above, set_as(_inline(text), style(role, scale), rank=depth), space(4)]


def _block(block: str, scale: float) -> Iterator[Flowable]:
    lines = block.split("\n")
    if all(ITEM.fullmatch(line) for line in lines):
        said = DocumentPart("L")
        for line in lines:
            yield _item(line, scale, said)
        yield space(5)
        return
    yield set_as(_inline(" ".join(lines)), prose_style("body", scale))
    yield space(6)


def _item(line: str, scale: float, said: DocumentPart) -> Flowable:
    sign, text = line.split(maxsplit=1)
    sign = sign if sign.endswith(".") else "\N{BULLET}"
    indent = INDENT * max(1.0, scale / SET_FOR)
    cells = [
        set_as(markup(sign), style("muted", scale)),
        set_as(_inline(text), prose_style("body", scale, indent=indent)),
    ]
    return box(
        [cells],
        [indent, WIDTH - indent],
        [("LEFTPADDING", 0), ("TOPPADDING", 1), ("BOTTOMPADDING", 1)],
        ListCells(said),
    )


def _inline(text: str) -> str:
    return BOLD.sub(r"<b>\1</b>", markup(text))

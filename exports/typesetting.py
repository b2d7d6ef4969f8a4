"""A report set on paper: its pages one after the other, with the page kit of `paper`."""

from collections.abc import Iterator
from typing import assert_never

from reportlab.platypus import Flowable, KeepTogether

from exports.document import Block, Facts, Heading, PreviewPage, Prose, Report
from exports.paper.chart import ChartData, Space
from exports.paper.fonts import width
from exports.paper.page import WIDTH, Sheet, make_pdf
from exports.paper.painter import Drawing
from exports.paper.setting import Ruled, box, prose, ruled, space, words
from exports.tables import Column, Table

PADDING = 12.0
LEAST = 30.0
FIRST_TEXT = 90.0
MOST_TEXT = 230.0


def report_pdf(report: Report, foot: tuple[str, ...], *, practice: bool) -> bytes:
    """Return the printed parts of a report as a PDF."""
    sheet = Sheet(report.title, report.chip, foot, practice)

    def story() -> list[Flowable]:
        made: list[Flowable] = [words(report.title, "title"), space(8)]
        for page in report.pages:
            if page.printed:
                made.extend(_page(page))
        return made

    return make_pdf(sheet, story)


def _page(page: PreviewPage) -> Iterator[Flowable]:
    """Yield the blocks; the heading, the words after it and the first table stay together."""
    head: list[Flowable] = [space(8), words(page.title, "heading"), space(3)]
    kept = True
    for block in page.blocks:
        flowables = list(_block(block))
        if kept:
            head += flowables
            kept = isinstance(block, Prose)
        else:
            yield KeepTogether(head)
            head = flowables
    yield KeepTogether(head)


def _block(block: Block) -> Iterator[Flowable]:
    match block:
        case Prose():
            yield prose(block.text, "caption" if block.small else "body")
            yield space(5)
        case Heading():
            yield space(5)
            yield words(block.text, "strong")
            yield space(2)
        case Facts():
            rows = [[words(name, "muted"), words(value)] for name, value in block.rows]
            yield box(rows, (120, WIDTH - 120), [("LEFTPADDING", 0), ("TOPPADDING", 1)])
            yield space(6)
        case ChartData():
            yield Drawing(block, Space(width=WIDTH))
            yield space(2)
        case Table():
            yield from _table(block)
        case _:
            assert_never(block)


def _table(table: Table) -> Iterator[Flowable]:
    yield space(4)
    yield words(table.title, "strong")
    yield space(3)
    figures = frozenset(at for at, column in enumerate(table.columns) if column.kind != "text")
    yield ruled(
        Ruled(
            head=tuple(column.title for column in table.columns),
            rows=tuple(tuple(cell.text for cell in row) for row in table.rows),
            figures=figures,
            widths=_widths(table),
        )
    )
    yield space(3)
    for note in table.notes:
        yield prose(note, "caption")
    yield space(6)


def _widths(table: Table) -> tuple[float, ...]:
    """Return the room of each column: what it wants, or where room is short, what it needs most.

    A word is never broken; what is left after every longest word goes by how much is wanted.
    """
    needs = [_needed(table, at, column) for at, column in enumerate(table.columns)]
    wants = [max(each, _wanted(table, at)) for at, each in enumerate(needs)]
    if sum(wants) <= WIDTH:
        return tuple(wants)
    share = (WIDTH - sum(needs)) / (sum(wants) - sum(needs))
    return tuple(need + share * (want - need) for need, want in zip(needs, wants, strict=True))


def _needed(table: Table, at: int, column: Column) -> float:
    """Return the least width of a column: its longest word, or its widest figure."""
    head = [width(word, 8, strong=True) for word in column.title.split()]
    texts = [row[at].text for row in table.rows]
    words_or_figures = (
        [word for text in texts for word in text.split()] if column.kind == "text" else texts
    )
    return max(LEAST, *head, *(width(each, 9.5) for each in words_or_figures)) + PADDING


def _wanted(table: Table, at: int) -> float:
    """Return the width at which a column needs one line; very long texts get several."""
    cells = (width(row[at].text, 9.5) for row in table.rows)
    first = FIRST_TEXT if at == 0 else 0
    return max(first, min(MOST_TEXT, max(cells, default=0))) + PADDING

"""A report set on paper: its pages one after the other, with the page kit of `paper`."""

from collections.abc import Iterator
from typing import assert_never

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, LongTable

from exports.document import Block, Facts, Heading, PreviewPage, Prose, Report
from exports.paper.chart import ChartData, Space
from exports.paper.fonts import width
from exports.paper.page import WIDTH, Sheet, make_pdf
from exports.paper.painter import Drawing
from exports.paper.setting import Ruled, box, prose, ruled, space, words
from exports.tables import Column, Table

PADDING = 12.0
LEAST = 30.0
FIRST_TEXT = 100.0
SHORT_TEXT = 62.0
MOST_TEXT = 230.0
KEPT_ROWS = 10
"""A longer table may go on on the next sheet, its head repeated."""
BEGINNING = 170.0


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
    opening = True
    for block in page.blocks:
        made = list(_block(block))
        if not opening:
            yield from _kept(head)
            head = []
        head += made
        opening = opening and isinstance(block, Prose)
    yield from _kept(head)


def _kept(flowables: list[Flowable]) -> Iterator[Flowable]:
    """Yield what stands together: on one sheet, or where it is long with its beginning on one."""
    if any(isinstance(each, LongTable) for each in flowables):
        yield CondPageBreak(BEGINNING)
        yield from flowables
    else:
        yield KeepTogether(flowables)


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
    words_alone = Ruled(
        head=tuple(column.title for column in table.columns),
        rows=tuple(tuple(cell.text for cell in row) for row in table.rows),
        figures=figures,
        widths=_widths(table),
    )
    yield ruled(words_alone, can_break=len(table.rows) > KEPT_ROWS)
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
    spare = WIDTH - sum(wants)
    if spare >= 0:
        first = wants[0] + min(spare, max(0.0, FIRST_TEXT - wants[0]))
        return (first, *wants[1:])
    share = (WIDTH - sum(needs)) / (sum(wants) - sum(needs))
    return tuple(need + share * (want - need) for need, want in zip(needs, wants, strict=True))


def _needed(table: Table, at: int, column: Column) -> float:
    """Return the least width of a column: its longest word, or its widest figure."""
    head = [width(word, 8, strong=True) for word in column.title.split()]
    texts = [row[at].text for row in table.rows]
    if column.kind == "text":
        texts = [part for text in texts for part in _unbroken(text)]
    return max(LEAST, *head, *(width(each, 9.5) for each in texts)) + PADDING


def _unbroken(text: str) -> list[str]:
    """Return what may not be broken over two lines: a short text, else each of its words."""
    return [text] if width(text, 9.5) <= SHORT_TEXT else text.split()


def _wanted(table: Table, at: int) -> float:
    """Return the width at which a column needs one line; very long texts get several."""
    cells = (width(row[at].text, 9.5) for row in table.rows)
    return min(MOST_TEXT, max(cells, default=0)) + PADDING

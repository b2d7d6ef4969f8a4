"""A report on paper: its pages set one after the other."""

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from exports.document import Block, Facts, Heading, PreviewPage, Prose, Report
from exports.paper.chart import ChartData, Space
from exports.paper.fonts import width
from exports.paper.page import WIDTH, Sheet, make_pdf
from exports.paper.painter import Drawing
from exports.paper.setting import Ruled, box, ruled, space, words
from exports.tables import Column, Table

PADDING = 12.0
LEAST_TEXT = 60.0
KEPT_ROWS = 14
"""A table of up to so many rows is not broken over two sheets."""


def report_pdf(report: Report, foot: tuple[str, ...], *, practice: bool) -> bytes:
    """Return the printed parts of a report as a PDF."""
    sheet = Sheet(report.title, report.chip, foot, practice)

    def story() -> list[Flowable]:
        made: list[Flowable] = [words(report.title, "title"), space(8)]
        for page in report.pages:
            if page.printed:
                made += _page(page)
        return made

    return make_pdf(sheet, story)


def _page(page: PreviewPage) -> Iterator[Flowable]:
    blocks = [list(_block(block)) for block in page.blocks]
    first = blocks[0] if blocks else []
    yield CondPageBreak(90)
    yield KeepTogether([space(6), words(page.title, "heading"), space(3), *first])
    for flowables in blocks[1:]:
        yield from flowables


def _block(block: Block) -> Iterator[Flowable]:
    match block:
        case Prose():
            yield words(block.text, "caption" if block.small else "body")
            yield space(5)
        case Heading():
            yield space(5)
            yield words(block.text, "strong")
            yield space(2)
        case Facts():
            rows = [[words(name, "caption"), words(value)] for name, value in block.rows]
            yield box(rows, (120, WIDTH - 120), [("LEFTPADDING", 0), ("TOPPADDING", 1)])
            yield space(6)
        case ChartData():
            yield Drawing(block, Space(width=WIDTH))
            yield space(2)
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[Flowable]:
    head = [space(4), words(table.title, "strong"), space(3)]
    if not table.rows:
        yield KeepTogether([*head, words("\N{EN DASH}"), space(6)])
        return
    figures = frozenset(at for at, column in enumerate(table.columns) if column.kind != "text")
    made = ruled(
        Ruled(
            head=tuple(column.title for column in table.columns),
            rows=tuple(tuple(cell.text for cell in row) for row in table.rows),
            figures=figures,
            widths=_widths(table),
        )
    )
    notes = [words(note, "caption") for note in table.notes]
    if len(table.rows) <= KEPT_ROWS:
        yield KeepTogether([*head, made, space(3), *notes, space(6)])
    else:
        yield from (KeepTogether(head), made, space(3), *notes, space(6))


def _widths(table: Table) -> tuple[float, ...]:
    """Return the room of each column: figures what they need, words share the rest."""
    wanted = [_wanted(table, at, column) for at, column in enumerate(table.columns)]
    texts = [at for at, column in enumerate(table.columns) if column.kind == "text"]
    fixed = sum(each for at, each in enumerate(wanted) if at not in texts)
    room, asked = WIDTH - fixed, sum(wanted[at] for at in texts)
    if not texts or asked <= 0:
        return tuple(each * WIDTH / sum(wanted) for each in wanted)
    return tuple(each * room / asked if at in texts else each for at, each in enumerate(wanted))


def _wanted(table: Table, at: int, column: Column) -> float:
    """Return the width of the widest word group in a column; a head may break between words."""
    longest_word = max((width(word, 8, strong=True) for word in column.title.split()), default=0)
    cells = max((width(row[at].text, 9.5) for row in table.rows), default=0)
    if column.kind != "text":
        return max(longest_word, cells, 22) + PADDING
    return max(longest_word, min(cells, 220), LEAST_TEXT) + PADDING

"""A report set on paper: its pages one after the other, with the page kit of `paper`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak

from exports.document.document import Block, Facts, Heading, PreviewPage, Prose, Report
from exports.document.tables import Column, Table
from exports.paper.charts.chart import ChartData, Space, chart_in_words
from exports.paper.charts.chart_drawing import chart_shapes
from exports.paper.charts.painter import Drawing
from exports.paper.charts.pictures import (
    Picture,
    picture_in_words,
    picture_notes,
    picture_shapes,
    picture_space,
    picture_title,
)
from exports.paper.drawing.fonts import width
from exports.paper.drawing.tags import ListCells
from exports.paper.pages.keeping import LongTable
from exports.paper.pages.page import HEIGHT, WIDTH, Sheet, make_pdf
from exports.paper.pages.typography import (
    UNDER_A_HEADING,
    Role,
    Ruled,
    box,
    prose,
    ruled,
    space,
    words,
)

PADDING = 12.0
LEAST = 30.0
FIRST_TEXT = 100.0
SHORT_TEXT = 62.0
MOST_TEXT = 230.0
HALF_A_HEAD = 0.62
"""What a head over two lines takes of its length: words do not end just at the middle."""
CHART_HEIGHT = 138.0
"""The room of one measure, so that two have room on a page among other things."""
LEFT_FOR_A_PART = 0.25
"""A part begins on a new sheet where less than this part of the old one is left."""
FULL_ENOUGH = 0.55
"""Of which part of it a sheet is used at least before a part begins on the next."""
LEAST_NAMES, MOST_NAMES = 120.0, 200.0
UNDER_THE_TITLE = 8
KEPT_ROWS = 10
"""A longer table may go on on the next sheet, its head repeated."""


def report_pdf(report: Report, foot: tuple[str, ...], *, practice: bool) -> bytes:
    """Return the printed parts of a report as a PDF."""
    sheet = Sheet(report.title, report.chip, foot, practice, reference=foot[0])
    return make_pdf(sheet, lambda: story_of(report.title, report.pages))


def story_of(title: str, pages: Iterable[PreviewPage]) -> list[Flowable]:
    """Return what stands on paper: the title, then every printed part."""
    made: list[Flowable] = [words(title, "title"), space(UNDER_THE_TITLE)]
    for page in pages:
        if page.printed:
            made.extend(_page(page))
    return made


def height_of(page: PreviewPage) -> float:
    """Return how high a part of a report is on paper, in points; a sheet has room for `HEIGHT`."""
    made = [*_heading(page), *_blocks(page.blocks)]
    return sum(each.wrap(WIDTH, HEIGHT)[1] for each in made)


def has_first_sheet(title: str, page: PreviewPage) -> bool:
    """Return whether a part has room on the first sheet, below the title of the report."""
    above = words(title, "title").wrap(WIDTH, HEIGHT)[1] + UNDER_THE_TITLE
    return above + height_of(page) <= HEIGHT


def on_sheets(pages: Iterable[PreviewPage]) -> Iterator[PreviewPage]:
    """Yield the parts of a report, each printed one beginning on a sheet of its own or not.

    It begins on a new one where it has no room on the sheet of the one before. Where that is not
    half full yet it goes on there all the same, and its last blocks stand on the next.
    """
    used = HEIGHT
    for page in pages:
        if not page.printed:
            yield page
            continue
        has_room = used + max(height_of(page), HEIGHT * LEFT_FOR_A_PART) <= HEIGHT
        is_new = not has_room and used >= HEIGHT * FULL_ENOUGH
        yield replace(page, on_new_sheet=is_new)
        used = _used_after(page, 0.0 if is_new else used)


def _used_after(page: PreviewPage, used: float) -> float:
    """Return how much of the last sheet is used by a part that begins below what is used."""
    above = _heading(page)
    for group in groups_of(page.blocks):
        height = sum(each.wrap(WIDTH, HEIGHT)[1] for each in (*above, *_blocks(group)))
        left = HEIGHT - used
        if height <= left:
            used += height
        else:
            used = height - left if any(map(_is_long, group)) else height
        above = []
    return used


def _heading(page: PreviewPage) -> list[Flowable]:
    return [space(8), words(page.title, "heading"), space(3)]


def _page(page: PreviewPage) -> Iterator[Flowable]:
    """Yield the blocks in groups that stand together; the heading goes with the first.

    A part begins on the sheet where the one before ends, unless little of that is left, or it
    has a sheet of its own.
    """
    yield PageBreak() if page.on_new_sheet else CondPageBreak(HEIGHT * LEFT_FOR_A_PART)
    above = _heading(page)
    for group in groups_of(page.blocks):
        made = list(_group(above, group))
        yield from made
        above = []


def groups_of(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks in groups that stand together on a sheet.

    Words and charts go with the picture, table or facts after them, small words with what is
    above them; a heading after a chart begins anew.
    """
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if _begins_anew(block, groups[-1]):
            groups.append([])
        groups[-1].append(block)
    return groups


def _begins_anew(block: Block, group: Sequence[Block]) -> bool:
    if isinstance(block, Heading) and any(isinstance(each, ChartData) for each in group):
        return True
    closed = any(not isinstance(each, Prose | Heading | ChartData) for each in group)
    return closed and not (isinstance(block, Prose) and block.small)


def _group(above: list[Flowable], group: Sequence[Block]) -> Iterator[Flowable]:
    """Yield what stands together: on one sheet, or where it is long with its beginning on one."""
    made = list(above)
    for at, block in enumerate(group):
        if isinstance(block, Table) and _is_long(block):
            made += _above_table(block)
            below = [*_below_table(block), *_blocks(group[at + 1 :])]
            yield LongTable(made, _ruled(block), below)
            return
        made += _blocks([block])
    yield KeepTogether(made)


def _is_long(block: Block) -> bool:
    return isinstance(block, Table) and len(block.rows) > KEPT_ROWS


def _blocks(blocks: Sequence[Block]) -> Iterator[Flowable]:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Flowable]:
    match block:
        case Prose():
            yield prose(block.text, "caption" if block.small else "body")
            yield space(5)
        case Heading():
            yield space(5)
            yield words(block.text, "strong", rank=UNDER_A_HEADING)
            yield space(2)
        case Facts():
            roles: tuple[Role, Role] = ("strong", "lead") if block.leads else ("muted", "body")
            rows = [[words(name, roles[0]), words(value, roles[1])] for name, value in block.rows]
            left = _names_width(block)
            yield box(
                rows, (left, WIDTH - left), [("LEFTPADDING", 0), ("TOPPADDING", 1)], ListCells()
            )
            yield space(6)
        case ChartData():
            room = Space(width=WIDTH, height=CHART_HEIGHT)
            yield Drawing(chart_shapes(block, room), room, chart_in_words(block))
            yield space(2)
        case Table():
            yield from _above_table(block)
            yield ruled(_ruled(block))
            yield from _below_table(block)
        case _:
            yield space(4)
            yield words(picture_title(block), "strong", rank=UNDER_A_HEADING)
            yield space(3)
            yield from _picture(block)


def _names_width(facts: Facts) -> float:
    """Return the room for the names of facts: a long one gets more, up to a limit."""
    widest = max((width(name, 9.5, strong=True) for name, _value in facts.rows), default=0.0)
    return min(MOST_NAMES, max(LEAST_NAMES, widest + PADDING))


def _above_table(table: Table) -> Iterator[Flowable]:
    yield space(4)
    yield words(table.title, "strong", rank=UNDER_A_HEADING)
    yield space(3)


def _picture(picture: Picture) -> Iterator[Flowable]:
    room = picture_space(picture, WIDTH)
    yield Drawing(picture_shapes(picture, room), room, picture_in_words(picture))
    for each in picture_notes(picture):
        yield prose(each, "caption")
    yield space(6)


def _ruled(table: Table) -> Ruled:
    return Ruled(
        head=tuple(column.title for column in table.columns),
        rows=tuple(tuple(cell.words for cell in row) for row in table.rows),
        figures=frozenset(at for at, each in enumerate(table.columns) if each.kind != "text"),
        widths=_widths(table),
    )


def _below_table(table: Table) -> Iterator[Flowable]:
    yield space(3)
    for note in table.notes:
        yield prose(note, "caption", least=sum(_widths(table)))
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
    texts = [row[at].words for row in table.rows]
    if column.kind == "text":
        texts = [part for text in texts for part in _unbroken(text)]
    return max(LEAST, *head, *(width(each, 9.5) for each in texts)) + PADDING


def _unbroken(text: str) -> list[str]:
    """Return what may not be broken over two lines: a short text, else each of its words."""
    return [text] if width(text, 9.5) <= SHORT_TEXT else text.split()


def _wanted(table: Table, at: int) -> float:
    """Return the width at which cells need one line and the head two; long texts get more."""
    head = width(table.columns[at].title, 8, strong=True) * HALF_A_HEAD
    cells = (width(row[at].words, 9.5) for row in table.rows)
    return min(MOST_TEXT, max(head, *cells, 0.0)) + PADDING

"""The room for the answers to a table question, row by row."""

from collections.abc import Mapping, Sequence

from reportlab.platypus import Flowable, Table, TableStyle

from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, width
from exports.paper.forms.answer_layout import Room, cell_words
from exports.paper.forms.marks import CellField, line_step
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import SIZES, space, words
from session_forms.answers import AnswerValue, Row
from session_forms.questions.columns import Column
from session_forms.questions.tables import TableQuestion
from session_forms.words.texts import translate as _

FREE_ROWS = 4
MOST_COLUMNS = 7
"""More have no room for a pen beside each other: 24 mm a column is the least."""
WIDE_ROWS = 3
HEAD_SHARE, MOST_HEAD_SHARE = 0.42, 0.55
PADDING = 13.0
WRITTEN = 2.0
"""A column to write in gets twice the spare room of one for a mark or a figure."""


def answer_tables(
    question: TableQuestion, answer: AnswerValue | None, room: Room
) -> list[Flowable]:
    """Return the table with room in its cells, or with the answers in them.

    Where a row has more columns than a sheet has room for, each row is a small table of its own.
    """
    given = [row for row in answer if isinstance(row, Mapping)] if isinstance(answer, tuple) else []
    if len(question.columns) <= most_columns(room.scale):
        return [_grid(question, given, room)]
    cards: list[Flowable] = []
    labels = [row.label for row in question.rows]
    count = len(labels) or (WIDE_ROWS if room.blank else max(1, len(given)))
    for at in range(count):
        row = given[at] if at < len(given) else {}
        title = labels[at] if labels else _("Number {n}").format(n=at + 1)
        cards.append(_card(question, (at, title), row, room))
    return cards


def most_columns(scale: float) -> int:
    """Return how many columns have room beside each other at a size of type."""
    return int(MOST_COLUMNS / scale)


def _card(question: TableQuestion, place: tuple[int, str], row: Row, room: Room) -> Table:
    """Return one row with its columns one below the other."""
    at, title = place
    lines: list[list[Flowable | list[Flowable] | str]] = [[words(title, "label", room.scale), ""]]
    lines.extend(
        [_head(column, room.scale), _cell(column, at, row, room)] for column in question.columns
    )
    first = WIDTH * min(MOST_HEAD_SHARE, HEAD_SHARE * room.scale)
    made = Table(lines, colWidths=[first, WIDTH - first], hAlign="LEFT", repeatRows=1)
    made.setStyle(_style())
    made.setStyle(TableStyle([("NOSPLIT", (0, 0), (-1, 2)), ("NOSPLIT", (0, -2), (-1, -1))]))
    return made


def _grid(question: TableQuestion, given: Sequence[Row], room: Room) -> Table:
    """Return all rows as one table."""
    labels = [row.label for row in question.rows]
    count = len(labels) or _row_count(question, len(given), blank=room.blank)
    head: list[list[Flowable]] = [_head(column, room.scale) for column in question.columns]
    body: list[list[Flowable | list[Flowable]]] = []
    for at in range(count):
        row = given[at] if at < len(given) else {}
        cells = [_cell(column, at, row, room) for column in question.columns]
        body.append([words(labels[at], "body", room.scale), *cells] if labels else [*cells])
    first: list[list[Flowable]] = [[words("", "label", room.scale)]] if labels else []
    made = Table(
        [[*first, *head], *body],
        colWidths=_widths(question, room.scale, labelled=bool(labels)),
        repeatRows=1,
        hAlign="LEFT",
    )
    made.setStyle(_style())
    return made


def _widths(question: TableQuestion, scale: float, *, labelled: bool) -> list[float]:
    """Return the room of each column: no less than its longest word, more for what is written."""
    size = SIZES["label"][1] * scale
    needs = [
        max(width(word, size, strong=True) for word in _words_above(column)) + PADDING
        for column in question.columns
    ]
    wants = [
        need * (WRITTEN if column.kind == "short_text" else 1)
        for need, column in zip(needs, question.columns, strict=True)
    ]
    if labelled:
        longest = max(width(row.label, SIZES["body"][1] * scale) for row in question.rows)
        first = min(WIDTH * HEAD_SHARE, longest + PADDING)
        needs, wants = [first, *needs], [first, *wants]
    spare = max(0.0, WIDTH - sum(needs))
    widths = [need + spare * want / sum(wants) for need, want in zip(needs, wants, strict=True)]
    return [WIDTH * each / sum(widths) for each in widths]


def _words_above(column: Column) -> list[str]:
    return [*column.label.split(), *column.help.split(), *_choices_in(column).split()] or [""]


def _style() -> TableStyle:
    return TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, 9.5),
            ("BACKGROUND", (0, 0), (-1, 0), ink("surface-sunken")),
            ("GRID", (0, 0), (-1, -1), 0.6, ink("line-control")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )


def _row_count(question: TableQuestion, given: int, *, blank: bool) -> int:
    if blank:
        return min(question.max_rows, max(question.min_rows, FREE_ROWS))
    return max(1, given)


def _head(column: Column, scale: float) -> list[Flowable]:
    """Return the words above a column, with what may stand in it."""
    shown: list[Flowable] = [words(column.label, "label", scale)]
    hints = [column.help, _choices_in(column)]
    shown += [words(hint, "caption", scale) for hint in hints if hint]
    return shown


def _cell(column: Column, at: int, row: Row, room: Room) -> list[Flowable]:
    """Return what stands in a cell: words, or room for a pen or for typing."""
    if not room.blank:
        return [words(cell_words(column, row.get(column.id)), "body", room.scale)]
    height = line_step(room.scale)
    if room.field is None:
        return [space(height)]
    field = room.field.part(f"row{at + 1}.{column.id}", f"{column.label} {at + 1}")
    return [CellField(field, height)]


def _choices_in(column: Column) -> str:
    match column.kind:
        case "choice":
            return " / ".join(option.label for option in column.options)
        case "yes_no":
            return _("yes / no")
        case "scale":
            return _("{low} to {high}").format(low=column.low.value, high=column.high.value)
        case _:
            return ""

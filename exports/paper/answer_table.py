"""The room for the answers to a table question, row by row."""

from collections.abc import Mapping, Sequence

from reportlab.platypus import Flowable, Table, TableStyle

from exports.paper.colours import ink
from exports.paper.fonts import REGULAR
from exports.paper.marks import LINE_STEP
from exports.paper.page import WIDTH
from exports.paper.setting import space, words
from session_forms.answers import AnswerValue, Cell, Row
from session_forms.definition import Column, TableQuestion
from session_forms.texts import translate as _

FREE_ROWS = 4
MOST_COLUMNS = 7
"""More have no room for a pen beside each other: 24 mm a column is the least."""
WIDE_ROWS = 3
HEAD_SHARE = 0.42


def answer_tables(
    question: TableQuestion, answer: AnswerValue | None, *, blank: bool, scale: float
) -> list[Flowable]:
    """Return the table with room in its cells, or with the answers in them.

    Where a row has more columns than a sheet has room for, each row is a small table of its own.
    """
    given = [row for row in answer if isinstance(row, Mapping)] if isinstance(answer, tuple) else []
    if len(question.columns) <= MOST_COLUMNS:
        return [_grid(question, given, blank=blank, scale=scale)]
    cards: list[Flowable] = []
    count = WIDE_ROWS if blank else max(1, len(given))
    for at in range(count):
        row = given[at] if at < len(given) else {}
        cards += [_card(question, at, row, blank=blank, scale=scale), space(8 * scale)]
    return cards


def _card(question: TableQuestion, at: int, row: Row, *, blank: bool, scale: float) -> Table:
    """Return one row with its columns one below the other; it is never parted."""
    room: list[Flowable] = [space(LINE_STEP * 0.6 * scale)] if blank else []
    lines: list[list[Flowable | list[Flowable] | str]] = [
        [words(_("Number {n}").format(n=at + 1), "label", scale), ""]
    ]
    for column in question.columns:
        said = words(_cell_words(column, row.get(column.id)), "body", scale)
        lines.append([_head(column, scale), room or said])
    first = WIDTH * HEAD_SHARE
    made = Table(lines, colWidths=[first, WIDTH - first], hAlign="LEFT", splitByRow=0)
    made.setStyle(_style())
    return made


def _grid(question: TableQuestion, given: Sequence[Row], *, blank: bool, scale: float) -> Table:
    """Return all rows as one table."""
    labels = [row.label for row in question.rows]
    count = len(labels) or _row_count(question, len(given), blank=blank)
    head: list[list[Flowable]] = [_head(column, scale) for column in question.columns]
    body: list[list[Flowable | list[Flowable]]] = []
    for at in range(count):
        row = given[at] if at < len(given) else {}
        cells: list[Flowable | list[Flowable]] = [
            words(_cell_words(column, row.get(column.id)), "body", scale)
            for column in question.columns
        ]
        body.append([words(labels[at], "body", scale), *cells] if labels else cells)
    first: list[list[Flowable]] = [[words("", "label", scale)]] if labels else []
    columns = len(question.columns) + len(first)
    made = Table(
        [[*first, *head], *body],
        colWidths=[WIDTH / columns] * columns,
        rowHeights=[None, *([LINE_STEP * 1.4 * scale if blank else None] * count)],
        repeatRows=1,
        hAlign="LEFT",
    )
    made.setStyle(_style())
    return made


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


def _cell_words(column: Column, value: Cell | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if column.kind == "choice":
        return next((each.label for each in column.options if each.id == value), "")
    return str(value)

"""The picture of the table of mean change: only what that table shows, after protection."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from exports.document.tables import Cell, Table
from exports.paper.charts.change_chart import ChangeChart, ChangeLine
from exports.reports.outcome_tables import Followed
from exports.reports.outcomes import Measure
from session_forms.words.texts import translate as _


def with_picture(table: Table, found: Sequence[Followed]) -> Table:
    """Return the finished table of mean change with its picture, if there is enough to draw.

    `found` are the measures of its rows, in their order.
    """
    lines = tuple(_lines(table, found))
    return replace(table, picture=ChangeChart(lines)) if lines else table


def _lines(table: Table, found: Sequence[Followed]) -> Iterator[ChangeLine]:
    ids = [column.id for column in table.columns]
    for row, followed in zip(table.rows, found, strict=True):
        cells = dict(zip(ids, row, strict=True))
        ends = [_better(followed.measure, cells[each]) for each in ("change", "low", "high")]
        known = [each for each in ends if each is not None]
        if len(known) == len(ends):
            figures = _("{change} ({low} to {high})").format(
                change=cells["change"].text, low=cells["low"].text, high=cells["high"].text
            )
            title = followed.measure.title
            low, high = min(known), max(known)
            yield ChangeLine(title, figures, cells["paired"].text, known[0], low, high)


def _better(measure: Measure, cell: Cell) -> float | None:
    """Return a printed change in per cent of the measure's range, plus being better."""
    score = measure.score
    if cell.value is None or score.range is None:
        return None
    sign = -1 if score.direction == "higher-worse" else 1
    return sign * 100 * cell.value / (score.range.high - score.range.low)

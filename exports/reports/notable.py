"""What a lead should see on page one besides the chart: alerts, feedback that fell, items missed.

Each is a figure that the report prints. The limits are this project's own.
"""

from collections.abc import Iterator, Mapping

from exports.document.tables import Cell, Table
from session_forms.words.list_words import together
from session_forms.words.number_words import number_words
from session_forms.words.texts import translate as _

ALERTS_FROM = 25
"""Of which share of clients with an alert it is said, in per cent."""
FALLS_FROM = 50
"""Of which share of people with feedback that fell it is said, in per cent."""
MISSED_FROM = 10
"""Of which share of sessions an item that was not done is named, in per cent."""
MOST_ITEMS = 2
WIDEST = 50
"""Points in a hundred: an item whose interval is wider is not named."""

Tables = Mapping[str, Table]


def notable(tables: Tables) -> Iterator[str]:
    """Yield what stands out of the figures of now, a sentence each."""
    yield from _alerts(tables)
    yield from _falls(tables)
    yield from _missed(tables)


def _alerts(tables: Tables) -> Iterator[str]:
    share = _value(_row(tables, "alerts", "alerts.all"), "percent")
    if share is not None and share >= ALERTS_FROM:
        said = _("About {now} per cent of all clients had an alert.")
        yield said.format(now=number_words(share, 0))


def _falls(tables: Tables) -> Iterator[str]:
    """Yield it from the two counts, and name neither: how few are left is not told."""
    cells = _row(tables, "feedback_falls", "feedback.twice")
    fell, people = _value(cells, "fell"), _value(cells, "clients")
    if fell is not None and people and 100 * fell / people >= FALLS_FROM:
        yield _(
            "For most people who gave feedback twice it fell by two points or more between two "
            "meetings."
        )


def _missed(tables: Tables) -> Iterator[str]:
    table = tables.get("items_missed")
    found: list[str] = []
    for cells in map(table.row, table.keys) if table else ():
        part, low, high = (_value(cells, each) for each in ("part", "low", "high"))
        if part is None or low is None or high is None or part < MISSED_FROM:
            continue
        if high - low <= WIDEST:
            said = _("“{item}” in about {now} per cent of sessions")
            found.append(said.format(item=cells["text"].text, now=number_words(part, 0)))
    if found:
        yield _("Often not done: {items}.").format(items=together(found[:MOST_ITEMS]))


def _row(tables: Tables, table: str, row: str) -> Mapping[str, Cell]:
    return tables[table].row(row) if table in tables else {}


def _value(cells: Mapping[str, Cell], column: str) -> float | None:
    return cells[column].value if column in cells else None

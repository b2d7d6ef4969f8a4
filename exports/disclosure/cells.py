"""Every figure of a report as one line of a fixed table, for programs: combining and auditing.

Its columns never change: site, quarter, table, row, column, measure, stratum, n, value, error.
A count that is not told has its line with "few" as n, a figure with "few" as value. What a measure
is called is the key of the figure, the same in every language.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from exports.disclosure.disclosure import Profile, is_told, rows_of
from exports.disclosure.protected import (
    Estimated,
    Number,
    ProtectedCell,
    ProtectedTable,
    row_key,
)
from exports.document.tables import FEW, Cell, Column, Table
from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _

CELLS = "cells"
"""The id of the table."""
OTHER = "other"
"""The stratum of groups that are shown together."""
_FINER = 1
"""How many decimals an error has more than its figure."""


def cell_table(tables: Iterable[ProtectedTable], profile: Profile, quarter: str) -> Table:
    """Return the figures that `finish` shows of the same tables, line by line."""
    lines = tuple(line for table in tables for line in _lines(table, profile, quarter))
    return Table(
        CELLS,
        _("Every figure, for programs"),
        (
            Column("site", pgettext("column", "Site"), "text", _("Empty: whoever signed it")),
            Column("quarter", pgettext("column", "Quarter"), "text", _("Quarter, as 2026-Q3")),
            Column("table", pgettext("codebook", "Table"), "text", pgettext("codebook", "Table")),
            Column("row", pgettext("column", "Row"), "text", _("Key of the row's first figure")),
            Column("column", pgettext("codebook", "Column"), "text", _("Id of the column")),
            Column("measure", pgettext("column", "Measure"), "text", _("Key of the figure")),
            Column("stratum", pgettext("column", "Stratum"), "text", _("Group of clients, if any")),
            Column("n", pgettext("column", "n"), "count", pgettext("codebook", "Clients, changed")),
            Column("value", pgettext("column", "Value"), "figure", _("Figure, changed, if any")),
            Column("error", pgettext("column", "Error"), "figure", _("Its standard error")),
        ),
        lines,
    )


def _lines(table: ProtectedTable, profile: Profile, quarter: str) -> Iterator[tuple[Cell, ...]]:
    for row in rows_of(table, profile):
        key = row_key(row)
        for column, cell in zip(table.columns, row, strict=True):
            numbers = _numbers(cell, profile)
            if numbers is None:
                continue
            measure, stratum = _parts_of(cell, together=row not in table.rows)
            words = ("", quarter, table.id, key, column.id, measure, stratum)
            yield (*map(Cell, words), *numbers)


def _numbers(cell: ProtectedCell, profile: Profile) -> tuple[Cell, Cell, Cell] | None:
    """Return n, value and error of a figure; None for words, shares and ends of intervals."""
    empty, few = Cell(""), Cell(FEW)
    match cell:
        case Number(_key, value):
            told = is_told(cell, profile)
            return (Cell(str(value), value) if told else few, empty, empty)
        case Estimated(value=float() | int() as value, end="value") if is_told(cell, profile):
            n = Cell(str(cell.people), cell.people)
            error = empty if cell.error is None else _rounded(cell.error, cell.decimals + _FINER)
            return n, _rounded(value, cell.decimals), error
        case Estimated(end="value"):
            return empty, few, empty
        case _:
            return None


def _rounded(value: float, decimals: int) -> Cell:
    shown = round(value, decimals)
    return Cell(str(shown), shown)


def _parts_of(cell: ProtectedCell, *, together: bool) -> tuple[str, str]:
    """Return the measure of a figure and its stratum, such as age_band=25-34."""
    key = "" if isinstance(cell, str) else getattr(cell, "key", "")
    named, sign, group = key.partition("=")
    if not sign:
        return key, ""
    measure, _dot, dimension = named.rpartition(".")
    return measure, f"{dimension}={OTHER if together else group}"


def key_of(measure: str, stratum: str) -> str:
    """Return the key of a figure from its two columns."""
    return f"{measure}.{stratum}" if stratum else measure


def counts_in(lines: Sequence[Mapping[str, str]]) -> dict[str, int | None]:
    """Return what is printed for each count in the lines of such a table; None if not told."""
    return {
        key_of(line["measure"], line["stratum"]): None if line["n"] == FEW else int(line["n"])
        for line in lines
        if line["n"] and not line["value"]
    }

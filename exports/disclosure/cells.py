"""Every figure of a report as one line of a fixed table, for programs: combining and auditing.

Its columns never change (`COLUMNS`). A count that is not told has its line with "few" as n, a
figure with "few" as value. What a measure is called is the key of the figure, the same in every
language. Lines of one measure, version and stratum can be added up over services: n, sum and
squares. They say no more than n, value and error, from which they are made:

    sum = n * value        squares = n * value ** 2 + n * (n - 1) * error ** 2

n counts clients, also where a client gave several values, so that such means are added up by
clients. A version is that of the form, else of the programme: what is of two versions may be two
things, and is not added up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.disclosure.disclosure import Profile, is_told, rows_of
from exports.disclosure.protected import (
    Estimated,
    Number,
    ProtectedCell,
    ProtectedTable,
    row_key,
)
from exports.document.tables import FEW, Cell, Column, Table, column
from session_forms.words.list_words import listed
from session_forms.words.texts import _, pgettext

CELLS = "cells"
"""The id of the table."""
OTHER = "other"
"""The stratum of groups that are shown together."""
CHANGE_CLASSES = frozenset({"deteriorated", "unchanged", "better", "recovered", "improved"})
"""What the last part of a measure says where it counts a class of change."""
COLUMNS = (
    "site",
    "quarter",
    "table",
    "row",
    "column",
    "measure",
    "version",
    "stratum",
    "class",
    "n",
    "sum",
    "squares",
    "value",
    "error",
    "most",
)
_FINER = 1
"""How many decimals an error has more than its figure."""
_OF_SUMS = 4
"""How many decimals sums have: enough that the error is found again."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Which version a measure is of.

    Attributes:
        programme: Of what no form is named in, such as pps-core 0.2.0.
        forms: By the id of a form.

    """

    programme: str
    forms: Mapping[str, str]

    def of(self, measure: str) -> str:
        """Return the version of the first form that a measure names, else of the programme."""
        named = (self.forms[part] for part in measure.split(".") if part in self.forms)
        return next(named, self.programme) if measure else ""


def versions_of(programme: tuple[str, str], forms: Iterable[tuple[str, int]]) -> Versions:
    """Return the versions of a report over a programme with these forms, each (id, version).

    They are those of the programme: which one somebody filled in may be a fact about one client.
    """
    return Versions(" ".join(programme), {form_id: str(version) for form_id, version in forms})


def key_columns() -> tuple[Column, Column, Column]:
    """Return the columns that say which figure of which version a line holds, and of whom."""
    return (
        column("measure", "Measure", "text", "Key of the figure"),
        column("version", "Version", "text", "Version of the form, else of the programme"),
        column("stratum", "Stratum", "text", "Group of clients, if any"),
    )


def cell_table(
    tables: Iterable[ProtectedTable], profile: Profile, quarter: str, versions: Versions
) -> Table:
    """Return the figures that `finish` shows of the same tables, line by line."""
    lines = tuple(line for table in tables for line in _lines(table, profile, quarter, versions))
    return Table(
        CELLS,
        _("Every figure, for programs"),
        (
            column("site", "Site", "text", "Empty: whoever signed it"),
            column("quarter", "Quarter", "text", "Quarter, as 2026-Q3"),
            Column("table", pgettext("codebook", "Table"), "text", pgettext("codebook", "Table")),
            column("row", "Row", "text", "Key of the row's first figure"),
            Column("column", pgettext("codebook", "Column"), "text", _("Id of the column")),
            *key_columns(),
            column("class", "Class", "text", "Class of change, if any"),
            column("n", "n", "count", "Clients, changed"),
            column("sum", "Sum", "figure", "n times the value"),
            column("squares", "Squares", "figure", "Sum of squares, from n, value and error"),
            column("value", "Value", "figure", "Figure, changed, if any"),
            column("error", "Error", "figure", "Its standard error"),
            column("most", "At most", "figure", "Greatest value, where it lies between 0 and one"),
        ),
        lines,
    )


def _lines(
    table: ProtectedTable, profile: Profile, quarter: str, versions: Versions
) -> Iterator[tuple[Cell, ...]]:
    for row in rows_of(table, profile):
        key = row_key(row)
        for head, cell in zip(table.columns, row, strict=True):
            numbers = _numbers(cell, profile)
            if numbers is None:
                continue
            measure, stratum = _parts_of(cell, together=row not in table.rows)
            last = measure.rpartition(".")[2]
            words = (
                "",
                quarter,
                table.id,
                key,
                head.id,
                measure,
                versions.of(measure),
                stratum,
                last if last in CHANGE_CLASSES else "",
            )
            yield (*map(Cell, words), *numbers)


def _numbers(cell: ProtectedCell, profile: Profile) -> tuple[Cell, ...] | None:
    """Return n, sum, squares, value, error and the most of a figure.

    None for words, shares and ends of intervals.
    """
    empty, few = Cell(""), Cell(FEW)
    match cell:
        case Number(value=value):
            told = is_told(cell, profile)
            return (Cell(str(value), value) if told else few, *[empty] * 5)
        case Estimated(value=float() | int() as value, end="value") if is_told(cell, profile):
            return _figure(cell, value)
        case Estimated(end="value"):
            return empty, empty, empty, few, empty, empty
        case _:
            return None


def _figure(cell: Estimated, value: float) -> tuple[Cell, ...]:
    """Return the numbers of a figure, the sums made of what is printed and nothing finer."""
    empty, n = Cell(""), cell.people
    shown = _rounded(value, cell.decimals)
    error = empty if cell.error is None else _rounded(cell.error, cell.decimals + _FINER)
    total, squares = sums_of(
        n, float(shown.text), None if cell.error is None else float(error.text)
    )
    return (
        Cell(str(n), n),
        _rounded(total, _OF_SUMS),
        empty if squares is None else _rounded(squares, _OF_SUMS),
        shown,
        error,
        _rounded(cell.span, 0) if cell.bounded else empty,
    )


def sums_of(n: int, value: float, error: float | None) -> tuple[float, float | None]:
    """Return the sum over n clients and the sum of squares; None without an error."""
    if error is None:
        return n * value, None
    return n * value, n * value**2 + n * (n - 1) * error**2


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


def figure_in_words(line: Mapping[str, Cell], tables: Mapping[str, Table]) -> str:
    """Return what the figure of a line is, by the table, the row and the column where it stands.

    Over a group of clients it is named by table and column. Of a table that stands on no page,
    since nothing in it is told there, it is named by the ids.
    """
    table = tables.get(line["table"].text)
    if table is None:
        return ", ".join(line[each].text for each in ("table", "row", "column"))
    column = next(each for each in table.columns if each.id == line["column"].text)
    row = table.row(line["row"].text)
    if not row or line["stratum"].text:
        return pgettext("figure", "{table}: {column}").format(
            table=table.title, column=column.title
        )
    return pgettext("figure", "{table}, {row}: {column}").format(
        table=table.title, row=_row_in_words(table, row), column=column.title
    )


def _row_in_words(table: Table, row: Mapping[str, Cell]) -> str:
    """Return what a row is about: what stands in its columns of text, as “All, watch”."""
    named = (row[each.id].text for each in table.columns if each.kind == "text")
    return listed(dict.fromkeys(filter(None, named)))


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

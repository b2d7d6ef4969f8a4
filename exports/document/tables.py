"""Tables before and after protection.

A raw table holds people and not events: each count is a set of clients, each figure knows what
every client moves it by. A finished `Table` holds only what may be seen.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from exports.case.case import PseudonymisedCase
from exports.estimates.influence import Statistic
from session_forms.words.texts import _, pgettext

ColumnKind = Literal["text", "count", "percent", "figure"]
TableKind = Literal["plain", "told", "longest", "groups"]


People = frozenset[int]
"""Clients, each by the secret key of their record."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many clients, under a key that is the same wherever the same are counted."""

    key: str
    people: People

    @property
    def value(self) -> int:
        """How many they are."""
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Share:
    """Part of a whole in per cent, computed from the two counts as they are shown."""

    part: Count
    whole: Count


FigureEnd = Literal["value", "low", "high"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean, a rate or the like, or one end of its interval.

    It has its key also where it is of nobody: without it nobody would be told from few.
    """

    statistic: Statistic
    end: FigureEnd = "value"
    decimals: int = 1


Raw = str | Count | Share | Figure


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a stable id for machines, a title for people, and what stands in it."""

    id: str
    title: str
    kind: ColumnKind
    description: str


def column(column_id: str, title: str, kind: ColumnKind, description: str) -> Column:
    """Return a column; its title and its description are texts, and need no mark for it."""
    return Column(column_id, pgettext("column", title), kind, pgettext("codebook", description))


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table that nobody outside may see yet.

    Attributes:
        kind: Of a `told` table only the rows stand there that tell something, of a `longest` one
            those with the highest figures that are told; `groups` divide the clients, and small
            ones are shown together; `plain` tables are shown row by row.

    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Raw, ...], ...]
    notes: tuple[str, ...] = ()
    kind: TableKind = "plain"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, and its value where it is a number.

    Attributes:
        ends: Of a share the ends of its 95 % interval, in whole per cent.

    """

    text: str
    value: int | float | None = None
    ends: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        """What stands on a page: a share with its interval in brackets."""
        if self.ends is None or self.value is None:
            return self.text
        low, high = self.ends
        said = pgettext("share", "{share} ({low} to {high})")
        return said.format(share=self.text, low=low, high=high)


@dataclass(frozen=True, slots=True)
class Table:
    """A finished table.

    Attributes:
        keys: What each row is about, in no language; empty where nobody asks for a row.

    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def row(self, key: str) -> Mapping[str, Cell]:
        """Return the cells of one row by their column; none where there is no such row."""
        ids = [column.id for column in self.columns]
        found = zip(self.keys, self.rows, strict=False)
        return next((dict(zip(ids, row, strict=True)) for each, row in found if each == key), {})


def with_ends(table: Table) -> Table:
    """Return a table as files hold it: the interval of each share in two columns of its own.

    On a page it stands beside the share, in the same cell.
    """
    columns: list[Column] = []
    for each in table.columns:
        columns += [each, *(_columns_of_ends(each) if each.kind == "percent" else ())]
    rows = tuple(
        tuple(cell for pair in zip(table.columns, row, strict=True) for cell in _with_ends(*pair))
        for row in table.rows
    )
    return replace(table, columns=tuple(columns), rows=rows)


def _columns_of_ends(share: Column) -> tuple[Column, Column]:
    low = _("Lower end of the 95 % interval of {column}, which holds the change as well as chance")
    high = _("Upper end of the 95 % interval of {column}, which holds the change as well as chance")
    return (
        Column(
            f"{share.id}_low",
            pgettext("column", "95 % from"),
            "percent",
            low.format(column=share.title),
        ),
        Column(
            f"{share.id}_high",
            pgettext("column", "to"),
            "percent",
            high.format(column=share.title),
        ),
    )


def _with_ends(column: Column, cell: Cell) -> tuple[Cell, ...]:
    if column.kind != "percent":
        return (cell,)
    if cell.ends is None:
        return cell, Cell(cell.text), Cell(cell.text)
    return cell, *(Cell(str(each), each) for each in cell.ends)


Tables = Mapping[str, Table]
"""Finished tables by their id."""


def row_of(tables: Tables, table: str, row: str) -> Mapping[str, Cell]:
    """Return the cells of one row of one table; none where either is not there."""
    return tables[table].row(row) if table in tables else {}


def value_of(cells: Mapping[str, Cell], column: str) -> float | None:
    """Return the number that a cell says; None where it says none, or is not there."""
    return cells[column].value if column in cells else None


def count(key: str, cases: Iterable[PseudonymisedCase]) -> Count:
    """Return how many these clients are."""
    return Count(key, frozenset(case.record_key for case in cases))


def interval(statistic: Statistic, decimals: int = 1) -> tuple[Figure, Figure, Figure]:
    """Return a figure with the lower and the upper end of its 95 % interval."""
    return (
        Figure(statistic, "value", decimals),
        Figure(statistic, "low", decimals),
        Figure(statistic, "high", decimals),
    )


NONE = "\N{EN DASH}"
"""Stands where there is nothing to tell."""
FEW = "few"
"""Stands in a table for machines where a number may not be told."""
_UNSEEN = r"[\s\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]*"
_SIGNS = r"[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B]"
RUNS = re.compile(rf"{_UNSEEN}{_SIGNS}|[\t\r\n\0]")
"""What a spreadsheet would run: also after signs that are not seen, and in full width."""
RUNS_WITHIN = re.compile(rf"([;|\t\r\n]{_UNSEEN})(?={_SIGNS})")
"""What it would run where it takes another sign than a comma for the end of a cell."""


def table_as_csv(table: Table) -> bytes:
    """Return the table, with the stable ids of its columns in the first line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.id for column in table.columns])
    kinds: list[ColumnKind] = [column.kind for column in table.columns]
    for row in table.rows:
        writer.writerow([_written(cell, kind) for cell, kind in zip(row, kinds, strict=True)])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _written(cell: Cell, kind: ColumnKind) -> str:
    if cell.value is not None:
        return repr(cell.value)
    if kind != "text" and cell.text not in {"", NONE}:
        return FEW
    return neutral(cell.text)


def neutral(text: str) -> str:
    """Return a text cell that no spreadsheet runs."""
    clean = RUNS_WITHIN.sub(r"\1'", text.replace("\0", ""))
    return f"'{clean}" if RUNS.match(text) else clean

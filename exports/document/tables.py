"""Tables before and after protection.

A raw table holds counts under a key, so that one and the same count in two tables is known to
be the same. `Sum` says which counts add up to which: that is what a reader could subtract. A
finished `Table` holds only what may be seen.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from exports.document.estimates import mean_of
from exports.paper.charts.change_chart import ChangeChart

ColumnKind = Literal["text", "count", "percent", "figure"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many, under a key that is the same wherever the same things are counted."""

    key: str
    value: int


@dataclass(frozen=True, slots=True)
class Share:
    """Part of a whole in per cent, computed from the two counts as they are shown."""

    part: Count
    whole: Count


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean or the like; None where there is nothing to compute.

    Attributes:
        basis: How many values it rests on.
        people: How many clients those values come from, where that is not the basis itself.

    """

    value: float | None
    basis: Count
    decimals: int = 1
    people: int | None = None

    @property
    def clients(self) -> int:
        """How many clients stand behind it, at most one for each value."""
        value = self.basis.value
        return value if self.people is None else min(value, self.people)


Raw = str | Count | Share | Figure


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a stable id for machines, a title for people, and what stands in it."""

    id: str
    title: str
    kind: ColumnKind
    description: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A count that is the sum of others."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table that nobody outside may see yet.

    Attributes:
        sums: Which counts add up to which, also with counts of other tables.
        prized: The counts that readers look for: others are hidden before them.

    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Raw, ...], ...]
    notes: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    prized: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What is shown, and its value where it is a number."""

    text: str
    value: int | float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A finished table.

    Attributes:
        picture: The same figures drawn; it stands above the table on paper.

    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    picture: ChangeChart | None = None


def counts_of(tables: tuple[RawTable, ...]) -> dict[str, int]:
    """Return every count of the tables by its key."""
    return {count.key: count.value for table in tables for count in _counts(table)}


def _counts(table: RawTable) -> Iterator[Count]:
    for row in table.rows:
        for cell in row:
            match cell:
                case Count():
                    yield cell
                case Share():
                    yield cell.part
                    yield cell.whole
                case Figure():
                    yield cell.basis
                case str():
                    pass
                case _:
                    assert_never(cell)


def mean_figures(
    values: Sequence[float], basis: Count, decimals: int = 1, *, people: int | None = None
) -> tuple[Figure, Figure, Figure]:
    """Return mean, lower and upper end of its 95 % interval; empty where there are none.

    `people` is how many clients the values come from, where one client may give several.
    """
    mean = mean_of(values)
    found = (mean.value, mean.low, mean.high) if mean else (None, None, None)
    value, low, high = (Figure(each, basis, decimals, people) for each in found)
    return value, low, high


RUNS = re.compile(r"\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n\0]")
"""What a spreadsheet would run: also after spaces, and in full width."""


def table_as_csv(table: Table) -> bytes:
    """Return the table, with the stable ids of its columns in the first line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.id for column in table.columns])
    for row in table.rows:
        writer.writerow([_written(cell) for cell in row])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _written(cell: Cell) -> str:
    if cell.value is not None:
        return repr(cell.value)
    return neutral(cell.text)


def neutral(text: str) -> str:
    """Return a text cell that no spreadsheet runs."""
    clean = text.replace("\0", "")
    return f"'{clean}" if RUNS.match(text) else clean

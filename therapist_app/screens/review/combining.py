"""Tables of several sites side by side, with sums where there can honestly be one.

A starred cell stands for a small count that nobody here knows: where one stands, there is no
sum. Two packages of one signer may count the same clients, so they are never added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from therapist_app.screens.review.packages import PackageTable, ReadPackage

NO_CELL = ""
Choice = tuple[str, str]
"""The id and the title of a table, or of a column of one, that can be shown."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One line: what it is about, its cell in each package, and the sum or nothing."""

    label: str
    cells: tuple[str, ...]
    total: int | None


def tables_of(packages: Sequence[ReadPackage]) -> tuple[Choice, ...]:
    """Return the tables with counts, each once, in the order they first come."""
    found: dict[str, str] = {}
    for package in packages:
        for table in package.tables:
            if table.counts:
                found.setdefault(table.id, table.title)
    return tuple(found.items())


def columns_of(packages: Sequence[ReadPackage], table_id: str) -> tuple[Choice, ...]:
    """Return the columns of counts of one table, each once."""
    found: dict[str, str] = {}
    for table in _tables(packages, table_id):
        for field in table.counts:
            found.setdefault(field.name, field.title)
    return tuple(found.items())


def side_by_side(
    packages: Sequence[ReadPackage], table_id: str, column: str
) -> tuple[SideBySide, ...]:
    """Return one line for each thing that is counted in any of the packages."""
    cells = [_cells(package.table(table_id), column) for package in packages]
    labels = dict.fromkeys(label for each in cells for label in each)
    may_add = may_be_added(packages)
    lines: list[SideBySide] = []
    for label in labels:
        found = tuple(each.get(label, NO_CELL) for each in cells)
        lines.append(SideBySide(label, found, _total(found) if may_add else None))
    return tuple(lines)


def may_be_added(packages: Sequence[ReadPackage]) -> bool:
    """Return whether these packages can be added up: no two of one signer, no practice mixed in."""
    signers = {each.signer for each in packages}
    kinds = {(each.practice, each.profile) for each in packages}
    return len(signers) == len(packages) > 1 and len(kinds) == 1


def _tables(packages: Sequence[ReadPackage], table_id: str) -> list[PackageTable]:
    return [table for each in packages if (table := each.table(table_id)) is not None]


def _cells(table: PackageTable | None, column: str) -> dict[str, str]:
    if table is None or column not in {each.name for each in table.fields}:
        return {}
    at = [each.name for each in table.fields].index(column)
    return {table.label_of(row): row[at] for row in table.rows}


def _total(cells: tuple[str, ...]) -> int | None:
    """Return the sum of whole numbers; None where a cell is starred or not there."""
    if not all(each.isdecimal() for each in cells):
        return None
    return sum(int(each) for each in cells)

"""What the record holds, read from its schema and explained line by line.

The schema says which tables and columns there are; `inventory.toml` says of each what it is.
"""

import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

from sqlcipher3 import dbapi2

from therapist_app.record.database.migrations import CASELOAD, SERVICE, create_schema
from therapist_app.record.errors import RecordBug

KINDS = (CASELOAD, SERVICE)
_TABLES = (
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    " AND name NOT LIKE 'sqlite%' ORDER BY name"
)


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column and what stands in it."""

    name: str
    holds: str


@dataclass(frozen=True, slots=True)
class TableLine:
    """One table: what it holds, why, about whom, for how long."""

    name: str
    what: str
    why: str
    whom: str
    kept: str
    columns: tuple[ColumnLine, ...]


@dataclass(frozen=True, slots=True)
class FileInventory:
    """One kind of file of the record, and who can read it."""

    kind: str
    who_reads: str
    tables: tuple[TableLine, ...]


def inventory() -> tuple[FileInventory, ...]:
    """Return every table and column of the record.

    Raises:
        RecordBug: A table or a column is not explained, or one that is explained is not there.

    """
    text = (resources.files("therapist_app.record") / "inventory.toml").read_text(encoding="utf-8")
    explained = tomllib.loads(text)
    return tuple(_file(kind.name, _schema(kind.name), explained[kind.name]) for kind in KINDS)


def _file(kind: str, there: dict[str, tuple[str, ...]], explained: dict[str, Any]) -> FileInventory:
    tables = {name: each for name, each in explained.items() if isinstance(each, dict)}
    if set(tables) != set(there):
        raise RecordBug(f"inventory-tables {kind}")
    return FileInventory(
        kind=kind,
        who_reads=explained["who_reads"],
        tables=tuple(_table(name, there[name], tables[name]) for name in there),
    )


def _table(name: str, columns: tuple[str, ...], explained: dict[str, Any]) -> TableLine:
    if set(columns) != set(explained["columns"]):
        raise RecordBug(f"inventory-columns {name}")
    return TableLine(
        name=name,
        what=explained["what"],
        why=explained["why"],
        whom=explained["whom"],
        kept=explained["kept"],
        columns=tuple(ColumnLine(each, explained["columns"][each]) for each in columns),
    )


def _schema(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the columns of each table, as the schema makes them; in memory, and empty."""
    connection = dbapi2.connect(":memory:", isolation_level=None)
    try:
        create_schema(connection, next(each for each in KINDS if each.name == kind))
        names = [name for (name,) in connection.execute(_TABLES).fetchall()]
        columns = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
        return {
            name: tuple(each for (each,) in connection.execute(columns, (name,)).fetchall())
            for name in names
        }
    finally:
        connection.close()

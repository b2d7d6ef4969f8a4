"""What a row of each table and index looks like on its page, from the schema of a version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sqlcipher3 import dbapi2

from therapist_app.record.database.connection import Kind
from therapist_app.record.database.migrations import create_schema
from therapist_app.record.sqlite_pages.tree_reader import Value

SCHEMA = "sqlite_schema"
_KINDS: Mapping[str, type] = {"TEXT": str, "INTEGER": int, "BLOB": bytes}


@dataclass(frozen=True, slots=True)
class Shape:
    """One table or index.

    Attributes:
        table: Which table it belongs to; its own name for a table.
        columns: Their names, in the order in which a row keeps them.
        kinds: What each holds; `object` where that is not fixed.
        numbered: The column that is the number of the row, if there is one.
        is_index: Whether it is an index.
        is_full: Whether an index holds every row of its table.

    """

    table: str
    columns: tuple[str, ...]
    kinds: tuple[type, ...]
    numbered: str = ""
    is_index: bool = False
    is_full: bool = False

    def fits(self, values: tuple[Value, ...]) -> bool:
        """Whether a row may be one of these; one from before a column was added is shorter."""
        if len(values) > len(self.kinds) or (self.is_index and len(values) < len(self.kinds)):
            return False
        pairs = zip(values, self.kinds, strict=False)
        return all(value is None or isinstance(value, kind) for value, kind in pairs)


@cache
def shapes(kind: Kind, version: int) -> Mapping[str, Shape]:
    """Return the shape of every table and index of a version, by name."""
    connection = dbapi2.connect(":memory:")
    create_schema(connection, kind, version)
    found = {SCHEMA: Shape(SCHEMA, ("type", "name", "tbl_name", "rootpage", "sql"), _SCHEMA_KINDS)}
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for (table,) in tables:
        found[table] = _table(connection, table)
        listed = connection.execute("SELECT * FROM pragma_index_list(?)", (table,)).fetchall()
        for _, index, _, origin, is_partial in listed:
            if origin != "pk":
                found[index] = _index(connection, found[table], index, is_full=not is_partial)
    connection.close()
    return found


_SCHEMA_KINDS: tuple[type, ...] = (str, str, str, int, str)


def _table(connection: dbapi2.Connection, table: str) -> Shape:
    listed = connection.execute(
        "SELECT name, type, pk FROM pragma_table_info(?)", (table,)
    ).fetchall()
    [(without_numbers,)] = connection.execute(
        "SELECT wr FROM pragma_table_list(?) WHERE schema = 'main'", (table,)
    ).fetchall()
    if without_numbers:
        keys = sorted((each for each in listed if each[2]), key=lambda each: int(each[2]))
        listed = [*keys, *(each for each in listed if not each[2])]
    numbered = "" if without_numbers else next(name for name, _, key in listed if key)
    return Shape(
        table,
        tuple(name for name, _, _ in listed),
        tuple(_KINDS[kind] for _, kind, _ in listed),
        numbered,
    )


def _index(connection: dbapi2.Connection, table: Shape, index: str, *, is_full: bool) -> Shape:
    listed = connection.execute("SELECT name FROM pragma_index_xinfo(?)", (index,)).fetchall()
    kinds = dict(zip(table.columns, table.kinds, strict=True))
    return Shape(
        table.table,
        tuple(name or "" for (name,) in listed),
        tuple(kinds.get(name, object) for (name,) in listed),
        is_index=True,
        is_full=is_full,
    )

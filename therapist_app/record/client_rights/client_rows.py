"""Every row that belongs to a client, found by the foreign keys that lead to `clients`.

Nothing lists the tables by hand, so a table that is added later is reached as well.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from therapist_app.record.database.database import Database
from therapist_app.record.database.figures import WORKED_OUT

CLIENTS = "clients"
_TABLES = (
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
)
_PARENTS = (
    'SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)'
    " WHERE on_delete = 'CASCADE' ORDER BY id"
)


def tables_of(database: Database) -> tuple[str, ...]:
    """Return the names of all tables of a database."""
    return tuple(name for (name,) in database.rows(_TABLES))


def columns_of(database: Database, table: str) -> tuple[str, ...]:
    """Return the names of a table's columns, in order."""
    found = database.rows("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))
    return tuple(name for (name,) in found)


def ways_to_clients(database: Database) -> dict[str, str]:
    """Return, for each table that is deleted with a client, what picks the rows of one client.

    The value is a condition with the client's id as `:client`; `clients` itself is among them.
    """
    ways = {CLIENTS: "id = :client"}
    parents = {table: database.rows(_PARENTS, (table,)) for table in tables_of(database)}
    while True:
        found = {
            table: _through(keys, ways) for table, keys in parents.items() if table not in ways
        }
        new = {table: way for table, way in found.items() if way}
        if not new:
            return ways
        ways |= new


def rows_of(database: Database, client_id: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each row of a client with the name of its table, the values by column.

    What is worked out from other rows is not among them: wherever they go, it is made again.
    """
    for table, way in ways_to_clients(database).items():
        if table in WORKED_OUT:
            continue
        names = columns_of(database, table)
        selected = " ".join(["SELECT", ", ".join(names), "FROM", table, "WHERE", way])
        for row in database.rows(selected, {"client": client_id}):
            yield table, dict(zip(names, row, strict=True))


def _through(keys: list[tuple[Any, ...]], ways: Mapping[str, str]) -> str:
    """Return the way through the first parent that is known to lead to a client."""
    for parent, column, target in keys:
        if parent in ways:
            return " ".join(
                [column, "IN (SELECT", target or "id", "FROM", parent, "WHERE", ways[parent] + ")"]
            )
    return ""

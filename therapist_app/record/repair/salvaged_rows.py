"""Putting salvaged rows into a new file: what fits goes in, what hangs in the air is told."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlcipher3 import dbapi2

from therapist_app.record.database.migrations import TREES
from therapist_app.record.sqlite_pages.table_shapes import Shape
from therapist_app.record.sqlite_pages.tree_reader import Value


@dataclass(frozen=True, slots=True)
class Link:
    """One reference from a table to another."""

    table: str
    column: str
    parent: str
    target: str
    is_optional: bool

    @property
    def is_loose(self) -> str:
        """The condition under which a row points to nothing."""
        there = ["(SELECT", self.target, "FROM", self.parent, ")"]
        return " ".join([self.column, "IS NOT NULL AND", self.column, "NOT IN", *there])


@contextmanager
def triggers_set_aside(connection: dbapi2.Connection) -> Iterator[None]:
    """Take the triggers out while rows are put back, within one transaction.

    They refuse every change to a restricted client, and what is put back is none.
    """
    found = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
    ).fetchall()
    for name, _sql in found:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in found:
        connection.execute(sql)


def insert_rows(
    connection: dbapi2.Connection, shape: Shape, rows: Iterable[tuple[Value, ...]]
) -> int:
    """Insert rows, and return how many the schema refused."""
    refused = 0
    for row in rows:
        if shape.table == "about" and row[0] == TREES:
            continue
        columns = ", ".join(shape.columns[: len(row)])
        places = ", ".join("?" * len(row))
        sql = " ".join(["INSERT INTO", shape.table, f"({columns}) VALUES ({places})"])
        try:
            connection.execute(sql, row)
        except dbapi2.IntegrityError:
            refused += 1
    return refused


def links(connection: dbapi2.Connection, tables: Iterable[str]) -> tuple[Link, ...]:
    """Return every reference between tables."""
    found = []
    for table in tables:
        needed = dict(
            connection.execute(
                'SELECT name, "notnull" FROM pragma_table_info(?)', (table,)
            ).fetchall()
        )
        listed = connection.execute(
            'SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (table,)
        ).fetchall()
        found += [Link(table, own, parent, to, not needed[own]) for own, parent, to in listed]
    return tuple(found)


def let_go_of_loose_rows(
    connection: dbapi2.Connection, between: Iterable[Link]
) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Unlink and take out rows that point to nothing; return how many, by table.

    A row that may do without what it points to is unlinked and stays. Taking out one may leave
    others loose, so it goes on until nothing is.
    """
    unlinked: dict[str, int] = {}
    orphans: dict[str, int] = {}
    between = tuple(between)
    before = -1
    while before != sum(unlinked.values()) + sum(orphans.values()):
        before = sum(unlinked.values()) + sum(orphans.values())
        for link in between:
            if link.is_optional:
                sql = ["UPDATE OR IGNORE", link.table, f"SET {link.column} = NULL WHERE"]
                done = connection.execute(" ".join([*sql, link.is_loose])).rowcount
                unlinked[link.table] = unlinked.get(link.table, 0) + done
            sql = ["DELETE FROM", link.table, "WHERE", link.is_loose]
            done = connection.execute(" ".join(sql)).rowcount
            orphans[link.table] = orphans.get(link.table, 0) + done
    return unlinked, orphans

"""Filling a new file with the rows that could be read of a damaged one, some pages at a time.

What is done so far stands in a table of the new file itself and is kept in the same transaction
as the rows, so that whoever was killed goes on after the last one. Rows go in by the order of
their keys, and indexes are made once all are there: a file many times larger than the memory at
hand is filled without a page of it being written over and over.
"""

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from sqlcipher3 import dbapi2

from therapist_app.record.database.connection import Kind
from therapist_app.record.database.figures import WORKED_OUT, count_rows
from therapist_app.record.database.migrations import (
    SALVAGE_PLACE,
    TREES,
    bring_up,
    schema_as_made,
    walk_to,
)
from therapist_app.record.sqlite_pages.page_map import (
    SCHEMA,
    PageMap,
    Shape,
    count_rows_on,
    rows_of,
)
from therapist_app.record.sqlite_pages.page_reader import PageReader
from therapist_app.record.sqlite_pages.tree_reader import Value

PAGES_AT_ONCE = 1024
"""So many pages of the damaged file are copied in one transaction: 4 MiB."""
PLACE = "salvage_place"
"""The table that says how far it is; gone once all is done."""
_BEGIN = "INSERT INTO salvage_place VALUES ('{}')"
_PLACE_NOW = "SELECT place FROM salvage_place"
_KEEP_PLACE = "UPDATE salvage_place SET place = ?"
_THERE = "SELECT 1 FROM sqlite_schema WHERE name = ?"
_SET_ASIDE = "SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL AND type = ?"
_ALL_TO_SEARCH = "INSERT OR IGNORE INTO forms_to_search SELECT id FROM filled_forms"


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """What became of one table.

    Attributes:
        kept: Rows in the new file.
        lost: Rows known to be lost: at least so many.
        pages: Pages of the table that cannot be read; how many rows they held is not known.
        orphans: Rows that could be read and were left out, since what they belong to is lost.
        unlinked: Rows that were kept without their link to something that is lost.

    """

    table: str
    kept: int
    lost: int
    pages: int
    orphans: int
    unlinked: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is missing."""
        return not (self.lost or self.pages or self.orphans or self.unlinked)


@dataclass(slots=True)
class CopiedTable:
    """How far one table is.

    Attributes:
        pages: So many of its pages were gone through.
        seen: Rows that were read.
        unread: Rows that could not be read.
        refused: Rows that the schema refused, or that stood there twice.

    """

    pages: int = 0
    seen: int = 0
    unread: int = 0
    refused: int = 0


@dataclass(slots=True)
class FillingPlace:
    """How far a filling is, and what it came upon.

    Attributes:
        source: The fingerprint of the file that is being saved.
        tables: By their names.
        is_copied: Whether every row that could be read is there.
        is_complete: Whether all indexes are made as well, and what is loose is gone.

    """

    source: str
    tables: dict[str, CopiedTable] = field(default_factory=dict)
    orphans: dict[str, int] = field(default_factory=dict)
    unlinked: dict[str, int] = field(default_factory=dict)
    is_copied: bool = False
    is_complete: bool = False


def place_in(connection: dbapi2.Connection) -> FillingPlace | None:
    """Return how far the filling of a file is; None where none was begun, or it is done."""
    if connection.execute(_THERE, (PLACE,)).fetchone() is None:
        return None
    [(spelt,)] = connection.execute(_PLACE_NOW).fetchall()
    said = json.loads(spelt)
    tables = {name: CopiedTable(**each) for name, each in said.pop("tables").items()}
    return FillingPlace(**said, tables=tables)


class FileBeingFilled:
    """A new file while it is filled.

    Attributes:
        place: How far it is.

    """

    def __init__(self, connection: dbapi2.Connection, kind: Kind, found: PageMap) -> None:
        """Begin to fill an empty file, or go on with one of the same source."""
        self._connection = connection
        self._kind = kind
        self._found = found
        self._tables = [
            name
            for name, shape in found.shapes.items()
            if not shape.is_index and name not in {SCHEMA, *WORKED_OUT}
        ]
        begun = place_in(connection)
        self.place = begun or FillingPlace(found.fingerprint)
        if begun is None:
            with self._kept():
                connection.execute(SALVAGE_PLACE)
                connection.execute(_BEGIN)

    @contextmanager
    def _kept(self) -> Generator[None]:
        """Keep what is done inside together with the place."""
        self._connection.execute("BEGIN IMMEDIATE")
        yield
        spelt = json.dumps(asdict(self.place))
        self._connection.execute(_KEEP_PLACE, (spelt,))
        self._connection.execute("COMMIT")

    def fill(
        self,
        reader: PageReader,
        belongs: Mapping[str, str],
        tell_page: Callable[[], object],
        tell_share: Callable[[float], object],
    ) -> tuple[TableOutcome, ...]:
        """Do all that is left, and return what became of each table.

        Args:
            reader: Of the damaged file.
            belongs: What the file says of itself in any case.
            tell_page: Called for each page that is copied, or was before.
            tell_share: Called with how much of what follows the copying is done, from 0 to 1.

        """
        if not self.place.is_copied:
            walk_to(self._connection, self._kind, self._found.version)
            self._set_aside()
            for name in self._tables:
                self._copy(reader, name, tell_page)
            with self._kept():
                self.place.is_copied = True
        if not self.place.is_complete:
            self._complete(belongs, tell_share)
        bring_up(self._connection, self._kind)
        tell_share(1)
        return tuple(self._outcome(reader, name) for name in sorted(self._tables))

    def _set_aside(self) -> None:
        with self._kept():
            for each in ("trigger", "index"):
                listed = self._connection.execute(_SET_ASIDE, (each,)).fetchall()
                for kind, name in listed:
                    self._connection.execute(f"DROP {kind} {name}")

    def _copy(self, reader: PageReader, name: str, tell_page: Callable[[], object]) -> None:
        pages = self._found.pages[name]
        copied = self.place.tables.setdefault(name, CopiedTable())
        for _before in range(copied.pages):
            tell_page()
        while batch := pages[copied.pages : copied.pages + PAGES_AT_ONCE]:
            with self._kept():
                rows = _read(reader, batch, copied, tell_page)
                copied.refused += insert_rows(self._connection, self._found.shapes[name], rows)
                copied.pages += len(batch)

    def _complete(self, belongs: Mapping[str, str], tell_share: Callable[[float], object]) -> None:
        made = schema_as_made(self._kind, self._found.version)
        indexes = [row for row in made if row[0] == "index" and row[2] is not None]
        between = links(self._connection, self._tables)
        steps = len(indexes) + len(between)
        for number, (_type, name, sql) in enumerate(indexes, 1):
            self._make_index(name, sql)
            tell_share(number / steps)
        self._let_go_of_loose_rows(between)
        with self._kept():
            for fact in belongs.items():
                self._connection.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", fact)
            if self._found.shapes.keys() >= WORKED_OUT:
                self._connection.execute(_ALL_TO_SEARCH)
            for sql in (sql for kind, _name, sql in made if kind == "trigger"):
                self._connection.execute(sql)
            self.place.is_complete = True

    def _make_index(self, name: str, sql: str) -> None:
        if self._connection.execute(_THERE, (name,)).fetchone():
            return
        shape = self._found.shapes[name]
        with self._kept():
            try:
                self._connection.execute(sql)
            except dbapi2.IntegrityError:
                copied = self.place.tables[shape.table]
                copied.refused += self._let_go_of_twins(shape, sql)
                self._connection.execute(sql)

    def _let_go_of_twins(self, index: Shape, sql: str) -> int:
        """Take out all but the first of the rows that an index refuses to tell apart."""
        key = self._key_of(index.table)
        alike = sql.partition("(")[2].partition(")")[0]
        known = " AND ".join(f"{each} IS NOT NULL" for each in alike.split(", "))
        under = sql.partition(" WHERE ")[2] or "TRUE"
        own = ", ".join(key)
        order = f"(PARTITION BY {alike} ORDER BY {own})"
        numbered = ["SELECT", own, ", row_number() OVER", order, "AS place FROM", index.table]
        which = ["(SELECT", own, "FROM (", *numbered, "WHERE", known, "AND", under, ")"]
        twins = ["DELETE FROM", index.table, f"WHERE ({own}) IN", *which, "WHERE place > 1)"]
        return self._run(twins)

    def _key_of(self, table: str) -> tuple[str, ...]:
        asked = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"
        return tuple(name for (name,) in self._connection.execute(asked, (table,)).fetchall())

    def _let_go_of_loose_rows(self, between: Iterable["RowReference"]) -> None:
        """Unlink or take out rows that point to nothing.

        A row that may do without what it points to is unlinked and stays. Taking out one may leave
        others loose, so it goes on until nothing is.
        """
        between = tuple(between)
        goes_on = True
        while goes_on:
            goes_on = False
            for link in between:
                goes_on = self._let_go(link) or goes_on

    def _let_go(self, link: "RowReference") -> bool:
        # Which rows are loose is read from an index; few are, and those alone are looked up.
        table, own = link.table, ", ".join(self._key_of(link.table))
        which = [f"WHERE ({own}) IN (SELECT", own, "FROM", table, "WHERE", link.is_loose, ")"]
        unlink = ["UPDATE OR IGNORE", table, f"SET {link.column} = NULL", *which]
        done = 0
        with self._kept():
            if link.is_optional:
                done += (count := self._run(unlink))
                self.place.unlinked[table] = self.place.unlinked.get(table, 0) + count
            done += (count := self._run(["DELETE FROM", table, *which]))
            self.place.orphans[table] = self.place.orphans.get(table, 0) + count
        return done > 0

    def _run(self, words: list[str]) -> int:
        return self._connection.execute(" ".join(words)).rowcount

    def _outcome(self, reader: PageReader, name: str) -> TableOutcome:
        copied = self.place.tables[name]
        kept = copied.seen - copied.refused
        # An index that can be read to its end knows how many rows its table had.
        there = [
            count_rows_on(reader, self._found.pages[index])
            for index, shape in self._found.shapes.items()
            if shape.table == name and shape.is_full and not self._found.holes[index]
        ]
        return TableOutcome(
            table=name,
            kept=count_rows(self._connection, name),
            lost=max(copied.seen + copied.unread, *there, 0) - kept,
            pages=self._found.holes[name],
            orphans=self.place.orphans.get(name, 0),
            unlinked=self.place.unlinked.get(name, 0),
        )


def _read(
    reader: PageReader,
    pages: Iterable[int],
    copied: CopiedTable,
    tell_page: Callable[[], object],
) -> Iterator[tuple[Value, ...]]:
    for number in pages:
        tell_page()
        for row in rows_of(reader, (number,)):
            if row is None:
                copied.unread += 1
            else:
                copied.seen += 1
                yield row


@dataclass(frozen=True, slots=True)
class RowReference:
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


def insert_rows(
    connection: dbapi2.Connection, shape: Shape, rows: Iterable[tuple[Value, ...]]
) -> int:
    """Insert rows one by one; return how many the schema refused."""
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


def links(connection: dbapi2.Connection, tables: Iterable[str]) -> tuple[RowReference, ...]:
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
        found += [
            RowReference(table, own, parent, to, not needed[own]) for own, parent, to in listed
        ]
    return tuple(found)

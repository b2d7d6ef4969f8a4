"""Saving what can be read of a damaged file into a new one.

The damaged file is only read, page by page, and nothing but pages that verify is used: no row is
invented. The new file is of the newest schema and opens with the same data key, so it can stand
in the old one's place, which is then kept beside it. Its audit goes on from what was left of
the old one: a signed entry says which stretches are gone.
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2

from session_forms.held_files import remove_file, rename_over
from therapist_app.hygiene.system import this_system
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.database.anchor import Anchor, Mark
from therapist_app.record.database.audit import SALVAGED, note, stretch
from therapist_app.record.database.connection import create_to_fill, translated
from therapist_app.record.database.database import Opening
from therapist_app.record.database.figures import WORKED_OUT, count_rows
from therapist_app.record.database.migrations import (
    NEWEST,
    TREES,
    bring_up,
    create_schema,
)
from therapist_app.record.database.opening import class_of, open_database
from therapist_app.record.database.triggers import triggers_set_aside
from therapist_app.record.errors import RecordDamaged, RecordTooNew
from therapist_app.record.folder.files import (
    create_private_file,
    flush_file,
    flush_folder,
    translate_os_error,
)
from therapist_app.record.folder.layout import BEFORE_SALVAGE, anchor_beside, log_beside
from therapist_app.record.sqlite_pages.page_map import (
    SCHEMA,
    PageMap,
    Shape,
    count_rows_on,
    map_pages,
    rows_of,
)
from therapist_app.record.sqlite_pages.page_reader import PageReader
from therapist_app.record.sqlite_pages.tree_reader import Value

Tell = Callable[[int, int], object]
TOLD_EVERY = 256
_INDEXES = """
    SELECT name, sql FROM sqlite_schema
    WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%'
"""
_ALL_TO_SEARCH = "INSERT INTO forms_to_search SELECT id FROM filled_forms"


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


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What became of one file: names of tables and counts.

    Attributes:
        database: "service", or the uid of the caseload's owner.
        damaged: Pages that cannot be read.
        unplaced: Pages that can be read and fit into more than one table, so into none.
        entries: Audit entries that were there when the file was last seen, and are gone from
            its end.
        log_is_whole: Whether the write-ahead log could be followed to its end.

    """

    database: str
    tables: tuple[TableOutcome, ...]
    damaged: int
    unplaced: int
    entries: int
    log_is_whole: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        gone = self.unplaced or self.entries or not self.log_is_whole
        return not gone and all(each.is_whole for each in self.tables)


def salvage(opening: Opening, to: Path, tell: Tell = lambda _done, _of: None) -> SalvageReport:
    """Save what can be read of a file into a new one at `to`, with its anchor beside it.

    It can be broken off at any moment: the damaged file is only read, and what was begun is thrown
    away, or, after a kill, has no anchor, without which `put_in_place` refuses it.

    Args:
        opening: The damaged file.
        to: Where nothing is yet.
        tell: Called with how much is done, of how much.

    Raises:
        RecordDamaged: Nothing of it can be read, or it is not there; nothing was made.
        RecordTooNew: A later version wrote it.
        CannotWrite: Something is at `to` already, or the disk refuses.

    """
    try:
        create_private_file(to)
    except OSError as error:
        raise translate_os_error(error) from None
    try:
        return _salvage(opening, to, tell)
    except BaseException:
        for left in (to, log_beside(to), anchor_beside(to)):
            remove_file(left)
        raise


class _Progress:
    """Tells how far it is: each page is gone through twice, first for where it belongs."""

    def __init__(self, tell: Tell, pages: int) -> None:
        self._tell = tell
        self._of = 2 * pages
        self._done = 0

    def one_more(self, _page: int = 0) -> None:
        """Count a page; some at a time are told."""
        self._done = min(self._done + 1, self._of)
        if self._done % TOLD_EVERY == 0:
            self._tell(self._done, self._of)


def _salvage(opening: Opening, to: Path, tell: Tell) -> SalvageReport:
    key = derive_masked(opening.data_key, "sqlcipher")
    seen, salt = _last_seen(opening)
    try:
        with PageReader(opening.path, key, salt) as reader, reader.keys_at_hand():
            progress = _Progress(tell, reader.count)
            found = map_pages(reader, opening.kind, progress.one_more)
            if found.damaged == reader.count:
                raise RecordDamaged("nothing-readable")
            if found.version > NEWEST:
                raise RecordTooNew(opening.kind.name)
            connection = create_to_fill(to, key)
            try:
                tables = _fill(connection, opening, found, reader, progress)
            except dbapi2.Error as error:
                raise translated(error) from None
            finally:
                connection.close()
            flush_file(to)
            log_is_whole = reader.log_is_whole
    except FileNotFoundError:
        raise RecordDamaged("missing") from None
    finally:
        key.forget()
    entries = _go_on(opening, to, seen)
    return SalvageReport(
        database=opening.belongs.get("owner", opening.kind.name),
        tables=tables,
        damaged=found.damaged,
        unplaced=found.unplaced,
        entries=entries,
        log_is_whole=log_is_whole,
    )


def _last_seen(opening: Opening) -> tuple[Mark | None, bytes]:
    key = derive_masked(opening.data_key, "anchor")
    anchor = Anchor(anchor_beside(opening.path), key)
    seen = anchor.read()
    key.forget()
    return seen, anchor.salt


def _fill(
    connection: dbapi2.Connection,
    opening: Opening,
    found: PageMap,
    reader: PageReader,
    progress: _Progress,
) -> tuple[TableOutcome, ...]:
    create_schema(connection, opening.kind, found.version)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    tables = [name for name, shape in found.shapes.items() if not shape.is_index]
    tables = [name for name in tables if name not in {SCHEMA, *WORKED_OUT}]
    with triggers_set_aside(connection.execute):
        with indexes_set_aside(connection):
            lost = {name: _copy(connection, found, reader, name, progress) for name in tables}
        for fact in opening.belongs.items():
            connection.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", fact)
        unlinked, orphans = let_go_of_loose_rows(connection, links(connection, tables))
        if found.shapes.keys() >= WORKED_OUT:
            connection.execute(_ALL_TO_SEARCH)
    connection.execute("COMMIT")
    bring_up(connection, opening.kind)
    return tuple(
        TableOutcome(
            table=name,
            kept=count_rows(connection, name),
            lost=lost[name],
            pages=found.holes[name],
            orphans=orphans.get(name, 0),
            unlinked=unlinked.get(name, 0),
        )
        for name in sorted(tables)
    )


@contextmanager
def indexes_set_aside(connection: dbapi2.Connection) -> Generator[None]:
    """Make indexes once all rows are there, but those that refuse a row that stands twice."""
    listed = connection.execute(_INDEXES).fetchall()
    for name, _sql in listed:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _name, sql in listed:
        connection.execute(sql)


def _copy(
    connection: dbapi2.Connection,
    found: PageMap,
    reader: PageReader,
    name: str,
    progress: _Progress,
) -> int:
    unread = 0

    def whole() -> Iterator[tuple[Value, ...]]:
        nonlocal unread
        for number in found.pages[name]:
            progress.one_more()
            for row in rows_of(reader, (number,)):
                if row is None:
                    unread += 1
                else:
                    yield row

    seen, refused = insert_rows(connection, found.shapes[name], whole())
    kept = seen - refused
    # An index that can be read to its end knows how many rows its table had.
    there = [
        count_rows_on(reader, found.pages[index])
        for index, shape in found.shapes.items()
        if shape.table == name and shape.is_full and not found.holes[index]
    ]
    return max(seen + unread, *there, 0) - kept


def _go_on(opening: Opening, to: Path, seen: Mark | None) -> int:
    database = open_database(class_of(opening.kind), replace(opening, path=to))
    try:
        newest = database.audit.mark.n
        gone = max(0, seen.n - newest) if seen else 0
        stretches = _stretches(database.run("SELECT n, entry FROM audit ORDER BY n"))
        fields = (*stretches, f"{gone} after {newest}")
        note(database, SALVAGED, database.kind.name, fields)
    finally:
        database.close()
    return gone


def _stretches(entries: Iterable[tuple[int, bytes]]) -> list[str]:
    found: list[str] = []
    last = 0
    for n, entry in entries:
        if n > last + 1:
            found.append(stretch(last + 1, n - 1, entry))
        last = n
    return found


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


def insert_rows(
    connection: dbapi2.Connection, shape: Shape, rows: Iterable[tuple[Value, ...]]
) -> tuple[int, int]:
    """Insert rows one by one; return how many there were, and how many the schema refused."""
    seen = refused = 0
    for row in rows:
        seen += 1
        if shape.table == "about" and row[0] == TREES:
            continue
        columns = ", ".join(shape.columns[: len(row)])
        places = ", ".join("?" * len(row))
        sql = " ".join(["INSERT INTO", shape.table, f"({columns}) VALUES ({places})"])
        try:
            connection.execute(sql, row)
        except dbapi2.IntegrityError:
            refused += 1
    return seen, refused


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


def put_in_place(opening: Opening, salvaged: Path) -> Path:
    """Put a salvaged file in the place of the damaged one, and return where that is kept.

    Nobody may have either open. Cut off at any moment, the damaged file or the salvaged one
    stands there, and the copy beside it is whole.

    Raises:
        RecordDamaged: There is no salvaged file.
        DiskFull: The damaged file stands where it stood.
        CannotWrite: The disk refuses.

    """
    path = opening.path
    if not salvaged.is_file() or not anchor_beside(salvaged).is_file():
        raise RecordDamaged("missing")
    kept = _free(path.with_name(path.name + BEFORE_SALVAGE))
    try:
        _copy_file(log_beside(path), log_beside(kept))
        _copy_file(anchor_beside(path), kept.with_name(kept.name + "-anchor"))
        _copy_file(path, kept)
        _copy_file(salvaged, fresh := path.with_name(path.name + ".new"))
        flush_folder(path.parent)
        # A log would be folded into the new file, and an anchor speaks of the old one.
        remove_file(log_beside(path))
        remove_file(anchor_beside(path))
        rename_over(fresh, path)
        _copy_file(anchor_beside(salvaged), anchor_beside(path))
        flush_folder(path.parent)
    except OSError as error:
        raise translate_os_error(error) from None
    return kept


def _free(path: Path) -> Path:
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _copy_file(source: Path, target: Path) -> None:
    if not source.is_file():
        return
    with source.open("rb") as read, target.open("wb") as write:
        this_system().keep_file_private(target)
        shutil.copyfileobj(read, write)
        write.flush()
        os.fsync(write.fileno())

"""Saving what can be read of a damaged file into a new one.

The damaged file is only read, page by page, and nothing but pages that verify is used: no row is
invented. The new file is of the newest schema and opens with the same data key, so it can stand
in the old one's place. Its audit goes on from what was left of the old one: a signed entry says
which stretches are gone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2

from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.database.anchor import Anchor, Mark
from therapist_app.record.database.audit import SALVAGED, stretch
from therapist_app.record.database.connection import create_connection
from therapist_app.record.database.database import Caseload, Opening, ServiceFile
from therapist_app.record.database.migrations import CASELOAD, NEWEST, bring_up, create_schema
from therapist_app.record.database.opening import open_database
from therapist_app.record.errors import RecordDamaged, RecordTooNew
from therapist_app.record.folder.files import create_private_file, translate_os_error
from therapist_app.record.folder.layout import anchor_beside, log_beside
from therapist_app.record.repair.salvaged_rows import (
    insert_rows,
    let_go_of_loose_rows,
    links,
    triggers_set_aside,
)
from therapist_app.record.sqlite_pages.page_map import PageMap, map_pages, rows_of
from therapist_app.record.sqlite_pages.page_reader import PageReader
from therapist_app.record.sqlite_pages.table_shapes import SCHEMA


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


def salvage(opening: Opening, to: Path) -> SalvageReport:
    """Save what can be read of a file into a new one at `to`, with its anchor beside it.

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
        return _salvage(opening, to)
    except BaseException:
        for left in (to, log_beside(to), anchor_beside(to)):
            left.unlink(missing_ok=True)
        raise


def _salvage(opening: Opening, to: Path) -> SalvageReport:
    key = derive_masked(opening.data_key, "sqlcipher")
    seen, salt = _last_seen(opening)
    try:
        with PageReader(opening.path, key, salt) as reader:
            found = map_pages(reader, opening.kind)
            if found.damaged == reader.count:
                raise RecordDamaged("nothing-readable")
            if found.version > NEWEST:
                raise RecordTooNew(opening.kind.name)
            connection = create_connection(to, key)
            try:
                tables = _fill(connection, opening, found, reader)
            finally:
                connection.close()
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
    connection: dbapi2.Connection, opening: Opening, found: PageMap, reader: PageReader
) -> tuple[TableOutcome, ...]:
    create_schema(connection, opening.kind, found.version)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    tables = [name for name, shape in found.shapes.items() if not shape.is_index]
    tables.remove(SCHEMA)
    with triggers_set_aside(connection):
        lost = {name: _copy(connection, found, reader, name) for name in tables}
        for fact in opening.belongs.items():
            connection.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", fact)
        unlinked, orphans = let_go_of_loose_rows(connection, links(connection, tables))
    connection.execute("COMMIT")
    bring_up(connection, opening.kind)
    return tuple(
        TableOutcome(
            table=name,
            kept=_count(connection, name),
            lost=lost[name],
            pages=found.holes[name],
            orphans=orphans.get(name, 0),
            unlinked=unlinked.get(name, 0),
        )
        for name in sorted(tables)
    )


def _copy(connection: dbapi2.Connection, found: PageMap, reader: PageReader, name: str) -> int:
    rows = list(rows_of(reader, found.pages[name]))
    whole = [row for row in rows if row is not None]
    kept = len(whole) - insert_rows(connection, found.shapes[name], whole)
    # An index that can be read to its end knows how many rows its table had.
    there = [
        sum(1 for _ in rows_of(reader, found.pages[index]))
        for index, shape in found.shapes.items()
        if shape.table == name and shape.is_full and not found.holes[index]
    ]
    return max(len(rows), *there, 0) - kept


def _count(connection: dbapi2.Connection, table: str) -> int:
    counting = ["SELECT count(*) FROM", table]
    [found] = connection.execute(" ".join(counting)).fetchall()
    return int(found[0])


def _go_on(opening: Opening, to: Path, seen: Mark | None) -> int:
    kind = Caseload if opening.kind == CASELOAD else ServiceFile
    with_new_path = replace(opening, path=to)
    database = open_database(kind, with_new_path)
    try:
        newest = database.audit.mark.n
        gone = max(0, seen.n - newest) if seen else 0
        stretches = _stretches(database.rows("SELECT n, entry FROM audit ORDER BY n"))
        fields = (*stretches, f"{gone} after {newest}")
        with database.change(SALVAGED, database.kind.name, fields):
            pass
    finally:
        database.close()
    return gone


def _stretches(entries: Sequence[tuple[int, bytes]]) -> list[str]:
    before = (0, *(n for n, _ in entries))
    return [
        stretch(last + 1, n - 1, entry)
        for last, (n, entry) in zip(before, entries, strict=False)
        if n > last + 1
    ]

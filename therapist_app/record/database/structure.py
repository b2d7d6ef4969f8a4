"""What a database is made of, put right as it is opened.

Whoever holds the key of a file can leave a trigger in it. It would run in the next person's
session, and change rows as if that person had: nobody signs the rows of clients, and how an owner
leaves them is marked as theirs. So all that a file is made of is as its version makes it before
anybody writes.

Which version wrote a file is a number on its first page, which they can change as well.

They can also leave out of an index what stands in its table, or put the same key into a table
twice: what is looked up would then be other rows than all that are read in turn, and compared.
"""

import re
from collections import Counter

from sqlcipher3 import dbapi2

from therapist_app.record.database.connection import Kind, check_kind
from therapist_app.record.database.database import Change, Database
from therapist_app.record.database.migrations import (
    NEWEST,
    NOTE_TREES,
    SALVAGE_PLACE,
    schema_as_made,
)
from therapist_app.record.errors import NotARecord, RecordBug, RecordDamaged, RecordTooNew

OTHER_STRUCTURE = "structure_put_right"
OTHER_VERSION = "version_put_right"
BROUGHT_UP = "brought_up"
"""The entry of a version that is about to bring a file up, with its number; it decides nothing."""
_ALL = "SELECT type, name, sql FROM sqlite_schema"
_ALL_ROWS = "SELECT rowid, rootpage, type, name, sql FROM sqlite_schema ORDER BY rowid"
_SAYS_NOTHING = """
    UPDATE sqlite_schema SET type = ?, name = ?, tbl_name = ?, rootpage = ?, sql = ?
    WHERE rowid = ?
"""
_SPELLING = "UTF-8"
_IN_TURN = ("trigger", "view", "index", "table")
_LET_GO = "DELETE FROM sqlite_schema WHERE type = ? AND name = ? AND coalesce(rootpage, 0) = 0"
_LET_GO_OF_PAGES = "DELETE FROM sqlite_schema WHERE type = ? AND name = ?"
_ON_ANOTHERS_PAGES = """
    SELECT 1 FROM sqlite_schema AS own JOIN sqlite_schema AS another
        ON another.rootpage = own.rootpage AND another.rowid <> own.rowid
    WHERE own.type = ? AND own.name = ? AND own.rootpage > 0
"""
_AS_ANY_OTHER = """
    UPDATE sqlite_schema SET name = 'taken_out', tbl_name = 'taken_out',
        sql = 'CREATE TABLE taken_out (one)'
    WHERE type = ? AND name = ? AND type = 'table'
"""
_DROP_ANY_OTHER = "DROP TABLE IF EXISTS taken_out"
"""So its pages are free again, which are those of a table."""
_WHILE_SALVAGED = ("table", "salvage_place", SALVAGE_PLACE)
_LOOKED_THROUGH = "PRAGMA integrity_check(1000000000)"
"""All that is found: hundreds of rows that break a rule could stand before what matters."""
_OF_VALUES = re.compile(r"CHECK constraint failed in |Page \d+: never used")
"""Of a value that no rule lets in, which is told elsewhere, and of room that is lost."""
_OF_AN_INDEX = re.compile(r" (?:from|in|of) index ")

Made = tuple[str, str, str | None]
"""Its type, its name, and the statement that makes it; an index that a key brings has none."""


def version_made(connection: dbapi2.Connection, kind: Kind) -> tuple[int, bool]:
    """Return by which version a file is made, and whether it is so to the last statement.

    Where a file says another version or kind than that by which it is made, and is made to the last
    statement as this version makes it, somebody wrote that there: no step is to be taken. A later
    version makes each file otherwise.

    Raises:
        NotARecord: It is a database of some other kind.
        RecordTooNew: A later version wrote it; nothing was changed.

    """
    try:
        version = check_kind(connection, kind, NEWEST)
    except (NotARecord, RecordTooNew):
        if any(_differing(connection, kind, NEWEST)):
            raise
        return NEWEST, True
    strange, lacking = _differing(connection, kind, version)
    lacks_tables = any(made[0] == "table" for made in lacking)
    if lacks_tables and not any(_differing(connection, kind, NEWEST)):
        return NEWEST, True
    return version, not (strange or lacking)


def put_version_right(database: Database) -> None:
    """Have a file say by which version it is made, with an entry of it where it said another."""
    found = [database.row(f"PRAGMA {each}") for each in ("application_id", "user_version")]
    if found != [(database.kind.application_id,), (NEWEST,)]:
        with database.change(OTHER_VERSION, database.kind.name) as change:
            change.execute(f"PRAGMA application_id = {database.kind.application_id}")
            change.execute(f"PRAGMA user_version = {NEWEST}")


def note_brought_up(database: Database) -> None:
    """Enter that this version brings a file up, for whoever reads the audit."""
    with database.change(BROUGHT_UP, database.kind.name, (str(NEWEST),)):
        pass


def check_spelling(connection: dbapi2.Connection) -> None:
    """Refuse a file whose text is spelt as no version spells it.

    What is asked of its audit would find nothing there.

    Raises:
        RecordDamaged: "structure".

    """
    if connection.execute("PRAGMA encoding").fetchall() != [(_SPELLING,)]:
        raise RecordDamaged("structure")


def check_tables(connection: dbapi2.Connection, kind: Kind, version: int, *, views: bool) -> None:
    """Refuse a file that lacks a table as its version makes it, which only its rows could mend.

    Args:
        connection: To the file.
        kind: What it is.
        version: Which wrote it.
        views: Whether a view may not lack either, since nothing will be put right.

    Raises:
        RecordDamaged: "structure".

    """
    must_be = {"table", "view"} if views else {"table"}
    _strange, lacking = _differing(connection, kind, version)
    if any(made[0] in must_be or made[2] is None for made in lacking):
        raise RecordDamaged("structure")


def put_structure_right(database: Database, version: int) -> None:
    """Take out what a version does not make, and make anew what lacks, with an entry of it.

    Raises:
        RecordDamaged: "structure": it cannot be put right.

    """
    if not any(_differing(database.live, database.kind, version)):
        return
    with database.change(OTHER_STRUCTURE, database.kind.name) as change:
        try:
            _put_right(change, database, version)
        except RecordBug:  # it is not what it says, or cannot be taken out
            raise RecordDamaged("structure") from None
        if any(_differing(database.live, database.kind, version)):
            raise RecordDamaged("structure")


def put_indexes_right(database: Database) -> None:
    """Make the indexes of a file anew where one is not that of its table, with an entry of it.

    Raises:
        RecordDamaged: "structure": a table is not in the order of its key, or has one twice, or
            stands on the pages of something else, or nothing can be written; "page": one does not
            verify. Nothing was changed.

    """
    found = _out_of_order(database)
    if not found:
        return
    # An index could say that it stands on the pages of a table: these would be emptied first.
    if database.is_only_read or not all(_OF_AN_INDEX.search(said) for said in found):
        raise RecordDamaged("structure")
    with database.change(OTHER_STRUCTURE, database.kind.name) as change:
        try:
            change.execute("REINDEX")
        except RecordBug:  # what must be there once is there twice
            raise RecordDamaged("structure") from None


def _out_of_order(database: Database) -> list[str]:
    found = [str(said) for (said,) in database.rows(_LOOKED_THROUGH)]
    return [said for said in found if said != "ok" and not _OF_VALUES.match(said)]


def make_statements_readable(connection: dbapi2.Connection, kind: Kind) -> None:
    """Put statements that say nothing in the place of those that this version does not make.

    Nobody can open a file in which one is no statement at all. What was put there is then taken out
    as all else. The connection is one that `open_past_statements` returns.

    Raises:
        RecordDamaged: "structure": a table lacks.

    """
    of_ours, strange = Counter(schema_as_made(kind, NEWEST)), []
    [(pages,)] = connection.execute("PRAGMA page_count").fetchall()
    roots = {0, None}
    for row, root, *made in connection.execute(_ALL_ROWS).fetchall():
        if of_ours[tuple(made)] > 0:
            of_ours[tuple(made)] -= 1
            roots.add(root)
        elif tuple(made) != _WHILE_SALVAGED:
            strange.append((row, root, made[0]))
    if any(left for (what, *_), left in of_ours.items() if what == "table"):
        raise RecordDamaged("structure")
    connection.execute("BEGIN IMMEDIATE")
    for row, root, what in strange:
        is_own = what == "table" and isinstance(root, int) and 1 < root <= pages
        is_table = is_own and root not in roots
        named = f"taken_out_{row}"
        sql = f"CREATE TABLE {named} (one)" if is_table else f"CREATE VIEW {named} AS SELECT 1"
        values = ("table" if is_table else "view", named, named, root if is_table else 0, sql, row)
        connection.execute(_SAYS_NOTHING, values)
        roots.add(root)
    connection.execute("COMMIT")


def _put_right(change: Change, database: Database, version: int) -> None:
    strange, lacking = _differing(database.live, database.kind, version)
    for what in _IN_TURN:
        for kind, name, sql in strange:
            if kind == what and sql is not None:
                _take_out(change, kind, name)
    for _kind, _name, sql in lacking:
        change.execute(str(sql))
    change.execute(NOTE_TREES)


def _take_out(change: Change, kind: str, name: str) -> None:
    """Take something out of the file, also what SQLite keeps for itself.

    It drops nothing by a name of its own, as the table that counts row numbers, and takes several
    tables along with one of a module: any of them would keep everybody out. What says that it
    stands on the pages of something else would take those along.
    """
    quoted = name.replace('"', '""')
    if change.row(_ON_ANOTHERS_PAGES, (kind, name)):
        change.execute("PRAGMA writable_schema = ON")
        change.execute(_LET_GO_OF_PAGES, (kind, name))
        change.execute("PRAGMA writable_schema = RESET")
        return
    try:
        change.execute(f'DROP {kind} IF EXISTS "{quoted}"')
    except RecordBug:
        change.execute("PRAGMA writable_schema = ON")
        try:
            change.execute(_LET_GO, (kind, name))
            change.execute(_AS_ANY_OTHER, (kind, name))
        finally:
            change.execute("PRAGMA writable_schema = RESET")
        change.execute(_DROP_ANY_OTHER)


def _differing(
    connection: dbapi2.Connection, kind: Kind, version: int
) -> tuple[list[Made], list[Made]]:
    """Return what is there and not made by a version, and what it makes and is not there."""
    found = connection.execute(_ALL).fetchall()
    made = schema_as_made(kind, version)
    if found == made:  # as nearly every file
        return [], []
    there = Counter(found)
    strange = there - Counter([*made, _WHILE_SALVAGED])
    return [*strange], [each for each in made if not there[each]]

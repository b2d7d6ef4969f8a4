"""What a database is made of, put right as it is opened.

Whoever holds the key of a file can leave a trigger in it. It would run in the next person's
session, and change rows as if that person had: nobody signs the rows of clients, and how an owner
leaves them is marked as theirs. So all that a file is made of is as its version makes it before
anybody writes.
"""

from collections import Counter

from sqlcipher3 import dbapi2

from therapist_app.record.database.connection import Kind
from therapist_app.record.database.database import Change, Database
from therapist_app.record.database.migrations import NOTE_TREES, SALVAGE_PLACE, schema_as_made
from therapist_app.record.errors import RecordBug, RecordDamaged

OTHER_STRUCTURE = "structure_put_right"
_ALL = "SELECT type, name, sql FROM sqlite_schema"
_IN_TURN = ("trigger", "view", "index", "table")
_LET_GO = "DELETE FROM sqlite_schema WHERE type = ? AND name = ? AND coalesce(rootpage, 0) = 0"
_AS_ANY_OTHER = """
    UPDATE sqlite_schema SET name = 'taken_out', tbl_name = 'taken_out',
        sql = 'CREATE TABLE taken_out (one)'
    WHERE type = ? AND name = ? AND type = 'table'
"""
_DROP_ANY_OTHER = "DROP TABLE IF EXISTS taken_out"
"""So its pages are free again, which are those of a table."""
_WHILE_SALVAGED = ("table", "salvage_place", SALVAGE_PLACE)

Made = tuple[str, str, str | None]
"""Its type, its name, and the statement that makes it; an index that a key brings has none."""


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
    tables along with one of a module: any of them would keep everybody out.
    """
    quoted = name.replace('"', '""')
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
    there = Counter(connection.execute(_ALL).fetchall())
    made = schema_as_made(kind, version)
    strange = there - Counter([*made, _WHILE_SALVAGED])
    return [*strange], [each for each in made if not there[each]]

"""Walking a database forward, one version at a time.

A step is one file of statements, `schema/<version>_<kind>.sql`, and runs in one transaction
together with the new version number, so that an interrupted step never happened.
"""

from functools import cache
from importlib import resources
from typing import Any

from sqlcipher3 import dbapi2

from therapist_app.record.database.connection import Kind, check_kind, translated
from therapist_app.record.errors import RecordError

SERVICE = Kind("service", 0x54415356)
CASELOAD = Kind("caseload", 0x5441434C)
NEWEST = 30
TREES = "trees"
"""The fact in which a database says where each of its tables and indexes begins."""

SALVAGE_PLACE = "CREATE TABLE salvage_place (place TEXT NOT NULL CHECK (json_valid(place))) STRICT"
"""Makes the table that a file has only while what could be read of another is saved into it."""

# The list of tables may lie on the first page alone; with it gone, salvage asks this row.
NOTE_TREES = """
INSERT INTO about (key, value)
SELECT 'trees', json_group_object(name, rootpage) FROM sqlite_schema WHERE rootpage > 0
ON CONFLICT (key) DO UPDATE SET value = excluded.value;
"""


def create_schema(connection: dbapi2.Connection, kind: Kind, version: int = NEWEST) -> None:
    """Give a new, empty database its tables, as they are in a version."""
    _walk(connection, kind, 0, version)


def bring_up(connection: dbapi2.Connection, kind: Kind) -> None:
    """Walk an existing database forward to the newest version.

    Raises:
        NotARecord: It is a database of some other kind.
        RecordTooNew: A later version wrote it; nothing was changed.

    """
    _walk(connection, kind, check_kind(connection, kind, NEWEST), NEWEST)


def walk_to(connection: dbapi2.Connection, kind: Kind, version: int) -> None:
    """Walk a database, also an empty one, from where it is to a version."""
    [(before,)] = connection.execute("PRAGMA user_version").fetchall()
    _walk(connection, kind, before, version)


@cache
def expected_schema(kind: Kind, version: int) -> list[tuple[Any, ...]]:
    """Return the type, name and statement of everything a database of a version has, by name."""
    return sorted(schema_as_made(kind, version), key=lambda each: str(each[1]))


@cache
def schema_as_made(kind: Kind, version: int) -> list[tuple[Any, ...]]:
    """Return the same in the order in which it is made; of two triggers that order says which."""
    connection = dbapi2.connect(":memory:")
    _walk(connection, kind, 0, version)
    schema = "SELECT type, name, sql FROM sqlite_schema ORDER BY rowid"
    found = connection.execute(schema).fetchall()
    connection.close()
    return found


def _walk(connection: dbapi2.Connection, kind: Kind, before: int, after: int) -> None:
    for step in range(before + 1, after + 1):
        _take(connection, kind, step)


def _take(connection: dbapi2.Connection, kind: Kind, step: int) -> None:
    schema = resources.files("therapist_app.record") / "schema"
    name = f"{step:04}_{kind.name}.sql"
    statements = (schema / name).read_text(encoding="utf-8")
    marks = f"PRAGMA application_id = {kind.application_id}; PRAGMA user_version = {step};"
    script = f"BEGIN IMMEDIATE;\n{statements}\n{NOTE_TREES}\n{marks}\nCOMMIT;"
    try:
        connection.executescript(script)
    except dbapi2.Error as error:
        failure: RecordError = translated(error)
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        failure.add_note(f"in {name} of the schema")
        raise failure from None

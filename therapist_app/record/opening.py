"""Creating a database, and opening one only when it is the right one and the newest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlcipher3 import dbapi2

from therapist_app.record.connection import create_connection, open_connection, translated
from therapist_app.record.database import Database, Opening
from therapist_app.record.deriving import derive_masked
from therapist_app.record.errors import (
    NotARecord,
    RecordDamaged,
    RecordError,
    RecordRolledBack,
)
from therapist_app.record.files import create_private_file
from therapist_app.record.migrations import bring_up, create_schema

D = TypeVar("D", bound=Database)


@dataclass(frozen=True, slots=True)
class Found(Generic[D]):
    """An open database, and which of the keys tried was its own, counted from 0."""

    database: D
    place: int


def create_database(kind: type[D], opening: Opening, about: dict[str, str]) -> D:
    """Create a database that holds nothing but `about`; the folder must be there, the file not."""
    create_private_file(opening.path)
    key = derive_masked(opening.data_key, "sqlcipher")
    connection = create_connection(opening.path, key)
    key.forget()
    create_schema(connection, opening.kind)
    database = kind(connection, opening)
    database.anchor.create(database.audit.mark)
    with database.change(f"{opening.kind.name}_created", opening.kind.name) as change:
        change.executemany(
            "INSERT INTO about (key, value) VALUES (?, ?)",
            sorted({**about, **opening.belongs}.items()),
        )
    return database


def open_database(kind: type[D], opening: Opening) -> D:
    """Open a database.

    Raises:
        NotARecord: It is not the database that belongs here.
        RecordDamaged: It is missing, emptied, cut off or cannot be read.
        RecordTooNew: A later version wrote it.
        RecordRolledBack: It is older than its anchor.
        RecordLocked: It is open elsewhere.

    """
    key = derive_masked(opening.data_key, "sqlcipher")
    try:
        connection = open_connection(opening.path, key)
    finally:
        key.forget()
    try:
        bring_up(connection, opening.kind)
        database = kind(connection, opening)
        _check_belonging(database, opening)
        _check_anchor(database)
    except dbapi2.Error as error:
        connection.close()
        raise translated(error) from None
    except RecordError:
        connection.close()
        raise
    return database


def open_with_newest(kind: type[D], openings: Sequence[Opening]) -> Found[D]:
    """Open a database under the first of several keys that is its own.

    There is more than one only while its key is being changed; a damaged first page looks the
    same as a key of another generation, and is told as damage once all were tried.

    Raises:
        KnownRecordError: As `open_database` raises.

    """
    last = len(openings) - 1
    for place, opening in enumerate(openings[:last]):
        try:
            return Found(open_database(kind, opening), place)
        except RecordDamaged as damage:
            if damage.detail != "first-page":
                raise
    return Found(open_database(kind, openings[last]), last)


def _check_belonging(database: Database, opening: Opening) -> None:
    about = dict(database.rows("SELECT key, value FROM about"))
    if any(about.get(key) != value for key, value in opening.belongs.items()):
        raise NotARecord("belongs-elsewhere")


def _check_anchor(database: Database) -> None:
    seen = database.anchor.read()
    if seen is None:
        database.anchor_was_missing = True
        database.anchor.create(database.audit.mark)
    elif database.audit.head_at(seen.n) != seen.head:
        raise RecordRolledBack

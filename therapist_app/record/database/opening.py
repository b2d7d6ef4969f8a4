"""Creating a database, and opening one only when it is the right one and the newest."""

import json
import stat
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sqlcipher3 import dbapi2

from session_forms.held_files import rename_over
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Anchor, Content, Mark, content_of, lying_beside
from therapist_app.record.database.connection import (
    UNREADABLE_STATEMENT,
    Kind,
    check_kind,
    create_connection,
    open_connection,
    open_past_statements,
    open_to_read,
    translated,
)
from therapist_app.record.database.database import Caseload, Database, Opening, ServiceFile
from therapist_app.record.database.known_pages import KnownPages
from therapist_app.record.database.migrations import CASELOAD, NEWEST, bring_up, create_schema
from therapist_app.record.database.structure import (
    check_spelling,
    check_tables,
    make_statements_readable,
    note_brought_up,
    put_indexes_right,
    put_structure_right,
    put_version_right,
    version_made,
)
from therapist_app.record.errors import (
    CannotWrite,
    NotARecord,
    RecordDamaged,
    RecordError,
    RecordRolledBack,
)
from therapist_app.record.folder.files import clear_of_folders, create_private_file
from therapist_app.record.folder.layout import (
    anchor_beside,
    journal_beside,
    log_beside,
    set_aside,
)

D = TypeVar("D", bound=Database)
EVERY_RESTORE = (
    "SELECT entry, head, signature, n FROM audit"
    " WHERE CASE WHEN json_valid(CAST(entry AS TEXT))"
    " THEN json_extract(CAST(entry AS TEXT), '$.action') END = 'restored'"
    " ORDER BY n DESC"
)
NEWEST_RESTORE = f"{EVERY_RESTORE} LIMIT 1"


def create_database(kind: type[D], opening: Opening, about: dict[str, str]) -> D:
    """Create a database that holds nothing but `about`; the folder must be there, the file not."""
    create_private_file(opening.path)
    key = derive_masked(opening.data_key, "sqlcipher")
    connection = create_connection(opening.path, key)
    key.forget()
    pages = KnownPages(b"")
    pages.go_on_over(connection, opening.path)
    create_schema(connection, opening.kind)
    database = kind(connection, opening)
    database.know_pages(pages)
    database.anchor.create(database.audit.mark)
    told = (str(NEWEST),)
    with database.change(f"{opening.kind.name}_created", opening.kind.name, told) as change:
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
    opening = replace(opening, content=content_of(opening.path))
    set_strangers_aside(opening)
    key = derive_masked(opening.data_key, "sqlcipher")
    content = opening.content
    try:
        if opening.reading:
            connection = open_to_read(opening.path, key)
        else:
            connection, content = _opened_to_write(opening, key)
    finally:
        key.forget()
    try:
        return _checked(kind, connection, opening, content)
    except dbapi2.Error as error:
        _leave(connection, opening.path)
        raise translated(error) from None
    except RecordError:
        _leave(connection, opening.path)
        raise


def _opened_to_write(opening: Opening, key: Masked) -> tuple[dbapi2.Connection, Content | None]:
    """Open a file, also one in which somebody left what is no statement at all; say what it held.

    That is put right past the log, over a connection of its own.
    """
    try:
        return open_connection(opening.path, key), opening.content
    except RecordDamaged as damage:
        if damage.detail != UNREADABLE_STATEMENT:
            raise
    past = open_past_statements(opening.path, key)
    try:
        make_statements_readable(past, opening.kind)
    except dbapi2.Error as error:
        raise translated(error) from None
    finally:
        past.close()
    content = content_of(opening.path)
    return open_connection(opening.path, key), content


def set_strangers_aside(opening: Opening) -> None:
    """Take out of the way what lies beside a database that is as it was closed.

    Its log was folded in then. SQLite would take the pages in a log or a journal that somebody laid
    there for newer ones. A journal is told, as a file that was changed is; a log can be the one of
    before, whose end a power cut undid.
    """
    beside = lying_beside(opening.path)
    if not beside:
        return
    key = derive_masked(opening.data_key, "anchor")
    alone = content_of(opening.path, alone=True)
    anchor = Anchor(anchor_beside(opening.path), key, content=alone)
    anchor.read()
    key.forget()
    journal = journal_beside(opening.path)
    for each in beside:
        with suppress(OSError):  # also where it is gone since it was found
            # A journal is never its own, nor is what is no file.
            if anchor.is_as_closed or each == journal or not stat.S_ISREG(each.lstat().st_mode):
                clear_of_folders(set_aside(each))
                rename_over(each, set_aside(each))


def class_of(kind: Kind) -> type[Database]:
    """Return the class of a kind of database."""
    return Caseload if kind == CASELOAD else ServiceFile


@contextmanager
def borrow_database(opening: Opening) -> Generator[Database]:
    """Yield a file that nobody has open, over a connection of its own, and close that.

    Raises:
        KnownRecordError: As `open_database` raises, but nothing is compared.

    """
    key = derive_masked(opening.data_key, "sqlcipher")
    try:
        connection = open_connection(opening.path, key)
    finally:
        key.forget()
    try:
        check_kind(connection, opening.kind, NEWEST)
        yield class_of(opening.kind)(connection, opening)
    except dbapi2.Error as error:
        raise translated(error) from None
    finally:
        _leave(connection, opening.path)


def open_with_newest(kind: type[D], openings: Sequence[Opening]) -> tuple[D, int]:
    """Open a database under the first of several keys that is its own; say which, from 0.

    There is more than one only while its key is being changed; a damaged first page looks the
    same as a key of another generation, and is told as damage once all were tried.

    Raises:
        KnownRecordError: As `open_database` raises.

    """
    last = len(openings) - 1
    for place, opening in enumerate(openings[:last]):
        try:
            return open_database(kind, opening), place
        except RecordDamaged as damage:
            if damage.detail != "first-page":
                raise
    return open_database(kind, openings[last]), last


def check_belonging(database: Database, opening: Opening) -> None:
    """Check that the file is the one that belongs here.

    Raises:
        NotARecord: It belongs elsewhere.

    """
    about = dict(database.rows("SELECT key, value FROM about"))
    if any(about.get(key) != value for key, value in opening.belongs.items()):
        raise NotARecord("belongs-elsewhere")


def check_anchor(database: Database) -> Mark | None:
    """Return the mark that was last seen of the file; None when nothing remembers one.

    Raises:
        RecordRolledBack: The file is older, or its history is another.

    """
    seen = database.anchor.read()
    if seen is None:
        return None
    is_of_this_file = _is_of_this_file(database, seen)
    if is_of_this_file and not database.anchor.was_changed:
        return seen
    if _was_put_back_over(database, seen):
        database.anchor.was_changed = False  # its seal is that of the file of before
        return seen
    if is_of_this_file:
        return seen
    raise RecordRolledBack(max(0, seen.n - database.audit.mark.n))


def _checked(
    kind: type[D], connection: dbapi2.Connection, opening: Opening, content: Content | None
) -> D:
    # All that may refuse the file comes before anything that may write to it.
    version, is_as_made = version_made(connection, opening.kind)
    database = kind(connection, opening)
    check_belonging(database, opening)
    seen = check_anchor(database)
    check_spelling(connection)
    if not is_as_made:
        check_tables(connection, opening.kind, version, views=opening.reading)
    if opening.reading:
        if version < NEWEST:  # what is read goes by the newest schema
            raise CannotWrite("not-brought-up")
        if opening.is_shared:
            put_indexes_right(database)
        return database
    pages = KnownPages(None if content is None else content.macs)
    pages.go_on_over(connection, opening.path)
    database.know_pages(pages)
    if version < NEWEST:
        opening.before_migrating(connection)
    database.anchor.unseal()
    database.anchor_was_missing = seen is None
    if seen is None or not _is_of_this_file(database, seen):
        database.anchor.create(database.audit.mark)
    if version < NEWEST:
        put_structure_right(database, version)  # a step runs the triggers that are there
        if opening.is_shared:
            put_indexes_right(database)
        note_brought_up(database)
        bring_up(connection, opening.kind)
    else:
        put_version_right(database)
    if version < NEWEST or not is_as_made:
        put_structure_right(database, NEWEST)
    if opening.is_shared:
        put_indexes_right(database)
    return database


def _leave(connection: dbapi2.Connection, path: Path) -> None:
    # Closing folds in what SQLite could read of the log and deletes the rest of it, which
    # somebody may still want to look at. A log that was folded in on purpose is empty by now.
    # What went wrong with the file is told; that its log could not be kept as well is not.
    beside, log = log_beside(path), b""
    with suppress(OSError):
        log = beside.read_bytes() if beside.is_file() else b""
    connection.close()
    with suppress(OSError):
        if log and not beside.exists():
            create_private_file(beside, log)


def _is_of_this_file(database: Database, seen: Mark) -> bool:
    return database.audit.head_at(seen.n) == seen.head


def _was_put_back_over(database: Database, seen: Mark) -> bool:
    """Whether a backup was put in the place of the file that this mark is from.

    The newest entry that tells of a restore names how far the audit went before it, and is
    signed: it stands for the moment between the new file and its anchor.
    """
    found = database.row(NEWEST_RESTORE)
    if found is None:
        return False
    entry, head, signature = json.loads(found[0]), bytes(found[1]), bytes(found[2] or b"")
    by, fields = entry.get("by"), entry.get("fields")
    if not (isinstance(by, str) and isinstance(fields, list)):
        return False
    author = database.verify_keys.get(by, b"")
    is_told = f"{seen.n}:{seen.head.hex()}" in fields
    is_theirs = is_told and is_signed(head, signature, author)
    return is_theirs and database.audit.bears(found[3], found[0], head)

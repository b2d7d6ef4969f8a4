"""One encrypted connection, set as it must be and read back.

The key goes in through `set_key`, which leaves no copy behind; never through a statement. A
file is opened only where one of the right kind stands: SQLite would take an empty or missing
file for a valid, empty database.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from sqlcipher3 import dbapi2
from typing_extensions import override

from session_forms.held_files import clear_folder, clear_folder_now, patiently
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.errors import (
    CannotWrite,
    ClientProtected,
    DiskFull,
    LibraryUnfit,
    NotARecord,
    RecordBug,
    RecordDamaged,
    RecordError,
    RecordLocked,
    RecordTooNew,
)
from therapist_app.record.folder.files import CAREFULLY, translate_os_error
from therapist_app.record.folder.layout import log_beside

OLDEST_SQLITE = (3, 53, 4)
OLDEST_SQLCIPHER = (4, 18)
KEY_LENGTH = 67
PAGE = 4096
FOLDED_AFTER = "200"
"""So many pages in the log, and it is folded into the file."""
STATEMENTS_KEPT = 1_000
"""More than the pages ask in all: making a statement ready takes ten times as long as most answers.

The library keeps 128 by itself, of which a day's work leaves none for the page that comes next.
"""
_UNCHANGED = "?mode=ro&immutable=1"
_PAGES_AT_ONCE = 256
CACHE_OF_A_READER = -131_072  # KiB: entries of an index are looked up all over the file
_WIPES = ["memory"]
"""Empty inside `without_wiping`."""
_PLAIN = b"SQLite format 3\0"
_HEX = b"0123456789abcdef"

# Name, how it is set, and what it must say when asked.
_PRAGMAS: tuple[tuple[str, str, str], ...] = (
    ("cipher_log_level", "NONE", "NONE"),
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("fullfsync", "ON", "1"),
    ("checkpoint_fullfsync", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    ("secure_delete", "ON", "1"),
    ("temp_store", "MEMORY", "2"),
    ("mmap_size", "0", "0"),
    ("wal_autocheckpoint", FOLDED_AFTER, FOLDED_AFTER),
    ("cache_size", "-48000", "-48000"),  # what Today and the list read of 10,000 clients, twice
)
# A copy has one reader or one writer and no log beside it.
_READING = ("trusted_schema", "temp_store", "mmap_size", "cell_size_check", "cache_size")
_TRANSLATED: Mapping[str, tuple[type[RecordError], str]] = {
    "SQLITE_BUSY": (RecordLocked, ""),
    "SQLITE_LOCKED": (RecordLocked, ""),
    "SQLITE_NOTADB": (RecordDamaged, "first-page"),
    "SQLITE_CORRUPT": (RecordDamaged, "page"),
    "SQLITE_FULL": (DiskFull, ""),
    "SQLITE_IOERR": (CannotWrite, "disk"),
    "SQLITE_READONLY": (CannotWrite, "read-only"),
    "SQLITE_CANTOPEN": (CannotWrite, "cannot-open"),
    "SQLITE_NOMEM": (CannotWrite, "no-memory"),
}

UNREADABLE_STATEMENT = "unreadable-statement"
_NO_TEXT = "Could not decode to UTF-8"
"""How the library begins to say that what stands in a row as text is none."""
_NO_STATEMENT = "malformed database schema"
"""How the library begins to say that a table, a view or a trigger is made by no statement."""
_SPELT = """
    SELECT CAST(coalesce(type, '') || ' ' || coalesce(name, '') || ' ' || coalesce(sql, '') AS BLOB)
    FROM sqlite_schema
"""
_PROTECTED = {"restricted", "legal-hold"}
"""What triggers of our schema say: the only texts of the database that are ours."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a database says it is: its name, its application id and its version."""

    name: str
    application_id: int


class _Connection(dbapi2.Connection):
    """A connection that takes along what was opened for it.

    Attributes:
        aside: The folder of the copy, where there is one that stands still.
        place: The descriptor of the file, where that is read beside it.
        log: The descriptor of its log, where that is.
        was_turned: Whether its first page was written as it was opened, to say that it has a log.

    """

    aside: Path | None = None
    place: int | None = None
    log: int | None = None
    was_turned = False

    @override
    def close(self) -> None:
        if self.log is not None:  # Windows removes no file that is open
            os.close(self.log)
            self.log = None
        super().close()
        if self.place is not None:  # before, that would let go of the file's lock
            os.close(self.place)
            self.place = None
        if self.aside is not None:
            clear_folder(self.aside)


def check_library() -> None:
    """Refuse to work with a SQLite or SQLCipher known to lose or leak.

    Raises:
        LibraryUnfit: The library is too old, or does not encrypt.

    """
    if dbapi2.sqlite_version_info < OLDEST_SQLITE or _cipher_version() < OLDEST_SQLCIPHER:
        raise LibraryUnfit


@cache
def _cipher_version() -> tuple[int, ...]:
    """Return the version of what encrypts, the same for as long as a process lives."""
    probe = dbapi2.connect(":memory:")
    [*answers] = probe.execute("PRAGMA cipher_version").fetchall()
    probe.close()
    return _version(str(answers[0][0])) if answers else ()


def open_connection(path: Path, key: Masked) -> dbapi2.Connection:
    """Open an existing database under its key.

    Raises:
        NotARecord: A plain database, or no file, stands there.
        RecordDamaged: It is missing, cut off, or cannot be read under its own key.
        RecordLocked: It is open elsewhere.
        CannotWrite: "network-path": it lies on another computer.

    """
    check_library()
    _check_file(path)
    return _connect(path, key)


def open_past_statements(path: Path, key: Masked) -> dbapi2.Connection:
    """Open an existing database of which `sqlite_schema` alone can be read, to be put right.

    Raises:
        KnownRecordError: As `open_connection` raises.

    """
    return _connect(path, key, past_statements=True)


def open_to_read(path: Path, key: Masked) -> dbapi2.Connection:
    """Open an existing database where nothing can be written, and refuse every statement that does.

    A file whose log was folded in is read where it lies, and nothing is put beside it. One with a
    log is opened like any other, which a full disk allows; where a protected one does not, a copy
    of both is, in the system's place for what does not last, and is gone once it is open.

    Raises:
        KnownRecordError: As `open_connection` raises.

    """
    check_library()
    _check_file(path)
    if not _has_log(path):
        return _connect_copy(path, key, _UNCHANGED, ("query_only = ON",))
    try:
        connection = _connect(path, key)
    except CannotWrite:
        connection = _connect_aside(path, key)
    connection.execute("PRAGMA query_only = ON").fetchall()
    return connection


def _connect_aside(path: Path, key: Masked) -> dbapi2.Connection:
    try:
        aside = Path(tempfile.mkdtemp(prefix="sessions-"))
    except OSError as error:
        raise translate_os_error(error) from None
    try:
        for each in (path, log_beside(path)):
            shutil.copyfile(each, aside / each.name)
        connection = _connect(aside / path.name, key)
    except OSError as error:
        raise translate_os_error(error) from None
    finally:
        clear_folder_now(aside)
    # On Windows what is open cannot be removed: there it goes once it is closed.
    if isinstance(connection, _Connection) and aside.exists():
        connection.aside = aside
    return connection


def _has_log(path: Path) -> bool:
    try:
        return log_beside(path).stat().st_size > 0
    except OSError:
        return False


def create_connection(path: Path, key: Masked) -> dbapi2.Connection:
    """Open a database over the empty file that was just created for it."""
    check_library()
    return _connect(path, key)


def create_to_fill(path: Path, key: Masked) -> dbapi2.Connection:
    """Open a file to be filled row by row, in whatever order, or one that was begun to be.

    Cut off at any moment it holds what the last transaction left.

    Raises:
        RecordDamaged: What stands there is no such file, or under another key.
        RecordLocked: Somebody fills it already.

    """
    connection = create_connection(path, key)
    connection.execute("PRAGMA foreign_keys = OFF").fetchall()
    return connection


def change_key(connection: dbapi2.Connection, key: Masked) -> None:
    """Encrypt every page under another key, in one transaction of the library's own."""
    text = _spelt(key)
    try:
        connection.reset_key(text)
    finally:
        wipe(text)


def read_copy(path: Path, key: Masked, *, wiping: bool = True) -> dbapi2.Connection:
    """Open a database that nobody writes, where it lies, and leave nothing beside it.

    What stands in the file after the database itself is passed over.

    Args:
        path: Of the file.
        key: Of its pages.
        wiping: Whether memory is wiped when it is given back; a process that reads this one file
            and ends need not, and is twice as fast.

    Raises:
        RecordDamaged: It cannot be read under this key.
        CannotWrite: The file is not there any more.

    """
    settings = ("query_only = ON", f"cache_size = {CACHE_OF_A_READER}")
    return _connect_copy(path, key, _UNCHANGED, settings, wiping=wiping)


def create_copy(path: Path, key: Masked) -> dbapi2.Connection:
    """Open an empty file, just created, for pages to be copied into.

    Nothing is waited for and nothing can be rolled back: whoever fills it writes it through to
    the disk, and throws it away when that fails.
    """
    return _connect_copy(path, key, "?mode=rw", ("journal_mode = OFF", "synchronous = OFF"))


def copy_pages(
    source: dbapi2.Connection, target: dbapi2.Connection, tell: Callable[[int, int], object]
) -> None:
    """Copy every page of one open database into another, each under its own key.

    Args:
        source: May be in use; what is committed before the last page is in the copy.
        target: As `create_copy` opened it.
        tell: Called with the pages copied and the pages there are.

    Raises:
        RecordError: As `translated` tells.

    """
    try:
        source.backup(
            target,
            pages=_PAGES_AT_ONCE,
            progress=lambda _status, left, whole: tell(whole - left, whole),
            sleep=0,
        )
        target.execute("PRAGMA journal_mode = DELETE").fetchall()
    except dbapi2.Error as error:
        raise translated(error) from None


def _connect_copy(
    path: Path, key: Masked, mode: str, settings: Sequence[str], *, wiping: bool = True
) -> dbapi2.Connection:
    check_library()
    connection = _opened(path, mode)
    try:
        if wiping:
            secure_memory(connection)
        connection.execute("PRAGMA cipher_log_level = NONE")
        _set_key(connection, key)
        values = {name: value for name, value, _said in _PRAGMAS}
        for setting in (*(f"{name} = {values[name]}" for name in _READING), *settings):
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except dbapi2.Error as error:
        connection.close()
        raise translated(error) from None
    except UnicodeDecodeError:  # of what the library says of a statement
        connection.close()
        raise RecordDamaged(UNREADABLE_STATEMENT) from None
    return connection


def open_beside(connection: dbapi2.Connection, path: Path) -> tuple[int, int]:
    """Open a file and its log to be read; both are closed with the connection.

    Raises:
        OSError: One of them cannot be opened.

    """
    assert isinstance(connection, _Connection)
    connection.place = os.open(path, os.O_RDONLY | CAREFULLY)
    connection.log = os.open(log_beside(path), os.O_RDONLY | CAREFULLY)
    return connection.place, connection.log


def was_turned(connection: dbapi2.Connection) -> bool:
    """Return whether the first page was written past the log as a file was opened."""
    assert isinstance(connection, _Connection)
    return connection.was_turned


def salt_of(connection: dbapi2.Connection) -> bytes:
    """Return the 16 bytes with which an open file begins, and without which no key opens it."""
    [(salt,)] = connection.execute("PRAGMA cipher_salt").fetchall()
    return bytes.fromhex(salt)


def translated(error: dbapi2.Error) -> RecordError:
    """Return our error for one of the database's; its own text is not kept."""
    name = getattr(error, "sqlite_errorname", "")
    if str(error).startswith(_NO_STATEMENT):
        return RecordDamaged(UNREADABLE_STATEMENT)
    if str(error) in _PROTECTED:
        return ClientProtected(str(error))
    for known, (kind, detail) in _TRANSLATED.items():
        if name == known or name.startswith(known + "_"):
            return kind(detail)
    if isinstance(error, dbapi2.OperationalError) and not name:
        return CannotWrite("disk")  # changing the key gives no code for what went wrong
    return RecordBug(type(error).__name__)


def is_network_path(place: PurePath) -> bool:
    """Return whether a path begins with the name of another computer, as Windows spells it."""
    whole = str(place)
    is_long_spelling = whole.startswith("\\\\?\\") and not whole.startswith("\\\\?\\UNC\\")
    return whole.startswith("\\\\") and not is_long_spelling


def local_address(address: str) -> str:
    """Return the address by which the library finds a file, also one on another computer.

    It takes no address that names a computer; with an empty name before it, the same is a path.
    """
    is_of_a_computer = not address.startswith("file:///")
    return address.replace("file://", "file:////", 1) if is_of_a_computer else address


def _opened(path: Path, mode: str) -> dbapi2.Connection:
    place = path.absolute()
    if is_network_path(place) and mode != _UNCHANGED:  # its locks do not hold between computers
        raise CannotWrite("network-path")
    try:
        return dbapi2.connect(
            local_address(place.as_uri()) + mode,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,  # keys are derived off the window's thread; one uses it
            uri=True,
            factory=_Connection,
            cached_statements=STATEMENTS_KEPT,
        )
    except dbapi2.Error as error:
        raise translated(error) from None


def _connect(path: Path, key: Masked, *, past_statements: bool = False) -> dbapi2.Connection:
    connection = _opened(path, "?mode=rw")
    try:
        secure_memory(connection)
        _set_key(connection, key)
        if past_statements:
            _read_past_statements(connection)
        for name, value, expected in _PRAGMAS:
            if name == "journal_mode":
                assert isinstance(connection, _Connection)
                [(before,)] = connection.execute("PRAGMA journal_mode").fetchall()
                connection.was_turned = before != expected
            _set_pragma(connection, name, value, expected)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if not past_statements:
            _check_spelt(connection)
    except dbapi2.Error as error:
        connection.close()
        raise translated(error) from None
    except UnicodeDecodeError:  # of a statement, or of what the library says of one
        connection.close()
        raise RecordDamaged(UNREADABLE_STATEMENT) from None
    except RecordError:
        connection.close()
        raise
    return connection


def is_no_text(error: dbapi2.Error) -> bool:
    """Return whether an answer has bytes in the place of text that are none."""
    return str(error).startswith(_NO_TEXT)


def read_what_is_no_text(connection: dbapi2.Connection) -> None:
    """Have a mark stand in all that is read for each byte that is no text.

    Whoever holds the key of a file can put such bytes in a row. It costs a call for each text.
    """
    connection.text_factory = lambda raw: raw.decode(errors="replace")


def _read_past_statements(connection: dbapi2.Connection) -> None:
    """Have the library go on with what it can read; it says once that something is unreadable."""
    read_what_is_no_text(connection)
    connection.execute("PRAGMA writable_schema = ON")
    with suppress(dbapi2.DatabaseError, UnicodeDecodeError):
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _check_spelt(connection: dbapi2.Connection) -> None:
    """Read what everything is made by: the library makes a view also of bytes that are no text."""
    for (spelt,) in connection.execute(_SPELT).fetchall():
        bytes(spelt).decode()


@contextmanager
def without_wiping() -> Generator[None]:
    """Let the library wipe no memory, in a process that does one long thing and ends.

    Filling a file of 38 MB took 3 seconds of processor time so, and 23 otherwise. It changes
    nothing where memory is wiped already.
    """
    wiped = _WIPES.copy()
    _WIPES.clear()
    try:
        yield
    finally:
        _WIPES.extend(wiped)


def secure_memory(connection: dbapi2.Connection) -> None:
    """Have the library lock the memory it uses, and wipe what it gives back.

    It holds for every connection of the process from then on; nothing takes it back.
    """
    if _WIPES:
        _set_pragma(connection, "cipher_memory_security", "ON", "1")


def _set_key(connection: dbapi2.Connection, key: Masked) -> None:
    text = _spelt(key)
    connection.set_key(text)
    wipe(text)


def _spelt(key: Masked) -> bytearray:
    text = bytearray(b"x'")
    with key.revealed() as whole:
        for byte in whole:
            text.append(_HEX[byte >> 4])
            text.append(_HEX[byte & 15])
    text.append(ord("'"))
    # Any other length would silently be stretched as if it were a passphrase.
    if len(text) != KEY_LENGTH:
        wipe(text)
        raise RecordBug("key-length")
    return text


def _set_pragma(connection: dbapi2.Connection, name: str, value: str, expected: str) -> None:
    connection.execute(f"PRAGMA {name} = {value}").fetchall()
    answer = connection.execute(f"PRAGMA {name}").fetchone()
    if answer is None or str(answer[0]) != expected:
        raise RecordBug(f"pragma-{name}")


def _check_file(path: Path) -> None:
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise NotARecord("no-regular-file")
        if found.st_size < PAGE:
            raise RecordDamaged("cut-off")
        with patiently(lambda: path.open("rb")) as file:
            if file.read(len(_PLAIN)) == _PLAIN:
                raise NotARecord("not-encrypted")
    except FileNotFoundError:
        raise RecordDamaged("missing") from None
    except OSError:
        raise CannotWrite("cannot-open") from None


def check_kind(connection: dbapi2.Connection, kind: Kind, newest: int) -> int:
    """Return the version of a database of the expected kind.

    Raises:
        NotARecord: It is a database of some other kind.
        RecordTooNew: A later version wrote it; nothing was changed.

    """
    application_id = _number(connection, "application_id")
    version = _number(connection, "user_version")
    if application_id != kind.application_id or version < 1:
        raise NotARecord("another-kind")
    if version > newest:
        raise RecordTooNew(kind.name)
    return version


def _number(connection: dbapi2.Connection, pragma: str) -> int:
    answer = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(answer[0]) if answer else 0


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.partition(" ")[0].split("."))

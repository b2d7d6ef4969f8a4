"""One encrypted connection."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest
from sqlcipher3 import dbapi2

from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import connection as connections
from therapist_app.record.database.connection import (
    check_library,
    create_connection,
    open_connection,
    translated,
)
from therapist_app.record.errors import (
    CannotWrite,
    DiskFull,
    LibraryUnfit,
    NotARecord,
    RecordBug,
    RecordDamaged,
    RecordLocked,
)
from therapist_app.record.folder.files import create_private_file

KEY = bytes(range(32))
ROOT = Path(__file__).parents[4]


def key() -> Masked:
    return Masked(bytearray(KEY))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = (
        tmp_path
        / ("a folder with # and %" if sys.platform == "win32" else "a folder ? with # and %")
        / "test.db"
    )
    path.parent.mkdir()
    create_private_file(path)
    connection = create_connection(path, key())
    connection.execute("CREATE TABLE kept (word TEXT) STRICT")
    connection.execute("INSERT INTO kept VALUES ('kept')")
    connection.close()
    return path


SETTINGS = """
import json, sys
from pathlib import Path
from therapist_app.record.database.connection import open_connection
from therapist_app.record.crypto.wiping import Masked
connection = open_connection(Path(sys.argv[1]), Masked(bytearray(range(32))))
ask = lambda name: str(connection.execute(f"PRAGMA {name}").fetchall()[0][0])
print(json.dumps({name: ask(name) for name in sys.argv[2:]}))
"""


def test_every_setting_is_as_it_must_be(database: Path) -> None:
    must_be = {
        "cipher_memory_security": "1",
        "cipher_log_level": "NONE",
        "cipher_plaintext_header_size": "0",
        "cipher_use_hmac": "1",
        "locking_mode": "exclusive",
        "journal_mode": "wal",
        "synchronous": "2",
        "fullfsync": "1",
        "foreign_keys": "1",
        "trusted_schema": "0",
        "cell_size_check": "1",
        "secure_delete": "1",
        "temp_store": "2",
        "mmap_size": "0",
        "wal_autocheckpoint": "200",
    }

    told = subprocess.check_output(
        [sys.executable, "-c", SETTINGS, str(database), *must_be], cwd=ROOT
    )

    assert json.loads(told) == must_be


def test_a_setting_that_does_not_hold_is_a_refusal(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_PRAGMAS", (("synchronous", "FULL", "3"),))

    with pytest.raises(RecordBug, match="pragma-synchronous"):
        open_connection(database, key())


# Acceptance A6
@pytest.mark.parametrize("length", [31, 33, 64, 0])
def test_a_key_of_another_length_never_reaches_the_library(database: Path, length: int) -> None:
    before = database.read_bytes()

    with pytest.raises(RecordBug, match="key-length"):
        open_connection(database, Masked(bytearray(length)))

    assert database.read_bytes() == before


def test_another_key_reads_nothing(database: Path) -> None:
    with pytest.raises(RecordDamaged, match="first-page"):
        open_connection(database, Masked(bytearray(32)))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def one_byte(path: Path) -> None:
    path.write_bytes(b"x")


def hundred_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def text(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)


def without_its_last_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


@pytest.mark.parametrize("damage", [empty, one_byte, hundred_bytes, text, without_its_last_page])
def test_a_file_that_is_not_whole_is_damaged_and_stays_as_it_is(
    database: Path, damage: Callable[[Path], None]
) -> None:
    damage(database)
    before = database.read_bytes()

    with pytest.raises(RecordDamaged):
        open_connection(database, key()).execute("SELECT * FROM kept").fetchall()

    assert database.read_bytes() == before


def test_a_missing_file_is_damage_and_none_is_made(database: Path) -> None:
    database.unlink()

    with pytest.raises(RecordDamaged, match="missing"):
        open_connection(database, key())

    assert not database.exists()


def plain_database(path: Path) -> None:
    path.unlink()
    plain = dbapi2.connect(str(path))
    plain.execute("CREATE TABLE clients (id TEXT)")
    plain.close()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link(path: Path) -> None:
    path.rename(path.with_name("moved.db"))
    path.symlink_to(path.with_name("moved.db"))


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("put", [plain_database, folder, link, pipe])
def test_something_else_in_its_place_is_no_record(
    database: Path, put: Callable[[Path], None]
) -> None:
    put(database)

    with pytest.raises(NotARecord):
        open_connection(database, key())


def test_a_device_is_no_record() -> None:
    with pytest.raises(NotARecord):
        open_connection(Path("/dev/null"), key())


def test_a_file_that_cannot_be_looked_at_is_told_as_such(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path) -> os.stat_result:
        raise PermissionError

    monkeypatch.setattr(Path, "lstat", refused)

    with pytest.raises(CannotWrite, match="cannot-open"):
        open_connection(database, key())


def test_a_file_that_the_library_cannot_open_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="cannot-open"):
        create_connection(tmp_path / "gone.db", key())


def test_a_second_connection_is_refused_at_once(database: Path) -> None:
    first = open_connection(database, key())

    with pytest.raises(RecordLocked):
        open_connection(database, key())
    first.close()

    open_connection(database, key()).close()


# Acceptance A24
def test_this_library_is_new_enough() -> None:
    check_library()


# Acceptance A24
@pytest.mark.parametrize("name", ["OLDEST_SQLITE", "OLDEST_SQLCIPHER"])
def test_an_older_library_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, name, (99, 0))

    with pytest.raises(LibraryUnfit):
        check_library()


# Acceptance A24
# Acceptance A24
def test_a_library_that_does_not_encrypt_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain:
        def execute(self, _sql: str) -> "Plain":
            return self

        def fetchall(self) -> list[tuple[str]]:
            return []

        def close(self) -> None:
            return None

    monkeypatch.setattr(connections.dbapi2, "connect", lambda _name: Plain())
    monkeypatch.setattr(connections, "_cipher_version", connections._cipher_version.__wrapped__)

    with pytest.raises(LibraryUnfit):
        check_library()


def test_a_change_of_key_that_fails_without_a_code_is_told_as_the_disks_refusal() -> None:
    told = translated(dbapi2.OperationalError("disk I/O error"))

    assert type(told) is CannotWrite


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_FULL", DiskFull),
        ("SQLITE_IOERR_WRITE", CannotWrite),
        ("SQLITE_READONLY_DBMOVED", CannotWrite),
        ("SQLITE_BUSY_RECOVERY", RecordLocked),
        ("SQLITE_CORRUPT_INDEX", RecordDamaged),
        ("SQLITE_CONSTRAINT_UNIQUE", RecordBug),
    ],
)
def test_the_librarys_errors_become_ours_without_their_words(name: str, kind: type) -> None:
    error = dbapi2.OperationalError("words that might hold data")
    error.sqlite_errorname = name

    ours = translated(error)

    assert type(ours) is kind
    assert "words" not in str(ours)


@pytest.mark.parametrize(
    ("path", "is_network"),
    [
        (r"\\server\share\service\service.db", True),
        (r"C:\Users\ana\service.db", False),
        (r"D:\service.db", False),
        (r"\\?\C:\a long way down\list.tvb", False),
        (r"\\?\UNC\server\share\list.tvb", True),
    ],
)
def test_a_path_to_another_computer_is_told_by_its_beginning(
    path: str, *, is_network: bool
) -> None:
    assert connections.is_network_path(PureWindowsPath(path)) is is_network


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("file://server/share/list.tvb", "file:////server/share/list.tvb"),
        ("file:///C:/Users/ana/list.tvb", "file:///C:/Users/ana/list.tvb"),
    ],
)
def test_the_library_is_given_an_address_that_names_no_computer(said: str, address: str) -> None:
    assert connections.local_address(said) == address


def test_a_backup_on_a_network_path_is_read_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "copy.db"
    path.touch()
    copy = connections.create_copy(path, key())
    copy.execute("CREATE TABLE kept (word TEXT)").fetchall()
    copy.close()
    monkeypatch.setattr(connections, "is_network_path", lambda _place: True)

    connection = connections.read_copy(path, key())

    assert connection.execute("SELECT count(*) FROM kept").fetchall() == [(0,)]
    connection.close()


def test_a_record_on_a_network_path_is_told_as_that_and_not_as_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "service.db").write_bytes(bytes(8192))
    monkeypatch.setattr(connections, "is_network_path", lambda _place: True)

    with pytest.raises(CannotWrite, match="network-path"):
        open_connection(tmp_path / "service.db", key())


WIPING = """
import sys
from pathlib import Path
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import create_connection, without_wiping

def wipes(name):
    path = Path(sys.argv[1]) / name
    path.touch()
    connection = create_connection(path, Masked(bytearray(32)))
    [(answer,)] = connection.execute("PRAGMA cipher_memory_security").fetchall()
    connection.close()
    return answer

with without_wiping():
    print(wipes("spared"))
print(wipes("wiped"))
with without_wiping():
    print(wipes("too late"))
"""


@pytest.mark.usefixtures("measured_beside")
def test_a_process_may_spare_itself_the_wiping_of_memory_and_no_other_does(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WIPING, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["0", "1", "1"]


def test_what_was_asked_is_not_made_ready_again_however_much_was_asked_since(
    database: Path,
) -> None:
    connection = open_connection(database, key())
    questions = [f"SELECT word, {number} FROM kept" for number in range(400)]
    made_ready: list[int] = []

    def note(*_what: object) -> int:  # the library asks it for each column as it reads a statement
        made_ready.append(1)
        return 0

    connection.set_authorizer(note)
    for each in questions:
        connection.execute(each).fetchall()
    once = len(made_ready)
    for each in questions:
        connection.execute(each).fetchall()
    connection.close()

    assert 0 < once == len(made_ready)

"""What is found wrong with a copy of a database, each in its word."""

from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk
from therapist_app.record.backup_format.backup_file import BackupFile, halves, open_backup
from therapist_app.record.client_rights.client_rows import tables_of
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import (
    PAGE,
    copy_pages,
    create_connection,
    create_copy,
    read_copy,
)
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.figures import ONLY_GROW, fault_in, figures_of
from therapist_app.record.database.migrations import CASELOAD, create_schema
from therapist_app.record.errors import RecordBug, RecordDamaged
from therapist_app.record.folder.files import create_private_file

GO_BACK = {
    "about",
    "audit",
    "caseload_figures",
    "record_checks",
    "settings",
    "site_files",
    "waiting_releases",
}
"""Tables that stand as they were when an older service file is put back."""


def test_of_every_table_of_the_service_file_it_is_decided_what_a_restore_does(
    service: ServiceFile,
) -> None:
    assert not GO_BACK & set(ONLY_GROW)
    assert set(tables_of(service)) == GO_BACK | set(ONLY_GROW)


@pytest.fixture
def backup(backed_up: ServiceOnDisk) -> BackupFile:
    [path] = backed_up.place.backups.glob("caseload-*.tvb")
    return open_backup(path, backed_up.uid, backed_up.keys().opening)


@pytest.fixture
def copy(backup: BackupFile, tmp_path: Path) -> Path:
    """The database of a backup, by itself."""
    path = tmp_path / "copy.db"
    path.write_bytes(backup.path.read_bytes()[: backup.manifest.size])
    return path


def key_of(backup: BackupFile) -> Masked:
    key, _audit_key = halves(backup.secret)
    return derive_masked(key, "sqlcipher")


def change(backup: BackupFile, path: Path, *statements: str) -> None:
    """Change the copy as somebody could who has the key."""
    connection = create_copy(path, key_of(backup))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def found(backup: BackupFile, path: Path) -> str:
    _key, audit_key = halves(backup.secret)
    try:
        connection = read_copy(path, key_of(backup))
    except RecordDamaged as damage:
        return damage.detail
    try:
        return fault_in(connection, backup.manifest.figures, audit_key, path.stat().st_size)
    finally:
        connection.close()


def test_an_untouched_copy_is_sound(backup: BackupFile, copy: Path) -> None:
    assert found(backup, copy) == ""


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (("DELETE FROM clients WHERE code = 'A-100'",), "rows"),
        (
            (
                "PRAGMA foreign_keys = OFF",
                """INSERT INTO identities
                    (client_id, anonymity, name, contact, birth_date, emergency_contact)
                    VALUES (hex(randomblob(16)), 'named', '', '', '', '')""",
            ),
            "references",
        ),
        (("UPDATE audit SET entry = CAST(entry || ' ' AS BLOB) WHERE n = 2",), "audit"),
        (("UPDATE audit SET head = zeroblob(32) WHERE n = 3",), "audit"),
        (
            (
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_schema SET sql = replace(sql, '(status)', '(gender)')",
            ),
            "structure",
        ),
    ],
)
def test_what_was_changed_with_the_key_is_found(
    backup: BackupFile, copy: Path, statements: tuple[str, ...], fault: str
) -> None:
    change(backup, copy, *statements)

    assert found(backup, copy) == fault


def test_a_changed_page_is_found_and_what_stands_behind_the_database_is_passed_over(
    backup: BackupFile, copy: Path
) -> None:
    size = copy.stat().st_size
    whole = bytearray(copy.read_bytes())
    _key, audit_key = halves(backup.secret)
    copy.write_bytes(whole + bytes(2 * PAGE))
    connection = read_copy(copy, key_of(backup))
    assert fault_in(connection, backup.manifest.figures, audit_key, size) == ""
    connection.close()

    for page in range(1, size // PAGE):
        changed = bytearray(whole)
        changed[page * PAGE + 100] ^= 1
        copy.write_bytes(changed)
        assert found(backup, copy) == "page"


def test_a_copy_that_breaks_while_it_is_read_is_not_sound(backup: BackupFile, copy: Path) -> None:
    connection = read_copy(copy, key_of(backup))
    connection.close()

    assert fault_in(connection, backup.manifest.figures, Masked(bytearray(32)), PAGE) == "page"


def test_another_key_reads_nothing(copy: Path) -> None:
    with pytest.raises(RecordDamaged):
        read_copy(copy, Masked(bytearray(32)))


def test_copying_into_what_is_closed_is_a_mistake_of_ours(
    backup: BackupFile, copy: Path, tmp_path: Path
) -> None:
    create_private_file(tmp_path / "target.db")
    target = create_copy(tmp_path / "target.db", Masked(bytearray(32)))
    target.close()
    source = read_copy(copy, key_of(backup))

    with pytest.raises(RecordBug):
        copy_pages(source, target, lambda *_: None)


def test_a_database_without_a_single_entry_has_a_beginning(tmp_path: Path) -> None:
    create_private_file(tmp_path / "new.db")
    connection = create_connection(tmp_path / "new.db", Masked(bytearray(32)))
    create_schema(connection, CASELOAD)

    figures = figures_of(connection)

    assert (figures.mark.n, figures.changed_at) == (0, None)
    connection.close()

"""Signing in where a caseload is still a backup: what is wiped, counted and told."""

import shutil
from pathlib import Path

import pytest

from tests.support.record.safekeeping import add_clients, back_up_quietly
from tests.support.record.services import PASSPHRASE, founder
from therapist_app.record.clients import clients
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database.database import Database
from therapist_app.record.errors import (
    CannotWrite,
    DiskFull,
    RecordDamaged,
    RecordError,
    RecordTooNew,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.sign_in.key_holder import FileKeys
from therapist_app.record.sign_in.unlocking import Created, create_service, unlock
from therapist_app.workflows.entering import signing_in
from therapist_app.workflows.entering.signing_in import sign_in, sign_in_with_sheet

NEW = b"seven lanterns over mud"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Created]:
    folder = tmp_path_factory.mktemp("signing-in") / "service"
    sources = system_sources()
    created = create_service(folder, founder(), practice=False, cost=FLOOR, sources=sources)
    words = bytearray(PASSPHRASE.encode())
    with unlock(folder, created.uid, words, practice=False, sources=sources) as vault:
        add_clients(vault, "A-100")
        back_up_quietly(vault)
    return folder, created


@pytest.fixture
def lacking(made: tuple[Path, Created], tmp_path: Path) -> Path:
    """A service whose caseload somebody took away; nobody moved it here."""
    folder = tmp_path / "service"
    shutil.copytree(made[0], folder)
    for path in (folder / "caseloads").iterdir():
        path.unlink()
    return folder


def test_what_nobody_awaits_is_told_as_missing_and_not_put_back(lacking, made):
    words = bytearray(PASSPHRASE.encode())
    with pytest.raises(RecordDamaged, match="missing"):
        sign_in(lacking, made[1].uid, words, practice=False, sources=system_sources())

    assert set(words) == {0}
    with pytest.raises(RecordDamaged, match="missing"):
        sign_in_with_sheet(
            lacking,
            made[1].uid,
            made[1].sheet.text,
            bytearray(NEW),
            practice=False,
            sources=system_sources(),
        )
    assert list((lacking / "caseloads").iterdir()) == []


def test_a_backup_of_a_later_version_is_told_as_that_and_not_as_a_missing_file(
    lacking, made, monkeypatch
):
    def refused(keys: FileKeys) -> tuple[str, ...]:
        keys.checked().keys.forget()
        raise RecordTooNew("backup")

    monkeypatch.setattr(signing_in, "put_back_awaited", refused)
    words, new = bytearray(PASSPHRASE.encode()), bytearray(NEW)
    ways = {"practice": False, "sources": system_sources()}

    with pytest.raises(RecordTooNew, match="backup"):
        sign_in(lacking, made[1].uid, words, **ways)
    with pytest.raises(RecordTooNew, match="backup"):
        sign_in_with_sheet(lacking, made[1].uid, made[1].sheet.text, new, **ways)

    assert set(words) == set(new) == {0}


def test_a_service_file_that_is_damaged_as_well_is_told(lacking, made):
    (lacking / "service.db").write_bytes(b"")
    words = bytearray(PASSPHRASE.encode())

    with pytest.raises(RecordDamaged):
        sign_in(lacking, made[1].uid, words, practice=False, sources=system_sources())

    assert set(words) == {0}


def test_a_wrong_passphrase_or_sheet_is_counted_once_and_what_was_typed_is_wiped(lacking, made):
    words, new = bytearray(b"something else altogether"), bytearray(NEW)
    with pytest.raises(WrongPassphrase):
        sign_in(lacking, made[1].uid, words, practice=False, sources=system_sources())
    with pytest.raises(WrongSheet):
        sign_in_with_sheet(
            lacking, made[1].uid, "AAAAA", new, practice=False, sources=system_sources()
        )

    assert set(words) == set(new) == {0}
    assert b'"count":1' in (lacking / "attempts").read_bytes()


def refuse_changes(monkeypatch: pytest.MonkeyPatch, error: RecordError) -> None:
    """Let the disk refuse whatever is written from now on."""
    run = Database.run

    def refusing(database: Database, sql: str, parameters: object = ()) -> object:
        if sql.startswith("BEGIN"):
            raise error
        return run(database, sql, parameters)

    monkeypatch.setattr(Database, "run", refusing)


@pytest.mark.parametrize(
    ("error", "because"),
    [(DiskFull(), "disk-full"), (CannotWrite("read-only"), "disk-protected")],
)
def test_a_disk_that_keeps_nothing_opens_the_record_to_be_read(made, monkeypatch, error, because):
    folder, created = made
    words = bytearray(PASSPHRASE.encode())
    refuse_changes(monkeypatch, error)

    with sign_in(
        folder,
        created.uid,
        words,
        practice=False,
        sources=system_sources(),
        is_day_right=True,
    ) as vault:
        assert clients.count(vault.caseload) == 1
        assert vault.only_read_because == because

    assert set(words) == {0}


def test_what_is_no_matter_of_the_disk_is_refused_as_ever(made, monkeypatch):
    refuse_changes(monkeypatch, CannotWrite("no-memory"))
    words = bytearray(PASSPHRASE.encode())

    with pytest.raises(CannotWrite, match="no-memory"):
        sign_in(made[0], made[1].uid, words, practice=False, sources=system_sources())

    assert set(words) == {0}

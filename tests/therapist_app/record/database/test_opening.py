"""A database is opened only when it is the right one, whole, and the newest."""

import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.record.checking_here import check_database
from tests.support.record.records import ServiceOnDisk, a_client, lay_out
from tests.support.record.sheets import replace_sheet
from tests.support.sampling import sampled
from therapist_app.record.clients import clients
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit
from therapist_app.record.database.connection import open_connection
from therapist_app.record.errors import (
    KnownRecordError,
    NotARecord,
    RecordDamaged,
    RecordLocked,
    RecordRolledBack,
    RecordTooNew,
)
from therapist_app.record.folder.layout import anchor_beside
from therapist_app.record.header.header_file import load_header
from therapist_app.record.keyring.key_care import change_caseload_key
from therapist_app.record.vault.vault import Vault

ROOT = Path(__file__).parents[4]


@pytest.fixture
def filled(on_disk: ServiceOnDisk) -> ServiceOnDisk:
    """A service with twenty clients, closed."""
    with on_disk.open() as vault:
        for number in range(20):
            clients.add(vault.caseload, a_client(vault.caseload, code=f"K4-{number:03}"))
    return on_disk


def abandon(vault: Vault) -> None:
    """Leave a vault as a killed process does: nothing folded in, nothing noted."""
    for database in vault.databases:
        database._connection.set_trace_callback(None)
    for path in (vault.place.service, vault.place.caseload(vault.person.uid)):
        for beside in (path, path.with_name(path.name + "-wal"), anchor_beside(path)):
            shutil.copy(beside, beside.with_name(beside.name + ".killed"))
    for database in vault.databases:
        database._connection.close()
        database.anchor.close()
    for left in vault.place.path.rglob("*.killed"):
        left.replace(left.with_suffix(""))


def put_an_older_caseload_back(filled: ServiceOnDisk) -> None:
    path = filled.place.caseload(filled.uid)
    older = path.read_bytes()
    with filled.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))

    path.write_bytes(older)


def test_what_was_kept_is_there_after_reopening(filled: ServiceOnDisk) -> None:
    with filled.open() as vault:
        assert clients.count(vault.caseload) == 20


def test_what_was_kept_is_there_after_a_kill(filled: ServiceOnDisk) -> None:
    vault = filled.open()
    clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))

    abandon(vault)

    with filled.open() as vault:
        assert clients.count(vault.caseload) == 21
        assert audit.verify(vault.caseload).is_whole


def test_a_deleted_write_ahead_log_is_noticed(filled: ServiceOnDisk) -> None:
    vault = filled.open()
    clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
    abandon(vault)

    path = filled.place.caseload(filled.uid)
    path.with_name(path.name + "-wal").unlink()

    with pytest.raises(RecordRolledBack):
        filled.open()


def test_a_write_ahead_log_damaged_anywhere_loses_nothing_unnoticed(
    filled: ServiceOnDisk,
) -> None:
    vault = filled.open()
    for number in range(5):
        clients.add(vault.caseload, a_client(vault.caseload, code=f"Z9-{number:03}"))
    abandon(vault)
    path = filled.place.caseload(filled.uid)
    log = path.with_name(path.name + "-wal")
    whole, main = log.read_bytes(), path.read_bytes()
    seen = anchor_beside(path).read_bytes()
    noticed = 0

    for cut in range(0, len(whole), len(whole) // 12):
        for damaged in (whole[:cut], whole[:cut] + bytes([whole[cut] ^ 1]) + whole[cut + 1 :]):
            path.write_bytes(main)
            log.write_bytes(damaged)
            anchor_beside(path).write_bytes(seen)
            try:
                with filled.open() as vault:
                    assert clients.count(vault.caseload) == 25
            except (RecordRolledBack, RecordDamaged):
                noticed += 1

    assert noticed >= 12


def test_an_older_copy_of_the_caseload_is_noticed(filled: ServiceOnDisk) -> None:
    put_an_older_caseload_back(filled)

    with pytest.raises(RecordRolledBack):
        filled.open()


def test_an_entry_of_a_restore_that_makes_no_sense_excuses_no_older_copy(
    filled: ServiceOnDisk,
) -> None:
    with filled.open() as vault:
        spelt = b'{"action":"restored"}'
        mark = vault.caseload.audit.following(vault.caseload.audit.mark, spelt)
        with vault.caseload.together():
            row = (mark.n, spelt, mark.head, None)
            vault.caseload.run("INSERT INTO audit VALUES (?, ?, ?, ?)", row)
            vault.caseload.audit.mark = mark
    put_an_older_caseload_back(filled)

    with pytest.raises(RecordRolledBack):
        filled.open()


def test_another_history_of_the_same_length_is_noticed(filled: ServiceOnDisk) -> None:
    path = filled.place.caseload(filled.uid)
    older = path.read_bytes()
    anchor = anchor_beside(path).read_bytes()
    with filled.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
    seen = anchor_beside(path).read_bytes()
    path.write_bytes(older)
    anchor_beside(path).write_bytes(anchor)
    with filled.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="A0-000"))

    anchor_beside(path).write_bytes(seen)

    with pytest.raises(RecordRolledBack):
        filled.open()


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(bytes(1024))])
@pytest.mark.parametrize("which", [0, 1], ids=["service", "caseload"])
def test_a_missing_anchor_is_told_and_noted_and_made_anew(
    filled: ServiceOnDisk, damage: Callable[[Path], object], which: int
) -> None:
    path = (filled.place.service, filled.place.caseload(filled.uid))[which]
    damage(anchor_beside(path))

    with filled.open() as vault:
        assert vault.warnings == ("anchor-missing",)
        noted = {entry.action: entry.is_signed for entry in audit.entries(vault.databases[which])}
    assert noted["anchor_missing"]

    with filled.open() as vault:
        assert vault.warnings == ()


def test_an_anchor_from_before_the_first_entry_is_older_and_does_no_harm(
    filled: ServiceOnDisk,
) -> None:
    vault = filled.open()
    vault.caseload.anchor.create(vault.caseload.audit.beginning())
    abandon(vault)

    with filled.open() as vault:
        assert clients.count(vault.caseload) == 20


def test_one_torn_slot_of_the_anchor_does_no_harm(filled: ServiceOnDisk) -> None:
    path = anchor_beside(filled.place.caseload(filled.uid))
    whole = path.read_bytes()

    for torn in (bytes(512) + whole[512:], whole[:512] + bytes(512)):
        path.write_bytes(torn)
        with filled.open() as vault:
            assert vault.warnings == ()
        whole = path.read_bytes()


@pytest.mark.parametrize("every", sampled([5, 1], every=2))
def test_a_flipped_byte_in_any_page_is_found_or_changes_nothing(
    filled: ServiceOnDisk, every: int
) -> None:
    path = filled.place.caseload(filled.uid)
    whole = path.read_bytes()
    with filled.open() as vault:
        before = clients.list_rows(vault.caseload)
    whole = path.read_bytes()
    found = 0

    for page in range(0, len(whole), 4096 * every):
        anchor = anchor_beside(path).read_bytes()
        place = page + (17 + page // 7) % 4096
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        try:
            with filled.open() as vault:
                assert clients.list_rows(vault.caseload) == before
                assert vault.caseload.rows("PRAGMA cipher_integrity_check")
        except RecordDamaged:
            found += 1
        path.write_bytes(whole)
        anchor_beside(path).write_bytes(anchor)

    assert found >= 3


def test_swapped_pages_are_found(filled: ServiceOnDisk) -> None:
    path = filled.place.caseload(filled.uid)
    whole = path.read_bytes()
    pages = [whole[at : at + 4096] for at in range(0, len(whole), 4096)]
    pages[1], pages[2] = pages[2], pages[1]

    path.write_bytes(b"".join(pages))

    with pytest.raises(RecordDamaged), filled.open() as vault:
        clients.list_rows(vault.caseload)


def test_a_caseload_of_another_service_does_not_open(filled: ServiceOnDisk, tmp_path: Path) -> None:
    other = lay_out(tmp_path / "other", practice=False)

    shutil.copy(other.place.caseload(other.uid), filled.place.caseload(filled.uid))

    with pytest.raises(RecordDamaged):
        filled.open()


@pytest.mark.parametrize("name", ["service.db", "caseload"])
@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"x" * 5000),
        lambda path: (path.unlink(), path.mkdir()),
        lambda path: (path.unlink(), path.symlink_to("/dev/null")),
    ],
)
def test_a_file_that_is_gone_or_something_else_is_never_an_empty_caseload(
    filled: ServiceOnDisk, name: str, damage: Callable[[Path], object]
) -> None:
    path = {
        "service.db": filled.place.service,
        "caseload": filled.place.caseload(filled.uid),
    }[name]
    damage(path)

    with pytest.raises((RecordDamaged, NotARecord)):
        filled.open()

    assert not path.is_file() or path.stat().st_size in (0, 5000)


# Acceptance C53
def test_a_second_instance_is_refused_and_the_first_goes_on(filled: ServiceOnDisk) -> None:
    with filled.open() as vault:
        with pytest.raises(RecordLocked):
            filled.open()

        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
        assert clients.count(vault.caseload) == 21


def edit_by_hand(on_disk: ServiceOnDisk, statement: str) -> None:
    """Change the service file as somebody does who holds its key."""
    header = load_header(on_disk.place.header)
    vault = on_disk.open()
    with vault.credentials.service_key.revealed() as whole:
        service_key = Masked(bytearray(whole))
    vault.close()
    connection = open_connection(on_disk.place.service, derive_masked(service_key, "sqlcipher"))
    connection.executescript(statement)
    connection.close()
    assert load_header(on_disk.place.header) == header


# Acceptance B38
# Acceptance B41
@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("PRAGMA user_version = 99; CREATE TABLE later (one)", RecordTooNew),
        ("PRAGMA user_version = 0; CREATE TABLE other (one)", NotARecord),
        ("PRAGMA application_id = 7; DROP TABLE releases", NotARecord),
        ("UPDATE about SET value = 'another' WHERE key = 'service_id'", NotARecord),
        ("UPDATE about SET value = 'another' WHERE key = 'keeper'", NotARecord),
        ("DELETE FROM about WHERE key = 'practice'", NotARecord),
        ("DELETE FROM about WHERE key = 'audit_key'", RecordDamaged),
        ("UPDATE about SET value = '99' WHERE key = 'header_generation'", KnownRecordError),
        ("DROP TABLE audit", Exception),
    ],
)
def test_a_service_file_that_says_it_is_something_else_is_refused_without_a_write(
    filled: ServiceOnDisk, statement: str, error: type[Exception]
) -> None:
    edit_by_hand(filled, statement)
    before = filled.place.service.read_bytes()

    with pytest.raises(error):
        filled.open()

    assert filled.place.service.read_bytes() == before


@pytest.mark.parametrize("refuses", ["is_file", "read_bytes"])
def test_a_log_that_cannot_be_kept_does_not_hide_what_is_wrong_with_the_file(
    filled: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch, refuses: str
) -> None:
    path = filled.place.caseload(filled.uid)
    damaged = bytearray(path.read_bytes())
    damaged[4096 + 100] ^= 1
    damaged[100] ^= 1
    path.write_bytes(damaged)
    path.with_name(path.name + "-wal").write_bytes(b"what is left of a log")
    real = getattr(Path, refuses)

    def refused(which: Path) -> object:
        if which.name.endswith("-wal"):
            raise OSError(5, "Input/output error")
        return real(which)

    monkeypatch.setattr(Path, refuses, refused)

    with pytest.raises(RecordDamaged):
        filled.open()


SECOND_WINDOW = """
import pickle, sys
from therapist_app.record.errors import RecordError
try:
    pickle.load(sys.stdin.buffer).open()
    print("opened")
except RecordError as error:
    print(error.code)
"""


def second_window(on_disk: ServiceOnDisk) -> str:
    """What another process gets that opens the same service."""
    done = subprocess.run(
        [sys.executable, "-c", SECOND_WINDOW],
        cwd=ROOT,
        input=pickle.dumps(on_disk),
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


# Acceptance C53
def test_another_process_is_refused_whatever_the_first_has_done(filled: ServiceOnDisk) -> None:
    with filled.open() as vault:
        found = [second_window(filled)]
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-998"))
        for database in vault.databases:
            assert check_database(database, database.kind.name).findings == ()
        found.append(second_window(filled))
        change_caseload_key(vault, filled.uid)
        replace_sheet(vault)
        found.append(second_window(filled))

    assert found == ["record-locked"] * 3
    assert second_window(filled) == "opened"

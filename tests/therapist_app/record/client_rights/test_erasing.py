"""Erasing a client: nothing of them stays, and nothing of anybody else changes."""

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

import therapist_app.record
from tests.support.record.records import ServiceOnDisk, a_client
from tests.support.record.whole_clients import a_whole_client, dump, with_past_protection
from therapist_app.record.client_rights import erasing, protection
from therapist_app.record.client_rights.client_rows import columns_of, rows_of, tables_of
from therapist_app.record.client_rights.erasing import (
    all_tombstones,
    erase,
    hash_of,
    pieces_of,
    search,
    settle_erasures,
)
from therapist_app.record.clients import appointments, clients, signatures
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.figures import WORKED_OUT
from therapist_app.record.errors import ClientProtected, DiskFull, RecordBug
from therapist_app.record.model import Client, LegalHold, Restriction
from therapist_app.record.service import settings
from therapist_app.record.vault.vault import Vault

SCHEMA = Path(therapist_app.record.__file__).parent / "schema"


@pytest.fixture
def ana(caseload: Caseload) -> Client:
    return a_whole_client(caseload, "A1-111", "Zanzibarcanary")


@pytest.fixture
def ben(caseload: Caseload) -> Client:
    return a_whole_client(caseload, "B2-222", "Ordinaryword")


@pytest.fixture
def path(vault: Vault) -> Path:
    return vault.place.caseload(vault.person.uid)


def rows_in(caseload: Caseload, client: Client) -> list[object]:
    return list(rows_of(caseload, client.id))


# Acceptance G94
@pytest.mark.usefixtures("ben")
def test_nothing_of_an_erased_client_is_in_the_decrypted_pages(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    with_past_protection(caseload, ana, "Zanzibarcanary")

    erased = erase(caseload, service, ana.id, "no_longer_needed", path)

    assert erased.proof is not None
    assert erased.proof.is_clean
    assert erased.proof.residue == 0
    assert erased.proof.pieces > 10
    assert erased.proof.pages == path.stat().st_size // 4096
    assert rows_in(caseload, ana) == []
    assert not path.with_name(path.name + ".search").exists()


# Acceptance G94
@pytest.mark.usefixtures("ben")
def test_in_a_plain_twin_no_byte_of_an_erased_client_stays(
    caseload: Caseload, ana: Client, tmp_path: Path
) -> None:
    twin = tmp_path / "twin.db"
    plain = dbapi2.connect(str(twin), isolation_level=None)
    for setting in ("journal_mode = WAL", "secure_delete = ON", "foreign_keys = ON"):
        plain.execute(f"PRAGMA {setting}").fetchall()
    for step in sorted(SCHEMA.glob("*_caseload.sql")):
        plain.executescript(step.read_text(encoding="utf-8"))
    plain.execute("PRAGMA defer_foreign_keys = ON")
    plain.execute("BEGIN")
    plain.execute("PRAGMA defer_foreign_keys = ON")
    for table in tables_of(caseload):
        names = columns_of(caseload, table)
        marks = ", ".join("?" * len(names))
        for row in caseload.rows(f"SELECT {', '.join(names)} FROM {table}"):
            # which forms are still to be searched the schema notes by itself
            insert = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({marks})"
            plain.execute(insert, row)
    plain.execute("COMMIT")
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    before = twin.read_bytes().count(b"Zanzibarcanary")
    assert b"zanzibarcanary" in twin.read_bytes()

    plain.execute("DELETE FROM clients WHERE id = ?", (ana.id,))
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    log = twin.with_name("twin.db-wal")
    assert before > 400
    assert twin.read_bytes().lower().count(b"zanzibarcanary") == 0
    assert log.stat().st_size == 0
    assert b"Ordinaryword" in twin.read_bytes()
    plain.close()


def test_there_is_no_search_index_that_could_keep_words(
    caseload: Caseload, service: ServiceFile
) -> None:
    for database in (caseload, service):
        kinds = database.rows("SELECT type FROM pragma_table_list WHERE schema = 'main'")
        assert {kind for (kind,) in kinds} <= {"table", "view"}


@pytest.mark.usefixtures("ben")
def test_no_word_of_an_erased_client_is_left_for_the_search_nor_in_its_pages(
    caseload: Caseload, service: ServiceFile, ana: Client, ben: Client, path: Path
) -> None:
    theirs = words_in_search(caseload, ana)
    others = words_in_search(caseload, ben)
    assert {"zanzibarcanary"} <= theirs
    only_theirs = [each.encode() for each in theirs - others]
    assert search(caseload, path, only_theirs).elsewhere == len(only_theirs)

    erased = erase(caseload, service, ana.id, "no_longer_needed", path)

    assert erased.proof.is_clean
    assert words_in_search(caseload, ben) == others
    assert {word for (word,) in caseload.rows("SELECT word FROM searched_words")} == others
    left = search(caseload, path, only_theirs)
    assert (left.residue, left.elsewhere, left.log_is_empty) == (0, 0, True)


def test_a_word_that_the_search_alone_still_has_is_residue(
    caseload: Caseload, ana: Client, path: Path
) -> None:
    pieces = pieces_of(caseload, ana.id)
    assert b"zanzibarcanary" in pieces

    caseload.run("PRAGMA secure_delete = OFF").fetchall()
    caseload.run("DELETE FROM searched_words").fetchall()

    assert search(caseload, path, [b"zanzibarcanary"]).residue == 1


def words_in_search(caseload: Caseload, client: Client) -> set[str]:
    found = caseload.rows(
        "SELECT word FROM searched_words JOIN searched_forms USING (number)"
        " JOIN filled_forms ON filled_forms.id = filled_form_id WHERE client_id = ?",
        (client.id,),
    )
    return {word for (word,) in found}


def test_the_search_does_find_what_was_not_overwritten(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    caseload.run("PRAGMA secure_delete = OFF").fetchall()

    erased = erase(caseload, service, ana.id, "no_longer_needed", path)

    assert erased.proof is not None
    assert erased.proof.residue > 0
    assert not erased.proof.is_clean


def test_words_that_also_stand_with_another_client_are_no_residue(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    a_whole_client(caseload, "C3-333", "Zanzibarcanary")

    erased = erase(caseload, service, ana.id, "no_longer_needed", path)

    assert erased.proof is not None
    assert erased.proof.elsewhere > 10
    assert erased.proof.is_clean


def test_every_other_row_stays_equal_byte_for_byte(
    caseload: Caseload, service: ServiceFile, ana: Client, ben: Client, path: Path
) -> None:
    gone = {row for table, row in _spelt(caseload, ana)}
    before = dump(caseload)

    erase(caseload, service, ana.id, "no_longer_needed", path)

    after = dump(caseload)
    for table in set(before) - {"audit", "erasures", *WORKED_OUT}:
        assert after[table] == [row for row in before[table] if row not in gone], table
    assert after["audit"][: len(before["audit"])] == before["audit"]
    assert rows_in(caseload, ben)


def _spelt(caseload: Caseload, client: Client) -> list[tuple[str, tuple[object, ...]]]:
    return [
        (table, caseload.rows(f"SELECT {', '.join(['quote(?)'] * len(row))}", [*row.values()])[0])
        for table, row in rows_of(caseload, client.id)
    ]


@pytest.mark.usefixtures("ben")
def test_the_chain_verifies_and_no_erased_note_counts_as_altered(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    erase(caseload, service, ana.id, "no_longer_needed", path)

    assert audit.verify(caseload).is_whole
    assert audit.verify(service).is_whole
    assert signatures.altered(caseload) == ()


def test_the_audit_tells_of_the_erasure_by_id_and_basis_alone(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    erase(caseload, service, ana.id, "consent_withdrawn", path)

    mine = audit.entries(caseload, newest=1)[0]
    shared = [each for each in audit.entries(service) if each.action == "erased"]
    assert (mine.action, mine.subject, mine.fields, mine.is_signed) == (
        "erased",
        f"client:{ana.id}",
        ("consent_withdrawn",),
        True,
    )
    assert all(ana.id not in each.subject for each in shared)
    assert all(each.is_signed for each in shared)


# Acceptance G95
def test_both_files_get_a_tombstone_that_only_the_service_can_read(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    erased = erase(caseload, service, ana.id, "objection", path)

    assert all_tombstones(caseload) == all_tombstones(service) == (erased.tombstone,)
    assert erased.tombstone.hash == hash_of(service, ana.id)
    assert erased.tombstone.erased_at == caseload.now()
    assert len(erased.tombstone.hash) == 32
    assert hash_of(service, caseload.new_id()) != erased.tombstone.hash


# Acceptance G96
def test_a_legal_hold_refuses_and_nothing_is_changed(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    hold = LegalHold(caseload.new_id(), ana.id, "A court has asked for it", caseload.now())
    protection.hold(caseload, hold)
    before = dump(caseload)

    with pytest.raises(ClientProtected) as refused:
        erase(caseload, service, ana.id, "retention_over", path)

    assert refused.value.detail == "legal-hold"
    assert "court" not in str(refused.value)
    assert dump(caseload) == before
    assert all_tombstones(service) == ()


# Acceptance G96
def test_under_a_legal_hold_not_even_a_bare_statement_deletes_the_client(
    caseload: Caseload, ana: Client
) -> None:
    hold = LegalHold(caseload.new_id(), ana.id, "A court has asked for it", caseload.now())
    protection.hold(caseload, hold)

    with pytest.raises(ClientProtected, match="legal-hold"):
        caseload.run("DELETE FROM clients WHERE id = ?", (ana.id,))


def test_a_restricted_record_is_not_erased(
    caseload: Caseload, service: ServiceFile, path: Path
) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    restriction = Restriction(caseload.new_id(), client.id, "needed_for_claim", caseload.now())
    protection.restrict(caseload, restriction)

    with pytest.raises(ClientProtected, match="restricted"):
        erase(caseload, service, client.id, "retention_over", path)

    assert clients.load(caseload, client.id) == client


def test_somebody_who_is_not_there_cannot_be_erased(
    caseload: Caseload, service: ServiceFile, path: Path
) -> None:
    with pytest.raises(RecordBug):
        erase(caseload, service, "0" * 32, "unlawful", path)

    assert all_tombstones(caseload) == all_tombstones(service) == ()


def test_nobody_comes_back_after_a_lock_to_a_client_who_was_erased(
    caseload: Caseload, service: ServiceFile, ana: Client, ben: Client, path: Path
) -> None:
    other = {"at": "ClientPage", "ids": [ben.id], "caseload": None}
    settings.save(service, "came_from:somebody", {**other, "ids": [ana.id]})
    settings.save(service, "came_from:another", other)

    erase(caseload, service, ana.id, "no_longer_needed", path)

    assert settings.load(service, "came_from:somebody", None) == {}
    assert settings.load(service, "came_from:another", None) == other


def test_the_place_noted_for_a_session_of_an_erased_client_is_forgotten_too(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    [meeting] = appointments.for_client(caseload, ana.id)
    noted = {"at": "SessionPage", "ids": [meeting.id], "caseload": None}
    settings.save(service, "came_from:somebody", noted)

    erase(caseload, service, ana.id, "no_longer_needed", path)

    assert settings.load(service, "came_from:somebody", None) == {}


# Acceptance G95
def test_a_crash_between_the_two_files_is_finished_at_the_next_opening(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: object) -> None:
        raise DiskFull

    with on_disk.open() as vault:
        ana = a_whole_client(vault.caseload, "A1-111", "Zanzibarcanary")
        path = vault.place.caseload(vault.person.uid)
        with monkeypatch.context() as broken:
            broken.setattr(erasing, "_put_up", crash)
            with pytest.raises(DiskFull):
                erase(vault.caseload, vault.service, ana.id, "no_longer_needed", path)
        before = all_tombstones(vault.service)

    with on_disk.open() as vault:
        after = all_tombstones(vault.service)
        there = clients.count(vault.caseload)

    assert before == ()
    assert [each.hash for each in after] == [hash_of_again(on_disk, ana)]
    assert there == 0


def hash_of_again(on_disk: ServiceOnDisk, client: Client) -> bytes:
    with on_disk.open() as vault:
        return hash_of(vault.service, client.id)


def test_a_crash_inside_the_first_file_leaves_the_client_whole(
    caseload: Caseload,
    service: ServiceFile,
    ana: Client,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = dump(caseload)

    def refuse(*_arguments: object) -> None:
        raise DiskFull

    monkeypatch.setattr(type(erasing._TABLE), "replace", refuse)
    with pytest.raises(DiskFull):
        erase(caseload, service, ana.id, "no_longer_needed", path)

    assert dump(caseload) == before
    assert all_tombstones(service) == ()


# Acceptance G95
def test_a_client_who_came_back_with_an_older_file_is_erased_again(
    caseload: Caseload, service: ServiceFile, ana: Client, ben: Client, path: Path
) -> None:
    erased = erase(caseload, service, ana.id, "no_longer_needed", path)
    with caseload.change("test", "test") as change:
        change.execute("DELETE FROM erasures")
    clients.add(caseload, ana)
    hold = LegalHold(caseload.new_id(), ana.id, "of that time", caseload.now())
    protection.hold(caseload, hold)
    restriction = Restriction(caseload.new_id(), ana.id, "accuracy", caseload.now())
    protection.restrict(caseload, restriction)

    count = settle_erasures(caseload, service)

    assert count == 1
    assert rows_in(caseload, ana) == []
    assert all_tombstones(caseload) == (erased.tombstone,)
    assert clients.load(caseload, ben.id) == ben
    assert settle_erasures(caseload, service) == 0


@pytest.mark.usefixtures("ben")
def test_settling_with_nobody_erased_writes_nothing(
    caseload: Caseload, service: ServiceFile
) -> None:
    before = caseload.audit.mark, service.audit.mark

    assert settle_erasures(caseload, service) == 0

    assert (caseload.audit.mark, service.audit.mark) == before


def test_where_the_search_finds_no_room_the_client_is_erased_and_that_is_told(
    caseload: Caseload,
    service: ServiceFile,
    ana: Client,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(erasing, "create_private_file", refuse)

    erased = erase(caseload, service, ana.id, "no_longer_needed", path)

    assert erased.proof is None
    assert all_tombstones(service) == (erased.tombstone,)
    assert rows_in(caseload, ana) == []

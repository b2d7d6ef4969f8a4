"""Erasing a client: nothing of them stays, and nothing of anybody else changes."""

import json
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

import therapist_app.record
from tests.support.record.records import ServiceOnDisk, a_client, a_filled_form
from tests.support.record.whole_clients import a_whole_client, dump, with_past_protection
from therapist_app.record.client_rights import erasing, protection, residue
from therapist_app.record.client_rights.client_rows import columns_of, rows_of, tables_of
from therapist_app.record.client_rights.erasing import (
    Reason,
    all_tombstones,
    erase,
    erase_for,
    hash_of,
    settle_erasures,
)
from therapist_app.record.client_rights.residue import Held, held_of, search
from therapist_app.record.clients import (
    appointments,
    begun_words,
    clients,
    filled_forms,
    identities,
    signatures,
)
from therapist_app.record.database import audit
from therapist_app.record.database.audit_chain import Deed
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.database.figures import WORKED_OUT
from therapist_app.record.errors import ClientProtected, DiskFull, RecordBug
from therapist_app.record.model import Client, Identity, LegalHold, Restriction
from therapist_app.record.service import settings
from therapist_app.record.sqlite_pages.page_reader import PageReader
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
    assert erased.proof.values > 40
    assert erased.proof.pages == path.stat().st_size // 4096
    assert rows_in(caseload, ana) == []
    assert not path.with_name(path.name + ".search").exists()


# Acceptance G94
@pytest.mark.parametrize(
    "words",
    ["zanzibarcanary, a first talk", "who is A1-111", "born 1990-02-28", "NAME Zanzibarcanary"],
)
def test_what_was_begun_of_no_client_and_names_an_erased_one_goes_with_them(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path, words: str
) -> None:
    """A new client is typed in on a page of nobody; it locks before they are saved."""
    kept = [
        begun_words.begun(caseload, "0" * 32, place, None, (("View", "Name", 0, typed),))
        for place, typed in (("Clients", words), ("Settings", "Room 2 on Mondays"))
    ]
    begun_words.keep(caseload, kept)

    erase(caseload, service, ana.id, "no_longer_needed", path)

    left = caseload.rows("SELECT place FROM begun_words WHERE client_id IS NULL")
    assert left == [("Settings",)]


# Acceptance G94
@pytest.mark.usefixtures("ben")
def test_what_somebody_without_clients_had_begun_goes_where_it_names_them(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    for person, words in (("1" * 32, "About ZANZIBARCANARY"), ("2" * 32, "Room 2")):
        settings.save(service, f"begun_words:{person}", {"People": [["V", "Name", 0, words]]})

    erase(caseload, service, ana.id, "no_longer_needed", path)

    found = service.rows("SELECT value FROM settings WHERE key LIKE 'begun_words:%' ORDER BY key")
    assert [json.loads(value) == {} for (value,) in found] == [True, False]


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
    only_theirs = Held(values={each.encode() for each in theirs - others})

    erased = erase(caseload, service, ana.id, "no_longer_needed", path)

    assert erased.proof.is_clean
    assert words_in_search(caseload, ben) == others
    assert {word for (word,) in caseload.rows("SELECT word FROM searched_words")} == others
    left = search(caseload, path, only_theirs)
    assert (left.residue, left.elsewhere, left.log_is_empty) == (0, 0, True)


def test_a_word_that_the_search_alone_still_has_is_residue(
    caseload: Caseload, ana: Client, path: Path
) -> None:
    assert b"zanzibarcanary" in held_of(caseload, ana.id).values

    caseload.run("PRAGMA secure_delete = OFF").fetchall()
    caseload.run("DELETE FROM searched_words").fetchall()

    assert search(caseload, path, Held(values={b"zanzibarcanary"})).residue == 1


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


@pytest.mark.parametrize(
    "told",
    [
        "ana.example@mail.test",
        "079 123 45 67",
        "0791234567",
        "my aunt",
        "\u0430\u043d\u044f",
        "HIV",
    ],
)
def test_whatever_was_written_is_looked_for(
    caseload: Caseload, service: ServiceFile, told: str, path: Path
) -> None:
    caseload.run("PRAGMA secure_delete = OFF").fetchall()
    client = a_client(caseload, code="D4-444")
    clients.add(caseload, client)
    identities.save(caseload, Identity(client.id, "named", "", told, "", ""))
    held = held_of(caseload, client.id)
    assert told.encode() in held.values

    erase(caseload, service, client.id, "no_longer_needed", path)

    only_this = Held(values={told.encode()})
    assert search(caseload, path, only_this).residue >= 1
    assert not search(caseload, path, only_this).is_clean


def test_every_text_and_number_of_every_answer_is_looked_for(
    caseload: Caseload, ben: Client
) -> None:
    said = {"a": "lower case", "b": [12345, {"c": 'a "quote"'}], "d": 1, "e": True, "f": None}
    many = {f"q{number}": f"answer {number}" for number in range(500)}
    filled = a_filled_form(caseload, ben, form_id="chain", answers=json.dumps({**said, **many}))
    filled_forms.add(caseload, filled)

    held = held_of(caseload, ben.id)

    assert {b"lower case", b"12345", b'a \\"quote\\"', b"true"} <= held.values
    assert {f"answer {number}".encode() for number in range(500)} <= held.values
    assert {ben.id.encode(), filled.id.encode()} <= held.values
    assert b"1" not in held.values
    assert held.short > 0


def test_half_of_a_text_is_found_as_well(caseload: Caseload, ana: Client, path: Path) -> None:
    held = held_of(caseload, ana.id)
    whole = max(held.values, key=len)
    caseload.run("PRAGMA secure_delete = OFF").fetchall()
    caseload.run("DELETE FROM clients").fetchall()

    found = search(caseload, path, Held(values={b"\xff" * 40 + whole[40:]}))

    assert found.residue > 0


def test_what_sqlite_left_of_a_row_that_stays_is_counted_apart(
    caseload: Caseload, ana: Client, path: Path
) -> None:
    held = held_of(caseload, ana.id)
    caseload.run("PRAGMA secure_delete = OFF").fetchall()
    caseload.run("DELETE FROM searched_words").fetchall()
    caseload.run("DELETE FROM step_marks").fetchall()

    found = search(caseload, path, Held(values={b"Zanzibarcanary tired", *held.values}))

    assert found.elsewhere > 0
    assert found.residue > 0


@pytest.mark.usefixtures("ben")
def test_what_the_database_left_behind_is_overwritten_and_every_row_that_stays_is_the_same(
    caseload: Caseload, ana: Client, path: Path
) -> None:
    dora = a_client(caseload, code="D4-444")
    clients.add(caseload, dora)
    restriction = Restriction(caseload.new_id(), dora.id, "accuracy", caseload.now())
    protection.restrict(caseload, restriction)
    held = left_behind(caseload, ana)
    before, schema = dump(caseload), caseload.rows("SELECT * FROM sqlite_schema ORDER BY name")

    found = residue.search_and_overwrite(caseload, path, held)

    assert found.overwritten > 0
    assert found.residue == 0
    assert dump(caseload) == before
    assert caseload.rows("SELECT * FROM sqlite_schema ORDER BY name") == schema
    assert caseload.rows("PRAGMA foreign_keys") == [(1,)]
    assert caseload.rows("PRAGMA foreign_key_check") == []
    assert audit.verify(caseload).is_whole
    with pytest.raises(ClientProtected):
        caseload.run("DELETE FROM clients WHERE id = ?", (dora.id,))


def left_behind(caseload: Caseload, client: Client) -> Held:
    """Delete a client's marks as SQLite loses sight of rows that it moves: not overwritten."""
    held = held_of(caseload, client.id)
    caseload.run("PRAGMA secure_delete = OFF").fetchall()
    caseload.run("DELETE FROM step_marks WHERE reason LIKE 'Zanzibar%'").fetchall()
    caseload.run("PRAGMA secure_delete = ON").fetchall()
    return held


@pytest.mark.usefixtures("ben")
def test_where_the_disk_refuses_to_overwrite_it_is_said_what_is_left(
    caseload: Caseload, ana: Client, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise DiskFull

    held = left_behind(caseload, ana)
    monkeypatch.setattr(residue, "triggers_set_aside", refuse)

    found = residue.search_and_overwrite(caseload, path, held)

    assert found.residue > 0
    assert not found.is_clean
    assert caseload.rows("PRAGMA foreign_keys") == [(1,)]


def test_a_file_too_large_to_stand_in_memory_is_not_written_anew_and_that_is_said(
    caseload: Caseload, ana: Client, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = left_behind(caseload, ana)
    monkeypatch.setattr(residue, "MOST_PAGES", 3)

    found = residue.search_and_overwrite(caseload, path, held)

    assert (found.residue > 0, found.overwritten, found.is_clean) == (True, 0, False)


def test_a_row_that_still_leads_to_the_client_is_told(
    caseload: Caseload, ana: Client, path: Path
) -> None:
    held = held_of(caseload, ana.id)

    found = search(caseload, path, held)

    assert found.rows > 10
    assert not found.is_clean


def test_a_page_that_cannot_be_read_proves_nothing(
    caseload: Caseload,
    service: ServiceFile,
    ana: Client,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_page(reader: PageReader, number: int) -> bytes | None:
        return None if number == 3 else whole(reader, number)

    whole = PageReader.page
    monkeypatch.setattr(PageReader, "page", no_page)

    erased = erase(caseload, service, ana.id, "no_longer_needed", path)

    assert erased.proof is not None
    assert erased.proof.unread == 1
    assert not erased.proof.is_clean


def test_words_that_also_stand_with_another_client_are_no_residue(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    a_whole_client(caseload, "C3-333", "Zanzibarcanary")

    erased = erase(caseload, service, ana.id, "no_longer_needed", path)

    assert erased.proof is not None
    assert erased.proof.mentions == 3
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

    assert settings.load(service, "came_from:somebody", dict[str, object]) == {}
    assert settings.load(service, "came_from:another", dict[str, object]) == other


def test_the_place_noted_for_a_session_of_an_erased_client_is_forgotten_too(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    [meeting] = appointments.for_client(caseload, ana.id)
    noted = {"at": "SessionPage", "ids": [meeting.id], "caseload": None}
    settings.save(service, "came_from:somebody", noted)

    erase(caseload, service, ana.id, "no_longer_needed", path)

    assert settings.load(service, "came_from:somebody", dict[str, object]) == {}


def test_a_client_who_was_erased_stands_on_no_way_back_to_another_place(
    caseload: Caseload, service: ServiceFile, ana: Client, ben: Client, path: Path
) -> None:
    there = {"at": "ClientPage", "ids": [ben.id], "caseload": None}
    gone = {"at": "ClientPage", "ids": [ana.id]}
    settings.save(service, "came_from:somebody", {**there, "before": [gone]})
    settings.save(service, "came_from:another", {**there, "before": [{**gone, "ids": [ben.id]}]})

    erase(caseload, service, ana.id, "no_longer_needed", path)

    assert settings.load(service, "came_from:somebody", dict[str, object]) == {}
    assert settings.load(service, "came_from:another", dict[str, object]) != {}


def test_a_client_is_erased_while_somebody_was_at_several_forms_of_theirs(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    [meeting] = appointments.for_client(caseload, ana.id)
    noted = {"at": "FilledFormPage", "ids": ["f", [meeting.id], ""], "caseload": None}
    settings.save(service, "came_from:somebody", noted)

    erase(caseload, service, ana.id, "no_longer_needed", path)

    assert settings.load(service, "came_from:somebody", dict[str, object]) == {}


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

    count = settle_erasures(caseload, service, {service.audit.author}, service.audit.author)

    assert count == 1
    assert rows_in(caseload, ana) == []
    assert all_tombstones(caseload) == (erased.tombstone,)
    assert clients.load(caseload, ben.id) == ben
    assert settle_erasures(caseload, service, {service.audit.author}, service.audit.author) == 0


@pytest.mark.usefixtures("ben")
def test_settling_with_nobody_erased_writes_nothing(
    caseload: Caseload, service: ServiceFile
) -> None:
    before = caseload.audit.mark, service.audit.mark

    assert settle_erasures(caseload, service, {service.audit.author}, service.audit.author) == 0

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

    monkeypatch.setattr(residue, "create_private_file", refuse)

    erased = erase(caseload, service, ana.id, "no_longer_needed", path)

    assert erased.proof is None
    assert all_tombstones(service) == (erased.tombstone,)
    assert rows_in(caseload, ana) == []


def test_what_the_service_is_told_besides_stands_right_after_the_erasure(
    caseload: Caseload, service: ServiceFile, ana: Client, path: Path
) -> None:
    told = Deed("erased_alone", "erasure:0011", ("told",))

    erase_for(caseload, service, ana.id, Reason("no_longer_needed", told), path)

    found = [each for each in audit.entries(service) if each.action.startswith("erased")]
    assert [each.action for each in found] == ["erased", "erased_alone"]
    assert (found[1].subject, found[1].fields) == (told.subject, told.fields)

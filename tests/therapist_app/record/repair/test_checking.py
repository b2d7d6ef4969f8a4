"""A full check finds every kind of damage, says which it is, and changes nothing."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests.support.record.checking_here import check_database
from tests.support.record.damage import (
    IN_A_PAGE,
    PAGE,
    abandon,
    at,
    by_hand,
    caseload_opening,
    first_page_of,
    flip,
    page_of,
    pages_in,
    put_page,
    restoring,
    service_opening,
)
from tests.support.record.records import ServiceOnDisk, a_client, lay_out
from tests.support.sampling import sampled
from therapist_app.messages.errors import explain
from therapist_app.record.clients import clients
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.database import audit
from therapist_app.record.database.audit_chain import AuditChain, Deed
from therapist_app.record.database.connection import open_connection
from therapist_app.record.database.database import Opening
from therapist_app.record.errors import (
    CannotWrite,
    NotARecord,
    RecordDamaged,
    RecordLocked,
    RecordRolledBack,
    RecordTooNew,
)
from therapist_app.record.folder.layout import anchor_beside, log_beside
from therapist_app.record.repair.checking import CheckFinding, Code, check_file
from therapist_app.record.vault.vault import Vault


@pytest.fixture
def caseload(filled: ServiceOnDisk) -> Opening:
    return caseload_opening(filled)


@pytest.fixture
def service(filled: ServiceOnDisk) -> Opening:
    return service_opening(filled)


def codes(opening: Opening) -> set[Code]:
    return {each.code for each in check_file(opening).findings}


def files(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_a_sound_service_is_sound_and_a_check_changes_nothing(filled: ServiceOnDisk) -> None:
    before = files(filled.folder)

    reports = [check_file(service_opening(filled)), check_file(caseload_opening(filled))]

    assert [each.findings for each in reports] == [(), ()]
    assert [each.database for each in reports] == ["service", filled.uid]
    assert all(each.is_sound for each in reports)
    assert files(filled.folder) == before


# Acceptance B27
@pytest.mark.parametrize("name", sampled(["service", "caseload"], every=2))
def test_one_changed_bit_in_any_page_is_found_and_its_page_named(
    name: str, request: pytest.FixtureRequest
) -> None:
    opening: Opening = request.getfixturevalue(name)
    found = {}

    for number in range(1, pages_in(opening.path) + 1):
        for place in IN_A_PAGE:
            flip(opening.path, (number - 1) * PAGE + place)
            report = check_file(opening)
            flip(opening.path, (number - 1) * PAGE + place)
            found[number, place] = [each for each in report.findings if each.stops_work]

    assert len(found) >= 4 * 13
    for (number, _), findings in found.items():
        first = [CheckFinding("first-page")] if number == 1 else [CheckFinding("pages", 1, number)]
        assert findings == first
    assert check_file(opening).is_sound


# Acceptance B28
@pytest.mark.parametrize("every", sampled([5, 1], every=2))
def test_swapped_zeroed_and_torn_pages_are_found(caseload: Opening, every: int) -> None:
    path = caseload.path
    put_back = restoring(caseload)
    count = pages_in(path)

    for number in (*range(2, count, every), count):
        other = number + 1 if number < count else 2
        own, others = page_of(path, number), page_of(path, other)
        for damage in (
            ((number, others), (other, own)),
            ((number, bytes(PAGE)),),
            ((number, own[: PAGE // 2] + others[PAGE // 2 :]),),
        ):
            for place, data in damage:
                put_page(path, place, data)
            findings = check_file(caseload).findings
            pages = [each for each in findings if each.code == "pages"]
            assert [each.count for each in pages] == [len(damage)], number
            put_back()


# Acceptance B29
def test_any_page_put_back_to_an_older_copy_of_itself_is_found(filled: ServiceOnDisk) -> None:
    caseload = caseload_opening(filled)
    older = {n: page_of(caseload.path, n) for n in range(1, pages_in(caseload.path) + 1)}
    with filled.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
        vault.caseload.run("UPDATE filled_forms SET answers = '{}' WHERE form_id = 'phq-9'")
    put_back = restoring(caseload)
    replayed, by_seal = 0, 0

    for number, page in older.items():
        if page != page_of(caseload.path, number):
            replayed += 1
            put_page(caseload.path, number, page)
            report = check_file(caseload)
            assert not report.is_sound, number
            by_seal += report.findings == (CheckFinding("changed-outside"),)
            put_back()

    assert replayed >= 8
    assert by_seal >= 1  # what no other part of the check can see


# Acceptance B30
def test_an_older_copy_of_the_whole_file_is_told_by_how_much_it_lacks(
    filled: ServiceOnDisk,
) -> None:
    caseload = caseload_opening(filled)
    older = caseload.path.read_bytes()
    with filled.open() as vault:
        before = len(audit.entries(vault.caseload))
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-998"))
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
        lacking = len(audit.entries(vault.caseload)) - before + 1
    caseload.path.write_bytes(older)

    report = check_file(caseload)

    assert CheckFinding("older", lacking) in report.findings
    with pytest.raises(RecordRolledBack) as refused:
        filled.open()
    assert refused.value.entries == lacking


# Acceptance B31
def test_a_deleted_log_of_a_session_that_was_cut_off_is_told(filled: ServiceOnDisk) -> None:
    caseload = caseload_opening(filled)
    vault = filled.open()
    clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
    abandon(vault)

    log_beside(caseload.path).unlink()

    assert "older" in codes(caseload)
    with pytest.raises(RecordRolledBack):
        filled.open()


# Acceptance B32
def test_a_log_cut_or_changed_at_any_frame_is_told_and_is_not_lost(filled: ServiceOnDisk) -> None:
    caseload = caseload_opening(filled)
    vault = filled.open()
    for number in range(3):
        clients.add(vault.caseload, a_client(vault.caseload, code=f"Z9-{number:03}"))
    abandon(vault)
    log = log_beside(caseload.path)
    whole, put_back = log.read_bytes(), restoring(caseload)
    frames = range(32, len(whole), 24 + PAGE)
    assert check_file(caseload).is_sound
    put_back()

    for frame in frames:
        for damaged in (
            whole[:frame],
            whole[: frame + 100] + bytes([whole[frame + 100] ^ 1]) + whole[frame + 101 :],
        ):
            log.write_bytes(damaged)
            assert "older" in codes(caseload), frame
            with pytest.raises(RecordRolledBack):
                filled.open()
            assert not damaged or log.read_bytes() == damaged
            put_back()

    assert len(frames) >= 5


# Acceptance B33
def test_one_bad_slot_of_the_anchor_is_a_remark_and_two_are_told(caseload: Opening) -> None:
    anchor = anchor_beside(caseload.path)
    whole = anchor.read_bytes()

    for torn in (bytes(500) + b"x" * 12 + whole[512:], whole[:512] + b"x" * 512):
        anchor.write_bytes(torn)
        report = check_file(caseload)
        assert report.is_sound
        assert "anchor-torn" in {each.code for each in report.findings}
    for forged in (b"anchor 1" + bytes(1016), whole[:40] + b"\xff" * 984, b"", None):
        anchor.unlink(missing_ok=True)
        if forged is not None:
            anchor.write_bytes(forged)
        report = check_file(caseload)
        assert not report.is_sound
        assert codes(caseload) == {"anchor-missing"}
        assert anchor.exists() == (forged is not None)


# Acceptance B33
def test_two_bad_slots_are_warned_of_and_stand_in_the_audit_under_a_signature(
    filled: ServiceOnDisk,
) -> None:
    anchor_beside(filled.place.caseload(filled.uid)).write_bytes(bytes(1024))

    with filled.open() as vault:
        warnings = vault.warnings
        noted = {each.action: each.is_signed for each in audit.entries(vault.caseload)}

    assert warnings == ("anchor-missing",)
    assert noted["anchor_missing"]


def insert_by_hand(opening: Opening, n: int) -> None:
    """Put an entry in between, with the chain's own key, as far as that goes."""
    connection = open_connection(opening.path, derive_masked(opening.data_key, "sqlcipher"))
    connection.execute("UPDATE audit SET n = -n - 1 WHERE n >= ?", (n,))
    connection.execute("UPDATE audit SET n = -n WHERE n < 0")
    key = derive_masked(opening.data_key, "audit")
    [before] = connection.execute("SELECT n, head FROM audit WHERE n = ?", (n - 1,)).fetchall()
    chain = AuditChain(connection, key, opening.actor)
    chain.mark = audit.Mark(*before)
    chain.append(opening.sources.now(), Deed("record_opened", "client:1"))
    connection.close()


# Acceptance B34
@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        (["DELETE FROM audit WHERE n = 5"], CheckFinding("broken-chain", 1, 5)),
        (["UPDATE audit SET entry = x'7b7d' WHERE n = 7"], CheckFinding("broken-chain", 1, 7)),
        (["UPDATE audit SET entry = x'00ff' WHERE n = 7"], CheckFinding("broken-chain", 1, 7)),
        (
            [
                "UPDATE audit SET n = -6 WHERE n = 6",
                "UPDATE audit SET n = 6 WHERE n = 7",
                "UPDATE audit SET n = 7 WHERE n = -6",
            ],
            CheckFinding("broken-chain", 1, 6),
        ),
    ],
)
def test_an_entry_deleted_edited_or_moved_by_a_key_holder_is_named(
    caseload: Opening, statements: list[str], finding: CheckFinding
) -> None:
    by_hand(caseload, *statements)

    assert finding in check_file(caseload).findings


# Acceptance B34
def test_an_entry_put_in_by_a_key_holder_is_named(caseload: Opening) -> None:
    insert_by_hand(caseload, 6)

    assert CheckFinding("broken-chain", 1, 7) in check_file(caseload).findings


# Acceptance B34
def test_an_entry_that_lacks_its_persons_signature_is_named(caseload: Opening) -> None:
    by_hand(
        caseload,
        "UPDATE audit SET signature = zeroblob(64) WHERE signature IS NOT NULL AND n >"
        " (SELECT min(n) FROM audit WHERE signature IS NOT NULL)",
    )

    [finding] = [each for each in check_file(caseload).findings if each.code == "forged-entries"]

    assert finding.count == 24
    assert finding.first > 1


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (
            "UPDATE filled_forms SET answers = '{}' WHERE form_id = 'session-note'",
            "altered-notes",
        ),
        ("DELETE FROM audit WHERE signature IS NOT NULL", "unvouched-notes"),
        ("DELETE FROM about WHERE key = 'owner'", "another-service"),
        ("UPDATE about SET value = 'x' WHERE key = 'service_id'", "another-service"),
        ("UPDATE alerts SET opened_at = 'yesterday'", "unreadable-values"),
        ("DROP INDEX alerts_open", "structure"),
        ("DROP TABLE audit", "structure"),
        ("DROP TABLE signatures", "structure"),
        ("PRAGMA application_id = 7", "another-kind"),
    ],
)
def test_what_a_key_holder_changes_by_hand_is_told_as_what_it_is(
    caseload: Opening, statement: str, code: Code
) -> None:
    by_hand(caseload, "PRAGMA foreign_keys = OFF", statement)

    assert code in codes(caseload)


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["DELETE FROM clients"], "references"),
        (["UPDATE alerts SET opens = 'nothing'"], "unreadable-values"),
    ],
)
def test_rows_that_the_schema_would_refuse_are_told(
    caseload: Opening, statements: list[str], code: Code
) -> None:
    by_hand(
        caseload, "PRAGMA foreign_keys = OFF", "PRAGMA ignore_check_constraints = ON", *statements
    )

    assert code in codes(caseload)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM about WHERE key = 'audit_key'",
        "UPDATE about SET value = 'short' WHERE key = 'export_key'",
        "UPDATE about SET value = 'many' WHERE key = 'header_generation'",
        "UPDATE about SET value = 'once' WHERE key LIKE 'last_session:%'",
        "UPDATE about SET value = 'once' WHERE key LIKE 'signed_in:%'",
    ],
)
def test_facts_that_the_service_file_needs_are_checked(service: Opening, statement: str) -> None:
    by_hand(service, statement)

    assert CheckFinding("about", 1) in check_file(service).findings


REPLACED: list[tuple[str, Callable[[Path], object], Code, type[Exception]]] = [
    ("empty", lambda path: path.write_bytes(b""), "cut-off", RecordDamaged),
    ("missing", Path.unlink, "missing", RecordDamaged),
    (
        "device",
        lambda path: (path.unlink(), path.symlink_to("/dev/null")),
        "no-file",
        NotARecord,
    ),
    ("folder", lambda path: (path.unlink(), path.mkdir()), "no-file", NotARecord),
    ("text", lambda path: path.write_text("A letter. " * 900), "first-page", RecordDamaged),
    (
        "plain",
        lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(9000)),
        "not-encrypted",
        NotARecord,
    ),
]


# Acceptance B25
@pytest.mark.parametrize("name", ["service", "caseload"])
@pytest.mark.parametrize(
    ("damage", "code", "error"), [each[1:] for each in REPLACED], ids=[each[0] for each in REPLACED]
)
def test_something_else_in_the_place_of_a_file_is_told_and_nothing_is_made(
    filled: ServiceOnDisk,
    name: str,
    damage: Callable[[Path], object],
    code: Code,
    error: type[Exception],
) -> None:
    opening = service_opening(filled) if name == "service" else caseload_opening(filled)
    damage(opening.path)
    before = files(filled.folder)

    found = codes(opening)

    assert found == {code}
    with pytest.raises(error):
        filled.open()
    assert {each: data for each, data in files(filled.folder).items() if each in before} == before
    assert opening.path.exists() == (code != "missing") or opening.path.is_symlink()


# Acceptance B26
@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        (lambda whole: whole[:1], {"cut-off"}),
        (lambda whole: whole[:100], {"cut-off"}),
        (lambda whole: whole[:PAGE], {"pages", "structure"}),
        (lambda whole: whole[: len(whole) // 2], {"pages", "structure"}),
        (lambda whole: whole[:-PAGE], {"pages", "structure"}),
        (lambda whole: whole[:-100], {"pages", "structure"}),
        (lambda whole: whole + b"x" * 10, {"pages"}),
        (lambda whole: whole + b"x" * PAGE, {"pages"}),
    ],
    ids=["1 B", "100 B", "1 page", "half", "last page", "last bytes", "10 B more", "a page more"],
)
def test_a_file_cut_off_or_grown_is_told(
    caseload: Opening, cut: Callable[[bytes], bytes], expected: set[Code]
) -> None:
    caseload.path.write_bytes(cut(caseload.path.read_bytes()))

    found = codes(caseload) - {"changed-outside"}

    assert found
    assert found <= expected


# Acceptance B37
def test_a_caseload_of_another_service_or_person_is_refused(
    filled: ServiceOnDisk, tmp_path: Path
) -> None:
    own = caseload_opening(filled)
    other = lay_out(tmp_path / "other", practice=False)
    others = caseload_opening(other)

    by_key = at(others, own.path)
    by_fact = replace(own, belongs={**own.belongs, "service_id": "another"})

    assert codes(by_key) == {"first-page"}
    assert "another-service" in codes(by_fact)
    shutil.copy(others.path, own.path)
    shutil.copy(anchor_beside(others.path), anchor_beside(own.path))
    with pytest.raises(RecordDamaged):
        filled.open()


# Acceptance B41
def test_a_file_of_a_later_version_is_told_and_not_written(filled: ServiceOnDisk) -> None:
    caseload = caseload_opening(filled)
    by_hand(caseload, "CREATE TABLE later (one TEXT)")
    by_hand(caseload, "PRAGMA user_version = 99")
    before = caseload.path.read_bytes()

    assert codes(caseload) == {"too-new"}
    with pytest.raises(RecordTooNew):
        filled.open()
    assert caseload.path.read_bytes() == before


def test_an_older_file_is_refused_before_it_is_migrated(filled: ServiceOnDisk) -> None:
    caseload = caseload_opening(filled)
    older = caseload.path.read_bytes()
    with filled.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
    caseload.path.write_bytes(older)
    by_hand(caseload, "PRAGMA user_version = 4")
    before = caseload.path.read_bytes()

    with pytest.raises(RecordRolledBack):
        filled.open()

    assert caseload.path.read_bytes() == before


# Acceptance B39
@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), None])
def test_files_that_may_not_be_written_are_refused_in_words_and_stay_as_they_are(
    filled: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch, error: OSError | None
) -> None:
    caseload, before = caseload_opening(filled), files(filled.folder)
    connect = dbapi2.connect

    def connect_to_read(name: str, **settings: Any) -> dbapi2.Connection:
        return connect(name.replace("mode=rw", "mode=ro"), **settings)

    def refuse(*_arguments: object) -> None:
        raise error or AssertionError

    if error is None:
        monkeypatch.setattr(dbapi2, "connect", connect_to_read)
    else:
        monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CannotWrite):
        check_file(caseload)
    with pytest.raises(CannotWrite) as refused:
        filled.open()
    monkeypatch.undo()

    assert "may be written to" in explain(refused.value).sentence
    assert files(filled.folder) == before


# Acceptance B42
def test_a_connection_that_met_a_damaged_page_is_not_used_again(filled: ServiceOnDisk) -> None:
    caseload = caseload_opening(filled)
    flip(caseload.path, (first_page_of(caseload, "identities") - 1) * PAGE + 1500)

    with filled.open() as vault:
        with pytest.raises(RecordDamaged, match="page"):
            vault.caseload.rows("SELECT * FROM identities")
        with pytest.raises(RecordDamaged, match="discarded"):
            clients.count(vault.caseload)
        assert vault.service.rows("SELECT count(*) FROM settings") == [(1,)]

    with filled.open() as vault:
        assert clients.count(vault.caseload) == 12


def test_a_file_that_is_open_is_not_checked(filled: ServiceOnDisk) -> None:
    caseload = caseload_opening(filled)

    with filled.open(), pytest.raises(RecordLocked):
        check_file(caseload)


def test_a_database_just_opened_is_checked_where_it_is(filled: ServiceOnDisk) -> None:
    anchor_beside(filled.place.caseload(filled.uid)).unlink()

    with filled.open() as vault:
        reports = [check_database(each, "it") for each in vault.databases]

    assert [each.findings for each in reports] == [(), (CheckFinding("anchor-missing"),)]


def test_a_damaged_page_under_an_open_database_is_found(filled: ServiceOnDisk) -> None:
    path = filled.place.caseload(filled.uid)
    unread = "SELECT rootpage FROM sqlite_schema WHERE name = 'second_ratings'"
    with filled.open() as vault:
        [page] = vault.caseload.row(unread) or ()
    flip(path, page * PAGE - 1500)

    with filled.open() as vault:
        report = check_database(vault.caseload, "it")

    assert CheckFinding("changed-outside") in report.findings
    assert CheckFinding("pages", 1, page) in report.findings


def test_a_database_that_was_discarded_is_told_as_damaged(vault: Vault) -> None:
    vault.caseload._is_damaged = True

    assert check_database(vault.caseload, "it").findings == (CheckFinding("pages"),)

    vault.caseload._is_damaged = False
    vault.caseload.run("DROP TABLE audit")
    assert CheckFinding("structure") in check_database(vault.caseload, "it").findings


@pytest.fixture
def vault(filled: ServiceOnDisk) -> Vault:
    return filled.open()


@pytest.mark.parametrize(
    ("code", "harmless", "elsewhere"),
    [("anchor-torn", True, False), ("no-file", False, True), ("pages", False, False)],
)
def test_what_is_found_is_harmless_or_elsewhere_or_neither(
    code: Code, *, harmless: bool, elsewhere: bool
) -> None:
    found = CheckFinding(code)

    assert (found.is_harmless, found.is_elsewhere) == (harmless, elsewhere)

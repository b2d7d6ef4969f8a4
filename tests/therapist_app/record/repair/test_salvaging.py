"""What can be read of a damaged file is saved, nothing is invented, and the file is not touched."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests.support.record.damage import (
    IN_A_PAGE,
    PAGE,
    abandon,
    at,
    by_hand,
    caseload_opening,
    first_page_of,
    flip,
    pages_in,
    put_page,
    restoring,
    service_opening,
)
from tests.support.record.records import ServiceOnDisk, a_client, a_filled_form
from tests.support.sampling import beyond, sampled
from therapist_app.record.clients import clients, filled_forms, searched_words, signatures
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.database import audit
from therapist_app.record.database.connection import create_connection, open_connection
from therapist_app.record.database.database import Caseload, Opening
from therapist_app.record.database.migrations import create_schema
from therapist_app.record.database.opening import open_database
from therapist_app.record.errors import (
    CannotWrite,
    DiskFull,
    RecordDamaged,
    RecordLocked,
    RecordTooNew,
)
from therapist_app.record.folder.files import create_private_file
from therapist_app.record.folder.layout import anchor_beside, log_beside
from therapist_app.record.repair import filling_anew, salvaging
from therapist_app.record.repair.checking import CheckFinding, check_file
from therapist_app.record.repair.filling_anew import TableOutcome
from therapist_app.record.repair.salvaging import (
    SalvageReport,
    put_in_place,
    salvage,
    unfinished_beside,
)
from therapist_app.record.sqlite_pages.page_map import SCHEMA, map_pages, rows_of
from therapist_app.record.sqlite_pages.page_reader import PageReader

Rows = dict[str, set[tuple[Any, ...]]]


@pytest.fixture
def caseload(filled: ServiceOnDisk) -> Opening:
    return caseload_opening(filled)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "saved.db"


def rows_in(opening: Opening) -> Rows:
    connection = open_connection(opening.path, derive_masked(opening.data_key, "sqlcipher"))
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    found = {
        name: {tuple(row) for row in connection.execute(f"SELECT * FROM {name}").fetchall()}
        for (name,) in tables
    }
    connection.close()
    found["about"] = {row for row in found["about"] if row[0] != "trees"}
    return found


def outcome(report: SalvageReport, table: str) -> TableOutcome:
    [found] = [each for each in report.tables if each.table == table]
    return found


def lose_page(path: Path, number: int) -> None:
    put_page(path, number, bytes(PAGE))


@pytest.mark.parametrize("which", [service_opening, caseload_opening])
def test_a_sound_file_is_saved_row_for_row(
    filled: ServiceOnDisk, saved: Path, which: Callable[[ServiceOnDisk], Opening]
) -> None:
    opening = which(filled)
    before = rows_in(opening)
    put_back = restoring(opening)
    whole = opening.path.read_bytes()

    report = salvage(opening, saved)

    after = rows_in(at(opening, saved))
    [entry] = after["audit"] - before["audit"]
    assert b'"salvaged"' in entry[1]
    assert {**after, "audit": after["audit"] - {entry}} == before
    assert report.is_whole
    assert (report.damaged, report.unplaced, report.entries) == (0, 0, 0)
    assert check_file(at(opening, saved)).findings == ()
    assert opening.path.read_bytes() == whole
    put_back()


def test_what_the_search_works_out_is_made_again(caseload: Opening, saved: Path) -> None:
    forms = {row[0] for row in rows_in(caseload)["filled_forms"]}
    database = open_database(Caseload, caseload)
    try:
        searched_words.keep(database, min(forms), database.now(), ["choir"])
        searched_words.taken(database, forms)
    finally:
        database.close()

    salvage(caseload, saved)

    after = rows_in(at(caseload, saved))
    assert (after["searched_words"], after["searched_forms"]) == (set(), set())
    assert {row[0] for row in after["forms_to_search"]} == forms


# Acceptance B27
@pytest.mark.parametrize("step", sampled([5, 1], every=2))
def test_with_any_one_page_damaged_every_row_on_the_others_is_read(
    caseload: Opening, step: int
) -> None:
    key = derive_masked(caseload.data_key, "sqlcipher")
    salt = caseload.path.read_bytes()[:16]
    with PageReader(caseload.path, key) as reader:
        sound = map_pages(reader, caseload.kind)
        every = {name: list(rows_of(reader, pages)) for name, pages in sound.pages.items()}
        on_page = {
            number: list(rows_of(reader, (number,)))
            for pages in sound.pages.values()
            for number in pages
        }
    assert sound.damaged == 0

    for number in range(1, pages_in(caseload.path) + 1, step):
        place = (number - 1) * PAGE + IN_A_PAGE[number % 4]
        flip(caseload.path, place)
        with PageReader(caseload.path, key, salt) as reader:
            found = map_pages(reader, caseload.kind)
            read = {
                name: [row for row in rows_of(reader, pages) if row is not None]
                for name, pages in found.pages.items()
            }
        flip(caseload.path, place)
        lost = on_page.get(number, [])
        on_more_pages = number not in on_page
        for name, shape in found.shapes.items():
            if not shape.is_index and name != SCHEMA:
                missing = [row for row in every[name] if row not in read[name]]
                assert all(row in lost for row in missing) or on_more_pages, (number, name)
                assert len(missing) <= max(len(lost), 1), (number, name)
        assert found.unplaced == 0
        assert found.damaged == (number != 1 or place % PAGE >= 16)


# Acceptance B27
@pytest.mark.parametrize("table", ["clients", "filled_forms", "audit", "identities", "about"])
def test_what_is_lost_with_a_page_is_counted_and_the_rest_fits_together(
    caseload: Opening, saved: Path, table: str
) -> None:
    before = rows_in(caseload)
    lose_page(caseload.path, first_page_of(caseload, table))
    damaged = caseload.path.read_bytes()

    report = salvage(caseload, saved)

    after = rows_in(at(caseload, saved))
    assert outcome(report, table).pages == 1
    assert not report.is_whole
    assert report.damaged == 1
    assert caseload.path.read_bytes() == damaged
    for name, rows in after.items():
        if name != "audit":
            assert rows <= before[name] | set(caseload.belongs.items())
    found = {each.code for each in check_file(at(caseload, saved)).findings}
    assert found <= {"declared-gaps", "unvouched-notes"}


# Acceptance B27
@pytest.mark.parametrize("place", IN_A_PAGE)
@pytest.mark.parametrize("which", [service_opening, caseload_opening])
def test_without_its_first_page_all_of_a_file_is_saved(
    filled: ServiceOnDisk,
    saved: Path,
    place: int,
    which: Callable[[ServiceOnDisk], Opening],
) -> None:
    opening = which(filled)
    before = rows_in(opening)
    flip(opening.path, place)

    report = salvage(opening, saved)

    assert report.is_whole
    after = rows_in(at(opening, saved))
    assert all(after[name] >= rows for name, rows in before.items())


def test_the_first_page_may_be_gone_altogether(caseload: Opening, saved: Path) -> None:
    before = rows_in(caseload)
    lose_page(caseload.path, 1)

    report = salvage(caseload, saved)

    assert report.is_whole
    assert rows_in(at(caseload, saved))["filled_forms"] == before["filled_forms"]


def test_a_row_whose_rest_is_lost_is_counted_and_not_invented(
    caseload: Opening, saved: Path
) -> None:
    with PageReader(caseload.path, derive_masked(caseload.data_key, "sqlcipher")) as reader:
        in_trees = {
            each for pages in map_pages(reader, caseload.kind).pages.values() for each in pages
        }
        rest = max(each for each in range(1, reader.count + 1) if each not in in_trees)
    lose_page(caseload.path, rest)

    report = salvage(caseload, saved)

    lost = {each.table: each.lost for each in report.tables if each.lost}
    assert lost == {"filled_forms": 1}
    assert report.damaged == 1
    assert not report.is_whole


def test_rows_whose_client_is_lost_are_left_out_and_counted(caseload: Opening, saved: Path) -> None:
    before = rows_in(caseload)
    lose_page(caseload.path, first_page_of(caseload, "clients"))

    report = salvage(caseload, saved)

    kept = {row[0] for row in rows_in(at(caseload, saved))["clients"]}
    orphaned = [row for row in before["filled_forms"] if row[1] not in kept]
    assert outcome(report, "clients").lost == 12 - len(kept) > 0
    assert outcome(report, "filled_forms").orphans == len(orphaned)
    assert outcome(report, "identities").orphans == 12 - len(kept)


def test_a_form_whose_session_is_lost_is_kept_without_it(caseload: Opening, saved: Path) -> None:
    before = rows_in(caseload)
    by_hand(caseload, "PRAGMA foreign_keys = OFF", "DELETE FROM appointments")

    report = salvage(caseload, saved)

    after = rows_in(at(caseload, saved))
    assert {row[0] for row in after["filled_forms"]} == {row[0] for row in before["filled_forms"]}
    assert outcome(report, "filled_forms").unlinked == 12
    assert outcome(report, "signatures").orphans == 12


def test_a_form_that_cannot_do_without_its_link_is_left_out(
    filled: ServiceOnDisk, saved: Path
) -> None:
    with filled.open() as vault:
        client = a_client(vault.caseload, code="Z9-999")
        clients.add(vault.caseload, client)
        lost = a_filled_form(vault.caseload, client, slot="phq-9@S01")
        filled_forms.add(vault.caseload, lost)
        for _ in range(2):
            amended = a_filled_form(vault.caseload, client, slot="phq-9@S01", amends=lost.id)
            filled_forms.add(vault.caseload, amended)
    caseload = caseload_opening(filled)
    by_hand(
        caseload, "PRAGMA foreign_keys = OFF", f"DELETE FROM filled_forms WHERE id = '{lost.id}'"
    )

    report = salvage(caseload, saved)

    told = outcome(report, "filled_forms")
    assert (told.unlinked, told.orphans) == (1, 1)


def test_rows_that_the_schema_refuses_are_counted_as_lost(caseload: Opening, saved: Path) -> None:
    by_hand(
        caseload, "PRAGMA ignore_check_constraints = ON", "UPDATE alerts SET stream = 'another'"
    )

    report = salvage(caseload, saved)

    assert outcome(report, "alerts").kept == 0
    assert outcome(report, "alerts").lost == 12


def test_an_audit_with_a_hole_goes_on_with_a_signed_word_about_it(
    caseload: Opening, saved: Path
) -> None:
    by_hand(caseload, "DELETE FROM audit WHERE n IN (3, 4, 9)")

    salvage(caseload, saved)

    opening = at(caseload, saved)
    assert CheckFinding("declared-gaps", 2) in check_file(opening).findings
    database = open_database(Caseload, opening)
    report, [newest] = audit.verify(database), audit.entries(database, newest=1)
    database.close()
    assert (report.broken_at, report.gaps) == (None, 2)
    assert newest.is_signed
    assert [field.split()[0] for field in newest.fields] == ["3-4", "9-9", "0"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET entry = (SELECT entry FROM audit WHERE n = 6) WHERE n = 5",
        "DELETE FROM audit WHERE n = 7",
        "UPDATE audit SET signature = NULL WHERE n = (SELECT max(n) FROM audit)",
    ],
)
def test_the_word_about_a_hole_covers_no_other(
    caseload: Opening, saved: Path, statement: str
) -> None:
    by_hand(caseload, "DELETE FROM audit WHERE n IN (3, 4)")
    salvage(caseload, saved)
    opening = at(caseload, saved)

    by_hand(opening, statement)

    assert "broken-chain" in {each.code for each in check_file(opening).findings}


def test_an_audit_that_was_changed_is_saved_as_it_is_and_still_told(
    caseload: Opening, saved: Path
) -> None:
    by_hand(caseload, "UPDATE audit SET entry = (SELECT entry FROM audit WHERE n = 6) WHERE n = 5")

    salvage(caseload, saved)

    assert CheckFinding("broken-chain", 1, 5) in check_file(at(caseload, saved)).findings


def test_notes_whose_signing_is_lost_are_said_to_be_unvouched_not_altered(
    caseload: Opening, saved: Path
) -> None:
    by_hand(caseload, "DELETE FROM audit WHERE n > 20 AND n % 3 = 0")

    salvage(caseload, saved)

    findings = {each.code: each.count for each in check_file(at(caseload, saved)).findings}
    assert "altered-notes" not in findings
    assert 0 < findings["unvouched-notes"] < 12
    database = open_database(Caseload, at(caseload, saved))
    assert len(signatures.unvouched(database)) == findings["unvouched-notes"]
    database.close()


def test_entries_gone_from_the_end_are_counted(filled: ServiceOnDisk, saved: Path) -> None:
    caseload = caseload_opening(filled)
    older = caseload.path.read_bytes()
    with filled.open() as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
    caseload.path.write_bytes(older)

    report = salvage(caseload, saved)

    assert report.entries == 2
    assert not report.is_whole


def test_what_stands_in_the_log_is_saved_too_as_far_as_it_was_kept(
    filled: ServiceOnDisk, saved: Path, tmp_path: Path
) -> None:
    caseload = caseload_opening(filled)
    vault = filled.open()
    clients.add(vault.caseload, a_client(vault.caseload, code="Z9-999"))
    abandon(vault)
    log = log_beside(caseload.path)

    whole = salvage(caseload, saved)
    flip(log, 32 + 24 + 100)
    cut = salvage(caseload, tmp_path / "cut.db")

    assert whole.is_whole
    assert outcome(whole, "clients").kept == 13
    assert outcome(cut, "clients").kept == 12
    assert not cut.log_is_whole
    assert cut.entries == 2


def test_an_older_schema_is_saved_into_the_newest(caseload: Opening, saved: Path) -> None:
    older = at(caseload, saved.with_name("older.db"))
    lay_out_version_1(older)

    report = salvage(older, saved)

    connection = open_connection(saved, derive_masked(caseload.data_key, "sqlcipher"))
    [form] = connection.execute("SELECT filled_on, rater, amended_by FROM filled_forms")
    connection.close()
    assert form == ("2026-02-27", "client", "")
    assert report.is_whole
    assert check_file(at(caseload, saved)).is_sound


def lay_out_version_1(opening: Opening) -> None:
    """Write a caseload as version 1 did, with a total from paper."""
    create_private_file(opening.path)
    connection = create_connection(opening.path, derive_masked(opening.data_key, "sqlcipher"))
    create_schema(connection, opening.kind, 1)
    moment = "2026-03-02T09:00:00.000000+00:00"
    client, form = "c" * 32, "f" * 32
    connection.execute(
        "INSERT INTO clients VALUES (?, 'K4-207', '2026-03-02', 'active', 'p', '1', 'main', '[]',"
        " '', '')",
        (client,),
    )
    connection.execute(
        "INSERT INTO filled_forms VALUES (?, ?, NULL, 'wsas', 1, NULL, 'finished', 'client', NULL,"
        " '', ?, ?, ?, ?)",
        (form, client, '{"completed_on": "2026-02-27", "source": "alone"}', *3 * [moment]),
    )
    connection.executemany("INSERT INTO about VALUES (?, ?)", opening.belongs.items())
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda path: path.write_bytes(b"x" * 3 * PAGE),
        lambda path: path.write_bytes(b""),
    ],
)
def test_where_nothing_can_be_read_nothing_is_made(
    caseload: Opening, saved: Path, damage: Callable[[Path], object]
) -> None:
    damage(caseload.path)

    with pytest.raises(RecordDamaged):
        salvage(caseload, saved)

    assert not saved.exists()
    assert not anchor_beside(saved).exists()


def test_a_file_of_a_later_version_is_left_to_it(caseload: Opening, saved: Path) -> None:
    by_hand(caseload, "PRAGMA user_version = 99")

    with pytest.raises(RecordTooNew):
        salvage(caseload, saved)

    assert not saved.exists()


def test_nothing_is_written_over(caseload: Opening, saved: Path) -> None:
    saved.write_bytes(b"mine")

    with pytest.raises(CannotWrite):
        salvage(caseload, saved)

    assert saved.read_bytes() == b"mine"


def test_a_saved_file_takes_the_place_of_the_damaged_one_which_is_kept(
    filled: ServiceOnDisk, saved: Path
) -> None:
    caseload = caseload_opening(filled)
    lose_page(caseload.path, first_page_of(caseload, "identities"))
    log_beside(caseload.path).write_bytes(b"a log of before")
    damaged = caseload.path.read_bytes()
    salvage(caseload, saved)

    first = put_in_place(caseload, saved)
    with filled.open() as vault:
        count, warnings = clients.count(vault.caseload), vault.warnings
    second = put_in_place(caseload, saved)

    assert count == 12
    assert warnings == ()
    assert first.read_bytes() == damaged
    assert log_beside(first).read_bytes() == b"a log of before"
    assert first.name.endswith(".before-salvage")
    assert second.name.endswith(".before-salvage-2")
    assert check_file(caseload).is_sound


def test_nothing_is_put_in_place_without_a_saved_file(caseload: Opening, saved: Path) -> None:
    whole = caseload.path.read_bytes()

    with pytest.raises(RecordDamaged):
        put_in_place(caseload, saved)

    assert caseload.path.read_bytes() == whole


@pytest.mark.parametrize("half", ["the file", "its anchor"])
def test_nothing_is_put_in_place_with_half_of_what_was_saved(
    caseload: Opening, saved: Path, half: str
) -> None:
    whole = caseload.path.read_bytes()
    (saved if half == "the file" else anchor_beside(saved)).write_bytes(b"there")

    with pytest.raises(RecordDamaged):
        put_in_place(caseload, saved)

    assert caseload.path.read_bytes() == whole


def test_a_full_disk_leaves_the_damaged_file_where_it_stood(
    caseload: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    salvage(caseload, saved)
    whole = caseload.path.read_bytes()

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)

    with pytest.raises(DiskFull):
        put_in_place(caseload, saved)

    assert caseload.path.read_bytes() == whole
    assert anchor_beside(caseload.path).exists()


def test_a_restricted_record_is_saved_as_any_other_and_stays_protected(
    caseload: Opening, saved: Path
) -> None:
    by_hand(
        caseload,
        "INSERT INTO restrictions (id, client_id, reason, restricted_at)"
        " SELECT id, id, 'accuracy', '2026-03-02' FROM clients",
        "INSERT INTO legal_holds (id, client_id, reason, held_at)"
        " SELECT id, id, 'A claim', '2026-03-02' FROM clients",
        "PRAGMA foreign_keys = OFF",
        "DROP TRIGGER appointments_restricted_delete",
        "DELETE FROM appointments",
    )
    before = rows_in(caseload)

    report = salvage(caseload, saved)

    after = rows_in(at(caseload, saved))
    assert after["clients"] == before["clients"]
    assert len(after["filled_forms"]) == len(before["filled_forms"])
    assert outcome(report, "filled_forms").unlinked == 12
    with pytest.raises(dbapi2.IntegrityError, match="restricted"):
        by_hand(at(caseload, saved), "DELETE FROM filled_forms")
    with pytest.raises(dbapi2.IntegrityError, match="legal-hold"):
        by_hand(at(caseload, saved), "DELETE FROM clients")


def test_how_far_it_is_is_told_and_never_beyond_the_end(
    caseload: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salvaging, "TOLD_EVERY", 1)
    told: list[tuple[int, int]] = []

    salvage(caseload, saved, lambda done, of: told.append((done, of)))

    shares = [done for done, _of in told]
    whole = {of for _done, of in told}
    assert shares == sorted(shares)
    assert whole == {3 * pages_in(caseload.path)}
    assert max(shares) == max(whole)


def pictures_of(
    caseload: Opening, to: Path, monkeypatch: pytest.MonkeyPatch, every: int = 12
) -> list[Path]:
    """Salvage, and return what stood on the disk each time something was told: what a kill leaves.

    Each picture is a folder with the files as they were.
    """
    monkeypatch.setattr(salvaging, "TOLD_EVERY", every)
    monkeypatch.setattr(filling_anew, "PAGES_AT_ONCE", 8)
    found: dict[tuple[bytes, ...], Path] = {}

    def look(*_told: int) -> None:
        files = sorted(to.parent.glob(f"{to.stem}*"))
        content = tuple(each.read_bytes() for each in files)
        if content not in found:
            found[content] = to.parent / f"picture-{len(found)}"
            found[content].mkdir()
            for each in files:
                shutil.copy(each, found[content])

    kept = salvaging._name
    monkeypatch.setattr(salvaging, "_name", lambda *given: (look(), kept(*given)))
    salvage(caseload, to, look)
    monkeypatch.setattr(salvaging, "_name", kept)
    return list(found.values())


def comparable(opening: Opening) -> Rows:
    """All rows but the one entry that says when it was saved."""
    rows = rows_in(opening)
    return {**rows, "audit": {row for row in rows["audit"] if b'"salvaged"' not in row[1]}}


def goes_on_from(pictures: list[Path], caseload: Opening, saved: Path) -> None:
    """From each picture the same rows are saved as without a kill, and nothing else is left."""
    rows = comparable(at(caseload, saved))
    whole = salvage(caseload, saved.with_name("again.db"))
    assert not whole.is_whole
    assert rows["filled_forms"]
    for picture in pictures:
        assert salvage(caseload, picture / saved.name) == whole
        assert comparable(at(caseload, picture / saved.name)) == rows
        assert sorted(each.name for each in picture.iterdir()) == ["saved.anchor", "saved.db"]


@pytest.fixture
def lossy(caseload: Opening) -> Opening:
    for table in ("filled_forms", "appointments"):
        lose_page(caseload.path, first_page_of(caseload, table))
    return caseload


# Acceptance B27
def test_killed_while_it_copies_or_finishes_it_goes_on_and_saves_the_same_rows(
    lossy: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = pictures_of(lossy, saved, monkeypatch)
    assert len(pictures) > 12

    goes_on_from([pictures[2], pictures[20], pictures[-2]], lossy, saved)


@beyond(test_killed_while_it_copies_or_finishes_it_goes_on_and_saves_the_same_rows)
def test_killed_at_any_moment_it_goes_on_and_saves_the_same_rows(
    lossy: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on_from(pictures_of(lossy, saved, monkeypatch, every=1), lossy, saved)


def test_what_was_copied_before_a_kill_is_not_copied_again(
    caseload: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salvaging, "TOLD_EVERY", 1)
    monkeypatch.setattr(filling_anew, "PAGES_AT_ONCE", 8)
    copied: list[int] = []
    rows_of_page = filling_anew.rows_of

    def noting(reader: PageReader, pages: tuple[int, ...]) -> object:
        copied.extend(pages)
        return rows_of_page(reader, pages)

    monkeypatch.setattr(filling_anew, "rows_of", noting)

    def give_up(done: int, of: int) -> None:
        if done > of // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        salvage(caseload, saved, give_up)
    before = len(copied)
    report = salvage(caseload, saved)

    assert report.is_whole
    assert before > 20
    assert len(copied) - len(set(copied)) <= 8


def test_where_the_damaged_file_was_changed_meanwhile_it_begins_anew(
    caseload: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = pictures_of(caseload, saved, monkeypatch)
    half_way = pictures[len(pictures) // 2]
    by_hand(caseload, "UPDATE identities SET name = 'Somebody else'")

    report = salvage(caseload, half_way / saved.name)

    assert report.is_whole
    names = {row[2] for row in rows_in(at(caseload, half_way / saved.name))["identities"]}
    assert names == {"Somebody else"}


@pytest.mark.parametrize("left", [b"", b"x" * 3 * PAGE])
def test_what_was_left_and_cannot_be_read_is_thrown_away(
    caseload: Opening, saved: Path, left: bytes
) -> None:
    unfinished_beside(saved).write_bytes(left)

    assert salvage(caseload, saved).is_whole
    assert not unfinished_beside(saved).exists()


def test_what_was_left_with_a_damaged_page_is_thrown_away_as_well(
    caseload: Opening, saved: Path
) -> None:
    left = unfinished_beside(saved)
    create_private_file(left)
    begun = create_connection(left, derive_masked(caseload.data_key, "sqlcipher"))
    begun.execute("CREATE TABLE salvage_place (place TEXT NOT NULL)")
    begun.execute("INSERT INTO salvage_place VALUES ('{}')")
    begun.close()
    left.write_bytes(left.read_bytes()[:PAGE] + b"x" * PAGE)

    assert salvage(caseload, saved).is_whole
    assert not left.exists()


def test_two_cannot_save_to_the_same_place_at_once(caseload: Opening, saved: Path) -> None:
    key = derive_masked(caseload.data_key, "sqlcipher")
    create_private_file(unfinished_beside(saved))
    other = create_connection(unfinished_beside(saved), key)
    other.execute("CREATE TABLE begun (here TEXT)")

    with pytest.raises(RecordLocked):
        salvage(caseload, saved)
    other.close()


def test_where_it_cannot_be_kept_or_named_the_disk_is_told_of(
    caseload: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CannotWrite):
        salvage(caseload, saved.parent / "nowhere" / "saved.db")

    def refuse(*_given: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(salvaging, "rename_over", refuse)
    with pytest.raises(CannotWrite):
        salvage(caseload, saved)
    assert not saved.exists()


def test_where_trees_begin_is_said_as_it_is_in_the_new_file(caseload: Opening, saved: Path) -> None:
    salvage(caseload, saved)

    connection = open_connection(saved, derive_masked(caseload.data_key, "sqlcipher"))
    [(said,)] = connection.execute("SELECT value FROM about WHERE key = 'trees'").fetchall()
    listed = "SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"
    there = dict(connection.execute(listed).fetchall())
    connection.close()

    assert json.loads(said) == there


def test_of_rows_that_an_index_cannot_tell_apart_one_is_saved(
    caseload: Opening, saved: Path
) -> None:
    by_hand(
        caseload,
        "DROP INDEX one_filled_form_a_slot",
        "UPDATE filled_forms SET slot = 'phq-9@S01' WHERE form_id <> 'session-note'",
        "CREATE TEMP TABLE twins AS SELECT * FROM filled_forms WHERE slot IS NOT NULL",
        "UPDATE twins SET id = 'zz' || substr(id, 3)",
        "INSERT INTO filled_forms SELECT * FROM twins",
    )
    before = len(rows_in(caseload)["filled_forms"])

    told = outcome(salvage(caseload, saved), "filled_forms")

    assert before - told.kept == told.lost == 12
    assert check_file(at(caseload, saved)).is_sound


def test_broken_off_it_leaves_the_damaged_file_and_what_it_goes_on_with(
    caseload: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salvaging, "TOLD_EVERY", 1)
    before = caseload.path.read_bytes()

    def give_up(done: int, of: int) -> None:
        if done > of // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        salvage(caseload, saved, give_up)

    assert list(saved.parent.glob("saved*.db")) == [unfinished_beside(saved)]
    assert caseload.path.read_bytes() == before


def test_killed_it_leaves_what_cannot_be_put_in_place(
    caseload: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for picture in pictures_of(caseload, saved, monkeypatch):
        with pytest.raises(RecordDamaged):
            put_in_place(caseload, picture / saved.name)


def test_a_disk_that_fills_up_meanwhile_is_told_as_such(
    caseload: Opening, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> int:
        raise dbapi2.OperationalError("disk I/O error")

    with monkeypatch.context() as full:
        full.setattr(filling_anew, "insert_rows", refuse)
        with pytest.raises(CannotWrite):
            salvage(caseload, saved)
    assert not saved.exists()
    assert salvage(caseload, saved).is_whole

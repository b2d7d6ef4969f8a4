"""Reading and changing, with the audit entry in the same transaction."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
from sqlcipher3 import dbapi2

import therapist_app
from tests.support.record.records import ServiceOnDisk, a_client, a_filled_form
from therapist_app.record.clients import clients, filled_forms
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import anchor as anchors
from therapist_app.record.database import audit
from therapist_app.record.database.connection import create_connection
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import (
    AlreadySigned,
    CannotWrite,
    DiskFull,
    RecordBug,
    RecordDamaged,
)
from therapist_app.record.folder.files import create_private_file


def actions(caseload: Caseload) -> list[str]:
    return [entry.action for entry in audit.entries(caseload)]


def test_a_change_and_its_entry_are_kept_together(caseload: Caseload) -> None:
    with caseload.change("tried", "thing:1", ("one", "two")) as change:
        touched = change.execute("INSERT INTO about VALUES ('a', '1')")

    [entry] = audit.entries(caseload, newest=1)
    assert touched == 1
    assert caseload.row("SELECT value FROM about WHERE key = 'a'") == ("1",)
    assert (entry.action, entry.subject, entry.fields) == ("tried", "thing:1", ("one", "two"))
    assert entry.at == caseload.now()


def test_a_change_that_fails_leaves_neither_change_nor_entry(caseload: Caseload) -> None:
    before = actions(caseload)

    def fail() -> None:
        with caseload.change("tried", "thing") as change:
            change.execute("INSERT INTO about VALUES ('a', '1')")
            raise AlreadySigned

    with pytest.raises(AlreadySigned):
        fail()

    assert caseload.row("SELECT value FROM about WHERE key = 'a'") is None
    assert actions(caseload) == before
    clients.add(caseload, a_client(caseload))
    assert audit.verify(caseload).is_whole


def test_a_change_inside_a_change_joins_it(caseload: Caseload) -> None:
    with caseload.change("outer", "thing"):
        with caseload.change("inner", "thing") as change:
            change.execute("INSERT INTO about VALUES ('a', '1')")
        clients.add(caseload, a_client(caseload))

    assert actions(caseload)[-3:] == ["inner", "client_added", "outer"]


def test_an_outer_change_that_fails_undoes_the_inner_one(caseload: Caseload) -> None:
    before = actions(caseload)

    def fail() -> None:
        with caseload.change("outer", "thing"):
            clients.add(caseload, a_client(caseload))
            raise AlreadySigned

    with pytest.raises(AlreadySigned):
        fail()

    assert clients.count(caseload) == 0
    assert actions(caseload) == before


def test_an_inner_change_that_failed_cannot_be_passed_over(caseload: Caseload) -> None:
    def pass_over() -> None:
        with caseload.change("outer", "thing") as change:
            change.execute("INSERT INTO about VALUES ('a', '1')")
            with suppress(AlreadySigned), caseload.change("inner", "thing"):
                raise AlreadySigned

    with pytest.raises(RecordBug):
        pass_over()

    assert caseload.row("SELECT value FROM about WHERE key = 'a'") is None


def test_a_broken_rule_of_the_schema_is_our_bug(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)

    with pytest.raises(RecordBug, match="IntegrityError"):
        clients.add(caseload, client)

    assert clients.count(caseload) == 1


def test_a_bad_question_is_our_bug(caseload: Caseload) -> None:
    with pytest.raises(RecordBug):
        caseload.rows("SELECT * FROM nowhere")


def test_columns_refuse_values_of_another_kind(caseload: Caseload) -> None:
    with pytest.raises(RecordBug), caseload.change("tried", "thing") as change:
        change.execute("INSERT INTO audit VALUES ('abc', x'', x'', NULL)")


def test_ids_are_random_and_thirty_two_characters(caseload: Caseload) -> None:
    ids = {caseload.new_id() for _ in range(100)}

    assert len(ids) == 100
    assert {len(each) for each in ids} == {32}


def test_a_full_disk_keeps_nothing_of_the_change_and_everything_before(
    caseload: Caseload,
) -> None:
    clients.add(caseload, a_client(caseload))
    pages = caseload.row("PRAGMA page_count")
    assert pages is not None
    caseload.rows(f"PRAGMA max_page_count = {pages[0]}")

    with pytest.raises(DiskFull), caseload.change("tried", "thing") as change:
        change.execute("INSERT INTO about VALUES ('big', ?)", ("x" * 100_000,))

    assert clients.count(caseload) == 1
    caseload.rows("PRAGMA max_page_count = 100000")
    clients.add(caseload, a_client(caseload, code="K4-208"))
    assert audit.verify(caseload).is_whole


def test_a_change_is_kept_when_only_the_anchor_cannot_be_written(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with on_disk.open() as vault:

        def refused(*_mark: object, **_how: object) -> None:
            raise CannotWrite

        with monkeypatch.context() as broken:
            broken.setattr(vault.caseload.anchor, "write", refused)
            clients.add(vault.caseload, a_client(vault.caseload))

    with on_disk.open() as vault:
        assert clients.count(vault.caseload) == 1
        assert vault.warnings == ()


@pytest.fixture
def flushes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the times that the anchor waits for the disk."""
    waited: list[int] = []
    monkeypatch.setattr(anchors, "flush_data", waited.append)
    return waited


def test_a_draft_does_not_wait_for_its_anchor_and_everything_else_does(
    caseload: Caseload, flushes: list[int]
) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    assert len(flushes) == 1

    with caseload.together(draft=True):
        filled_forms.add(caseload, a_filled_form(caseload, client))
    assert len(flushes) == 1
    assert caseload.anchor.read() == caseload.audit.mark

    with caseload.together(draft=True):
        filled_forms.add(caseload, a_filled_form(caseload, client))
        caseload.anchor_through()
    assert len(flushes) == 2

    with caseload.change("form_finished", "form:1"), caseload.together(draft=True):
        filled_forms.add(caseload, a_filled_form(caseload, client))
    assert len(flushes) == 3


class Poisoned:
    """A connection on which a page does not verify."""

    def __init__(self, connection: dbapi2.Connection, *, at_once: bool = True) -> None:
        self._connection = connection
        self.in_transaction = False
        self.asked = 0
        self.at_once = at_once

    def execute(self, sql: str, _parameters: object = ()) -> dbapi2.Cursor:
        self.asked += 1
        if self.at_once or "INSERT INTO audit" in sql:
            error = dbapi2.DatabaseError("database disk image is malformed")
            error.sqlite_errorname = "SQLITE_CORRUPT"
            raise error
        return self._connection.execute(sql)

    def close(self) -> None:
        self._connection.close()


def poison(caseload: Caseload, *, at_once: bool = True) -> Poisoned:
    poisoned = Poisoned(caseload._connection, at_once=at_once)
    caseload._connection = caseload.audit._connection = poisoned
    return poisoned


def test_after_a_damaged_page_the_connection_is_not_used_again(on_disk: ServiceOnDisk) -> None:
    vault = on_disk.open()
    poisoned = poison(vault.caseload)

    for _ in range(3):
        with pytest.raises(RecordDamaged):
            clients.count(vault.caseload)

    assert poisoned.asked == 1
    vault.close()


def test_damage_met_while_the_entry_is_written_is_told_as_such(on_disk: ServiceOnDisk) -> None:
    vault = on_disk.open()
    poison(vault.caseload, at_once=False)

    with pytest.raises(RecordDamaged), vault.caseload.change("tried", "thing"):
        pass

    vault.close()


def test_damage_met_on_closing_is_told_and_the_file_is_closed(on_disk: ServiceOnDisk) -> None:
    vault = on_disk.open()
    poison(vault.caseload)

    with pytest.raises(RecordDamaged):
        vault.close()

    on_disk.open().close()


def test_damage_met_as_the_log_is_folded_in_is_told_and_the_file_is_closed(
    on_disk: ServiceOnDisk,
) -> None:
    vault = on_disk.open()
    caseload = vault.caseload
    poison(caseload)

    with pytest.raises(RecordDamaged):
        caseload.close()

    vault.close()
    on_disk.open().close()


def test_damage_met_between_rows_is_told_as_such(caseload: Caseload) -> None:
    class Halting:
        def fetchall(self) -> list[tuple[object, ...]]:
            error = dbapi2.DatabaseError("database disk image is malformed")
            error.sqlite_errorname = "SQLITE_CORRUPT"
            raise error

    caseload.run = lambda _sql, _parameters=(): Halting()

    with pytest.raises(RecordDamaged):
        caseload.rows("SELECT 1")
    del caseload.run


def test_a_copy_that_cannot_be_written_is_an_error_of_ours(
    caseload: Caseload, tmp_path: Path
) -> None:
    path = tmp_path / "copy.db"
    create_private_file(path)
    target = create_connection(path, Masked(bytearray(32)))
    target.close()

    with pytest.raises(RecordBug):
        caseload.copy_into(target)


def test_a_library_without_memory_is_told_in_words(caseload: Caseload) -> None:
    class Exhausted:
        def execute(self, _sql: str, _parameters: object = ()) -> None:
            raise MemoryError

    whole, caseload._connection = caseload._connection, Exhausted()

    with pytest.raises(CannotWrite, match="no-memory"):
        caseload.rows("SELECT 1")

    caseload._connection = whole


def test_what_is_asked_twice_for_one_page_is_read_once(
    caseload: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    run = Caseload.run

    def counted(self: Caseload, sql: str, parameters: object = ()) -> dbapi2.Cursor:
        asked.append(sql)
        return run(self, sql, parameters if isinstance(parameters, tuple) else ())

    monkeypatch.setattr(Caseload, "run", counted)
    named = "SELECT value FROM about WHERE key = ?"
    with caseload.reading_once():
        assert caseload.row(named, ("a",)) is None
        with caseload.reading_once():  # within it, it is the same reading
            assert caseload.row(named, ("a",)) is None
        assert caseload.row(named, ("a",)) is None
        assert asked == [named]
        with caseload.change("tried", "thing") as change:
            change.execute("INSERT INTO about VALUES ('a', '1')")
            assert caseload.row(named, ("a",)) == ("1",)
        assert caseload.row(named, ("a",)) == ("1",)
        assert caseload.row(named, ("b",)) is None

    with caseload.change("tried", "thing") as change:
        change.execute("DELETE FROM about WHERE key = 'a'")
    assert caseload.row(named, ("a",)) is None


def test_a_row_that_is_asked_for_twice_for_one_page_is_made_once(caseload: Caseload) -> None:
    kept = a_client(caseload)
    clients.add(caseload, kept)
    with caseload.reading_once():
        first = clients.load(caseload, kept.id)
        assert clients.load(caseload, kept.id) is first
        made = caseload.made_once("of it", object)
        assert caseload.made_once("of it", object) is made
        clients.save(caseload, replace(kept, status="paused"))
        assert clients.load(caseload, kept.id).status == "paused"
    assert clients.load(caseload, kept.id) is not clients.load(caseload, kept.id)


def test_what_is_found_among_everybody_holds_until_anything_is_changed(
    caseload: Caseload,
) -> None:
    made: list[int] = []

    def found(asked: str = "who") -> int:
        def make() -> int:
            made.append(1)
            [[many]] = caseload.rows("SELECT count(*) FROM clients")
            return int(many)

        return caseload.until_changed("everybody", asked, make)

    kept = a_client(caseload)
    clients.add(caseload, kept)
    assert (found(), found(), len(made)) == (1, 1, 1)
    assert (found("others"), found("others"), len(made)) == (1, 1, 2)

    with suppress(AlreadySigned), caseload.change("tried", "thing"):
        clients.add(caseload, a_client(caseload, code="K4-200"))
        assert found() == found() == 2  # within a change it is read each time
        raise AlreadySigned
    assert (found(), len(made)) == (1, 5)

    with caseload.change("client_erased", f"client:{kept.id}") as change:
        change.execute("DELETE FROM clients")
    assert not caseload._kept
    assert found() == 0


def test_nothing_that_was_found_is_kept_once_the_file_is_closed(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        caseload = vault.caseload
        assert caseload.until_changed("everybody", None, lambda: 1) == 1

    assert not caseload._kept


def test_what_another_thread_changes_meanwhile_is_not_kept_as_of_now(caseload: Caseload) -> None:
    def found_while(changed: bool) -> int:  # noqa: FBT001
        def make() -> int:
            [[many]] = caseload.rows("SELECT count(*) FROM clients")
            if changed:
                with ThreadPoolExecutor(1) as beside:
                    beside.submit(clients.add, caseload, a_client(caseload)).result()
            return int(many)

        return caseload.until_changed("everybody", None, make)

    assert found_while(changed=True) == 0

    assert found_while(changed=False) == 1


def test_a_query_is_planned_once_however_many_rows_are_wanted(caseload: Caseload) -> None:
    planned: list[object] = []
    caseload.live.set_authorizer(lambda *asked: planned.append(asked) or 0)  # asked while planning

    def due(many: int) -> int:
        filled_forms.reviews_due(caseload, "safety-plan", date(2026, 3, 2), limit=many)
        return len(planned)

    assert due(5) == due(6) == due(7) > 0


def test_no_number_of_rows_stands_where_the_query_is_planned_anew_for_it() -> None:
    """`LIMIT ?` does that, `LIMIT +?` does not."""
    sources = Path(therapist_app.__file__).parent.rglob("*.py")

    assert [each for each in sources if re.search(r"LIMIT\s+[?:@$]", each.read_text("utf-8"))] == []


def test_a_job_beside_the_window_reads_and_changes_in_its_turn(caseload: Caseload) -> None:
    """A long paper is made on a thread of its own, while the window goes on reading."""

    def job() -> None:
        for _turn in range(40):
            caseload.rows("SELECT count(*) FROM clients")
            with caseload.change("tried", "job") as change:
                change.execute("INSERT INTO about VALUES (?, 'job')", (caseload.new_id(),))

    with ThreadPoolExecutor() as threads:
        beside = threads.submit(job)
        for number in range(40):
            with caseload.reading_once():
                caseload.rows("SELECT count(*) FROM about")
                caseload.rows("SELECT count(*) FROM clients")
            with caseload.together():
                clients.add(caseload, a_client(caseload, code=f"K4-{200 + number}"))
        beside.result()

    assert caseload.row("SELECT count(*) FROM clients") == (40,)
    assert audit.verify(caseload).is_whole


def test_a_change_that_a_job_has_begun_comes_to_its_end_before_the_file_is_closed(
    on_disk: ServiceOnDisk,
) -> None:
    vault = on_disk.open()
    begun = Event()
    give_up = monotonic() + 60

    def job() -> bool:
        with vault.caseload.change("tried", "job") as change:
            begun.set()
            while not vault.caseload._turn.is_waited_for:  # the window is at the door by then
                assert monotonic() < give_up
                sleep(0.001)
            change.execute("INSERT INTO about VALUES ('job', 'whole')")
        return True

    with ThreadPoolExecutor() as threads:
        beside = threads.submit(job)
        assert begun.wait(60)
        vault.abandon()

        assert beside.result()

"""The entries of one action are found without reading the whole audit each time."""

from typing import Any

import pytest

from tests.support.record.records import ServiceOnDisk
from therapist_app.record.database import audit_actions
from therapist_app.record.database.audit import AuditFilter, entries, entries_of, note, page
from therapist_app.record.database.database import Caseload, Database, Parameters

OPENED, CLOSED = "record_opened", "record_closed"


def filled(caseload: Caseload) -> Caseload:
    for number in range(6):
        note(caseload, OPENED if number % 2 else CLOSED, f"client:{number}")
    return caseload


def subjects(caseload: Caseload, action: str) -> list[str]:
    return [each.subject for each in entries_of(caseload, action)]


def add_and_undo(caseload: Caseload, subject: str) -> None:
    with caseload.together() as change:
        change.audit(OPENED, subject)
        assert subjects(caseload, OPENED)[-1] == subject
        raise ZeroDivisionError


def test_the_entries_of_an_action_come_in_order_with_those_that_came_since(
    caseload: Caseload,
) -> None:
    filled(caseload)
    assert subjects(caseload, OPENED) == ["client:1", "client:3", "client:5"]

    note(caseload, OPENED, "client:7")
    note(caseload, CLOSED, "client:8")

    assert subjects(caseload, OPENED) == ["client:1", "client:3", "client:5", "client:7"]
    assert subjects(caseload, "never_done") == []


def test_what_was_there_when_it_was_opened_is_found_with_what_came_since(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        filled(vault.caseload)
    with on_disk.open() as again:
        note(again.caseload, OPENED, "client:9")

        assert subjects(again.caseload, OPENED) == ["client:1", "client:3", "client:5", "client:9"]


@pytest.mark.parametrize("spoilt", ["x'00ff'", "x''", "x'7b7d'", "x'22'"])
def test_an_entry_that_somebody_spoilt_stands_in_no_other_ones_way(
    on_disk: ServiceOnDisk, spoilt: str
) -> None:
    with on_disk.open() as vault:
        filled(vault.caseload)
        last = entries(vault.caseload)[-1]
        vault.caseload.run(f"UPDATE audit SET entry = {spoilt} WHERE n = {last.n}")
    with on_disk.open() as again:
        assert subjects(again.caseload, OPENED) == ["client:1", "client:3"]
        wanted = AuditFilter(actions=(CLOSED,))
        assert len(page(again.caseload, wanted, before=None, limit=9)) == 3


def test_a_page_of_some_actions_is_that_of_all_without_the_others(caseload: Caseload) -> None:
    filled(caseload)
    by = entries(caseload)[-1].by
    of_opened = [each for each in reversed(entries(caseload)) if each.action == OPENED]

    for wanted in (AuditFilter(actions=(OPENED,)), AuditFilter(by, (OPENED, "never_done"))):
        assert list(page(caseload, wanted, before=None, limit=9)) == of_opened
        assert list(page(caseload, wanted, before=None, limit=-1)) == of_opened
        assert list(page(caseload, wanted, before=None, limit=1)) == of_opened[:1]
        assert list(page(caseload, wanted, before=of_opened[0].n, limit=1)) == of_opened[1:2]
    assert page(caseload, AuditFilter("nobody", (OPENED,)), before=None, limit=9) == ()


def test_an_entry_that_was_undone_is_not_taken_for_the_one_in_its_place(
    caseload: Caseload,
) -> None:
    filled(caseload)
    with pytest.raises(ZeroDivisionError):
        add_and_undo(caseload, "client:9")

    note(caseload, CLOSED, "client:10")

    assert subjects(caseload, OPENED) == ["client:1", "client:3", "client:5"]
    assert subjects(caseload, CLOSED)[-1] == "client:10"


def test_no_question_about_an_action_reads_the_whole_audit(
    caseload: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(caseload)
    entries_of(caseload, OPENED)  # once it does
    asked: list[tuple[str, Parameters]] = []
    fetched = Database._fetched

    def noted(database: Database, sql: str, parameters: Parameters) -> list[tuple[Any, ...]]:
        asked.append((sql, parameters))
        return fetched(database, sql, parameters)

    monkeypatch.setattr(Database, "_fetched", noted)
    entries_of(caseload, OPENED)
    page(caseload, AuditFilter(actions=(OPENED, CLOSED)), before=5, limit=1)

    plans = [
        step
        for sql, parameters in asked
        for *_, step in caseload.live.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
    ]
    assert plans
    assert [step for step in plans if step.startswith("SCAN audit")] == []
    assert audit_actions._FOUND not in [sql for sql, _parameters in asked]

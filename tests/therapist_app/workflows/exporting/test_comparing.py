"""A client's summary beside the open caseload, from a real record."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from threading import Event
from typing import Any

import pytest

from exports.case.casefile import CaseFile
from exports.client_summary.summary_lines import SharedLine
from exports.purposes import PURPOSES
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import clients
from therapist_app.record.database.audit import note
from therapist_app.record.model import Client
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.exporting import comparing
from therapist_app.workflows.exporting.comparing import compare_with_caseload, read_beforehand
from therapist_app.workflows.exporting.course_files import course_files
from therapist_app.workflows.rights import data_rights
from therapist_app.workflows.workspace import Workspace


def met(work: Workplace, *plans: str, gender: str = "man") -> Client:
    """Return a client who came to these sessions."""
    client = replace(work.add_client(), gender=gender)
    clients.save(work.workspace.caseload, client)
    for plan_id in plans:
        work.hold(client, plan_id, sign=False)
    return client


def _phq9(score: int, *, thoughts: int = 0) -> dict[str, object]:
    return {f"q{item}": score for item in range(1, 9)} | {"q9": thoughts}


def sharing(work: Workplace, client: Client, *left_out: str) -> dict[str | None, tuple[int, int]]:
    found = compare_with_caseload(work.workspace, client.id, "supervision", left_out)
    return {each.part: (each.sharing, each.of) for each in found}


def test_each_line_says_how_many_of_the_open_caseload_show_the_same(work: Workplace) -> None:
    client, same = met(work, "S01"), met(work, "S01")
    met(work, "S01", gender="woman")
    work.add_client()  # who was never met is not compared

    found = sharing(work, client)

    assert found["person"] == (2, 3)
    assert found["order"] == (3, 3)
    assert found[None] == (2, 3)
    assert "order" not in sharing(work, client, "order")

    data_rights.restrict(work.workspace, same.id, "accuracy", date(2026, 6, 1))

    assert sharing(work, client)["person"] == (1, 2)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of the clients that are read, as they are."""
    found: list[str] = []

    def watched(
        workspace: Workspace, client_ids: Sequence[str], **wanted: Any
    ) -> Iterator[CaseFile]:
        found.extend(client_ids)
        return course_files(workspace, client_ids, **wanted)

    monkeypatch.setattr(comparing, "course_files", watched)
    return found


def test_once_something_has_changed_those_are_read_again_whom_it_is_about(
    work: Workplace, read: list[str]
) -> None:
    client, other = met(work, "S01"), met(work, "S01")

    first = sharing(work, client)
    assert read == [client.id, other.id]
    assert sharing(work, client) == first
    assert sharing(work, other)["person"] == (2, 2)
    assert read == [client.id, other.id]

    clients.save(work.workspace.caseload, replace(other, gender="woman"))

    assert sharing(work, client)["person"] == (1, 2)
    assert read[2:] == [other.id]


ACTS: dict[str, Callable[[Workplace, Client], object]] = {
    "a session held, rated and signed": lambda work, other: work.hold(other, "S02", "2102"),
    "a session held": lambda work, other: work.hold(other, "S02", sign=False),
    "a measure": lambda work, other: work.fill(other, "phq-9", _phq9(1), None),
    "an alert": lambda work, other: work.fill(other, "phq-9", _phq9(2, thoughts=1), None),
    "an appointment missed": lambda work, other: record_missed(
        work.workspace, work.plan(other, "S02"), "did_not_attend"
    ),
    "another track": lambda work, other: clients.save(
        work.workspace.caseload, replace(other, track="short")
    ),
    "paused": lambda work, other: change_status(work.workspace, other.id, "paused", "Away"),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_kept_says_after_every_act_what_reading_everybody_anew_says(
    work: Workplace, read: list[str], act: str
) -> None:
    client, other, third = (replace(work.add_client(), gender="man") for _each in range(3))
    for each in (client, other, third):
        clients.save(work.workspace.caseload, each)
        work.fill(each, "phq-9", _phq9(2), None)
        work.hold(each, "S01", "22")

    def told() -> dict[str, tuple[SharedLine, ...]]:
        return {
            purpose: compare_with_caseload(work.workspace, client.id, purpose, ())
            for purpose in PURPOSES
        }

    before = told()
    read.clear()
    ACTS[act](work, other)

    kept = told()
    assert set(read) == {other.id}
    comparing._COMPARED.clear()
    assert kept == told()
    assert kept != before


def test_what_was_read_for_a_course_of_before_says_nothing_of_the_one_in_use(
    work: Workplace, read: list[str]
) -> None:
    client, other = met(work, "S01"), met(work, "S01")
    sharing(work, client)
    read.clear()
    programme = work.workspace.programme
    phases = tuple(each.model_copy(update={"title": "Anew"}) for each in programme.phases)
    newer = replace(work.workspace, programme=programme.model_copy(update={"phases": phases}))

    found = compare_with_caseload(newer, client.id, "supervision", ())

    assert read == [client.id, other.id]
    [place] = [each.words for each in found if each.part == "place"]
    assert place.endswith("Anew")


def test_everybody_is_read_again_where_nobody_can_say_whom_a_change_is_about(
    work: Workplace, read: list[str]
) -> None:
    client, other = met(work, "S01"), met(work, "S01")
    sharing(work, client)
    read.clear()

    note(work.workspace.caseload, "clients_imported", "caseload", ("12",))

    sharing(work, client)
    assert read == [client.id, other.id]


def test_who_leaves_out_a_part_or_changes_the_purpose_waits_for_nobody_to_be_read_again(
    work: Workplace, read: list[str]
) -> None:
    client, other = met(work, "S01"), met(work, "S01")
    whole = sharing(work, client)

    assert sharing(work, client, "person") == {
        part: each for part, each in whole.items() if part != "person"
    }
    compare_with_caseload(work.workspace, client.id, "transfer", ())
    assert read == [client.id, other.id]


def test_what_was_read_beforehand_is_enough_for_every_purpose_and_says_the_same(
    work: Workplace, read: list[str]
) -> None:
    client, other = met(work, "S01"), met(work, "S01")
    for each, score in ((client, 1), (other, 2)):
        work.fill(each, "phq-9", _phq9(score), None)

    def told(purpose: str) -> tuple[SharedLine, ...]:
        return compare_with_caseload(work.workspace, client.id, purpose, ())

    by_itself = {}
    for each in PURPOSES:
        comparing._COMPARED.clear()
        by_itself[each] = told(each)
    comparing._COMPARED.clear()
    read_beforehand(work.workspace, client.id, Event())
    read.clear()

    assert {each: told(each) for each in PURPOSES} == by_itself
    assert any(line.part == "scores" for line in by_itself["supervision"])
    assert read == []


def test_reading_beforehand_stops_where_it_is_told_and_the_summary_reads_the_others(
    work: Workplace, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other = met(work, "S01"), met(work, "S01")
    stop = Event()
    monkeypatch.setattr(comparing, "AT_ONCE", 1)
    watched = comparing.course_files

    def stopping(*read_so: Any, **wanted: Any) -> Iterator[CaseFile]:
        stop.set()
        return watched(*read_so, **wanted)

    monkeypatch.setattr(comparing, "course_files", stopping)
    read_beforehand(work.workspace, client.id, stop)
    assert read == [client.id]

    assert sharing(work, client)["person"] == (2, 2)
    assert read == [client.id, other.id]


def test_of_a_large_caseload_so_many_are_compared_at_most(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = sorted((met(work, "S01") for _each in range(3)), key=lambda each: each.code)
    monkeypatch.setattr(comparing, "MOST_COMPARED", 1)

    assert sharing(work, everybody[0])["order"] == (1, 1)
    assert sharing(work, everybody[2])["order"] == (2, 2)

"""A client's summary beside the open caseload, from a real record."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from threading import Event
from typing import Any

import pytest

from exports.case.case import PseudonymisedCase
from exports.case.casefile import CaseFile
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.summary_lines import (
    SharedLine,
    SummaryContent,
    SummaryLine,
    lines_by_part,
    lines_of,
    shared_lines,
)
from exports.purposes import PURPOSES, SummaryPart, parts_for
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import clients
from therapist_app.record.database.audit import note
from therapist_app.record.model import Client
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.exporting import comparing
from therapist_app.workflows.exporting.comparing import (
    compare_where_read,
    compare_with_caseload,
    read_beforehand,
)
from therapist_app.workflows.exporting.course_files import course_file, course_files
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


def test_what_was_read_before_a_client_was_chosen_is_enough_for_each_of_them(
    work: Workplace, read: list[str]
) -> None:
    first, second = met(work, "S01"), met(work, "S01")
    work.fill(first, "phq-9", _phq9(1), None)

    def told() -> list[tuple[SharedLine, ...]]:
        both = (first, second)
        return [compare_with_caseload(work.workspace, each.id, "supervision", ()) for each in both]

    by_themselves = told()
    comparing._COMPARED.clear()
    read.clear()
    read_beforehand(work.workspace, "", Event())
    assert sorted(read) == sorted((first.id, second.id))
    read.clear()

    assert told() == by_themselves
    assert read == []


def test_after_reading_beforehand_no_line_is_made_again_where_order_and_place_are_told(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = met(work, "S01")
    met(work, "S01")
    read_beforehand(work.workspace, client.id, Event())
    made: list[SummaryPart] = []

    def watched(
        case: PseudonymisedCase, parts: Iterable[SummaryPart], *how: Any
    ) -> dict[SummaryPart, tuple[SummaryLine, ...]]:
        made.extend(parts)
        return lines_by_part(case, parts, *how)

    monkeypatch.setattr(comparing, "lines_by_part", watched)

    sharing(work, client)
    sharing(work, client, "person", "scores")
    compare_with_caseload(work.workspace, client.id, "transfer", ())
    assert made == []

    sharing(work, client, "order")
    assert set(made) == set(parts_for("supervision", ("order",)))


def by_definition(
    workspace: Workspace, asked: Iterable[tuple[str, str, tuple[str, ...]]]
) -> dict[tuple[str, str, tuple[str, ...]], tuple[SharedLine, ...]]:
    """Return the same with everybody read whole, and each line compared with each."""
    content = SummaryContent(workspace.forms, workspace.programme)
    context = ExportContext(lambda _id: "", lambda _id: 0, workspace.forms, workspace.programme)
    ids = [each for each, _code in clients.met(workspace.caseload)]
    cases = {each: pseudonymise(course_file(workspace, each), context) for each in ids}
    found = {}
    for client_id, purpose, left_out in asked:
        parts = parts_for(purpose, left_out)
        told = {each: lines_of(case, parts, content) for each, case in cases.items()}
        own = told.pop(client_id)
        found[client_id, purpose, left_out] = shared_lines(own, list(told.values()))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_caseload_is_told_as_if_each_line_were_compared_with_each_of_everybody(
    work: Workplace, seed: int
) -> None:
    chance = random.Random(seed)
    everybody = [met(work, gender=chance.choice(("man", "woman"))) for _each in range(4)]
    for each in everybody:
        work.hold(each, "S01", chance.choice(("22", "20")))
        at: list[str | None] = [None]  # beside any session
        if chance.randint(0, 2):
            at.append(work.hold(each, "S02", "2102", sign=False))
        for _time in range(chance.randint(0, 2)):
            work.fill(each, "phq-9", _phq9(chance.randint(1, 2)), chance.choice(at))
        if chance.randint(0, 1):
            record_missed(work.workspace, work.plan(each, "S02"), "did_not_attend")
    asked = [
        (each.id, purpose, left_out)
        for each in everybody
        for purpose in ("supervision", "transfer", "service_quality")
        for left_out in ((), ("order",), ("place", "scores"))
    ]
    chance.shuffle(asked)
    read_beforehand(work.workspace, everybody[0].id, Event())

    found = {one: compare_with_caseload(work.workspace, *one) for one in asked}

    assert found == by_definition(work.workspace, asked)
    counts = {line.sharing for lines in found.values() for line in lines}
    assert {1, 4} <= counts  # alone, and as everybody


def test_reading_beforehand_stops_where_it_is_told_and_the_summary_reads_the_others(
    work: Workplace, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other = met(work, "S01"), met(work, "S01")
    stop = Event()
    monkeypatch.setattr(comparing, "AT_ONCE_BEFOREHAND", 1)
    watched = comparing.course_files

    def stopping(*read_so: Any, **wanted: Any) -> Iterator[CaseFile]:
        stop.set()
        return watched(*read_so, **wanted)

    monkeypatch.setattr(comparing, "course_files", stopping)
    read_beforehand(work.workspace, client.id, stop)
    assert read == [client.id]

    assert sharing(work, client)["person"] == (2, 2)
    assert read == [client.id, other.id]


def test_who_waits_for_a_summary_does_not_have_others_read_one_by_one(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other = met(work, "S01"), met(work, "S01")
    steps: list[Sequence[str]] = []

    def watched(
        workspace: Workspace, client_ids: Sequence[str], **wanted: Any
    ) -> Iterator[CaseFile]:
        steps.append(client_ids)
        return course_files(workspace, client_ids, **wanted)

    monkeypatch.setattr(comparing, "AT_ONCE_BEFOREHAND", 1)
    monkeypatch.setattr(comparing, "course_files", watched)

    sharing(work, client)

    assert steps == [[client.id, other.id]]

    steps.clear()
    comparing._COMPARED.clear()
    compare_with_caseload(work.workspace, client.id, "supervision", (), Event())

    assert steps == [[client.id], [other.id]]  # the page may be left while it is shown


def test_of_a_large_caseload_so_many_are_compared_at_most(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = sorted((met(work, "S01") for _each in range(3)), key=lambda each: each.code)
    monkeypatch.setattr(comparing, "MOST_COMPARED", 1)

    assert sharing(work, everybody[0])["order"] == (1, 1)
    assert sharing(work, everybody[2])["order"] == (2, 2)


def test_a_summary_is_compared_at_once_only_where_few_have_to_be_read_first(
    work: Workplace, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, *others = (met(work, "S01") for _each in range(4))
    monkeypatch.setattr(comparing, "FEW", 1)

    def at_once() -> tuple[SharedLine, ...] | None:
        return compare_where_read(work.workspace, client.id, "supervision", ())

    assert at_once() is None
    assert read == []

    found = compare_with_caseload(work.workspace, client.id, "supervision", ())
    assert at_once() == found
    clients.save(work.workspace.caseload, replace(others[0], gender="woman"))
    changed = at_once()
    assert changed is not None
    assert [each.sharing for each in changed if each.part == "person"] == [3]

    note(work.workspace.caseload, "clients_imported", "caseload", ("12",))
    assert at_once() is None  # anybody may have changed
    assert len(read) == 5


def test_nobody_waits_for_many_who_are_being_read(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = met(work, "S01")
    met(work, "S01")
    monkeypatch.setattr(comparing, "FEW", 1)
    meanwhile: list[object] = []
    watched = comparing.course_files

    def asking(*read_so: Any, **wanted: Any) -> Iterator[CaseFile]:
        if not meanwhile:
            meanwhile.append(compare_where_read(work.workspace, client.id, "supervision", ()))
        return watched(*read_so, **wanted)

    monkeypatch.setattr(comparing, "course_files", asking)

    compare_with_caseload(work.workspace, client.id, "supervision", ())

    assert meanwhile == [None]


def test_what_is_stopped_on_the_way_reads_nobody_further_and_is_no_comparison(
    work: Workplace, read: list[str]
) -> None:
    client = met(work, "S01")
    stop = Event()
    stop.set()

    assert compare_with_caseload(work.workspace, client.id, "supervision", (), stop) == ()
    assert read == []

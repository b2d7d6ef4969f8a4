"""A session begun by mistake is planned again as it was, while nothing was recorded in it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.record.clients import appointments, course_events
from therapist_app.record.database import audit
from therapist_app.record.model import Client, StepMark
from therapist_app.workflows.course.planning import move_appointment
from therapist_app.workflows.errors import StartNotUndone
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    go_to_step,
    hold,
    may_undo_start,
    start_session,
    undo_start,
)
from therapist_app.workflows.sessions.promising import open_promises


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def broken_off(work: Workplace, client: Client) -> None:
    """Have a session that was left early, so that reaching the client is promised."""
    first = work.start(client, "S01")
    end_session(work.workspace, first, "broken_off")
    work.clock.advance(3 * 24 * 3600)


@pytest.mark.parametrize("days", [-1, 0, 6])
@pytest.mark.parametrize("is_moved", [False, True])
def test_the_session_stands_planned_exactly_as_it_did(
    work: Workplace, client: Client, days: int, *, is_moved: bool
) -> None:
    at = work.clock() + timedelta(days=days)
    appointment = work.plan(client, "S01", at)
    if is_moved:
        move_appointment(work.workspace, appointment, at + timedelta(hours=1))
    before = work.appointment(appointment)
    start_session(work.workspace, appointment)
    go_to_step(work.workspace, appointment, "limits")
    work.clock.advance(90)
    hold(work.workspace, appointment)

    undo_start(work.workspace, appointment)

    assert work.appointment(appointment) == before


def test_the_key_pressed_once_more_marks_a_first_step_that_goes_with_the_start(
    work: Workplace, client: Client
) -> None:
    """Ctrl+Enter after the Enter that began it: the record kept a session with nobody."""
    appointment = work.plan(client, "S01")
    before = work.appointment(appointment)
    start_session(work.workspace, appointment)
    finish_step(work.workspace, appointment, "welcome")

    undo_start(work.workspace, appointment)

    assert work.appointment(appointment) == before
    assert appointments.step_marks(work.workspace.caseload, appointment) == ()


def test_a_first_step_that_was_left_out_with_a_reason_keeps_the_start(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    left_out = StepMark(appointment, "welcome", "skipped", "We know each other", work.clock())
    appointments.mark_step(work.workspace.caseload, left_out)

    assert not may_undo_start(work.workspace, work.appointment(appointment))


@pytest.mark.parametrize("ending", ["finished", "to_be_continued", "broken_off"])
def test_it_is_undone_after_an_ending_was_said_too(
    work: Workplace, client: Client, ending: str
) -> None:
    appointment = work.plan(client, "S01")
    before = work.appointment(appointment)
    start_session(work.workspace, appointment)
    end_session(work.workspace, appointment, ending)

    undo_start(work.workspace, appointment)

    assert work.appointment(appointment) == before
    assert open_promises(work.workspace) == ()


def test_a_promise_that_the_start_closed_stands_open_again_as_it_was(
    work: Workplace, client: Client
) -> None:
    broken_off(work, client)
    before = open_promises(work.workspace)
    appointment = work.start(client, "S01")
    assert before
    assert open_promises(work.workspace) == ()

    undo_start(work.workspace, appointment)

    assert open_promises(work.workspace) == before


def test_a_promise_that_was_kept_before_or_by_a_later_session_stays_kept(
    work: Workplace, client: Client
) -> None:
    broken_off(work, client)
    hold(work.workspace, work.start(client, "S01"))
    work.clock.advance(60)
    mistaken = work.start(client, "S01")

    undo_start(work.workspace, mistaken)
    assert open_promises(work.workspace) == ()

    work.clock.advance(3 * 24 * 3600)
    other = work.add_client()
    broken_off(work, other)
    mistaken = work.start(other, "S01")
    work.clock.advance(60)
    work.start(other, "S01")
    undo_start(work.workspace, mistaken)
    assert open_promises(work.workspace) == ()


def test_what_the_start_noted_as_out_of_the_ordinary_is_gone_and_nothing_else(
    work: Workplace, client: Client
) -> None:
    for _again in range(2):
        end_session(work.workspace, work.start(client, "S01"), "finished")
        work.clock.advance(60)
    before = course_events.for_client(work.workspace.caseload, client.id)
    appointment = work.start(client, "S01")
    kinds = [each.kind for each in course_events.for_client(work.workspace.caseload, client.id)]
    assert kinds == ["repeated", "repeated"]
    assert len(before) == 1

    undo_start(work.workspace, appointment)

    assert course_events.for_client(work.workspace.caseload, client.id) == before


def test_the_audit_tells_of_the_start_and_of_its_undoing(work: Workplace, client: Client) -> None:
    appointment = work.start(client, "S01")

    undo_start(work.workspace, appointment)

    told = [each.action for each in audit.entries(work.workspace.caseload)]
    assert told.index("session_started") < told.index("session_start_undone")


def mark(work: Workplace, _client: Client, appointment: str) -> None:
    work.clock.advance(60)
    finish_step(work.workspace, appointment, "welcome")


def mark_another(work: Workplace, _client: Client, appointment: str) -> None:
    finish_step(work.workspace, appointment, "limits")


def fill(work: Workplace, client: Client, appointment: str) -> None:
    work.fill(client, "risk-check", CALM, appointment)


def rate_one(work: Workplace, _client: Client, appointment: str) -> None:
    work.rate(appointment, "2")


def rest(work: Workplace, client: Client, appointment: str) -> None:
    booked = work.appointment(work.plan(client, "S01", work.clock() + timedelta(days=7)))
    appointments.save(work.workspace.caseload, replace(booked, continues=appointment))


@pytest.mark.parametrize("record", [mark, mark_another, fill, rate_one, rest])
def test_what_was_recorded_keeps_the_start(work: Workplace, client: Client, record) -> None:
    appointment = work.start(client, "S01")
    assert may_undo_start(work.workspace, work.appointment(appointment))
    record(work, client, appointment)

    assert not may_undo_start(work.workspace, work.appointment(appointment))
    with pytest.raises(StartNotUndone):
        undo_start(work.workspace, appointment)
    assert work.appointment(appointment).state == "in_progress"


def test_what_was_never_begun_has_no_start_to_undo(work: Workplace, client: Client) -> None:
    with pytest.raises(StartNotUndone):
        undo_start(work.workspace, work.plan(client, "S01"))

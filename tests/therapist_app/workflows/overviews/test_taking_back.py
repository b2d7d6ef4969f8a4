"""A slip in the calendar is taken back on the day on which it was made."""

from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.record.clients import appointments, promises
from therapist_app.record.database import audit
from therapist_app.record.model import Appointment
from therapist_app.workflows.course.planning import (
    move_appointment,
    plan_appointment,
    plan_meetings,
    record_missed,
)
from therapist_app.workflows.errors import NotTakenBack
from therapist_app.workflows.overviews.plan_choices import plan_choices
from therapist_app.workflows.overviews.taking_back import (
    BY_MISTAKE,
    may_remove,
    record_off,
    remove_planned,
    undo_missed,
)
from therapist_app.workflows.sessions.holding_a_session import start_session, undo_start
from therapist_app.workflows.sessions.promising import note_contact_with, open_promises

DAY = 24 * 3600


def booked(work: Workplace, client_id: str) -> tuple[Appointment, ...]:
    return appointments.for_client(work.workspace.caseload, client_id)


def two_meetings(work: Workplace) -> str:
    """Return a session that takes two meetings."""
    plans = work.workspace.programme.session_plans.values()
    return next(each.id for each in plans if each.split.usual)


@pytest.mark.parametrize("plan_id", ["S01", "two"])
@pytest.mark.parametrize("reason", ["did_not_attend", "cancelled_client", "cancelled_service"])
def test_what_did_not_take_place_is_planned_again_exactly_as_it_was(
    work: Workplace, plan_id: str, reason: str
) -> None:
    client = work.add_client()
    session = two_meetings(work) if plan_id == "two" else plan_id
    planned = plan_meetings(work.workspace, client.id, session, work.clock())
    move_appointment(work.workspace, planned.id, work.clock() + timedelta(hours=1))
    before = booked(work, client.id)
    record_off(work.workspace, planned.id, reason)

    undo_missed(work.workspace, planned.id)

    assert booked(work, client.id) == before


def test_a_promise_to_reach_who_came_after_all_is_cancelled_and_the_call_stays(
    work: Workplace,
) -> None:
    client = work.add_client()
    planned = work.plan(client, "S01")
    record_missed(work.workspace, planned, "did_not_attend")
    note_contact_with(work.workspace, client.id, ("telephone", "no_answer"), "", planned)
    assert open_promises(work.workspace, client.id)

    undo_missed(work.workspace, planned)

    assert not open_promises(work.workspace, client.id)
    assert len(promises.contacts_for_client(work.workspace.caseload, client.id)) == 1


def test_on_the_next_day_it_stays_as_it_was_said(work: Workplace) -> None:
    client = work.add_client()
    planned = work.plan(client, "S01")
    record_missed(work.workspace, planned, "did_not_attend")
    work.clock.advance(DAY)

    with pytest.raises(NotTakenBack):
        undo_missed(work.workspace, planned)

    assert [each.state for each in booked(work, client.id)] == ["missed"]


@pytest.mark.parametrize("plan_id", ["S01", "two"])
def test_an_appointment_planned_by_mistake_today_is_gone_and_the_audit_says_so(
    work: Workplace, plan_id: str
) -> None:
    client = work.add_client()
    session = two_meetings(work) if plan_id == "two" else plan_id
    planned = plan_meetings(work.workspace, client.id, session, work.clock())

    record_off(work.workspace, planned.id, BY_MISTAKE)

    assert booked(work, client.id) == ()
    told = {each.action for each in audit.entries(work.workspace.caseload)}
    assert {"appointment_planned", "appointment_removed"} <= told


def test_what_was_planned_on_an_earlier_day_is_not_removed(work: Workplace) -> None:
    client = work.add_client()
    planned = work.plan(client, "S01", work.clock() + timedelta(days=3))
    work.clock.advance(DAY)

    with pytest.raises(NotTakenBack):
        remove_planned(work.workspace, planned)

    assert [each.id for each in booked(work, client.id)] == [planned]


def test_an_appointment_that_something_names_is_not_removed(work: Workplace) -> None:
    client = work.add_client()
    with_form = work.plan(client, "S01")
    work.fill(client, "risk-check", CALM, with_form)
    missed = work.plan(client, "S02")
    record_missed(work.workspace, missed, "cancelled_client")
    begun = work.start(work.add_client(), "S01")

    assert not any(may_remove(work.workspace, each) for each in (with_form, missed, begun))


def test_undoing_the_start_of_a_session_that_was_never_planned_leaves_nothing(
    work: Workplace,
) -> None:
    client = work.add_client()
    work.clock.advance(17)
    made = plan_appointment(work.workspace, client.id, "S01", work.clock())
    work.clock.advance(1)
    start_session(work.workspace, made.id)

    assert not undo_start(work.workspace, made.id)

    assert booked(work, client.id) == ()


def test_a_session_that_stands_in_the_calendar_is_said_to_stand_there(work: Workplace) -> None:
    client = work.add_client()
    assert not any(each.planned for each in plan_choices(work.workspace, client.id))

    work.plan(client, "S01", work.clock() + timedelta(days=3))

    found = {each.plan_id: each.planned for each in plan_choices(work.workspace, client.id)}
    assert "It is planned already for" in found.pop("S01")
    assert not any(found.values())

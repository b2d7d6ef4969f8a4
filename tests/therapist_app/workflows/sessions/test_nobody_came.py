"""A session that was begun and to which nobody came."""

import pytest

from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.record.clients import appointments, course_events, filled_forms
from therapist_app.record.model import Client
from therapist_app.workflows.errors import StartNotUndone
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    hold,
    may_be_missed,
    nobody_came,
    start_session,
)
from therapist_app.workflows.sessions.promising import open_promises


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def mark(work: Workplace, _client: Client, appointment: str) -> None:
    work.clock.advance(60)
    finish_step(work.workspace, appointment, "welcome")


def mark_another(work: Workplace, _client: Client, appointment: str) -> None:
    finish_step(work.workspace, appointment, "limits")


def answer_a_form(work: Workplace, client: Client, appointment: str) -> None:
    work.fill(client, "risk-check", CALM, appointment)


@pytest.mark.parametrize("record", [mark, mark_another, answer_a_form])
def test_a_session_in_which_the_client_did_or_said_something_took_place(
    work: Workplace, client: Client, record
) -> None:
    appointment = work.start(client, "S01")
    assert may_be_missed(work.workspace, work.appointment(appointment))
    record(work, client, appointment)

    assert not may_be_missed(work.workspace, work.appointment(appointment))
    with pytest.raises(StartNotUndone):
        nobody_came(work.workspace, appointment)
    assert work.appointment(appointment).state == "in_progress"


def test_a_first_step_marked_by_one_key_too_many_does_not_say_that_the_client_came(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    finish_step(work.workspace, appointment, "welcome")

    nobody_came(work.workspace, appointment)

    assert work.appointment(appointment).state == "missed"
    assert appointments.step_marks(work.workspace.caseload, appointment) == ()


@pytest.mark.parametrize("form_id", [filled_forms.NOTE_FORM, "phq-9"])
def test_a_form_that_was_only_begun_does_not_say_that_the_client_came(
    work: Workplace, client: Client, form_id: str
) -> None:
    appointment = work.start(client, "S01")
    begun = open_form(work.workspace, client.id, form_id, appointment_id=appointment)
    keep_draft(work.workspace, begun, begun.state)

    nobody_came(work.workspace, appointment)

    found = work.appointment(appointment)
    assert (found.state, found.attendance) == ("missed", "did_not_attend")


def test_what_the_start_closed_of_promises_stands_open_again_where_nobody_came(
    work: Workplace, client: Client
) -> None:
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    work.clock.advance(3 * 24 * 3600)
    before = open_promises(work.workspace)
    appointment = work.start(client, "S01")
    assert before
    assert open_promises(work.workspace) == ()

    nobody_came(work.workspace, appointment)

    assert open_promises(work.workspace) == before


def test_a_promise_kept_by_a_session_that_was_held_since_stays_kept(
    work: Workplace, client: Client
) -> None:
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    work.clock.advance(3 * 24 * 3600)
    empty = work.start(client, "S01")
    hold(work.workspace, empty)
    work.clock.advance(60)
    work.start(client, "S01")

    nobody_came(work.workspace, empty)

    assert open_promises(work.workspace) == ()


def test_a_session_to_which_nobody_came_leaves_nothing_out_of_the_ordinary(
    work: Workplace, client: Client
) -> None:
    end_session(work.workspace, work.start(client, "S01"), "finished")
    work.clock.advance(60)
    appointment = work.start(client, "S01")
    assert course_events.for_client(work.workspace.caseload, client.id)

    nobody_came(work.workspace, appointment)

    assert course_events.for_client(work.workspace.caseload, client.id) == ()


def test_of_a_session_that_was_never_begun_it_is_said_elsewhere(
    work: Workplace, client: Client
) -> None:
    planned = work.plan(client, "S01")

    assert not may_be_missed(work.workspace, work.appointment(planned))
    with pytest.raises(StartNotUndone):
        nobody_came(work.workspace, planned)
    start_session(work.workspace, planned)
    assert may_be_missed(work.workspace, work.appointment(planned))

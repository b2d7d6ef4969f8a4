"""A form from the record to the screen, where its session goes on in another meeting."""

import pytest

from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import Client
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.seeing_a_session import measures_due

ANSWERS = {**{f"q{number}": 1 for number in range(1, 9)}, "q9": 0}


def goes_on(work: Workplace, client: Client, first: str) -> str:
    """End a meeting before its session is done, and begin the one in which it goes on."""
    end_session(work.workspace, first, "to_be_continued")
    return work.start(client, "S01")


def state_of(work: Workplace, appointment: str, form_id: str) -> str:
    due = measures_due(work.workspace, work.appointment(appointment))
    return next(each.state for each in due if each.form_id == form_id)


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def test_a_measure_that_was_answered_in_the_first_meeting_is_opened_as_it_was_answered(
    work: Workplace, client: Client
) -> None:
    first = work.start(client, "S01")
    work.fill(client, "phq-9", ANSWERS, first)
    second = goes_on(work, client, first)
    assert state_of(work, second, "phq-9") == "finished"

    opened = open_form(work.workspace, client.id, "phq-9", appointment_id=second)

    [kept] = filled_forms.for_client(work.workspace.caseload, client.id, "phq-9")
    assert opened.filled.id == kept.id
    assert opened.read_only
    assert opened.state.question_state("q1").answer == 1


def test_a_measure_that_was_begun_in_the_first_meeting_goes_on_in_the_second(
    work: Workplace, client: Client
) -> None:
    first = work.start(client, "S01")
    opened = open_form(work.workspace, client.id, "gad-7", appointment_id=first)
    keep_draft(work.workspace, opened, answered(opened.state, {"q1": 3}))
    second = goes_on(work, client, first)
    assert state_of(work, second, "gad-7") == "draft"

    again = open_form(work.workspace, client.id, "gad-7", appointment_id=second)

    assert again.filled.id == opened.filled.id
    assert not again.read_only
    assert again.state.question_state("q1").answer == 3


def test_a_measure_that_was_begun_in_a_signed_meeting_is_due_again_and_counts_once_it_is_done(
    work: Workplace, client: Client
) -> None:
    first = work.start(client, "S01")
    opened = open_form(work.workspace, client.id, "gad-7", appointment_id=first)
    keep_draft(work.workspace, opened, answered(opened.state, {"q1": 3}))
    work.fill(client, "phq-9", ANSWERS, first)
    end_session(work.workspace, first, "broken_off")
    note = close_page_data(work.workspace, first).note
    sign_note(work.workspace, first, note, note.state)
    work.clock.advance(60)  # forms of one moment have no order
    second = work.start(client, "S01")
    assert state_of(work, second, "gad-7") == "due"
    assert state_of(work, second, "phq-9") == "finished"

    work.fill(client, "gad-7", {f"q{number}": 1 for number in range(1, 8)}, second)

    assert state_of(work, second, "gad-7") == "finished"
    [left, kept] = filled_forms.for_client(work.workspace.caseload, client.id, "gad-7")
    assert (left.id, left.appointment_id, left.slot) == (opened.filled.id, first, None)
    assert (kept.appointment_id, kept.status) == (second, "finished")
    assert kept.slot is not None

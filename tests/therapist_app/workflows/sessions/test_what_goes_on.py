"""What the course waits for in a form, said before the form is finished."""

from tests.support.workflows.workspaces import Workplace
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.holding_a_session import go_to_step
from therapist_app.workflows.sessions.what_goes_on import awaited_in, awaited_words


def test_a_session_waits_for_what_opens_a_step_and_for_what_a_gate_asks(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")

    go_to_step(work.workspace, appointment, "agreement")
    limits = open_form(work.workspace, client.id, "limits", appointment_id=appointment)
    agreement = open_form(work.workspace, client.id, "agreement", appointment_id=appointment)
    check = open_form(work.workspace, client.id, "risk-check", appointment_id=appointment)

    assert [each.question for each in awaited_in(work.workspace, limits)] == ["teach_back"]
    assert [each.question for each in awaited_in(work.workspace, agreement)] == ["signed"]
    assert awaited_in(work.workspace, check) == ()
    [asked] = awaited_in(work.workspace, agreement)
    words = awaited_words(agreement.state, asked)
    assert words == "“Do we both agree to work together in this way?”: yes"


def test_a_form_that_a_later_step_goes_on_with_keeps_nobody_waiting_yet(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")

    go_to_step(work.workspace, appointment, "records")
    opened = open_form(work.workspace, client.id, "agreement", appointment_id=appointment)

    assert awaited_in(work.workspace, opened) == ()


def test_a_form_of_no_session_keeps_nobody_waiting(work: Workplace) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "agreement")

    assert awaited_in(work.workspace, opened) == ()


def test_an_alert_that_is_open_waits_for_a_plan_that_is_complete(work: Workplace) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "safety-plan")
    boundaries = open_form(work.workspace, client.id, "boundaries")

    assert awaited_in(work.workspace, opened) == ()
    work.fill(client, "phq-9", {"q9": 2}, None)

    [asked] = awaited_in(work.workspace, opened)
    assert (asked.question, asked.equals) == ("status", "complete")
    assert awaited_in(work.workspace, boundaries) == ()

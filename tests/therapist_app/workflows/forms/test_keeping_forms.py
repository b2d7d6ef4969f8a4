"""A form from the record to the screen and back."""

from datetime import timedelta

import pytest

from session_forms.answers import QuestionId
from session_forms.filling.filling import answer
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.errors import AlreadySigned
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.holding_a_session import end_session

CALM = {f"q{number}": 0 for number in range(1, 10)}


def test_a_form_that_is_only_looked_at_leaves_no_row(work: Workplace) -> None:
    client = work.add_client()

    open_form(work.workspace, client.id, "phq-9")

    assert filled_forms.for_client(work.workspace.caseload, client.id) == ()


def test_a_draft_goes_on_where_it_was_left(work: Workplace) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "phq-9")
    keep_draft(work.workspace, opened, answered(opened.state, {"q1": 2}))

    again = open_form(work.workspace, client.id, "phq-9")

    assert again.filled.id == opened.filled.id
    assert again.state.answers == {"q1": 2}


def test_a_draft_of_one_appointment_never_opens_in_another(work: Workplace) -> None:
    client = work.add_client()
    first, second = work.start(client, "S01"), work.start(client, "S01")
    opened = open_form(work.workspace, client.id, "phq-9", appointment_id=first)
    keep_draft(work.workspace, opened, answered(opened.state, {"q1": 2}))

    other = open_form(work.workspace, client.id, "phq-9", appointment_id=second)

    assert other.state.answers == {}


def test_a_critical_answer_opens_its_alert_with_the_draft_that_holds_it(work: Workplace) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "phq-9")

    kept = keep_draft(work.workspace, opened, answered(opened.state, {"q9": 2}))

    [alert] = kept.alerts
    assert (alert.stream, alert.level, alert.question_id) == ("suicide", "act", "q9")
    assert alerts.unacknowledged(work.workspace.caseload, client.id) == (alert,)


@pytest.mark.parametrize(("ninth", "level"), [(1, "watch"), (2, "act"), (3, "act")])
def test_the_ninth_answer_opens_the_level_that_was_decided(
    work: Workplace, ninth: int, level: str
) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "phq-9")

    kept = keep_draft(work.workspace, opened, answered(opened.state, {"q9": ninth}))

    assert [alert.level for alert in kept.alerts] == [level]


def test_changing_the_answer_does_not_close_the_alert_and_opens_no_second(work: Workplace) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "phq-9")
    keep_draft(work.workspace, opened, answered(opened.state, {"q9": 2}))

    again = keep_draft(work.workspace, opened, answered(opened.state, {"q9": 0}))
    once_more = keep_draft(work.workspace, opened, answered(opened.state, {"q9": 2}))

    assert again.alerts == once_more.alerts == ()
    assert len(alerts.unacknowledged(work.workspace.caseload, client.id)) == 1


def test_a_measure_fills_the_one_slot_of_its_session(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", dict(CALM), appointment)

    again = open_form(work.workspace, client.id, "phq-9", appointment_id=work.start(client, "S01"))
    extra = open_form(work.workspace, client.id, "gad-7", appointment_id=None)

    filled = filled_forms.in_slot(work.workspace.caseload, client.id, "phq-9@S01")
    assert filled is not None
    assert filled.appointment_id == appointment
    assert again.filled.slot == "phq-9@S01#2"
    assert extra.filled.slot is None


def test_a_plan_starts_from_the_words_of_the_last_one_and_asks_where_it_stands(
    work: Workplace,
) -> None:
    client = work.add_client()
    work.fill(client, "safety-plan", {"status": "complete", "signs": ("I sleep badly",)}, None)
    work.clock.advance(timedelta(days=7).total_seconds())

    again = open_form(work.workspace, client.id, "safety-plan")

    assert again.state.answers == {"signs": ("I sleep badly",)}
    stands = answer(again.state, QuestionId("status"), "in_progress")
    assert stands.question_state("signs").shown
    assert again.saved_at is None


def test_an_enquiry_is_asked_afresh_each_time(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "suicide-enquiry", {"thoughts": False, "protective": ("My work",)}, None)

    again = open_form(work.workspace, client.id, "suicide-enquiry")

    assert again.state.answers == {}


def test_the_first_safety_check_asks_about_the_past_week(work: Workplace) -> None:
    client = work.add_client()

    first = open_form(work.workspace, client.id, "risk-check").state.question_state("mood").prompt
    work.fill(client, "risk-check", {"mood": 5}, work.start(client, "S01"))
    later = open_form(work.workspace, client.id, "risk-check").state.question_state("mood").prompt

    assert "past week" in first
    assert "since we last met" in later


def test_a_draft_of_a_signed_session_is_read_only(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    draft = open_form(work.workspace, client.id, "phq-9", appointment_id=appointment)
    keep_draft(work.workspace, draft, answered(draft.state, {"q1": 2}))
    work.do_every_step(appointment)
    end_session(work.workspace, appointment, "finished")
    page = close_page_data(work.workspace, appointment)
    sign_note(work.workspace, appointment, page.note, page.note.state)

    opened = open_form(work.workspace, client.id, "phq-9", appointment_id=appointment)

    assert opened.read_only
    assert not opened.may_correct
    with pytest.raises(AlreadySigned):
        finish_form(work.workspace, opened, answered(opened.state, {"q1": 1}))


def test_the_own_measure_is_rated_again_in_the_words_of_the_last_time(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "target-complaint", {"problem": "I lie awake", "rating": 7}, None)

    opened = open_form(work.workspace, client.id, "target-complaint")

    assert opened.state.answers == {"problem": "I lie awake"}


def test_the_goals_of_the_last_time_are_there_to_be_rated_anew(work: Workplace) -> None:
    client = work.add_client()
    rated = {"rating": -1, "rating_date": "2026-03-02"}
    rows = (
        {"goal_text": "Walk", "weight_1_4": 2, "baseline_level": -2, **rated},
        {"goal_text": "Call a friend"},
    )
    work.fill(client, "goals", {"goals": rows}, None)

    opened = open_form(work.workspace, client.id, "goals")

    kept = opened.state.answers["goals"]
    assert [dict(each) for each in kept] == [
        {"goal_text": "Walk", "weight_1_4": 2, "baseline_level": -2},
        {"goal_text": "Call a friend"},
    ]
    assert opened.state.question_state("goals").last_rows == rows
    assert set(opened.state.answers) == {"goals"}
    assert opened.saved_at is None

"""The day of the next contact is typed once, however many forms ask for it."""

from datetime import timedelta

import pytest

from session_forms.filling.states import OfferedDay
from tests.support.workflows.workspaces import CALM, answered
from therapist_app.workflows.course.promised_contacts import promise_next_contact
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.offered_days import kept_day
from therapist_app.workflows.forms.opening_forms import open_form

PASSIVE = {**CALM, "self_harm_thoughts": "passive", "action_kinds": ["enquiry"]}
WATCH = {"what_i_do_now": "watch"}


@pytest.fixture
def client(work):
    return work.add_client()


@pytest.fixture
def in_days(work):
    return lambda days: work.workspace.today() + timedelta(days=days)


def offered(work, client, appointment=None, *, form_id="suicide-enquiry", answers=WATCH):
    opened = open_form(work.workspace, client.id, form_id, appointment_id=appointment)
    question = {"first-contact": "contact_by", "eligibility": "look_again"}.get(form_id)
    state = answered(opened.state, answers)
    return state.question_state(question or "next_contact").offered


def test_the_enquiry_is_offered_the_day_of_the_safety_check(work, client, in_days):
    session = work.start(client, "S01")
    promise_next_contact(work.workspace, client.id, in_days(2))
    opened = open_form(work.workspace, client.id, "risk-check", appointment_id=session)
    told = {**PASSIVE, "next_contact": in_days(3).isoformat()}
    keep_draft(work.workspace, opened, answered(opened.state, told))

    assert offered(work, client, session) == OfferedDay(in_days(3), "Safety check")


@pytest.mark.parametrize(("days", "is_offered"), [(0, False), (1, True), (7, True), (8, False)])
def test_else_what_is_promised_for_a_later_day_that_is_in_time(
    work, client, in_days, days, is_offered
):
    promise_next_contact(work.workspace, client.id, in_days(days))

    found = offered(work, client)

    assert found == (OfferedDay(in_days(days)) if is_offered else None)


def test_the_right_help_is_offered_what_the_first_contact_promised(work, client, in_days):
    told = {"next_step": "we_contact", "contact_by": in_days(1).isoformat()}
    work.fill(client, "first-contact", told, None)
    decided = {"decision": "this_programme"}

    found = offered(work, client, form_id="eligibility", answers=decided)

    assert found == OfferedDay(in_days(1), "First contact")


def test_what_a_session_says_is_offered_beside_it_on_the_same_day_alone(work, client, in_days):
    """The alert of a first contact leads to an enquiry that is of no session."""
    told = {**PASSIVE, "next_contact": in_days(3).isoformat()}
    work.fill(client, "risk-check", told, work.start(client, "S01"))

    assert offered(work, client) == OfferedDay(in_days(3), "Safety check")
    work.clock.advance(24 * 3600)
    assert offered(work, client) is None


def test_what_is_asked_no_more_or_past_is_not_offered(work, client, in_days):
    session = work.start(client, "S01")
    told = {**WATCH, "next_contact": in_days(1).isoformat()}
    opened = open_form(work.workspace, client.id, "suicide-enquiry", appointment_id=session)
    hidden = {**told, "what_i_do_now": "routine"}
    keep_draft(work.workspace, opened, answered(opened.state, hidden))
    asked = {"form_id": "risk-check", "answers": PASSIVE}
    assert offered(work, client, session, **asked) is None

    keep_draft(work.workspace, opened, answered(opened.state, told))
    assert offered(work, client, session, **asked) == OfferedDay(in_days(1), "Safety questions")
    work.clock.advance(2 * 24 * 3600)
    assert offered(work, client, session, **asked) is None


def test_once_there_is_an_answer_nothing_is_offered(work, client, in_days):
    promise_next_contact(work.workspace, client.id, in_days(1))
    given = {**WATCH, "next_contact": in_days(2).isoformat()}

    assert offered(work, client, answers=given) is None


@pytest.mark.parametrize("answer", [None, "soon", ("2026-11-29",)])
def test_what_is_no_day_is_none(answer):
    assert kept_day(answer) is None

"""What was written in a form of the session is not asked for again at its alert."""

from datetime import timedelta

from tests.support.workflows.workspaces import CALM, answered
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.answering_alerts import alert_page_data, open_alerts
from therapist_app.workflows.sessions.written_already import WrittenAlready

WORDS = "Plan gone through; I ring on Thursday."
PASSIVE = {**CALM, "self_harm_thoughts": "passive", "action_kinds": ["enquiry"]}


def only_alert(work, client):
    [alert] = open_alerts(work.workspace, client.id)
    return alert_page_data(work.workspace, alert.id)


def test_the_form_that_opened_an_alert_says_facts_and_day(work):
    client = work.add_client()
    day = work.workspace.today() + timedelta(days=3)
    told = {**PASSIVE, "action": f" {WORDS} ", "next_contact": day.isoformat()}
    work.fill(client, "risk-check", told, work.start(client, "S01"))

    written = only_alert(work, client).written

    assert written == WrittenAlready(WORDS, day, ("Safety check",))


def test_a_form_that_is_not_finished_and_asks_the_same_is_named(work):
    client = work.add_client()
    session = work.start(client, "S01")
    opened = open_form(work.workspace, client.id, "risk-check", appointment_id=session)
    keep_draft(work.workspace, opened, answered(opened.state, PASSIVE))

    assert only_alert(work, client).written == WrittenAlready(asks_too=("Safety check",))


def test_outside_a_session_the_form_itself_says_it_too(work):
    client = work.add_client()
    day = work.workspace.today() + timedelta(days=1)
    told = {**PASSIVE, "action": WORDS, "next_contact": day.isoformat()}
    work.fill(client, "risk-check", told, None)

    assert only_alert(work, client).written.facts == WORDS


def test_a_day_that_has_passed_is_said_no_more(work):
    client = work.add_client()
    day = work.workspace.today() + timedelta(days=1)
    told = {**PASSIVE, "next_contact": day.isoformat()}
    work.fill(client, "risk-check", told, work.start(client, "S01"))
    work.clock.advance(3 * 24 * 3600)

    assert only_alert(work, client).written == WrittenAlready()


def test_of_two_forms_of_a_session_the_newer_says_it(work):
    client = work.add_client()
    session = work.start(client, "S01")
    day = work.workspace.today() + timedelta(days=3)
    told = {**PASSIVE, "action": WORDS, "next_contact": day.isoformat()}
    work.fill(client, "risk-check", told, session)
    work.clock.advance(600)
    newer = {"what_i_do_now": "watch", "action": "Asked directly; nothing planned."}
    work.fill(client, "suicide-enquiry", newer, session)
    work.fill(client, "practice-plan", {}, session)

    written = only_alert(work, client).written

    assert written.facts == "Asked directly; nothing planned."
    assert written.next_contact == day


def test_what_is_asked_no_more_is_said_no_more(work):
    client = work.add_client()
    session = work.start(client, "S01")
    work.fill(client, "risk-check", {**PASSIVE, "action": WORDS}, session)
    work.clock.advance(600)
    hidden = {"what_i_do_now": "routine", "action": "Asked directly; nothing planned."}
    work.fill(client, "suicide-enquiry", hidden, session)

    assert only_alert(work, client).written.facts == WORDS


def test_the_day_promised_at_a_first_contact_is_that_of_its_alert(work):
    client = work.add_client()
    day = work.workspace.today() + timedelta(days=1)
    told = {"life_in_danger": "thoughts", "next_step": "we_contact", "contact_by": day.isoformat()}
    work.fill(client, "first-contact", told, None)

    assert only_alert(work, client).written == WrittenAlready("", day, ("First contact",))


def test_what_an_alert_beside_any_session_points_to_says_it_once_it_is_filled_in(work):
    """Its sentence was asked for once more on the page that the enquiry led back to."""
    client = work.add_client()
    work.fill(client, "suicide-enquiry", {"what_i_do_now": "act", "action": "Long ago."}, None)
    work.clock.advance(24 * 3600)
    work.fill(client, "first-contact", {"life_in_danger": "thoughts"}, None)
    assert only_alert(work, client).written.facts == ""
    work.clock.advance(600)

    work.fill(client, "suicide-enquiry", {"what_i_do_now": "act", "action": WORDS}, None)

    assert only_alert(work, client).written.facts == WORDS

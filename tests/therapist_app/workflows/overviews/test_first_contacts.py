"""From the first call to a place in the course: who is added, who waits, and what was promised."""

from datetime import date, timedelta

import pytest

from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.forms.first_contact_store import FirstContactStore
from therapist_app.record.client_rights import consents
from therapist_app.record.clients import clients, filled_forms, identities, promises
from therapist_app.record.header.fit_names import NameUnfit
from therapist_app.screens.client.changing import CourseViewModel
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.overviews.first_contacts import Caller, open_first_contact
from therapist_app.workflows.overviews.seeing_clients import client_page_data, filter_counts
from therapist_app.workflows.overviews.waiting import waiting_list, weeks_words
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.holding_a_session import undo_start
from therapist_app.workflows.sessions.promising import (
    let_go,
    note_contact,
    note_contact_with,
    open_promises,
)
from therapist_app.workflows.sessions.safety_thread import (
    due_promises,
    promise_page_data,
    safety_threads,
)

CALLED: dict[str, object] = {
    "source": "helpline",
    "life_in_danger": "no",
    "child_in_danger": "no",
    "urgency": "week",
    "may_contact": True,
    "safe_ways": ["call"],
    "next_step": "we_contact",
}
DAY = 24 * 3600


def in_days(work: Workplace, days: int) -> str:
    return (work.workspace.today() + timedelta(days=days)).isoformat()


def call(work: Workplace, caller: Caller | None = None, **answers: object) -> str:
    """Keep a first contact as finished, and return the id of the client."""
    opened = open_first_contact(work.workspace)
    store = FirstContactStore(work.workspace)
    store.newcomer.caller = caller or Caller()
    asked = {**CALLED, "contact_by": in_days(work, 3), **answers}
    given = {each: value for each, value in asked.items() if value is not None}
    store.finish_form(opened, answered(opened.state, given))
    return opened.filled.client_id


def test_opening_the_form_writes_nothing_and_names_today(work: Workplace) -> None:
    opened = open_first_contact(work.workspace)

    assert opened.state.answers == {"day": work.workspace.today().isoformat()}
    assert clients.all_codes(work.workspace.caseload) == []
    assert filled_forms.find(work.workspace.caseload, opened.filled.id) is None


def test_a_finished_first_contact_adds_a_person_with_promise_and_consent(work: Workplace) -> None:
    client_id = call(work, Caller("Kim", "0151 after six"))

    client = work.workspace.client(client_id)
    identity = identities.load(work.workspace.caseload, client_id)
    [promise] = open_promises(work.workspace, client_id)
    [consent] = consents.for_client(work.workspace.caseload, client_id)
    assert client.code
    assert (identity.anonymity, identity.name, identity.contact) == (
        "pseudonym",
        "Kim",
        "0151 after six",
    )
    assert (promise.kind, promise.due_on.isoformat()) == ("next_contact", in_days(work, 3))
    assert (consent.topic, consent.decision) == ("call_back", "given")


def test_whoever_makes_contact_follows_no_track_until_one_is_chosen(work: Workplace) -> None:
    client_id = call(work, Caller("Kim"))
    course = CourseViewModel(work.workspace, client_id)
    tracks = [each.id for each in work.workspace.programme.tracks]

    assert course.state.track == "no track chosen yet"
    assert [each.value for each in course.state.choices if each.kind == "track"] == tracks

    course.change("track", tracks[0], "Nothing of concern was told")

    assert course.state.track == work.workspace.programme.tracks[0].title


def test_no_name_and_no_number_stands_in_an_answer(work: Workplace) -> None:
    client_id = call(work, Caller("Kim", "0151"))

    [kept] = filled_forms.for_client(work.workspace.caseload, client_id)
    assert "Kim" not in kept.answers
    assert "0151" not in kept.answers


def test_a_draft_adds_the_person_once_and_takes_a_later_name(work: Workplace) -> None:
    opened = open_first_contact(work.workspace)
    store = FirstContactStore(work.workspace)
    state = answered(opened.state, {"source": "self"})

    store.keep_draft(opened, state)
    store.keep_draft(opened, state)
    store.newcomer.caller = Caller("", "A number")
    store.keep_draft(opened, state)

    [(client_id, _code, _restricted)] = clients.all_codes(work.workspace.caseload)
    identity = identities.load(work.workspace.caseload, client_id)
    assert (identity.anonymity, identity.contact) == ("code_only", "A number")
    assert open_promises(work.workspace, client_id) == ()
    [waiting] = waiting_list(work.workspace)
    assert not waiting.is_whole


def test_a_name_that_cannot_be_kept_adds_nobody(work: Workplace) -> None:
    opened = open_first_contact(work.workspace)
    store = FirstContactStore(work.workspace)
    store.newcomer.caller = Caller("Kim\u202e")

    with pytest.raises(NameUnfit):
        store.keep_draft(opened, opened.state)

    assert not store.newcomer.is_added
    assert clients.all_codes(work.workspace.caseload) == []


def test_danger_to_life_opens_its_alert_with_the_first_contact(work: Workplace) -> None:
    client_id = call(work, life_in_danger="plan")

    [alert] = open_alerts(work.workspace, client_id)
    assert (alert.stream, alert.level) == ("suicide", "urgent")


def test_whoever_waits_waits_from_the_day_of_the_first_contact(work: Workplace) -> None:
    earlier = call(work, day=in_days(work, -24), urgency="today")
    later = call(work, source="police")

    first, second = waiting_list(work.workspace)

    assert (first.client_id, first.weeks, first.source, first.urgency) == (
        earlier,
        3,
        "A helpline",
        "Today or tomorrow",
    )
    assert (second.client_id, second.weeks) == (later, 0)
    assert second.next_contact == work.workspace.today() + timedelta(days=3)
    assert [weeks_words(each) for each in (0, 1, 3)] == [
        "waiting since this week",
        "waiting for 1 week",
        "waiting for 3 weeks",
    ]


def test_a_client_who_was_added_without_a_first_contact_does_not_wait(work: Workplace) -> None:
    client = work.add_client()

    assert waiting_list(work.workspace) == ()
    assert client_page_data(work.workspace, client.id).waiting is None


def test_a_first_contact_without_its_day_counts_from_the_day_it_was_added(work: Workplace) -> None:
    call(work, day=None)
    work.clock.advance(8 * DAY)

    [waiting] = waiting_list(work.workspace)

    assert waiting.weeks == 1


def test_a_planned_session_still_waits_and_a_begun_one_does_not(work: Workplace) -> None:
    client = work.workspace.client(call(work))
    appointment_id = work.plan(client, "S01")
    planned = waiting_list(work.workspace)

    from therapist_app.workflows.sessions.holding_a_session import start_session

    start_session(work.workspace, appointment_id)

    assert [each.client_id for each in planned] == [client.id]
    assert waiting_list(work.workspace) == ()


@pytest.mark.parametrize(
    ("decision", "waits"),
    [
        ("this_programme", True),
        ("else_first", True),
        ("open", True),
        ("other_service", False),
        ("not_wanted", False),
    ],
)
def test_the_decision_on_the_right_help_ends_the_wait_or_stands_with_it(
    work: Workplace, decision: str, *, waits: bool
) -> None:
    client = work.workspace.client(call(work))
    answers = {"first": ["none"], "decision": decision, "reason": "Agreed with the lead today"}

    work.fill(client, "eligibility", answers, None)

    found = waiting_list(work.workspace)
    assert bool(found) is waits
    assert all(each.decision for each in found)


@pytest.mark.parametrize(("may_contact", "refuses"), [(True, False), (False, True), (None, False)])
def test_whoever_waits_and_does_not_agree_to_be_contacted_is_known_as_such(
    work: Workplace, *, may_contact: bool | None, refuses: bool
) -> None:
    client_id = call(work, may_contact=may_contact, safe_ways=None, contact_by=None, next_step=None)

    [waiting] = waiting_list(work.workspace, client_id)
    [in_list] = waiting_list(work.workspace)

    assert waiting.refuses_contact is refuses
    assert in_list.refuses_contact is refuses


def test_the_newest_decision_counts(work: Workplace) -> None:
    client = work.workspace.client(call(work))
    answers: dict[str, object] = {"first": ["none"], "reason": "Agreed with the lead today"}
    work.fill(client, "eligibility", {**answers, "decision": "other_service"}, None)
    work.clock.advance(DAY)

    work.fill(client, "eligibility", {**answers, "decision": "this_programme"}, None)

    [waiting] = waiting_list(work.workspace)
    assert waiting.decision == "This programme"


def test_whoever_has_ended_or_is_restricted_does_not_wait(work: Workplace) -> None:
    ended, hidden, stays = call(work), call(work), call(work)
    change_status(work.workspace, ended, "ended", "Found help elsewhere")
    restrict(work.workspace, hidden, "accuracy")

    assert [each.client_id for each in waiting_list(work.workspace)] == [stays]


def test_the_page_of_one_client_and_the_filter_tell_the_same(work: Workplace) -> None:
    one, _other = call(work), call(work)

    page = client_page_data(work.workspace, one)
    counts = filter_counts(work.workspace, (), {one})

    assert page.waiting is not None
    assert page.waiting.client_id == one
    assert counts["waiting"] == 1


def test_a_promise_before_the_course_stands_on_today_until_it_is_kept(work: Workplace) -> None:
    client_id = call(work, contact_by=in_days(work, 0))
    [due] = due_promises(work.workspace)
    page = promise_page_data(work.workspace, due.promise_id)

    note_contact(work.workspace, due.promise_id, "telephone", "spoke")

    [thread] = safety_threads(work.workspace, client_id)
    assert (due.client_id, due.is_due) == (client_id, True)
    assert [each.title for each in page.thread.marks] == [
        "Before the course",
        "Contact promised",
        "Contact made",
    ]
    assert due_promises(work.workspace) == ()
    assert thread.closed.startswith("Closed: promise of")


def test_the_first_session_keeps_a_contact_promised_before_it_for_a_later_day(
    work: Workplace,
) -> None:
    client = work.workspace.client(call(work, contact_by=in_days(work, 3)))
    work.clock.advance(60)
    begun = work.start(client, "S01")
    kept = open_promises(work.workspace, client.id)

    undo_start(work.workspace, begun)

    [promised] = promises.for_client(work.workspace.caseload, client.id)
    assert kept == ()
    assert open_promises(work.workspace, client.id) == (promised,)


def test_a_later_day_agreed_during_the_course_stays_when_a_session_begins(work: Workplace) -> None:
    client = work.add_client()
    work.hold(client, "S01")
    work.clock.advance(60)
    friday = work.workspace.today() + timedelta(days=4)
    note_contact_with(work.workspace, client.id, ("telephone", "spoke"), again_by=friday)
    work.clock.advance(60)

    work.start(client, "S02")

    assert [each.due_on for each in open_promises(work.workspace, client.id)] == [friday]


def test_a_promise_before_the_course_is_closed_by_a_session_or_by_a_reason(work: Workplace) -> None:
    seen = work.workspace.client(call(work, contact_by=in_days(work, 0)))
    given_up = call(work)
    work.start(seen, "S01")
    [promise] = open_promises(work.workspace, given_up)
    let_go(work.workspace, promise.id, "They did not want it")

    told = [
        safety_threads(work.workspace, each)[0].closed.split(", ")[1].split()[0]
        for each in (seen.id, given_up)
    ]

    assert told == ["seen", "cancelled"]


def test_a_later_day_takes_the_place_of_the_promise_before(work: Workplace) -> None:
    client = work.workspace.client(call(work))
    answers: dict[str, object] = {"first": ["none"], "decision": "this_programme"}

    work.fill(client, "eligibility", {**answers, "look_again": in_days(work, 20)}, None)

    [promise] = open_promises(work.workspace, client.id)
    first, second = promises.for_client(work.workspace.caseload, client.id)
    assert promise.due_on == work.workspace.today() + timedelta(days=20)
    assert {(each.closed_how, each.reason) for each in (first, second)} == {
        ("", ""),
        ("let_go", "Another day was agreed."),
    }


def test_a_promise_of_an_alert_is_left_alone_by_a_form_before_the_course(work: Workplace) -> None:
    client = work.add_client()
    from therapist_app.workflows.sessions.holding_a_session import end_session

    end_session(work.workspace, work.start(client, "S01"), "broken_off")

    work.fill(
        client,
        "eligibility",
        {"first": ["none"], "decision": "open", "look_again": in_days(work, 5)},
        None,
    )

    kinds = [each.kind for each in open_promises(work.workspace, client.id)]
    assert sorted(kinds) == ["next_contact", "reach_client"]


def test_a_correction_that_leaves_the_day_makes_no_second_promise(work: Workplace) -> None:
    client_id = call(work)
    [kept] = filled_forms.for_client(work.workspace.caseload, client_id)
    [before] = open_promises(work.workspace, client_id)

    opened = begin_correction(work.workspace, kept.id, "It was the police")
    finish_form(work.workspace, opened, answered(opened.state, {"source": "police"}))

    assert open_promises(work.workspace, client_id) == (before,)
    assert waiting_list(work.workspace)[0].source == "The police"


def test_a_contact_that_is_theirs_to_make_promises_nothing(work: Workplace) -> None:
    client_id = call(work, next_step="they_contact")

    assert open_promises(work.workspace, client_id) == ()
    assert date.fromisoformat(in_days(work, 0)) == waiting_list(work.workspace)[0].since


def test_what_a_first_contact_leaves_open_about_reaching_somebody_is_told(work: Workplace) -> None:
    whole = call(work, limits_said=True)
    cut_off = call(work, safe_ways=None, next_step=None, contact_by=None)

    [said] = waiting_list(work.workspace, whole)
    [open_still] = waiting_list(work.workspace, cut_off)

    assert said.not_said == ()
    assert open_still.not_said == (
        "Were they told that there are limits to what stays private?",
        "Which ways are safe?",
        "What was promised?",
    )


def test_a_first_contact_that_is_not_finished_leaves_nothing_open_yet(work: Workplace) -> None:
    opened = open_first_contact(work.workspace)
    FirstContactStore(work.workspace).keep_draft(opened, answered(opened.state, {"hope": "Peace"}))

    [waiting] = waiting_list(work.workspace, opened.filled.client_id)
    assert (waiting.is_whole, waiting.not_said) == (False, ())

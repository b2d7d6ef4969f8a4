"""A thread says what happened after an alert, or after a client left, and what is still open."""

from datetime import timedelta
from typing import get_args

import pytest

from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.record.model import Acknowledgement, Alert, Client, Promise, PromiseKind
from therapist_app.workflows.sessions import promising
from therapist_app.workflows.sessions.answering_alerts import acknowledge, open_alerts
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.safety_thread import (
    Thread,
    due_words,
    moment_words,
    promise_words,
    safety_threads,
)

DAY = 24 * 3600


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def raise_alert(work: Workplace, client: Client) -> Alert:
    """Open an alert at the level act."""
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    [alert] = open_alerts(work.workspace, client.id)
    return alert


def answer(work: Workplace, alert: Alert, *, told: str = "Clinical lead", days: int = 2) -> None:
    """Answer an alert, with the next contact in some days."""
    acknowledge(
        work.workspace,
        alert.id,
        Acknowledgement(
            actions=("contact", "told"),
            facts="Asked directly; the plan was gone through.",
            told=told,
            told_when="10:10",
            next_contact=(work.workspace.today() + timedelta(days=days)).isoformat(),
            reason_for_open_actions="Not needed today",
            by="Ana Example",
        ),
    )


def threads(work: Workplace, client: Client) -> tuple[Thread, ...]:
    return safety_threads(work.workspace, client.id)


def titles(thread: Thread) -> list[tuple[str, str]]:
    return [(each.title, each.state) for each in thread.marks]


def test_a_client_without_alerts_has_no_thread(work: Workplace, client: Client) -> None:
    work.fill(client, "risk-check", CALM, None)
    work.start(client, "S01")

    assert threads(work, client) == ()


def test_an_alert_without_an_answer_is_due_and_nothing_follows(
    work: Workplace, client: Client
) -> None:
    alert = raise_alert(work, client)

    [thread] = threads(work, client)

    assert titles(thread) == [("Alert: act", "kept"), ("Answer it", "due")]
    assert thread.marks[0].detail != alert.states
    assert thread.marks[0].detail.endswith("”: 7")
    assert thread.is_unanswered
    assert thread.closed == ""


def test_alerts_that_are_answered_in_a_circle_are_told_all_the_same(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    work.clock.advance(60)
    work.fill(client, "risk-check", {**CALM, "self_harm_thoughts": "active_plan"}, None)
    first, second = open_alerts(work.workspace, client.id)
    with work.workspace.caseload.change("alert_continued", "by hand") as change:
        for each, other in ((first, second), (second, first)):
            change.execute("UPDATE alerts SET answered_with = ? WHERE id = ?", (other.id, each.id))

    found = threads(work, client)

    assert {alert.id for each in found for alert in each.alerts} == {first.id, second.id}


def test_the_promised_contact_is_due_until_it_is_made(work: Workplace, client: Client) -> None:
    answer(work, raise_alert(work, client))

    [thread] = threads(work, client)

    assert titles(thread) == [
        ("Alert: act", "kept"),
        ("Answered", "kept"),
        ("Told: Clinical lead", "kept"),
        ("Contact promised", "due"),
        ("Contact made", "open"),
    ]
    assert thread.marks[1].detail == "by Ana Example"
    assert [each.kind for each in thread.promises] == ["next_contact"]
    assert not thread.marks[3].is_overdue


def test_each_try_is_counted_and_the_last_one_is_told(work: Workplace, client: Client) -> None:
    answer(work, raise_alert(work, client))
    [promise] = promising.open_promises(work.workspace)
    promising.note_contact(work.workspace, promise.id, "telephone", "no_answer")
    at_first = threads(work, client)[0].marks[3].detail
    work.clock.advance(60)
    promising.note_contact(work.workspace, promise.id, "message", "no_answer", "please call back")

    [thread] = threads(work, client)

    assert at_first.startswith("tried once, today, ")
    assert at_first.endswith("by telephone")
    assert thread.marks[3].detail.startswith("tried 2 times, last today, ")
    assert thread.marks[3].detail.endswith("by message: please call back")


def test_a_day_that_has_passed_is_said_to_be_overdue(work: Workplace, client: Client) -> None:
    answer(work, raise_alert(work, client))
    work.clock.advance(3 * DAY)

    [thread] = threads(work, client)

    assert thread.marks[3].is_overdue
    assert thread.marks[3].when.startswith("overdue since ")


def test_a_call_that_reached_the_client_closes_the_thread_into_one_line(
    work: Workplace, client: Client
) -> None:
    answer(work, raise_alert(work, client))
    [promise] = promising.open_promises(work.workspace)

    promising.note_contact(work.workspace, promise.id, "telephone", "spoke")

    [thread] = threads(work, client)
    assert titles(thread)[-1] == ("Contact made", "kept")
    assert thread.marks[-1].detail == "by telephone"
    assert thread.promises == ()
    assert thread.closed.startswith("Closed: alert (act) of ")
    assert "contact made" in thread.closed


def test_a_session_and_a_reason_close_it_as_well_and_say_so(
    work: Workplace, client: Client
) -> None:
    answer(work, raise_alert(work, client))
    [promised] = promising.open_promises(work.workspace)
    work.clock.advance((promised.due_on - work.workspace.today()).total_seconds())
    work.start(client, "S01")
    [seen] = threads(work, client)
    other = work.add_client()
    answer(work, raise_alert(work, other))
    promising.let_go(work.workspace, promising.open_promises(work.workspace)[0].id, "moved away")
    [let_go] = threads(work, other)

    assert titles(seen)[-1] == ("Seen in a session", "kept")
    assert "seen in a session" in seen.closed
    assert (let_go.marks[-1].title, let_go.marks[-1].detail) == ("Cancelled", "moved away")
    assert "contact promise cancelled" in let_go.closed


def test_who_is_still_to_be_told_is_due_and_keeps_the_thread_open(
    work: Workplace, client: Client
) -> None:
    alert = raise_alert(work, client)
    answer(work, alert)
    today = work.workspace.today()
    promising.promise_to_tell(work.workspace, alert, today, "The supervisor")
    work.clock.advance(60)
    promising.promise_to_tell(work.workspace, alert, today, "The guardian")
    tell = promising.open_promises(work.workspace)
    to_tell = [each for each in tell if each.kind == "tell_somebody"]
    contact = next(each for each in tell if each.kind == "next_contact")
    promising.note_contact(work.workspace, contact.id, "in_person", "spoke")
    [thread] = threads(work, client)
    assert ("To be told: The supervisor", "due") in titles(thread)
    assert thread.closed == ""

    promising.keep_by_telling(work.workspace, to_tell[0].id)
    promising.let_go(work.workspace, to_tell[1].id, "not involved")

    [thread] = threads(work, client)
    assert ("Told: The supervisor", "kept") in titles(thread)
    assert ("Not told: The guardian", "kept") in titles(thread)
    assert thread.closed


def test_a_session_that_was_broken_off_is_a_thread_of_its_own(
    work: Workplace, client: Client
) -> None:
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    [thread] = threads(work, client)
    assert titles(thread) == [
        ("Session broken off", "kept"),
        ("Promised to reach them", "due"),
        ("Reached", "open"),
    ]
    assert thread.alerts == ()

    [promise] = thread.promises
    promising.note_contact(work.workspace, promise.id, "video", "spoke")

    [thread] = threads(work, client)
    assert titles(thread)[-1] == ("Reached", "kept")
    assert "broken off, reached" in thread.closed


def test_the_most_pressing_thread_comes_first_and_closed_ones_last(
    work: Workplace, client: Client
) -> None:
    answer(work, raise_alert(work, client))
    promising.note_contact(
        work.workspace, promising.open_promises(work.workspace)[0].id, "telephone", "spoke"
    )
    work.clock.advance(DAY)
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    work.clock.advance(60)
    raise_alert(work, client)

    found = threads(work, client)

    assert [(each.is_unanswered, bool(each.closed)) for each in found] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_when_something_is_due_is_said_as_people_say_it(work: Workplace) -> None:
    today = work.workspace.today()

    assert due_words(today, today) == "due today"
    assert due_words(today + timedelta(days=1), today) == "due tomorrow"
    assert due_words(today + timedelta(days=5), today).startswith("due by ")
    assert due_words(today - timedelta(days=3), today).startswith("overdue since ")
    assert due_words(today - timedelta(days=30), today).startswith("overdue since ")
    assert due_words(today + timedelta(days=30), today).split()[2].isdigit()
    assert str(today.year - 1) in moment_words(
        work.clock() - timedelta(days=365), work.workspace.today()
    )


def test_of_every_kind_of_promise_it_is_decided_whether_contact_keeps_it_and_it_has_its_words(
    work: Workplace,
) -> None:
    kinds: tuple[PromiseKind, ...] = get_args(PromiseKind)
    now, day = work.clock(), work.workspace.today()
    made = [Promise("a", "b", each, None, None, day, "Who", now, "Ana") for each in kinds]

    assert {*promising.CONTACT, "tell_somebody"} == set(kinds)
    assert len({promise_words(each) for each in made}) == len(kinds)


def test_a_promise_says_what_was_promised(work: Workplace, client: Client) -> None:
    alert = raise_alert(work, client)
    answer(work, alert)
    promising.promise_to_tell(work.workspace, alert, work.workspace.today(), "The supervisor")
    end_session(work.workspace, work.start(client, "S01"), "broken_off")

    assert {promise_words(each) for each in promising.open_promises(work.workspace)} == {
        "To be told of the alert: The supervisor",
        "Be in contact again",
        "Reach the client, who left early",
    }

"""A promise stands until it is kept, or let go for a reason that somebody wrote."""

from datetime import date, timedelta

import pytest

from tests.support.workflows.workspaces import CALM, Workplace
from therapist_app.record.clients import promises
from therapist_app.record.model import Acknowledgement, Client, Promise
from therapist_app.workflows.errors import PromiseRefused
from therapist_app.workflows.sessions import promising
from therapist_app.workflows.sessions.answering_alerts import acknowledge, open_alerts
from therapist_app.workflows.sessions.holding_a_session import end_session, hold, start_session


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def alerted(work: Workplace, client: Client, appointment: str | None = None) -> date:
    """Open an alert and answer it, with the next contact in two days."""
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 9}, appointment)
    due_on = work.workspace.today() + timedelta(days=2)
    for alert in open_alerts(work.workspace, client.id):
        acknowledge(
            work.workspace,
            alert.id,
            Acknowledgement(
                actions=("contact", "told"),
                facts="Asked directly; the plan was gone through.",
                told="Clinical lead",
                told_when="today",
                next_contact=(
                    work.workspace.today() if alert.level == "urgent" else due_on
                ).isoformat(),
                reason_for_open_actions="Not needed today",
                by="Ana Example",
            ),
        )
    return due_on


def still_open(work: Workplace) -> list[Promise]:
    return list(promising.open_promises(work.workspace))


def test_the_next_contact_of_an_answered_alert_is_a_promise(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")

    due_on = alerted(work, client, appointment)

    [promise] = still_open(work)
    assert (promise.kind, promise.client_id) == ("next_contact", client.id)
    assert promise.due_on in {due_on, work.workspace.today()}
    assert promise.alert_id is not None
    assert promise.appointment_id == appointment
    assert promise.promised_by == "Ana Example"


def test_a_call_that_nobody_took_keeps_the_promise_open(work: Workplace, client: Client) -> None:
    alerted(work, client)
    [promise] = still_open(work)

    promising.note_contact(work.workspace, promise.id, "telephone", "no_answer", " rang twice ")

    assert still_open(work) == [promise]
    [tried] = promises.contacts_for_client(work.workspace.caseload, client.id)
    assert (tried.outcome, tried.words, tried.made_by) == ("no_answer", "rang twice", "Ana Example")


def come_to(work: Workplace, day: date) -> None:
    work.clock.advance((day - work.workspace.today()).total_seconds())


def test_speaking_with_the_client_keeps_every_promise_of_contact_whose_day_has_come(
    work: Workplace, client: Client
) -> None:
    other = work.add_client()
    alerted(work, client)
    alerted(work, other)
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    alerted(work, client)
    mine = [each for each in still_open(work) if each.client_id == client.id]
    assert {each.kind for each in mine} == {"reach_client", "next_contact"}
    come_to(work, max(each.due_on for each in mine))

    promising.note_contact(work.workspace, mine[0].id, "telephone", "spoke")

    assert [each.client_id for each in still_open(work)] == [other.id]
    assert {
        each.closed_how for each in promises.for_client(work.workspace.caseload, client.id)
    } <= {"contact", "session"}


def test_a_talk_keeps_the_promise_it_was_for_and_leaves_a_later_day(
    work: Workplace, client: Client
) -> None:
    alerted(work, client)
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    first, later = sorted(still_open(work), key=lambda each: each.due_on)
    assert work.workspace.today() < first.due_on < later.due_on

    promising.note_contact(work.workspace, first.id, "telephone", "spoke")

    assert [each.id for each in still_open(work)] == [later.id]


def test_a_talk_keeps_that_a_client_who_left_early_was_to_be_reached_whatever_it_was_for(
    work: Workplace, client: Client
) -> None:
    alerted(work, client)
    end_session(work.workspace, work.start(client, "S01"), "broken_off")
    promised = {each.kind: each for each in still_open(work)}
    assert work.workspace.today() < promised["reach_client"].due_on

    promising.note_contact(work.workspace, promised["next_contact"].id, "telephone", "no_answer")
    assert len(still_open(work)) == len(promised)
    promising.note_contact(work.workspace, promised["next_contact"].id, "telephone", "spoke")

    assert still_open(work) == []


@pytest.mark.parametrize("days_early", [0, 1])
def test_a_session_keeps_what_was_promised_of_contact_by_its_day_and_no_later_one(
    work: Workplace, client: Client, days_early: int
) -> None:
    alerted(work, client)
    [promised] = still_open(work)
    come_to(work, promised.due_on - timedelta(days=days_early))

    start_session(work.workspace, work.plan(client, "S01"), "As the test needs it")

    assert still_open(work) == ([promised] if days_early else [])
    kept = promises.load(work.workspace.caseload, promised.id)
    assert kept.closed_how == ("" if days_early else "session")


def test_going_on_with_a_session_keeps_nothing_that_was_promised_in_it(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    alerted(work, client, appointment)
    hold(work.workspace, appointment)

    start_session(work.workspace, appointment)

    assert len(still_open(work)) == 1


def test_telling_somebody_is_kept_by_telling_alone(work: Workplace, client: Client) -> None:
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 9}, None)
    [alert] = open_alerts(work.workspace, client.id)
    with pytest.raises(PromiseRefused):
        promising.promise_to_tell(work.workspace, alert, work.workspace.today(), "  ")
    promising.promise_to_tell(work.workspace, alert, work.workspace.today(), "The supervisor")
    [promise] = still_open(work)

    promising.note_contact(work.workspace, promise.id, "telephone", "spoke")
    assert still_open(work) == [promise]
    promising.keep_by_telling(work.workspace, promise.id)

    assert still_open(work) == []
    [kept] = promises.for_client(work.workspace.caseload, client.id)
    assert (kept.words, kept.closed_how) == ("The supervisor", "told")


def test_a_promise_is_let_go_with_a_reason_alone(work: Workplace, client: Client) -> None:
    alerted(work, client)
    [promise] = still_open(work)

    with pytest.raises(PromiseRefused):
        promising.let_go(work.workspace, promise.id, " ")
    assert still_open(work) == [promise]
    promising.let_go(work.workspace, promise.id, " moved away ")

    [closed] = promises.for_client(work.workspace.caseload, client.id)
    assert (closed.closed_how, closed.reason) == ("let_go", "moved away")

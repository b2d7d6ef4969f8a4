"""After a break it is asked what still holds, before the next session begins."""

from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.model import Client
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.errors import GateClosed
from therapist_app.workflows.sessions.closing_a_session import close_page_data
from therapist_app.workflows.sessions.holding_a_session import end_session, start_session
from therapist_app.workflows.sessions.passing_gates import gates_before, override_gate

ALL = {"limits": "said_back", "agreement": "holds", "consents": "hold", "contacts": "changed"}
WEEK = 7 * 24 * 3600


@pytest.fixture
def client(work: Workplace) -> Client:
    """Return somebody who held two sessions, a week apart, and passed the gates before a third."""
    client = work.add_client()
    work.tell_limits(client)
    work.fill(client, "agreement", {"signed": True}, None)
    for plan_id in ("S01", "S02"):
        end_session(work.workspace, work.start(client, plan_id), "finished")
        work.clock.advance(WEEK)
    work.write_plan(client, "safety-plan")
    work.write_plan(client, "boundaries")
    return client


def closed(work: Workplace, client: Client, plan_id: str = "S03") -> set[str]:
    gates = gates_before(work.workspace, client.id, plan_id)
    return {each.id for each in gates if each.id in ("G8", "G9")}


def come_back(work: Workplace, client: Client, **answers: str) -> None:
    work.fill(client, "coming-back", {**ALL, **answers}, None)


def test_nothing_is_asked_from_week_to_week(work: Workplace, client: Client) -> None:
    assert closed(work, client) == set()

    work.clock.advance(11 * WEEK)  # twelve since the last session

    assert closed(work, client) == set()


def test_after_more_than_twelve_weeks_no_session_begins_before_it_was_gone_over(
    work: Workplace, client: Client
) -> None:
    work.clock.advance(12 * WEEK)
    session = work.plan(client, "S03")

    assert closed(work, client) == {"G8", "G9"}
    with pytest.raises(GateClosed):
        start_session(work.workspace, session, "As agreed")

    come_back(work, client)

    assert closed(work, client) == set()
    start_session(work.workspace, session, "As agreed")


def test_a_course_that_was_ended_and_is_resumed_is_a_break_however_short(
    work: Workplace, client: Client
) -> None:
    change_status(work.workspace, client.id, "ended", "The client stopped")
    work.clock.advance(60)
    assert closed(work, client) == set()

    change_status(work.workspace, client.id, "active", "They came back")

    assert closed(work, client) == {"G8", "G9"}


@pytest.mark.parametrize(
    ("question", "gate"),
    [("limits", "G8"), ("agreement", "G9"), ("consents", "G9"), ("contacts", "G9")],
)
def test_what_was_not_gone_over_keeps_the_way_closed(
    work: Workplace, client: Client, question: str, gate: str
) -> None:
    work.clock.advance(20 * WEEK)

    come_back(work, client, **{question: "not_yet"})

    assert closed(work, client) == {gate}


def test_what_was_gone_over_long_before_they_came_is_asked_again(
    work: Workplace, client: Client
) -> None:
    come_back(work, client)
    work.clock.advance(13 * WEEK)

    assert closed(work, client) == {"G8", "G9"}


def test_a_supervisor_lets_one_session_pass_and_the_next_one_asks_again(
    work: Workplace, client: Client
) -> None:
    work.clock.advance(20 * WEEK)
    come_back(work, client, agreement="not_yet")
    override_gate(
        work.workspace, client.id, "G9", "S03", reason="In a crisis", supervisor="A. Supervisor"
    )
    end_session(work.workspace, work.start(client, "S03"), "finished")
    work.clock.advance(WEEK)

    assert closed(work, client, "S04") == {"G9"}

    come_back(work, client)

    assert closed(work, client, "S04") == set()


def test_nobody_is_let_past_the_limits_after_a_break(work: Workplace, client: Client) -> None:
    work.clock.advance(20 * WEEK)
    for gate in ("G8", "G9"):
        override_gate(
            work.workspace, client.id, gate, "S03", reason="No time", supervisor="A. Supervisor"
        )

    assert closed(work, client) == {"G8"}


def test_nothing_of_it_opens_the_gate_of_the_limits(work: Workplace) -> None:
    client = work.add_client()
    end_session(work.workspace, work.start(client, "S01"), "finished")
    work.clock.advance(20 * WEEK)
    come_back(work, client)

    assert {"G0", "G1"} <= {each.id for each in gates_before(work.workspace, client.id, "S02")}


def test_the_note_says_what_was_gone_over_and_that_of_the_next_session_does_not(
    work: Workplace, client: Client
) -> None:
    work.clock.advance(20 * WEEK)
    come_back(work, client, contacts="not_yet")
    work.clock.advance(60)
    work.fill(client, "coming-back", {"contacts": "changed"}, None)
    third = work.start(client, "S03")
    end_session(work.workspace, third, "finished")
    work.clock.advance(WEEK)
    fourth = work.start(client, "S04")

    day = (work.workspace.today() - timedelta(weeks=1)).strftime("%-d %B %Y")
    assert (
        f"After a break it was gone over on {day} what still holds. "
        "The limits were told again and said back. The working agreement holds as it stands. "
        "The consents hold as they stand. The contacts were changed."
    ) in drafted(work, third)
    assert "After a break" not in drafted(work, fourth)


def drafted(work: Workplace, appointment_id: str) -> str:
    answers = close_page_data(work.workspace, appointment_id).note.state.answers_to_keep
    return "\n".join(each for each in answers.values() if isinstance(each, str))

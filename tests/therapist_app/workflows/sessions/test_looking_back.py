"""What was decided in supervision is in reach when the next session of that client begins."""

from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.model import Client
from therapist_app.workflows.sessions import looking_back
from therapist_app.workflows.sessions.looking_back import (
    Decided,
    LastTime,
    last_note,
    last_time,
)

A_DAY = 86_400


def talked_about(work: Workplace, kept_with: Client, cases: list[str], *actions: str) -> None:
    """Keep a note of supervision of today with one client, about some."""
    rows = [{"action": each, "who": "therapist", "due": str(tomorrow(work))} for each in actions]
    answers = {"date": str(work.workspace.today()), "cases": cases, "actions": rows}
    work.fill(kept_with, "supervision", answers, None)


def tomorrow(work: Workplace) -> object:
    return work.workspace.today() + timedelta(days=1)


def looked_back(work: Workplace, client: Client) -> LastTime:
    at = work.appointment(work.plan(client, "S02"))
    found = last_time(work.workspace, at, None)
    assert found is not None
    return found


def test_what_was_decided_about_a_client_is_told_and_nothing_about_others(work: Workplace) -> None:
    client, other = work.add_client(), work.add_client()
    talked_about(work, client, [], "Of long before")
    work.clock.advance(A_DAY)
    work.hold(client, "S01")
    work.clock.advance(A_DAY)
    talked_about(
        work,
        other,
        [client.code, other.code],
        f"{client.code}: read the plan again",
        f"{other.code}: call the school",
        "Rate one session in ten twice",
    )
    day = work.workspace.today()
    work.clock.advance(A_DAY)

    found = looked_back(work, client)

    by = f"therapist · by {(day + timedelta(days=1)):%-d %B %Y}"
    assert found.decided == (
        Decided(
            day,
            (f"{client.code}: read the plan again · {by}", f"Rate one session in ten twice · {by}"),
        ),
    )
    told = " ".join(each.words for each in found.items)
    assert "Something was decided on" in told
    assert "read the plan again" not in told, "the client may read along"


def test_a_note_about_somebody_else_alone_is_not_told(work: Workplace) -> None:
    client, other = work.add_client(), work.add_client()
    work.hold(client, "S01")
    talked_about(work, other, [other.code], "Call the school")

    assert looked_back(work, client).decided == ()


CALLED = {
    "source": "self",
    "hope": "To be less afraid",
    "may_contact": True,
    "safe_ways": ("call",),
    "safe_when": "After six",
}


@pytest.mark.parametrize("source", ["self", "family"])
def test_beside_a_first_session_stands_what_was_said_at_the_first_contact(
    work: Workplace, source: str
) -> None:
    client = work.add_client()
    assert last_time(work.workspace, work.appointment(work.plan(client, "S01")), None) is None
    work.fill(client, "first-contact", {**CALLED, "source": source}, None)
    work.clock.advance(A_DAY)

    told = last_time(work.workspace, work.appointment(work.plan(client, "S01")), None)

    assert told is not None
    assert told.title == "First contact"
    own = [("Hoped for", "“To be less afraid”"), ("When it is safe to reach them", "After six")]
    said = [(each.label, each.words) for each in told.items if each.label != "Promised"]
    assert said == (own if source == "self" else [])
    assert "To be less afraid" in str(last_note(work.workspace, told.note_id).lines)


def test_what_was_agreed_is_told_without_opening_its_form_again(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = work.add_client()
    held = work.hold(client, "S01", sign=False)
    work.fill(client, "practice-plan", {"what": "Call my brother"}, held)
    opened: list[str] = []
    monkeypatch.setattr(looking_back, "reopen_form", lambda _work, found: opened.append(found))
    monkeypatch.setattr(looking_back, "reference_names", lambda _work: opened.append("services"))
    work.clock.advance(A_DAY)

    found = looked_back(work, client)

    assert "Call my brother" in {each.words for each in found.items}
    assert opened == []

"""Beside the number stands what was agreed about using it."""

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.database import audit
from therapist_app.workflows.overviews.reaching import contact_rules, reach_of

DAY = 24 * 3600
CALLED: dict[str, object] = {
    "source": "self",
    "life_in_danger": "no",
    "child_in_danger": "no",
    "may_contact": True,
    "safe_ways": ["call"],
    "safe_when": "weekdays after six",
    "said_besides": "the crisis line was named",
}


def agreed(work: Workplace, client_id: str) -> list[str]:
    return [each.agreed for each in contact_rules(work.workspace, client_id)]


def test_the_rules_come_from_the_first_contact_and_from_the_agreement(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", CALLED, None)
    never_say = {"contact_rules": "never the clinic's name", "emergency_contact_consent": "no"}
    work.fill(client, "agreement", never_say, None)

    first, *_others, last = contact_rules(work.workspace, client.id)

    assert (first.title, first.day) == ("First contact", work.workspace.today())
    assert (last.title, last.agreed) == ("Agreement", "No")
    assert agreed(work, client.id) == [
        "Yes",
        "A call",
        "weekdays after six",
        "the crisis line was named",
        "never the clinic's name",
        "No",
    ]


def test_of_each_question_the_newest_answer_counts(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "agreement", {"contact_rules": "a call"}, None)
    work.clock.advance(DAY)
    work.fill(client, "agreement", {"contact_rules": "a letter"}, None)
    work.clock.advance(DAY)
    work.fill(client, "agreement", {"purpose_explained": True}, None)

    assert agreed(work, client.id) == ["a letter"]


def test_a_way_that_is_asked_for_no_more_is_not_told(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "first-contact", CALLED | {"may_contact": False}, None)

    assert agreed(work, client.id) == ["No", "the crisis line was named"]


def test_nothing_agreed_leaves_nothing_to_tell(work: Workplace) -> None:
    assert agreed(work, work.add_client().id) == []


def test_who_looked_is_noted(work: Workplace) -> None:
    client = work.add_client()

    reach_of(work.workspace, client.id)

    [entry] = audit.entries(work.workspace.caseload, newest=1)
    assert entry.action == "identity_read"

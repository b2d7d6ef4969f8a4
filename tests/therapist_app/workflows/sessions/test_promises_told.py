"""Of every field of a promise it is decided where it is told.

A new field stands in no row of the table: put it where it belongs, and the test says whether it
is told there.
"""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import CALM
from therapist_app.record.clients import promises
from therapist_app.record.model import Acknowledgement, Promise
from therapist_app.workflows.overviews import seeing_calendar
from therapist_app.workflows.rights import course_parts
from therapist_app.workflows.sessions import promising, safety_thread
from therapist_app.workflows.sessions.answering_alerts import acknowledge, open_alerts
from therapist_app.workflows.supervision import supervising

TOLD = {
    "kind": {"words", "Today", "calendar", "thread", "copy", "pack"},
    "alert_id": {"thread"},
    "appointment_id": set(),
    "due_on": {"Today", "thread", "copy", "pack"},  # the calendar has what is overdue on today
    "words": {"words", "Today", "calendar", "thread", "copy"},
    "promised_at": {"copy"},
    "promised_by": {"copy"},
    "closed_at": {"thread", "copy"},
    "closed_how": {"thread", "copy"},
    "closed_by": {"thread", "copy"},
    "reason": {"thread", "copy"},
}
"""Words are those of the promise's page, a session's close, an erasure and the day sheet."""


@pytest.fixture
def overdue(work):
    """Return a promise to tell somebody of an alert, whose day was yesterday."""
    client = work.add_client()
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    [alert] = open_alerts(work.workspace, client.id)
    yesterday = work.workspace.today() - timedelta(days=1)
    answer = Acknowledgement(
        actions=("contact", "told"),
        facts="Asked directly.",
        told="Clinical lead",
        told_when="10:10",
        next_contact=work.workspace.today().isoformat(),
        reason_for_open_actions="Not needed today",
        by="Ana Example",
    )
    acknowledge(work.workspace, alert.id, answer)
    promising.promise_to_tell(work.workspace, alert, yesterday, "The supervisor")
    made = promises.for_client(work.workspace.caseload, client.id)
    return next(each for each in made if each.kind == "tell_somebody")


def others(promise):
    """Return of each field another value than that of a promise to tell somebody."""
    return {
        "kind": "next_contact",
        "alert_id": None,
        "appointment_id": "0" * 32,
        "due_on": promise.due_on - timedelta(days=1),
        "words": "The team",
        "promised_at": promise.promised_at - timedelta(days=1),
        "promised_by": "Bea Example",
    }


def closed_otherwise(promise):
    """Return of each field that closes a promise another value than that of one that was kept."""
    return {
        "closed_at": promise.promised_at + timedelta(days=1),
        "closed_how": "let_go",
        "closed_by": "Bea Example",
    }


def test_of_every_field_of_a_promise_it_is_decided_where_it_is_told(work, overdue, monkeypatch):
    workspace, today = work.workspace, work.workspace.today()

    def stands(of):
        still = () if of.closed_at else (of,)
        for name in ("still_open", "due_between"):
            monkeypatch.setattr(promises, name, lambda *_: still)
        monkeypatch.setattr(promises, "for_client", lambda *_: (of,))

    ways = {
        "words": safety_thread.promise_words,
        "Today": lambda _: safety_thread.due_promises(workspace),
        "calendar": lambda _: seeing_calendar.day_notes(workspace, (today,)),
        "thread": lambda of: [
            (each.marks, each.closed)
            for each in safety_thread.safety_threads(workspace, of.client_id)
        ],
        "copy": lambda of: course_parts.promises_part(workspace, of.client_id),
        "pack": lambda _: tuple(supervising._overdue(workspace)),
    }

    def all_told(of):
        stands(of)
        return {where: tell(of) for where, tell in ways.items()}

    def told(base, changes):
        before = all_told(base)
        for name, other in changes.items():
            now = all_told(replace(base, **{name: other}))
            yield name, {where for where in ways if now[where] != before[where]}

    kept = replace(
        overdue, closed_at=overdue.promised_at, closed_how="told", closed_by="Ana Example"
    )
    let_go = replace(kept, closed_how="let_go", reason="Not needed")
    found = {
        **dict(told(overdue, others(overdue))),
        **dict(told(kept, closed_otherwise(overdue))),
        **dict(told(let_go, {"reason": "She left"})),
    }

    assert found == TOLD
    assert {each.name for each in fields(Promise)} == TOLD.keys() | {"id", "client_id"}

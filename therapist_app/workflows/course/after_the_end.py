"""Boosters and follow-ups: when they are due, whether the client wants them, in the calendar."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from programme.course.order import DueAfter, course_order, due_after
from therapist_app.record.client_rights import consents
from therapist_app.record.clients import appointments, course_events
from therapist_app.record.model import Appointment, Mode
from therapist_app.workflows.course.consenting import CONTACT_AFTER_END
from therapist_app.workflows.course.planning import plan_appointment
from therapist_app.workflows.workspace import Workspace

Consent = Literal["yes", "no", "not_asked"]


@dataclass(frozen=True, slots=True)
class AfterTheEnd:
    """What can be put into the calendar once a course has ended.

    Attributes:
        ended_on: The day of the last session of the course, or on which the work ended; None
            while it goes on.
        consent: Whether the client agreed to be contacted after the end.
        due: The sessions after the end that are neither held nor planned, with their days.

    """

    ended_on: date | None
    consent: Consent
    due: tuple[DueAfter, ...]


def after_the_end(workspace: Workspace, client_id: str) -> AfterTheEnd:
    """Return what follows the end of a client's course."""
    ended_on = _ended_on(workspace, client_id)
    consent = _consent(workspace, client_id)
    if ended_on is None or consent == "no":
        return AfterTheEnd(ended_on, consent, ())
    programme = workspace.programme_for(client_id)
    there = {
        each.plan_id
        for each in appointments.for_client(workspace.caseload, client_id)
        if each.state != "missed"
    }
    due = tuple(each for each in due_after(programme, ended_on) if each.plan_id not in there)
    return AfterTheEnd(ended_on, consent, due)


def book(
    workspace: Workspace,
    client_id: str,
    chosen: tuple[tuple[str, datetime], ...],
    mode: Mode = "in_person",
) -> tuple[Appointment, ...]:
    """Put boosters and follow-ups into the calendar, all of them or none."""
    with workspace.caseload.together():
        return tuple(
            plan_appointment(workspace, client_id, plan_id, at, mode) for plan_id, at in chosen
        )


def _ended_on(workspace: Workspace, client_id: str) -> date | None:
    client = workspace.client(client_id)
    programme = workspace.programme_of(client)
    last = course_order(programme, client.track)[-1]
    held = [
        each.ended_at or each.planned_for
        for each in appointments.for_client(workspace.caseload, client_id)
        if each.plan_id == last and each.state in ("held", "signed") and not each.rest_follows
    ]
    stopped = [
        each.decided_at
        for each in course_events.for_client(workspace.caseload, client_id)
        if each.kind == "status" and each.detail in ("ended", "follow_up")
    ]
    if not held and (client.status not in ("ended", "follow_up") or not stopped):
        return None
    return (held or stopped)[-1].astimezone().date()


def _consent(workspace: Workspace, client_id: str) -> Consent:
    newest = consents.newest(workspace.caseload, client_id, CONTACT_AFTER_END)
    if newest is None:
        return "not_asked"
    return "yes" if newest.decision == "given" else "no"

"""Boosters and follow-ups: when they are due, whether the client wants them, in the calendar."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from programme.course.order import DueAfter, course_order, due_after
from programme.definition.definition import Programme
from therapist_app.record.client_rights import consents
from therapist_app.record.clients import appointments, clients, course_events
from therapist_app.record.model import Appointment, Client, Consent, CourseEvent
from therapist_app.workflows.course.consenting import CONTACT_AFTER_END
from therapist_app.workflows.course.planning import USUAL, Arrangement, plan_appointment
from therapist_app.workflows.workspace import Workspace

Agreed = Literal["yes", "no", "not_asked"]


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
    consent: Agreed
    due: tuple[DueAfter, ...]


def after_the_end(workspace: Workspace, client_id: str) -> AfterTheEnd:
    """Return what follows the end of a client's course."""
    return after_the_ends(workspace, [client_id])[client_id]


def after_the_ends(workspace: Workspace, client_ids: Sequence[str]) -> dict[str, AfterTheEnd]:
    """Return the same for several clients, by client, in as many readings as for one."""
    caseload = workspace.caseload
    met, events = defaultdict(list), defaultdict(list)
    for appointment in appointments.of_clients(caseload, client_ids):
        if not appointment.earlier_programme:
            met[appointment.client_id].append(appointment)
    for event in course_events.of_clients(caseload, client_ids):
        events[event.client_id].append(event)
    asked = consents.newest(caseload, client_ids, CONTACT_AFTER_END)
    return {
        each.id: _after_the_end(
            workspace.programme_of(each), each, met[each.id], events[each.id], asked.get(each.id)
        )
        for each in clients.with_ids(caseload, client_ids).values()
    }


def book(
    workspace: Workspace,
    client_id: str,
    chosen: tuple[tuple[str, datetime], ...],
    arrangement: Arrangement = USUAL,
) -> tuple[Appointment, ...]:
    """Put boosters and follow-ups into the calendar, all of them or none."""
    with workspace.caseload.together():
        return tuple(
            plan_appointment(workspace, client_id, plan_id, at, arrangement)
            for plan_id, at in chosen
        )


def _after_the_end(
    programme: Programme,
    client: Client,
    met: Sequence[Appointment],
    events: Sequence[CourseEvent],
    asked: Consent | None,
) -> AfterTheEnd:
    ended_on = ended_on_day(programme, client, met, events)
    agreed: Agreed = "not_asked"
    if asked is not None:
        agreed = "yes" if asked.decision == "given" else "no"
    if ended_on is None or agreed == "no":
        return AfterTheEnd(ended_on, agreed, ())
    there = {each.plan_id for each in met if each.state != "missed"}
    due = tuple(each for each in due_after(programme, ended_on) if each.plan_id not in there)
    return AfterTheEnd(ended_on, agreed, due)


def ended_on_day(
    programme: Programme,
    client: Client,
    met: Sequence[Appointment],
    events: Sequence[CourseEvent],
) -> date | None:
    """Return the day on which a course ended, from its appointments and events, oldest first."""
    last = course_order(programme, client.track)[-1]
    held = [
        each.ended_at or each.planned_for
        for each in met
        if each.plan_id == last and each.state in ("held", "signed") and not each.rest_follows
    ]
    stopped = [
        each.decided_at
        for each in events
        if each.kind == "status" and each.detail in ("ended", "follow_up")
    ]
    if not held and (client.status not in ("ended", "follow_up") or not stopped):
        return None
    return (held or stopped)[-1].astimezone().date()

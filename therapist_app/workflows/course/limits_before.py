"""Limits of confidentiality that were told, and said back, before this record existed.

Nobody lets a client pass the gate of the limits. Of a client who came from an earlier list it may
have happened already: then a person says on which day, and where it is noted, and signs that in
the audit. It is a fact of the course and no override. It counts until the form of the limits is
finished in this record.
"""

from dataclasses import dataclass
from datetime import date

from therapist_app.record.clients import course_events
from therapist_app.workflows.course.course_changes import LIMITS_BEFORE, note_event, told_on
from therapist_app.workflows.errors import StepRefused
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """On which day the limits were told and said back, and where that is noted."""

    day: date
    noted_in: str


def last_day_before(workspace: Workspace, client_id: str) -> date | None:
    """Return the last day that is before this record, None for a client who began in it.

    It is the day on which the list was imported that the client came from.
    """
    imported_at = workspace.client(client_id).imported_at
    return imported_at.astimezone().date() if imported_at is not None else None


def told_before(workspace: Workspace, client_id: str) -> ToldBefore | None:
    """Return what was said last of limits told before this record; None where nobody did."""
    found = [
        ToldBefore(day, each.reason)
        for each in course_events.for_client(workspace.caseload, client_id)
        if (day := told_on(each)) is not None
    ]
    return found[-1] if found else None


def say_told_before(workspace: Workspace, client_id: str, day: date, noted_in: str) -> None:
    """Keep that the limits were told and said back on a day before this record.

    Raises:
        StepRefused: The client began in this record, the day is not before it, or it is not said
            where it is noted.

    """
    last = last_day_before(workspace, client_id)
    if last is None or day > last or not noted_in.strip():
        raise StepRefused(LIMITS_BEFORE, "reason")
    with workspace.caseload.change("limits_told_before", f"client:{client_id}", ("day",)):
        note_event(workspace, client_id, LIMITS_BEFORE, detail=day.isoformat(), reason=noted_in)

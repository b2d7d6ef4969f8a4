"""What was out of the ordinary in a course, and why."""

import json
from collections.abc import Iterable
from datetime import datetime

from therapist_app.record.database.columns import MOMENT, moment_text
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.model import CourseEvent, GateOverride

_EVENTS = Table("course_events", CourseEvent, columns={"decided_at": MOMENT})
_OVERRIDES = Table("gate_overrides", GateOverride, columns={"overridden_at": MOMENT})


def add(caseload: Caseload, event: CourseEvent) -> None:
    """Keep an event; the audit entry names its kind, never the reason."""
    subject = f"client:{event.client_id}"
    with caseload.change("course_event", subject, (event.kind, event.plan_id)) as change:
        _EVENTS.insert(change, event)


def take_back(caseload: Caseload, event: CourseEvent) -> None:
    """Remove an event that did not come about after all; the audit entry names its kind."""
    subject = f"client:{event.client_id}"
    fields = (event.kind, event.plan_id)
    with caseload.change("course_event_taken_back", subject, fields) as change:
        change.execute("DELETE FROM course_events WHERE id = ?", (event.id,))


def for_client(caseload: Caseload, client_id: str) -> tuple[CourseEvent, ...]:
    """Return the events of a client's course, oldest first."""
    return _EVENTS.select(caseload, "WHERE client_id = ? ORDER BY decided_at, id", (client_id,))


def of_clients(caseload: Caseload, client_ids: Iterable[str]) -> tuple[CourseEvent, ...]:
    """Return the events of the courses of these clients, oldest first, in one reading."""
    return _EVENTS.select(
        caseload,
        "WHERE client_id IN (SELECT value FROM json_each(?)) ORDER BY decided_at, id",
        (json.dumps(list(client_ids)),),
    )


def since(caseload: Caseload, moment: datetime) -> tuple[CourseEvent, ...]:
    """Return the events of all courses from a moment on, oldest first."""
    return _EVENTS.select(
        caseload,
        "WHERE decided_at >= ? AND client_id NOT IN restricted ORDER BY decided_at, id",
        (moment_text(moment),),
    )


def add_override(caseload: Caseload, override: GateOverride) -> None:
    """Keep that a hard gate was passed with a reason and a named supervisor."""
    subject = f"client:{override.client_id}"
    with caseload.change("gate_overridden", subject, (override.gate_id,)) as change:
        _OVERRIDES.insert(change, override)


def overrides_for_client(caseload: Caseload, client_id: str) -> tuple[GateOverride, ...]:
    """Return the gates passed for a client, oldest first."""
    return _OVERRIDES.select(
        caseload, "WHERE client_id = ? ORDER BY overridden_at, id", (client_id,)
    )


def overrides_of_clients(caseload: Caseload, client_ids: Iterable[str]) -> tuple[GateOverride, ...]:
    """Return the gates passed for these clients, oldest first, in one reading."""
    return _OVERRIDES.select(
        caseload,
        "WHERE client_id IN (SELECT value FROM json_each(?)) ORDER BY overridden_at, id",
        (json.dumps(list(client_ids)),),
    )


def overrides_since(caseload: Caseload, moment: datetime) -> tuple[GateOverride, ...]:
    """Return the gates passed for any client from a moment on, oldest first."""
    return _OVERRIDES.select(
        caseload,
        "WHERE overridden_at >= ? AND client_id NOT IN restricted ORDER BY overridden_at, id",
        (moment_text(moment),),
    )

"""What was out of the ordinary in a course, and why."""

from therapist_app.record.database.columns import MOMENT
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.model import CourseEvent

_TABLE = Table("course_events", CourseEvent, columns={"decided_at": MOMENT})


def add(caseload: Caseload, event: CourseEvent) -> None:
    """Keep an event; the audit entry names its kind, never the reason."""
    subject = f"client:{event.client_id}"
    with caseload.change("course_event", subject, (event.kind, event.plan_id)) as change:
        _TABLE.insert(change, event)


def for_client(caseload: Caseload, client_id: str) -> tuple[CourseEvent, ...]:
    """Return the events of a client's course, oldest first."""
    return _TABLE.select(caseload, "WHERE client_id = ? ORDER BY decided_at, id", (client_id,))

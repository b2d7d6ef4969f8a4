"""When a course ended, which is from when retention is counted."""

from dataclasses import dataclass
from datetime import date

from therapist_app.record.database.columns import moment_from
from therapist_app.record.database.database import Caseload

# The last that happened: a meeting that was due, else what was decided, else the first day.
_ENDED = """
    SELECT id, code, created_on,
        (SELECT max(planned_for) FROM appointments
            WHERE client_id = clients.id AND state IN ('held', 'signed', 'missed')),
        (SELECT max(decided_at) FROM course_events WHERE client_id = clients.id),
        id IN restricted
    FROM clients
    WHERE status = 'ended' AND id NOT IN legally_held AND (:client IS NULL OR id = :client)
    ORDER BY code
"""


@dataclass(frozen=True, slots=True)
class EndedCourse:
    """A client whose course has ended and whose record nothing holds.

    Attributes:
        ended_on: The local day of the last that happened in the course.

    """

    client_id: str
    code: str
    ended_on: date
    is_restricted: bool


def ended_courses(caseload: Caseload, client_id: str | None = None) -> tuple[EndedCourse, ...]:
    """Return the courses that have ended, without those on hold; of one client when named."""
    return tuple(
        EndedCourse(
            client_id=found[0],
            code=found[1],
            ended_on=max(_days(found[2], found[3:5])),
            is_restricted=bool(found[5]),
        )
        for found in caseload.rows(_ENDED, {"client": client_id})
    )


def _days(created_on: str, moments: tuple[str | None, ...]) -> list[date]:
    happened = [moment_from(each).astimezone().date() for each in moments if each]
    return happened or [date.fromisoformat(created_on)]

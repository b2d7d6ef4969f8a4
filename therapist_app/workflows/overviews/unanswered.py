"""Appointments of earlier days of which nothing says what became, until somebody says it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from therapist_app.record.clients import appointments, clients
from therapist_app.record.model import Appointment
from therapist_app.workflows.workspace import Workspace

MOST_UNANSWERED = 30
"""The newest; as one of them is answered, the next older one comes."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An appointment that was not begun, not said to be off and not moved, with whose it is."""

    appointment: Appointment
    code: str

    @property
    def day(self) -> date:
        """The local day for which it was planned."""
        return self.appointment.planned_for.astimezone().date()


def unanswered_before(workspace: Workspace, day: date) -> tuple[Unanswered, ...]:
    """Return those planned for a day before this local one, the newest first."""
    midnight = datetime.combine(day, time()).astimezone().astimezone(UTC)
    found = appointments.unanswered(workspace.caseload, midnight, limit=MOST_UNANSWERED)
    codes = clients.codes(workspace.caseload, {each.client_id for each in found})
    return tuple(Unanswered(each, codes[each.client_id]) for each in found)

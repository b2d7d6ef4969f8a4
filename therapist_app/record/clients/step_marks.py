"""What became of each step of a session."""

from therapist_app.record.database import columns
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.model import StepMark

_TABLE = Table(
    "step_marks",
    StepMark,
    key=("appointment_id", "step_id"),
    columns={"marked_at": columns.MOMENT},
)


def mark(caseload: Caseload, step_mark: StepMark) -> None:
    """Mark a step, whatever it was marked before."""
    subject = f"appointment:{step_mark.appointment_id}"
    with caseload.change("step_marked", subject, (step_mark.step_id, step_mark.mark)) as change:
        _TABLE.replace(change, step_mark)


def for_appointment(caseload: Caseload, appointment_id: str) -> tuple[StepMark, ...]:
    """Return the marks of an appointment, in the order they were made."""
    return _TABLE.select(
        caseload, "WHERE appointment_id = ? ORDER BY marked_at, step_id", (appointment_id,)
    )

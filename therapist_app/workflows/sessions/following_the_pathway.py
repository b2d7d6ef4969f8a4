"""Where the pathway begins: at the alert that is open, or at the check in which one opens."""

from dataclasses import dataclass

from therapist_app.record.model import Appointment
from therapist_app.workflows.course.following_a_plan import agenda_of, is_safety_check
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SafetyCheck:
    """The check in which alerts about the client and about a child open.

    Attributes:
        form_id: Its form.
        step_id: The step of this session that holds it; empty where it stands outside.

    """

    form_id: str
    step_id: str = ""


def safety_check_of(workspace: Workspace, appointment: Appointment) -> SafetyCheck | None:
    """Return the check of a session; that of the shared steps where it has none of its own."""
    for step in agenda_of(workspace, appointment):
        if is_safety_check(workspace, step):
            return SafetyCheck(step.form_id or "", step.id)
    frame = workspace.programme_for(appointment.client_id).frame
    shared = [each for each in frame.steps if is_safety_check(workspace, each)] if frame else []
    return SafetyCheck(shared[0].form_id or "") if shared else None

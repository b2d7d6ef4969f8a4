"""Where the pathway begins: at the alert that is open, or at the check in which one opens."""

from dataclasses import dataclass

from programme.definition.definition import Step
from session_forms.form.definition import FormDefinition
from therapist_app.workflows.sessions.seeing_a_session import SessionPageData
from therapist_app.workflows.workspace import Workspace

ALWAYS = "never"  # the step is never left out


@dataclass(frozen=True, slots=True)
class SafetyCheck:
    """The check in which an alert about a child opens.

    Attributes:
        form_id: Its form.
        step_id: The step of this session that holds it; empty where it stands outside.

    """

    form_id: str
    step_id: str = ""


def check_of(workspace: Workspace, page: SessionPageData) -> SafetyCheck | None:
    """Return the check of a session; that of the shared steps where it has none of its own."""
    for each in page.agenda:
        form_id = _check_in(workspace, each.step)
        if form_id:
            return SafetyCheck(form_id, each.step.id)
    frame = workspace.programme_for(page.appointment.client_id).frame
    shared = [_check_in(workspace, each) for each in frame.steps] if frame else []
    return next((SafetyCheck(each) for each in shared if each), None)


def _check_in(workspace: Workspace, step: Step) -> str:
    """Return the form of a step that is always held and opens alerts about a child."""
    if step.skippable != ALWAYS or step.form_id is None:
        return ""
    return step.form_id if _asks_about_children(workspace.forms.latest(step.form_id)) else ""


def _asks_about_children(form: FormDefinition) -> bool:
    return any(
        alert.stream == "child_safety" for question in form.questions for alert in question.alerts
    )

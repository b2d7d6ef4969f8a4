"""What was out of the ordinary in a course: kept with its reason, told in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from programme.course.deviations import DEVIATION_WORDS
from session_forms.words.texts import N_
from therapist_app.record.clients import course_events
from therapist_app.record.model import CourseEvent, EventKind
from therapist_app.workflows.workspace import Workspace

KINDS: Mapping[str, str] = {
    **DEVIATION_WORDS,
    "status": N_("The course changed"),
    "track": N_("Another track"),
    "programme": N_("Another version of the programme"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be kept about a course.

    Attributes:
        kind: What kind of thing.
        plan_id: The session it is about, or "".
        detail: What exactly, as a code.
        reason: Why.

    """

    kind: EventKind
    plan_id: str = ""
    detail: str = ""
    reason: str = ""


def note_event(workspace: Workspace, client_id: str, happening: Happening) -> CourseEvent:
    """Keep something out of the ordinary, in the transaction that is open."""
    event = CourseEvent(
        id=workspace.caseload.new_id(),
        client_id=client_id,
        kind=happening.kind,
        plan_id=happening.plan_id,
        detail=happening.detail,
        reason=happening.reason.strip(),
        decided_at=workspace.now(),
    )
    course_events.add(workspace.caseload, event)
    return event

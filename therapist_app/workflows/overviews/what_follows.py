"""What follows a session once its note is signed: the next one, and the contacts promised."""

from dataclasses import dataclass

from programme.course.progress import next_plan
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import appointments
from therapist_app.record.model import Appointment, Promise
from therapist_app.workflows.course.after_the_end import after_the_end
from therapist_app.workflows.course.following_a_plan import course_facts
from therapist_app.workflows.sessions.promising import open_promises
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WhatFollows:
    """What is planned for a client, or can be planned now.

    Attributes:
        planned: The next appointment in the calendar; None where there is none.
        next_plan_id: The session that can be planned; empty where one is planned already, and
            where the course is paused or over.
        after_end: Whether boosters or follow-ups can be planned, which the client did not refuse.
        promises: What was promised to the client or about them and is still to be kept.

    """

    planned: Appointment | None = None
    next_plan_id: str = ""
    after_end: bool = False
    promises: tuple[Promise, ...] = ()

    @property
    def can_plan(self) -> bool:
        """Whether something is to be put into the calendar now."""
        return bool(self.next_plan_id) or self.after_end


def what_follows(workspace: Workspace, client_id: str) -> WhatFollows:
    """Return what follows for a client; nothing to plan while their record is restricted."""
    promised = open_promises(workspace, client_id)
    found = appointments.for_client(workspace.caseload, client_id)
    planned = next((each for each in found if each.state == "planned"), None)
    is_restricted = protection.restriction_of(workspace.caseload, client_id) is not None
    if planned is not None or is_restricted:
        return WhatFollows(planned, promises=promised)
    client = workspace.client(client_id)
    programme = workspace.programme_of(client)
    plan = next_plan(programme, course_facts(client, found), client.track)
    goes_on = plan is not None and client.status == "active"
    after = after_the_end(workspace, client_id)
    return WhatFollows(
        next_plan_id=plan.id if plan is not None and goes_on else "",
        after_end=bool(after.due) and after.consent != "no",
        promises=promised,
    )

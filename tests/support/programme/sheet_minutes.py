"""How long the sheets of a session take, and whether its agenda gives them that time.

A sheet is a form that falls due in a session and stands on none of its steps. What it takes is what
its file says; a form that begins with what it held last takes half of it, rounded up, once an
earlier session has filled it in. That half, and the limits below, are choices of this programme.
"""

from dataclasses import dataclass

from programme.definition.definition import Programme, SessionPlan
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary

WEEKLY = 4
"""Minutes of sheets in a session that is no measuring point, at most."""
BY_CLIENT = 15
"""Minutes of sheets that a client answers at a measuring point, at most."""
TYPED = 10
"""Minutes of sheets that a therapist types or fills in at a measuring point, at most."""


@dataclass(frozen=True, slots=True)
class SheetMinutes:
    """The sheets of one session, in minutes.

    Attributes:
        by_client: What the client answers on the screen.
        typed: What the therapist types from paper, or fills in with the client.
        given: What the steps give.

    """

    by_client: int
    typed: int
    given: int

    @property
    def whole(self) -> int:
        """All of it."""
        return self.by_client + self.typed


def sheet_minutes(programme: Programme, plan: SessionPlan, forms: FormLibrary) -> SheetMinutes:
    """Return how long the sheets of a session take; a form without minutes counts as none."""
    on_steps = {step.form_id for step in plan.steps}
    by_client = typed = 0
    for form_id in plan.measures:
        if form_id in on_steps:
            continue
        form = forms.get(form_id, programme.forms[form_id])
        minutes = _minutes(programme, plan, form)
        if form.filled_by == "client":
            by_client += minutes
        else:
            typed += minutes
    return SheetMinutes(by_client, typed, given=sum(step.sheets for step in plan.steps))


def first_due(programme: Programme, form_id: str) -> str:
    """Return the session in which a form falls due first, or "" for none."""
    plans = (programme.session_plans.get(each) for each in programme.planned_sessions)
    return next((each.id for each in plans if each and form_id in each.measures), "")


def _minutes(programme: Programme, plan: SessionPlan, form: FormDefinition) -> int:
    minutes = form.minutes or 0
    if not (form.carries_on and _was_filled(programme, plan, form.id)):
        return minutes
    return (minutes + 1) // 2


def _was_filled(programme: Programme, plan: SessionPlan, form_id: str) -> bool:
    for session_id in programme.planned_sessions:
        if session_id == plan.id:
            return False
        earlier = programme.session_plans.get(session_id)
        if earlier and form_id in (*earlier.measures, *(step.form_id for step in earlier.steps)):
            return True
    return False

"""Where a client is in the course: what was held, what comes next, what is due. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from programme.definition import Programme, SessionPlan, Step
from session_forms.answers import Answers, QuestionId

SessionState = Literal["planned", "in_progress", "on_hold", "held", "signed", "missed"]

HELD = frozenset({"held", "signed"})


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One appointment of a client: which plan it followed and how it stands."""

    plan_id: str
    state: SessionState


@dataclass(frozen=True, slots=True)
class MeasureSlot:
    """One place for one administration of a form that falls due in a session."""

    form_id: str
    plan_id: str

    @property
    def name(self) -> str:
        """The slot's name in the record, as `phq-9@S02`."""
        return f"{self.form_id}@{self.plan_id}"


def sessions_held(programme: Programme, facts: Iterable[SessionFact]) -> tuple[str, ...]:
    """Return the sessions that were held, in course order, each once.

    A session that was shared between two meetings is one session. A session of another
    version of the programme is left out.
    """
    held = {fact.plan_id for fact in facts if fact.state in HELD}
    return tuple(session_id for session_id in programme.planned_sessions if session_id in held)


def next_plan(programme: Programme, facts: Iterable[SessionFact]) -> SessionPlan | None:
    """Return the first session plan of the course that has not been held yet, if there is one."""
    held = set(sessions_held(programme, facts))
    return next(
        (plan for plan_id, plan in programme.session_plans.items() if plan_id not in held), None
    )


def slots_due(plan: SessionPlan) -> tuple[MeasureSlot, ...]:
    """Return the slots of the measures that fall due in a session, in the order they are given."""
    return tuple(MeasureSlot(form_id, plan.id) for form_id in plan.measures)


def step_may_be_skipped(step: Step, open_streams: frozenset[str]) -> bool:
    """Return whether a step may be left out, with a reason, with these alert streams open."""
    if step.skippable == "never":
        return False
    condition = step.not_skippable_when
    return condition is None or condition.open_alert not in open_streams


def step_is_open(step: Step, answers: Mapping[str, Answers]) -> bool:
    """Return whether a step may begin, given the client's answers by form id."""
    condition = step.opens_after
    if condition is None:
        return True
    return condition.accepts(answers.get(condition.form, {}).get(QuestionId(condition.question)))

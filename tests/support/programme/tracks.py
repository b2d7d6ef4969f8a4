"""A course of eight sessions: with gates, tracks, sessions beside its order."""

from programme.definition.parts import AfterEnd, BringForward, PlannedSession, Track
from programme.definition.requirements import (
    AnswerRequirement,
    Gate,
    Requirement,
)
from tests.support.programme.programmes import plan, programme_of

SIGNED = AnswerRequirement(form="agreement", question="signed", equals=True)


def gate(gate_id: str, before: str, *requires: Requirement, overridable: bool = True) -> Gate:
    return Gate(
        id=gate_id,
        kind="hard",
        before=before,
        text="A gate.",
        requires=requires or (SIGNED,),
        overridable=overridable,
    )


BASE = programme_of(*(plan(f"S0{number}") for number in range(1, 9)))


def with_track(*moves: BringForward, **more):
    track = Track(id="T", title="Another way", bring_forward=moves, **more)
    return BASE.model_copy(update={"tracks": (track,)})


def with_sessions(*more: PlannedSession):
    """Return the course with sessions added to its last phase."""
    last = BASE.phases[-1]
    phases = (
        *BASE.phases[:-1],
        last.model_copy(update={"sessions": (*last.sessions, *more)}),
    )
    plans = {**BASE.session_plans, **{each.id: plan(each.id) for each in more}}
    return BASE.model_copy(update={"phases": phases, "session_plans": plans})


def after(plan_id: str, **when: int) -> PlannedSession:
    return PlannedSession(id=plan_id, module="M02", title=plan_id, after_end=AfterEnd(**when))


EXTRA = PlannedSession(id="EX", module="M02", title="Extra", extra=True)

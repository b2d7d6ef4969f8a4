"""Where a client is in the course: what was held, what comes next, what may wait. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from programme.course.order import after_the_end, course_order
from programme.definition.definition import Programme, SessionPlan, Step
from session_forms.answers import Answers, QuestionId

SessionState = Literal["planned", "in_progress", "on_hold", "held", "signed", "missed"]

HELD = frozenset({"held", "signed"})


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One appointment of a client: which plan it followed and how it stands.

    Attributes:
        plan_id: The session plan it followed.
        state: Where it stands.
        rest_follows: Whether what was not done goes to another meeting.
        merged_with: The plan of the next session, where both were held in one meeting.
        occurrence: Which time the plan is held, from 1; the meetings of a split session share it.

    """

    plan_id: str
    state: SessionState
    rest_follows: bool = False
    merged_with: str = ""
    occurrence: int = 1

    @property
    def plan_ids(self) -> tuple[str, ...]:
        """The plans it followed, one or two."""
        return (self.plan_id, self.merged_with) if self.merged_with else (self.plan_id,)


def sessions_held(programme: Programme, facts: Iterable[SessionFact]) -> tuple[str, ...]:
    """Return the sessions that were held to their end, in course order, each once.

    A session that was shared between two meetings is one session, and is held with the last of
    them. A session of another version of the programme is left out.
    """
    held = {
        plan_id
        for fact in facts
        if fact.state in HELD and not fact.rest_follows
        for plan_id in fact.plan_ids
    }
    return tuple(session_id for session_id in programme.planned_sessions if session_id in held)


def half_held(programme: Programme, facts: Iterable[SessionFact]) -> tuple[str, ...]:
    """Return the sessions whose rest still follows, in course order."""
    seen = [fact for fact in facts if fact.state in HELD]
    done = {
        (plan_id, fact.occurrence)
        for fact in seen
        if not fact.rest_follows
        for plan_id in fact.plan_ids
    }
    begun = {
        plan_id
        for fact in seen
        if fact.rest_follows
        for plan_id in fact.plan_ids
        if (plan_id, fact.occurrence) not in done
    }
    return tuple(session_id for session_id in programme.planned_sessions if session_id in begun)


def next_plan(
    programme: Programme,
    facts: Iterable[SessionFact],
    track_id: str = "",
    *,
    is_followed_up: bool = False,
) -> SessionPlan | None:
    """Return the session plan that comes next in the order of a track, if there is one.

    The rest of a split session comes first. After the end of the course a session that was
    left out is not caught up with once a later one was held. For somebody who `is_followed_up`
    the course is over, however many of its sessions were held.
    """
    known = tuple(facts)
    plans = programme.session_plans
    after = [each.id for each in after_the_end(programme) if each.id in plans]
    begun, held = half_held(programme, known), set(sessions_held(programme, known))
    if is_followed_up:
        left = [each for each in begun if each in after]
    else:
        course = [each for each in course_order(programme, track_id) if each not in held]
        left = [each for each in (*begun[:1], *course) if each in plans]
    if left:
        return plans[left[0]]
    last = max((place + 1 for place, each in enumerate(after) if each in held), default=0)
    return plans[after[last]] if after[last:] else None


def next_occurrence(facts: Iterable[SessionFact], *plan_ids: str) -> int:
    """Return which time sessions would be held, from 1; what was missed does not count."""
    wanted = set(plan_ids)
    earlier = [
        fact.occurrence for fact in facts if fact.state != "missed" and wanted & set(fact.plan_ids)
    ]
    return max(earlier, default=0) + 1


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

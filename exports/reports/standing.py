"""Where a client's course stands: who goes on, who ended and how, and who was followed up.

Pure functions over cases. Whoever is left out of a figure is left out under a name, so that every
exclusion can be printed with its reason. Not known is a class of its own.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

from exports.case.case import PseudonymisedCase
from exports.case.casefile import ELSEWHERE
from exports.reports.outcomes import FollowedMeasure, Outcome, outcome_of
from programme.course.order import after_the_end, course_order
from programme.definition.definition import Programme
from programme.definition.parts import PlannedSession

ENDING = "ending"
"""The form that says how the work ended."""
REASON = "reason"
COMPLETED = "completed"
STOPPED = frozenset({"client_stopped", "no_contact"})
"""Reasons of the ending form by which somebody dropped out; the others end it for another cause."""
OVER = frozenset({"ended", "follow_up", "went_on"})
"""The statuses of whoever does not go on with the course."""
SEEN_FROM = ("S04", "S10")
"""The sessions by which drop-out is looked at (clinical reference, 6.3): early, and halfway."""
LOOKING_BACK = "maintenance-check"
"""The form that a follow-up asks for and a booster does not."""
KEPT_WHEN: Mapping[Outcome, str] = {"improved": "kept", "not known": "not_known"}
GRACE_WEEKS = 6
"""So long after its day a follow-up may still be held before it counts as not held."""

Standing = Literal[
    "not_begun",
    "in_treatment",
    "completed",
    "went_on",
    "stopped",
    "ended_otherwise",
    "ended_not_known",
]


def standing_of(case: PseudonymisedCase, programme: Programme) -> Standing:
    """Return where the course stands.

    The last session of the course makes it completed, whatever was noted; else whoever went on
    with another course did not stop; else the ending form says it; without that form the course
    ended when its status says so.
    """
    held = {session.plan_id for session in case.held_sessions}
    if course_order(programme, case.track)[-1] in held:
        return "completed"
    if case.status == "went_on":
        return "went_on"
    reasons = [form.answers.get(REASON) for form in case.of_form(ENDING)]
    reason = next((each for each in reversed(reasons) if each), None)
    if reason == COMPLETED:
        return "completed"
    if reason is not None:
        return "stopped" if reason in STOPPED else "ended_otherwise"
    if case.status in {"ended", "follow_up"}:
        return "ended_not_known"
    return "in_treatment" if held else "not_begun"


def reached(case: PseudonymisedCase, programme: Programme, plan_id: str) -> bool:
    """Return whether the client held a session or a later one, in the order of their track."""
    order = course_order(programme, case.track)
    held = {session.plan_id for session in case.held_sessions}
    return plan_id in order and bool(held & set(order[order.index(plan_id) :]))


@dataclass(frozen=True, slots=True)
class TimePoint:
    """What became, by one session of the course, of everybody who had begun.

    Attributes:
        plan_id: The session; the last one stands for the end.
        reached: Who held it or a later one; the cases by their place, as in all of these.
        stopped: Who dropped out before.
        otherwise: Who ended before for another reason, or one that is not recorded.
        not_yet: Who is in treatment and has not come so far.

    """

    plan_id: str
    reached: tuple[int, ...]
    stopped: tuple[int, ...]
    otherwise: tuple[int, ...]
    not_yet: tuple[int, ...]


def time_points(cases: Sequence[PseudonymisedCase], programme: Programme) -> tuple[TimePoint, ...]:
    """Return drop-out by each time point, over those who held at least one session.

    Everybody stands in exactly one part of each point. The share who stopped is of those who
    reached it or stopped: who has not come so far, or ended for another reason, says nothing.
    """
    order = course_order(programme)
    points = [each for each in SEEN_FROM if each in order[:-1]] + [order[-1]]
    begun = [(place, case) for place, case in enumerate(cases) if case.held_sessions]
    found: list[tuple[int, PseudonymisedCase, Standing]] = [
        (place, case, standing_of(case, programme)) for place, case in begun
    ]
    return tuple(_time_point(plan, found, programme) for plan in points)


def _time_point(
    plan_id: str,
    found: Sequence[tuple[int, PseudonymisedCase, Standing]],
    programme: Programme,
) -> TimePoint:
    parts: dict[str, list[int]] = {"reached": [], "stopped": [], "otherwise": [], "not_yet": []}
    for place, case, standing in found:
        came = reached(case, programme, plan_id) or standing == "completed"
        part = {"stopped": "stopped", "in_treatment": "not_yet"}.get(standing, "otherwise")
        parts["reached" if came else part].append(place)
    return TimePoint(plan_id, **{name: tuple(places) for name, places in parts.items()})


def plans_until_end(programme: Programme) -> frozenset[str]:
    """Return the session plans of the course itself, without boosters and follow-ups.

    What was measured in a course that followed counts as well: whoever went on is not left out.
    """
    later = {each.id for each in after_the_end(programme)}
    return (frozenset(programme.planned_sessions) - later) | {ELSEWHERE}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of those who were reliably better when they completed, at one follow-up.

    Attributes:
        plan_id: The follow-up session.
        not_due: Who completed too short a time ago; they are left out.
        seen: Who of all for whom it was due came, better or not.
        missed: Who of them did not.
        kept: Who was better at the end and still is, against the first score.
        lost: Who was better at the end and is not any more.
        not_known: Who was better at the end, and has no score at this follow-up.

    """

    plan_id: str
    not_due: tuple[int, ...]
    seen: tuple[int, ...]
    missed: tuple[int, ...]
    kept: tuple[int, ...]
    lost: tuple[int, ...]
    not_known: tuple[int, ...]


def follow_ups(
    cases: Sequence[PseudonymisedCase],
    measure: FollowedMeasure,
    known: Sequence[FollowedMeasure],
    programme: Programme,
) -> tuple[FollowUp, ...]:
    """Return the follow-ups after the end, the earliest first, on one measure.

    A follow-up that was held counts as due; else it is due when its day and some weeks of grace
    have passed. Who did not complete the course is not in it.
    """
    done = [
        (place, case)
        for place, case in enumerate(cases)
        if standing_of(case, programme) == "completed"
    ]
    until_end = plans_until_end(programme)
    better = {
        place for place, case in done if outcome_of(case, measure, known, until_end) == "improved"
    }
    return tuple(
        _follow_up(each, done, better, lambda case, plan: outcome_of(case, measure, known, {plan}))
        for each in after_the_end(programme)
        if _is_follow_up(programme, each.id)
    )


def follow_ups_missed(case: PseudonymisedCase, programme: Programme) -> tuple[str, ...]:
    """Return the follow-ups that were not held until their weeks of grace were over, by id."""
    if standing_of(case, programme) != "completed":
        return ()
    held = {each.plan_id for each in case.held_sessions}
    due = (each.id for each in after_the_end(programme) if _is_due(case, each))
    return tuple(each for each in due if _is_follow_up(programme, each) and each not in held)


def _is_due(case: PseudonymisedCase, session: PlannedSession) -> bool:
    weeks = session.after_end.days / 7 if session.after_end else 0
    since = case.weeks_since_end
    return since is not None and since >= weeks + GRACE_WEEKS


def _is_follow_up(programme: Programme, plan_id: str) -> bool:
    plan = programme.session_plans.get(plan_id)
    return plan is not None and LOOKING_BACK in plan.measures


def _follow_up(
    session: PlannedSession,
    done: Sequence[tuple[int, PseudonymisedCase]],
    better: Container[int],
    outcome_at: Callable[[PseudonymisedCase, str], Outcome],
) -> FollowUp:
    parts: dict[str, list[int]] = {each.name: [] for each in fields(FollowUp)[1:]}
    for place, case in done:
        came = session.id in {each.plan_id for each in case.held_sessions}
        if not came and not _is_due(case, session):
            parts["not_due"].append(place)
            continue
        parts["seen" if came else "missed"].append(place)
        if place in better:
            parts[KEPT_WHEN.get(outcome_at(case, session.id), "lost")].append(place)
    return FollowUp(session.id, **{name: tuple(places) for name, places in parts.items()})

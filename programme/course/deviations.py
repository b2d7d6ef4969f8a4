"""What is out of the ordinary about a session, and therefore needs a reason. Pure.

Nothing here forbids: a therapist may hold any session at any time, and says why. What must be
true first is for the gates.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from programme.course.order import after_the_end, course_order, extra_sessions, track_of
from programme.course.progress import HELD, SessionFact, half_held, next_plan, sessions_held
from programme.definition.definition import Programme, SessionPlan
from session_forms.words.texts import N_, NP_

Deviation = Literal["out_of_order", "repeated", "beyond_allowance", "merged"]
DEVIATION_WORDS: Mapping[str, str] = {
    "out_of_order": N_("Held out of order"),
    "repeated": NP_("deviation", "Held again"),
    "beyond_allowance": N_("Beyond the extra sessions of the track"),
    "merged": N_("Two sessions in one meeting"),
    "soft_gate": N_("Started before it was advised"),
}
"""What each kind is called; a soft gate that was passed is one of them."""


def deviations(
    programme: Programme,
    facts: Iterable[SessionFact],
    plan_id: str,
    *,
    track_id: str = "",
    merged_with: str = "",
    is_followed_up: bool = False,
) -> tuple[Deviation, ...]:
    """Return what about holding a session now needs a reason.

    Args:
        programme: The programme that the client follows.
        facts: The client's appointments so far.
        plan_id: The session to hold.
        track_id: The client's track.
        merged_with: The session to hold in the same meeting, or "".
        is_followed_up: Whether the client is in follow-up.

    Raises:
        UnknownSession: The programme holds no plan for one of the two.

    """
    for each in (plan_id, *([merged_with] if merged_with else ())):
        programme.session_plan(each)
    known = tuple(facts)
    found: list[Deviation] = []
    if plan_id in extra_sessions(programme):
        if extra_held(programme, known) >= extra_allowed(programme, track_id):
            found.append("beyond_allowance")
    elif plan_id in half_held(programme, known):
        pass
    elif plan_id in sessions_held(programme, known):
        found.append("repeated")
    elif not _is_in_turn(
        programme, next_plan(programme, known, track_id, is_followed_up=is_followed_up), plan_id
    ):
        found.append("out_of_order")
    track = track_of(programme, track_id)
    if merged_with and (plan_id, merged_with) not in (track.may_merge if track else ()):
        found.append("merged")
    return tuple(found)


def may_follow(
    programme: Programme,
    facts: Iterable[SessionFact],
    track_id: str = "",
    *,
    is_followed_up: bool = False,
) -> str:
    """Return the session that could be held together with the next one, or "".

    That is the one right after it in the order of the track, where neither was begun.
    """
    known = tuple(facts)
    first = next_plan(programme, known, track_id, is_followed_up=is_followed_up)
    order = course_order(programme, track_id)
    if first is None or first.id not in order or half_held(programme, known):
        return ""
    held = set(sessions_held(programme, known))
    later = [each for each in order[order.index(first.id) + 1 :] if each not in held]
    return later[0] if later and later[0] in programme.session_plans else ""


def extra_held(programme: Programme, facts: Iterable[SessionFact]) -> int:
    """Return how many extra sessions were held."""
    extra = extra_sessions(programme)
    return len(
        {
            (fact.plan_id, fact.occurrence)
            for fact in facts
            if fact.plan_id in extra and fact.state in HELD
        }
    )


def extra_allowed(programme: Programme, track_id: str) -> int:
    """Return how many extra sessions a track allows without a reason."""
    track = track_of(programme, track_id)
    return track.extra_sessions_allowed if track else 0


def _is_in_turn(programme: Programme, following: SessionPlan | None, plan_id: str) -> bool:
    if following is None or plan_id == following.id:
        return True
    after = {each.id for each in after_the_end(programme)}
    return plan_id in after and following.id in after

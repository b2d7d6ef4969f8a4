"""Random courses through the default programme, and what must hold of each."""

from collections import Counter

from programme.course.order import after_the_end, course_order, extra_sessions
from programme.course.progress import HELD, half_held, next_plan, sessions_held
from programme.course.slots import read_slot
from programme.loading.library import installed
from tests.support.programme.random_courses import RandomCourse

PROGRAMME = installed()


TRACKS = [track.id for track in PROGRAMME.tracks]


def check(course: RandomCourse) -> None:
    """Raise AssertionError where a course breaks what must hold."""
    _check_sessions(course)
    _check_steps(course)
    _check_slots(course)
    _check_said(course)


def _check_sessions(course: RandomCourse) -> None:
    """No session is lost or counted twice, and what comes next was not held yet."""
    facts = course.facts
    held = sessions_held(PROGRAMME, facts)
    half = half_held(PROGRAMME, facts)
    following = next_plan(PROGRAMME, facts, course.track_id)

    assert len(held) == len(set(held))
    ended = {
        plan_id
        for fact in facts
        if fact.state in HELD and not fact.rest_follows
        for plan_id in fact.plan_ids
    }
    assert set(held) == ended
    if half:
        assert following is not None
        assert following.id == half[0]
    elif following is not None:
        assert following.id not in ended
    after = [each.id for each in after_the_end(PROGRAMME)]
    if following is None or (following.id in after and not half):
        assert set(course_order(PROGRAMME, course.track_id)) <= ended


def _check_slots(course: RandomCourse) -> None:
    """Each administration has one slot; only the meetings of a split session share them."""
    owners: dict[str, set[tuple[str, int]]] = {}
    for meeting in course.meetings:
        names = [slot.name for slot in meeting.slots]
        assert len(names) == len(set(names))
        for slot in meeting.slots:
            assert read_slot(slot.name) == slot
            round_of = (meeting.fact.plan_id, meeting.fact.occurrence)
            owners.setdefault(slot.name, set()).add(round_of)
    assert all(len(each) == 1 for each in owners.values()), owners


def _check_said(course: RandomCourse) -> None:
    """Whatever was held again was said to be."""
    seen: set[str] = set()
    for meeting in course.meetings:
        fact = meeting.fact
        if fact.state in HELD and fact.plan_id in seen and not _goes_on(course, meeting):
            is_extra = fact.plan_id in extra_sessions(PROGRAMME)
            assert is_extra or "repeated" in meeting.unusual
        if fact.state in HELD and not fact.rest_follows:
            seen.update(fact.plan_ids)


def _goes_on(course: RandomCourse, meeting) -> bool:
    rounds = [
        each
        for each in course.meetings
        if each is not meeting
        and each.fact.rest_follows
        and (each.fact.plan_id, each.fact.occurrence)
        == (meeting.fact.plan_id, meeting.fact.occurrence)
    ]
    return bool(rounds)


def _check_steps(course: RandomCourse) -> None:
    """Every step of a session held to its end was done once, in one of its meetings."""
    rounds: dict[tuple[str, int], Counter[str]] = {}
    complete: set[tuple[str, int]] = set()
    plans: dict[tuple[str, int], object] = {}
    for meeting in course.meetings:
        fact = meeting.fact
        if fact.state not in HELD:
            continue
        round_of = (fact.plan_id, fact.occurrence)
        rounds.setdefault(round_of, Counter()).update(meeting.steps)
        plans[round_of] = fact
        if not fact.rest_follows:
            complete.add(round_of)
    for round_of, steps in rounds.items():
        assert max(steps.values(), default=1) == 1, round_of
    for round_of in complete:
        fact = plans[round_of]
        own = {
            step.id
            for plan_id in fact.plan_ids[:1]
            for step in PROGRAMME.session_plan(plan_id).steps
        }
        assert own <= set(rounds[round_of]), round_of

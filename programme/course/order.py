"""The order of a course: the default one, or as a track changes it; and what is due after. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from programme.definition.definition import Programme
from programme.definition.parts import AfterEnd, PlannedSession, Track


def track_of(programme: Programme, track_id: str) -> Track | None:
    """Return a track by its id; None where the programme has none of that id."""
    return next((track for track in programme.tracks if track.id == track_id), None)


def course_order(programme: Programme, track_id: str = "") -> tuple[str, ...]:
    """Return the sessions of the course itself in order, as a track brings them forward.

    Sessions after the end and extra sessions stand in no order of the course.
    """
    course = [each for each in programme.sessions if each.after_end is None and not each.extra]
    order = [each.id for each in course]
    track = track_of(programme, track_id)
    for moved in track.bring_forward if track else ():
        block = [each.id for each in course if each.module == moved.module]
        rest = [each for each in order if each not in block]
        at = _end_of(programme, moved.after, rest)
        order = rest[:at] + block + rest[at:]
    return tuple(order)


def after_the_end(programme: Programme) -> tuple[PlannedSession, ...]:
    """Return the sessions after the end of the course, the earliest first."""
    found = [(each.after_end.days, each) for each in programme.sessions if each.after_end]
    return tuple(each for _days, each in sorted(found, key=lambda pair: pair[0]))


def extra_sessions(programme: Programme) -> frozenset[str]:
    """Return the sessions that can be held at any point, and more than once."""
    return frozenset(each.id for each in programme.sessions if each.extra)


def brought_forward(programme: Programme, track_id: str) -> frozenset[str]:
    """Return the modules that a track holds earlier than the default order."""
    track = track_of(programme, track_id)
    return frozenset(moved.module for moved in track.bring_forward) if track else frozenset()


def _end_of(programme: Programme, point: str, order: list[str]) -> int:
    """Return the place after a session, or after the last session of a module or phase."""
    inside = {
        session.id
        for phase in programme.phases
        for session in phase.sessions
        if point in (session.id, session.module, phase.id)
    }
    return max((place + 1 for place, each in enumerate(order) if each in inside), default=0)


@dataclass(frozen=True, slots=True)
class DueAfter:
    """One session after the end, and the day on which it is due."""

    plan_id: str
    title: str
    day: date


def due_after(programme: Programme, ended: date) -> tuple[DueAfter, ...]:
    """Return the sessions after the end of the course with their days, the earliest first."""
    return tuple(
        DueAfter(each.id, each.title, day_after(ended, each.after_end))
        for each in after_the_end(programme)
        if each.after_end is not None and each.id in programme.session_plans
    )


def day_after(ended: date, after: AfterEnd) -> date:
    """Return the day that lies so long after the end; a shorter month ends earlier."""
    if after.weeks:
        return ended + timedelta(weeks=after.weeks)
    months = ended.year * 12 + ended.month - 1 + after.months
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(ended.day, last))

"""When boosters and follow-ups are due, counted from the end of the course. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from programme.course.order import after_the_end
from programme.definition.definition import Programme
from programme.definition.parts import AfterEnd


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

"""The words for counts, ages, and when a line was written."""

from collections.abc import Iterator
from datetime import date

from session_forms.conditions.alert_levels import LEVELS
from session_forms.words.day_words import clock_time, written_day
from session_forms.words.texts import NN_, counted, ngettext
from session_forms.words.texts import translate as _
from therapist_app.workflows.supervision.oversight import (
    AlertsWaiting,
    CaseloadLine,
    Figures,
    Waiting,
)

ALERTS = {
    ("urgent", "suicide"): NN_(
        "{count} urgent alert, suicide: {age}",
        "{count} urgent alerts, suicide: the oldest {age}",
    ),
    ("urgent", "child_safety"): NN_(
        "{count} urgent alert, child safety: {age}",
        "{count} urgent alerts, child safety: the oldest {age}",
    ),
    ("act", "suicide"): NN_(
        "{count} alert to act on, suicide: {age}",
        "{count} alerts to act on, suicide: the oldest {age}",
    ),
    ("act", "child_safety"): NN_(
        "{count} alert to act on, child safety: {age}",
        "{count} alerts to act on, child safety: the oldest {age}",
    ),
    ("watch", "suicide"): NN_(
        "{count} alert to watch, suicide: {age}",
        "{count} alerts to watch, suicide: the oldest {age}",
    ),
    ("watch", "child_safety"): NN_(
        "{count} alert to watch, child safety: {age}",
        "{count} alerts to watch, child safety: the oldest {age}",
    ),
}


def alert_lines(figures: Figures) -> Iterator[tuple[str, str]]:
    """Yield level and sentence of each kind of open alert, the most pressing first."""
    for level in reversed(LEVELS):
        for each in figures.alerts:
            if each.level == level:
                yield level, _alert(each)


def age_words(days: int) -> str:
    """Return for how long something has been open, counted in local days."""
    match days:
        case 0:
            return _("since today")
        case 1:
            return _("since yesterday")
        case _:
            return ngettext("for {days} day", "for {days} days", days).format(days=days)


def waiting_words(waiting: Waiting) -> str:
    """Return how old the oldest of something is; nothing where nothing waits."""
    if not waiting.count:
        return ""
    return _("the oldest {age}").format(age=age_words(waiting.oldest_days))


def past_words(days: int) -> str:
    """Return that an urgent alert has been open for too long."""
    if days == 1:
        return _("An urgent alert has been open since yesterday")
    return ngettext(
        "An urgent alert has been open for {days} day",
        "An urgent alert has been open for {days} days",
        days,
    ).format(days=days)


def as_of(line: CaseloadLine, today: date) -> str:
    """Return how old a line is, and whose session wrote it."""
    if line.written is None:
        return _("No figures yet. They are written when {name} next signs in.").format(
            name=line.therapist
        )
    at = line.written.written_at.astimezone()
    when = _("{day}, {time}").format(day=_day(at.date(), today), time=clock_time(at))
    if line.figures is None:
        words = _("Written {when} by another version of this program, and cannot be read here.")
        return words.format(when=when)
    if line.written.occasion == "locked":
        words = _("As of {when}, when {name} last locked.")
    else:
        words = _(
            "As of {when}, when {name} last signed in. What was done since then is not counted:"
            " the session still runs, or it ended without locking."
        )
    return words.format(when=when, name=line.written_by)


def _alert(alerts: AlertsWaiting) -> str:
    waiting = alerts.waiting
    words = ALERTS[alerts.level, alerts.stream]
    return counted(words, waiting.count, age=age_words(waiting.oldest_days))


def _day(day: date, today: date) -> str:
    match (today - day).days:
        case 0:
            return _("today")
        case 1:
            return _("yesterday")
        case _:
            return written_day(day)

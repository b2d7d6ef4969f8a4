"""Days and times in words, the same on screen and on paper, as the installed language writes them.

Babel knows how that is. English is the exception: what Babel has for it is American, so that
the patterns of English stand here. Babel loads with the first day that is written.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from session_forms.words.texts import WRITTEN_IN, _, language

if TYPE_CHECKING:
    from babel import Locale

_ENGLISH = {
    "full": "EEEE d MMMM y",
    "long": "d MMMM y",
    "yMMMd": "d MMM y",
    "MMMMd": "d MMMM",
    "MMMd": "d MMM",
    "yMMMM": "MMMM y",
    "LLL": "LLL",
    "LLLL": "LLLL",
    "EEEE": "EEEE",
    "Ed": "EEE d",
    "MMMMEEEEd": "EEEE d MMMM",
}
NEAR = timedelta(days=150)
_ENGLISH_FIGURES = "d M y"
_ENGLISH_CLOCK = {"short": "HH:mm", "medium": "HH:mm:ss"}


class FiguresOfADay(NamedTuple):
    """How the figures of a day are typed: the order of d, M and y, and the sign between them."""

    order: str
    sign: str


def figures_of_a_day() -> FiguresOfADay:
    """Return how the installed language types a day: day, month, year with points in German."""
    locale = locale_in_use()
    is_english = locale.language == WRITTEN_IN
    pattern = _ENGLISH_FIGURES if is_english else str(locale.date_formats["short"])
    order = re.sub(r"[^dMy]|(.)(?=\1)", "", pattern)
    return FiguresOfADay(order, (re.findall(r"[./-]", pattern) or [" "])[0])


def day_in_words(day: date) -> str:
    """Return a day to be checked by reading: Saturday 28 February 2026."""
    return _written(day, "full")


def written_day(day: date) -> str:
    """Return a day as it is written on paper: 28 February 2026."""
    return _written(day, "long")


def is_near(day: date, today: date) -> bool:
    """Return whether a day is so near that nobody takes it for one of another year."""
    return abs(day - today) <= NEAR


def near_day(day: date, today: date) -> str:
    """Return a day as short as it is clear: 28 February; with its year where it is not near."""
    return _written(day, "MMMMd" if is_near(day, today) else "long")


def short_day(day: date) -> str:
    """Return a day for where there is little room: 28 Feb 2026."""
    return _written(day, "yMMMd")


def short_near_day(day: date, today: date) -> str:
    """Return a day for where there is least room: 28 Feb; with its year where it is not near."""
    return _written(day, "MMMd") if is_near(day, today) else short_day(day)


def weekday(day: date) -> str:
    """Return the day of a week that is known: Friday."""
    return _written(day, "EEEE")


def day_of_week(day: date) -> str:
    """Return a day at the head of its column in a calendar: Mon 23."""
    return _written(day, "Ed")


def day_of_year(day: date) -> str:
    """Return a day of a year that is known, to be heard: Monday 23 November.

    Other languages say the year as well: Babel knows none of their patterns for a day whose name
    is whole without it.
    """
    is_english = locale_in_use().language == WRITTEN_IN
    return _written(day, "MMMMEEEEd" if is_english else "full")


def days_from_to(first: date, last: date) -> str:
    """Return days in a row, of a year that is known: 23 to 27 November."""
    from babel.dates import format_interval

    locale = locale_in_use()
    if locale.language != WRITTEN_IN:
        return format_interval(first, last, "MMMMd", locale=locale)
    start = str(first.day) if first.month == last.month else _written(first, "MMMMd")
    return _("{first} to {last}").format(first=start, last=_written(last, "MMMMd"))


def month_of_year(day: date) -> str:
    """Return the month that a day is in, with its year: February 2026."""
    return _written(day, "yMMMM")


def month_alone(day: date) -> str:
    """Return the month that a day is in, where its year stands elsewhere: February."""
    return _written(day, "LLLL")


def short_month(day: date) -> str:
    """Return the month that a day is in, for where there is little room: Feb."""
    return _written(day, "LLL")


def clock_time(moment: time | datetime, *, seconds: bool = False) -> str:
    """Return the time of a moment, as the clock beside it says: 14:30, or 14:30:05."""
    from babel.dates import format_time

    at = moment.time() if isinstance(moment, datetime) else moment
    length = "medium" if seconds else "short"
    locale = locale_in_use()
    if locale.language == WRITTEN_IN:
        return format_time(at, _ENGLISH_CLOCK[length], locale=locale)
    return format_time(at, length, locale=locale)


def moment_in_words(moment: datetime) -> str:
    """Return a moment to be checked by reading: Saturday 28 February 2026, 14:30."""
    return _("{day}, {time}").format(day=day_in_words(moment.date()), time=clock_time(moment))


def written_moment(moment: datetime) -> str:
    """Return a moment as it is written on paper: 28 February 2026, 14:30."""
    return _("{day}, {time}").format(day=written_day(moment.date()), time=clock_time(moment))


def locale_in_use() -> "Locale":
    """Return what Babel knows of the installed language; English where it knows nothing."""
    return _locale(language())


@lru_cache
def _locale(code: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    for each in (code, code.split("_", maxsplit=1)[0]):
        try:
            return Locale.parse(each)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(WRITTEN_IN)


def _written(day: date, pattern: str) -> str:
    from babel.dates import format_date, format_skeleton

    locale = locale_in_use()
    if locale.language == WRITTEN_IN:
        return format_date(day, _ENGLISH[pattern], locale=locale)
    if pattern in {"full", "long", "LLL", "LLLL", "EEEE"}:
        return format_date(day, pattern, locale=locale)
    return format_skeleton(pattern, day, locale=locale)

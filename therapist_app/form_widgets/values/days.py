"""Days and times as people write them, and back as they are kept.

Days are written in the order of the installed language, with anything between: in English
28 02 2026, 28.2.2026, 28/2/26, or with nothing, 28022026; the kept spelling 2026-02-28 is always
understood. Times are written 14:30, 14.30 or 1430. Where days are limited a day needs no year, and
a planned hour no minutes.
"""

import re
from datetime import date, datetime, time, timedelta

from session_forms.words.day_words import (
    figures_of_a_day,
    weekday,
    written_day,
    written_moment,
)
from session_forms.words.texts import _, pgettext
from therapist_app.record.model import FIRST_DAY, LAST_DAY

THREE = re.compile(r"\s*(\d{1,4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,4})[\s./-]*", re.ASCII)
RUN = re.compile(r"\s*(\d{6}|\d{8})\s*", re.ASCII)
YEAR_FIRST = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", re.ASCII)
TWO = re.compile(r"\s*(\d{1,2})[\s./-]+(\d{1,2})[\s./-]*", re.ASCII)
HOUR = re.compile(r"\s*(\d{1,2})\s*", re.ASCII)
CLOCK = re.compile(r"\s*(\d{1,2})[:.\s]?(\d{2})\s*", re.ASCII)
DAY_AND_TIME = re.compile(r"(.+?)[\s,]+(\d{1,2}[:.]\d{2})\s*", re.ASCII)
NAMED_BY = 2
CENTURY = 2000
YEAR_FIGURES = (2, 4)
FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Also a birth in another year is a slip, and Windows reckons with no day after them."""
EXAMPLE = date(2026, 2, 28)


def read_day(words: str) -> date | None:
    """Return the day of a service that is written, or None when it is none.

    One of before there were such services is a slip; of a moment in it no system need know where it
    lies (`record/model.py`).
    """
    day = read_any_day(words)
    return day if is_of_a_service(day) else None


def is_of_a_service(day: date | None) -> bool:
    """Return whether there is a day, of which every hour can be kept."""
    return day is not None and FIRST_DAY <= day <= LAST_DAY


def read_any_day(words: str) -> date | None:
    """Return the day that is written, or None when it is none, or of a year that nobody means."""
    if match := RUN.fullmatch(words):
        words = _spaced(match[1])
    if match := YEAR_FIRST.fullmatch(words):
        year, month, day = match.groups()
    elif match := THREE.fullmatch(words):
        parts = dict(zip(figures_of_a_day().order, match.groups(), strict=True))
        year, month, day = parts["y"], parts["M"], parts["d"]
    else:
        return None
    if len(year) not in YEAR_FIGURES or max(len(month), len(day)) > len("28"):
        return None
    century = CENTURY if len(year) == len("26") else 0
    try:
        found = date(century + int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def read_day_gone(words: str, today: date) -> date | None:
    """Return a day that has been; a year of two figures is the last one that has begun."""
    day = read_any_day(words)
    if day is not None and day > today and str(day.year) not in words:
        day = read_any_day(day_in_figures(day).replace(str(day.year), str(day.year - 100)))
    return day if day is None or day <= today else None


def _spaced(figures: str) -> str:
    """Return the figures of a day apart, in the order of the language: two each but a long year."""
    widths = {"d": 2, "M": 2, "y": len(figures) - 4}
    parts, start = [], 0
    for part in figures_of_a_day().order:
        parts.append(figures[start : start + widths[part]])
        start += widths[part]
    return " ".join(parts)


def read_coming_day(words: str, today: date) -> date | None:
    """Return the day that is written or named; without a year, the next one from `today` on."""
    day = read_possible_day(words, today, today, None)
    day = day or read_named_day(words, today, today, None)
    return day if is_of_a_service(day) else None


def read_possible_day(
    words: str, today: date, first: date | None, last: date | None
) -> date | None:
    """Return the day that is written; without a year, the possible one that is nearest to `today`.

    Possible is what lies between `first` and `last`; where neither says anything, a year is needed.
    Where none is possible it is the nearest, so that it can be said what is wrong with it.
    """
    match = TWO.fullmatch(words)
    if match is None:
        return read_any_day(words)
    if first is None and last is None:
        return None
    order = (each for each in figures_of_a_day().order if each != "y")
    parts = dict(zip(order, match.groups(), strict=True))
    years = range(today.year - 1, today.year + 2)
    written = (f"{year}-{parts['M']}-{parts['d']}" for year in years)
    found = [day for each in written if (day := read_any_day(each)) is not None]
    possible = [day for day in found if (first or day) <= day <= (last or day)]
    return min(possible or found, key=lambda day: abs(day - today), default=None)


def read_named_day(words: str, today: date, first: date | None, last: date | None) -> date | None:
    """Return the day that is named, its first letters enough: thu, Thursday, tomorrow.

    A day of the week is the next one; where only days gone are possible, the last one. No day
    stands for letters that begin two names, or none.
    """
    begun = words.strip().casefold()
    if len(begun) < NAMED_BY or not begun.isalpha():
        return None
    week = [timedelta(days=each) for each in range(1, 8)]
    found = [each for each in week if weekday(today + each).casefold().startswith(begun)]
    near = [by for by, name in _near_names().items() if name.casefold().startswith(begun)]
    if len(found) == 1:
        days = [today + found[0], today + found[0] - timedelta(days=7)]
    else:
        days = [today + timedelta(days=by) for by in near] if len(near) == 1 and not found else []
    return next((day for day in days if (first or day) <= day <= (last or day)), None)


def _near_names() -> dict[int, str]:
    """Return the names of the days about today, by how many days lie between."""
    return {
        0: pgettext("name of a day", "today"),
        1: pgettext("name of a day", "tomorrow"),
        -1: pgettext("name of a day", "yesterday"),
    }


def read_hour(words: str) -> time | None:
    """Return the time that is written, of which the minutes may be missing; None for none."""
    match = HOUR.fullmatch(words)
    return read_time(f"{match[1]}:00" if match else words)


def read_time(words: str) -> time | None:
    """Return the time that is written, or None when it is none."""
    match = CLOCK.fullmatch(words)
    if match is None:
        return None
    try:
        return time(int(match[1]), int(match[2]))
    except ValueError:
        return None


def read_moment(words: str, now: datetime) -> str | None:
    """Return a time of today, a day, or a day and a time, in full words; None when it is none.

    What lies after `now`, which is local, is none.
    """
    found = moment_or_day(words, now)
    if found is None:
        return None
    return written_moment(found) if isinstance(found, datetime) else written_day(found)


def moment_or_day(words: str, now: datetime) -> date | None:
    """Return the moment that is written, or the day where it has no time; None when it is none.

    Now is a moment, today and yesterday are days. What lies after `now`, which is local, is none.
    """
    if words.strip().casefold() == pgettext("name of a moment", "now").casefold():
        return now
    at = read_time(words)
    if at is not None:
        moment = datetime.combine(now.date(), at, now.tzinfo)
        return moment if moment <= now else None
    match = DAY_AND_TIME.fullmatch(words)
    written, at = (match[1], read_time(match[2])) if match else (words, None)
    day = read_day(written) or read_named_day(written, now.date(), None, now.date())
    if day is None or (match and at is None):
        return None
    moment = datetime.combine(day, at or time(), now.tzinfo)
    if moment > now:
        return None
    return day if at is None else moment


def day_in_figures(day: date) -> str:
    """Return a day the way it is typed: 28 02 2026 in English, 28.02.2026 in German."""
    order, sign = figures_of_a_day()
    figures = {"d": f"{day.day:02}", "M": f"{day.month:02}", "y": str(day.year)}
    return sign.join(figures[part] for part in order)


def example_day(
    first: date | None = None, last: date | None = None, today: date | None = None
) -> str:
    """Return a day that shows how one is typed: a 28th, since no month has that number.

    Where `today` is known it is the last one, or the next; one that is possible, where one is.
    """
    days = (EXAMPLE,) if today is None else _around(today)
    possible = (each for each in days if (first or each) <= each <= (last or each))
    nearest = first if first is not None and days[0] < first else last
    return day_in_figures(next(possible, nearest or days[0]))


def _around(today: date) -> tuple[date, date]:
    """Return the last 28th up to a day, and the next one after it."""
    here = today.replace(day=EXAMPLE.day)
    month = timedelta(days=EXAMPLE.day)
    before = (here - month).replace(day=EXAMPLE.day)
    after = (here + month).replace(day=EXAMPLE.day)
    return (here, after) if here <= today else (before, here)


def how_to_write_a_day(
    first: date | None = None, last: date | None = None, today: date | None = None
) -> str:
    """Return what to do where a day was not understood."""
    return how_to_write(example_day(first, last, today))


def how_to_write(example: str) -> str:
    """Return what to do where a day was not understood, by this example."""
    return _("Write the day as {day}.").format(day=example)


def how_to_write_or_name(example: str) -> str:
    """Return what to do where a day was not understood that may also be named."""
    return _("Write the day as {day}, or name it: Friday.").format(day=example)


def pattern_of_a_day() -> str:
    """Return how a day is typed, for an empty line."""
    # Translators: letters for day, month and year, in the order in which they are typed.
    return pgettext("how a day is typed", "DD MM YYYY")


def key_for_today() -> str:
    """Return the letter that writes today into a line for a day."""
    # Translators: one letter, the first of the word for today.
    return pgettext("key that writes today", "T")


def key_for_offered() -> str:
    """Return the letter that writes the day that was said before into a line for a day."""
    # Translators: one letter, not the one for today; the first of the word for promised.
    return pgettext("key that writes the day that was said before", "P")


def today_words() -> str:
    """Return the hint for that letter."""
    return _("{key}: today").format(key=key_for_today())

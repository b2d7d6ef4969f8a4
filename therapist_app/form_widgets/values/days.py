"""Days and times as people write them, and back as they are kept.

Days are written day first, with anything between: 28 02 2026, 28.2.2026, 28/2/26; the kept
spelling 2026-02-28 is understood as well. Times are written 14:30, 14.30 or 1430.
"""

import re
from datetime import date, time

from session_forms.words.day_words import day_in_words

__all__ = ["day_in_figures", "day_in_words", "read_day", "read_time"]

DAY_FIRST = re.compile(r"\s*(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})\s*", re.ASCII)
YEAR_FIRST = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", re.ASCII)
CLOCK = re.compile(r"\s*(\d{1,2})[:.\s]?(\d{2})\s*", re.ASCII)
CENTURY = 2000


def read_day(words: str) -> date | None:
    """Return the day that is written, or None when it is none."""
    if match := YEAR_FIRST.fullmatch(words):
        year, month, day = match.groups()
    elif match := DAY_FIRST.fullmatch(words):
        day, month, year = match.groups()
    else:
        return None
    century = CENTURY if len(year) == len("26") else 0
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        return None


def read_time(words: str) -> time | None:
    """Return the time that is written, or None when it is none."""
    match = CLOCK.fullmatch(words)
    if match is None:
        return None
    try:
        return time(int(match[1]), int(match[2]))
    except ValueError:
        return None


def day_in_figures(day: date) -> str:
    """Return a day the way it is typed: 28 02 2026."""
    return f"{day.day:02} {day.month:02} {day.year}"

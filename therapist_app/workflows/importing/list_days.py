"""Days as lists write them. What could be two days is never guessed."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

DayOrder = Literal["day_first", "month_first"]
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4})")
MONTHS = 12


def read_list_day(words: str, order: DayOrder | None) -> date | None:
    """Return the day that is written; None where it is none, or could be two.

    The year has four figures and stands first or last. `order` says which of the two others
    comes first where the year is last; without it only a day that cannot be read in two ways is
    read.
    """
    if match := _YEAR_FIRST.fullmatch(words):
        return _day(match[1], match[2], match[3])
    match = _YEAR_LAST.fullmatch(words)
    if match is None:
        return None
    day_first = _day(match[3], match[2], match[1])
    month_first = _day(match[3], match[1], match[2])
    if order is None:
        both = {each for each in (day_first, month_first) if each is not None}
        return both.pop() if len(both) == 1 else None
    return day_first if order == "day_first" else month_first


def can_be_two_days(words: str) -> bool:
    """Return whether what is written is another day when the month is read first."""
    match = _YEAR_LAST.fullmatch(words)
    if match is None or match[1] == match[2]:
        return False
    return _day(match[3], match[2], match[1]) is not None and (
        _day(match[3], match[1], match[2]) is not None
    )


def order_told(cells: Iterable[str]) -> DayOrder | None:
    """Return the order that days of a list show by themselves, where all of them show the same."""
    found: set[DayOrder] = set()
    for words in cells:
        match = _YEAR_LAST.fullmatch(words)
        if match and (int(match[1]) > MONTHS) != (int(match[2]) > MONTHS):
            found.add("day_first" if int(match[1]) > MONTHS else "month_first")
    return found.pop() if len(found) == 1 else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

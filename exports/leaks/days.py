"""Finds known days in a line of text, in any order and however their months are written."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from itertools import permutations
from typing import NamedTuple

from exports.leaks.languages import IN_A_DATE, days_named, months_named

Day = tuple[int, int, int]
"""Year, month, day of the month."""
_PART = re.compile(r"\d+|[^\W\d_]+")
_SIGNS = frozenset({".", "-", "/"})
_COMPACT = {8: ((0, 4, 6), (4, 2, 0), (4, 0, 2)), 6: ((0, 2, 4), (4, 2, 0), (4, 0, 2))}
"""Where year, month and day begin in a number without signs, by its length."""
_WHOLE_YEAR = frozenset({8})
_LENGTH_OF_A_YEAR, _SHORT = 4, 2
_MOST_DAY, _MOST_MONTH = 31, 12
_TENS, _MOST_UNIT = frozenset({20, 30}), 9


class _Part(NamedTuple):
    """What a number or a word may mean in a day; a year of two digits stands without century."""

    text: str
    years: frozenset[int]
    months: frozenset[int]
    days: frozenset[int]
    is_tight: bool
    at: int

    @property
    def is_word(self) -> bool:
        return not self.text[0].isdigit()

    def is_compact(self, *, typed: bool) -> bool:
        """Return whether it may be a whole day; six digits are one only where they were typed."""
        return not self.is_word and len(self.text) in (_COMPACT if typed else _WHOLE_YEAR)


NONE: frozenset[int] = frozenset()


def days_in(line: str, known: Collection[Day], *, typed: bool) -> Iterator[str]:
    """Yield every spelling of a known day that stands in a line, which is plain.

    In what nobody typed three small numbers side by side are no day without signs between them.
    """
    if not known:
        return
    parts = _parts(line, typed=typed)
    for three in zip(parts, parts[1:], parts[2:], strict=False):
        if _is_known(three, known, typed=typed):
            yield line[three[0].at : three[2].at + len(three[2].text)]
    for part in parts:
        if part.is_compact(typed=typed) and any(day in known for day in _compact(part.text)):
            yield part.text


def without_century(days: Collection[date]) -> set[Day]:
    """Return the days as they are looked for: with the whole year, and with its last two digits."""
    whole = {(each.year, each.month, each.day) for each in days}
    return whole | {(year % 100, month, day) for year, month, day in whole}


def _is_known(three: tuple[_Part, ...], known: Collection[Day], *, typed: bool) -> bool:
    short = not any(len(part.text) == _LENGTH_OF_A_YEAR and not part.is_word for part in three)
    loose = not (three[1].is_tight and three[2].is_tight)
    if short and loose and not typed and not any(part.is_word for part in three):
        return False
    return any(
        (y, m, d) in known
        for year, month, day in permutations(three)
        for y in year.years
        for m in month.months
        for d in day.days
    )


def _parts(line: str, *, typed: bool) -> list[_Part]:
    found: list[_Part] = []
    end, behind, last = 0, -1, ""
    for match in _PART.finditer(line):
        word = match[0]
        glued_to = last if match.start() == behind else ""
        behind, last = match.end(), word
        if word in IN_A_DATE and word not in months_named():
            continue
        is_tight = line[end : match.start()].strip() in _SIGNS
        part = _part(word, match.start(), is_tight=is_tight)
        if glued_to and not typed and glued_to not in months_named() and not part.is_word:
            part = part._replace(years=NONE, months=NONE, days=NONE)  # of a code, as 4f2a-77
        end = match.end()
        before = found[-1] if found else None
        if before and before.is_word and before.days <= _TENS and before.days and part.is_word:
            unit = min(part.days, default=0)
            if 0 < unit <= _MOST_UNIT:
                ten = min(before.days)
                found[-1] = before._replace(days=before.days | {ten + unit})
                if not part.months:
                    continue
        found.append(part)
    return found


def _part(word: str, at: int, *, is_tight: bool) -> _Part:
    if not word.isdigit():
        months = months_named().get(word, NONE)
        return _Part(word, NONE, months, days_named().get(word, NONE), is_tight, at)
    number = int(word)
    if len(word) == _LENGTH_OF_A_YEAR:
        return _Part(word, frozenset({number}), NONE, NONE, is_tight, at)
    if len(word) > _SHORT:
        return _Part(word, NONE, NONE, NONE, is_tight, at)
    only = frozenset({number})
    return _Part(
        word,
        only if len(word) == _SHORT else NONE,
        only if 1 <= number <= _MOST_MONTH else NONE,
        only if 1 <= number <= _MOST_DAY else NONE,
        is_tight,
        at,
    )


def _compact(number: str) -> Iterator[Day]:
    long = len(number) - 4
    for year, month, day in _COMPACT[len(number)]:
        yield (
            int(number[year : year + long]),
            int(number[month : month + 2]),
            int(number[day : day + 2]),
        )

"""The quarters of a year, on which reports stand."""

import re
from dataclasses import dataclass
from datetime import date

from session_forms.words.day_words import month_alone, month_of_year
from session_forms.words.texts import _

_MONTHS = 3
_LAST = 4
_NAME = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year.

    Attributes:
        number: 1 to 4.

    """

    year: int
    number: int

    @property
    def name(self) -> str:
        """Return 2026-Q3."""
        return f"{self.year:04}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """The first day of it."""
        return date(self.year, _MONTHS * (self.number - 1) + 1, 1)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        if self.number == _LAST:
            return Quarter(self.year + 1, 1)
        return Quarter(self.year, self.number + 1)

    @property
    def before(self) -> "Quarter":
        """The one before it."""
        if self.number == 1:
            return Quarter(self.year - 1, _LAST)
        return Quarter(self.year, self.number - 1)

    @property
    def last_month(self) -> str:
        """Its last month, as 2026-09."""
        return f"{self.year:04}-{_MONTHS * self.number:02}"

    @property
    def in_words(self) -> str:
        """Return July to September 2026."""
        last = self.first_day.replace(month=_MONTHS * self.number)
        return _("{first} to {last}").format(
            first=month_alone(self.first_day), last=month_of_year(last)
        )


def quarter_of(day: date) -> Quarter:
    """Return the quarter of a day."""
    return Quarter(day.year, (day.month - 1) // _MONTHS + 1)


def quarter_named(name: str) -> Quarter:
    """Return the quarter of a name such as 2026-Q3.

    Raises:
        ValueError: There is none of that name.

    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(name)
    return Quarter(int(match[1]), int(match[2]))

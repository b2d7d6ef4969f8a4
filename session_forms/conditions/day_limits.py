"""A first or a last day: counted from today or fixed, always or while something holds."""

from datetime import date, timedelta
from typing import Self

from pydantic import Field, model_validator

from session_forms.conditions.conditions import Condition
from session_forms.files.frozen import Definition

MOST_DAYS = 36_600
"""A hundred years."""


class Day(Definition):
    """A day, counted from today or fixed; exactly one key."""

    days_before_today: int | None = Field(default=None, ge=0, le=MOST_DAYS)
    days_after_today: int | None = Field(default=None, ge=0, le=MOST_DAYS)
    on: date | None = None

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        _check_one_day(self)
        return self

    def seen_from(self, today: date) -> date:
        """Return the day that is meant."""
        return _seen_from(self, today)


class DayWhen(Condition):
    """A day that counts while a condition holds."""

    days_before_today: int | None = Field(default=None, ge=0, le=MOST_DAYS)
    days_after_today: int | None = Field(default=None, ge=0, le=MOST_DAYS)
    on: date | None = None

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        _check_one_day(self)
        return self

    def seen_from(self, today: date) -> date:
        """Return the day that is meant."""
        return _seen_from(self, today)


def _check_one_day(day: Day | DayWhen) -> None:
    if sum(each is not None for each in (day.days_before_today, day.days_after_today, day.on)) != 1:
        raise ValueError("needs exactly one of days_before_today, days_after_today and on")


def _seen_from(day: Day | DayWhen, today: date) -> date:
    if day.on is not None:
        return day.on
    return today + timedelta(days=(day.days_after_today or 0) - (day.days_before_today or 0))

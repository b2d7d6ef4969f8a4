"""Questions that are answered by a day or a time; these never leave the record.

A first or a last day is counted from today or fixed, always or while something holds.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.conditions.conditions import Condition, Facts
from session_forms.errors import AfterLatest, AnswerRejected, BeforeEarliest, WrongKind
from session_forms.files.frozen import Definition
from session_forms.questions.question import Limits, QuestionBase

MOST_DAYS = 36_600
"""A hundred years."""


class Day(Definition):
    """A day, counted from today or fixed; exactly one key."""

    days_before_today: int | None = Field(default=None, ge=0, le=MOST_DAYS)
    days_after_today: int | None = Field(default=None, ge=0, le=MOST_DAYS)
    on: date | None = None

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        days = (self.days_before_today, self.days_after_today, self.on)
        if sum(day is not None for day in days) != 1:
            raise ValueError("needs exactly one of days_before_today, days_after_today and on")
        return self

    def seen_from(self, today: date) -> date:
        """Return the day that is meant."""
        if self.on is not None:
            return self.on
        return today + timedelta(days=(self.days_after_today or 0) - (self.days_before_today or 0))


class DayWhen(Condition, Day):
    """A day that counts while a condition holds."""


_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_DATETIME = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_TIME.pattern}", re.ASCII)


class DayQuestion(QuestionBase):
    """What questions about a day have.

    Attributes:
        earliest: No day before this one.
        latest: No day after this one.
        latest_when: No day after the one in the first line that holds.

    """

    export: Literal["drop"] = "drop"
    earliest: Day | None = None
    latest: Day | None = None
    latest_when: tuple[DayWhen, ...] = ()

    @model_validator(mode="after")
    def _one_latest(self) -> Self:
        if self.latest is not None and self.latest_when:
            raise ValueError("needs either latest or latest_when")
        return self

    def limits(self, facts: Facts, today: date) -> Limits:
        """Return the first and the last day that can be given now."""
        lines = [line for line in self.latest_when if line.holds(facts)]
        latest = lines[0] if lines else self.latest
        return Limits(
            earliest=None if self.earliest is None else self.earliest.seen_from(today),
            latest=None if latest is None else latest.seen_from(today),
        )

    @override
    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield each condition with the key it stands under."""
        yield from super().conditions()
        for index, line in enumerate(self.latest_when):
            yield f"latest_when.{index}", line


class DateQuestion(DayQuestion):
    """A day, as YYYY-MM-DD."""

    kind: Literal["date"]

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        return within(iso_date(value), limits).isoformat()


class DatetimeQuestion(DayQuestion):
    """A day and a time, as YYYY-MM-DDTHH:MM, on the clock of the place."""

    kind: Literal["datetime"]

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        if type(value) is not str or _DATETIME.fullmatch(value) is None:
            raise AnswerRejected(WrongKind())
        within(iso_date(value.partition("T")[0]), limits)
        return value


class TimeQuestion(QuestionBase):
    """A time of day, as HH:MM."""

    kind: Literal["time"]
    export: Literal["drop"] = "drop"

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        if type(value) is not str or _TIME.fullmatch(value) is None:
            raise AnswerRejected(WrongKind())
        return value


def iso_date(value: object) -> date:
    """Return the day that `value` spells as YYYY-MM-DD.

    Raises:
        AnswerRejected: It spells none.

    """
    try:
        day = date.fromisoformat(value) if type(value) is str else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise AnswerRejected(WrongKind())
    return day


def within(day: date, limits: Limits) -> date:
    """Return `day`.

    Raises:
        AnswerRejected: It lies outside the limits.

    """
    if limits.earliest is not None and day < limits.earliest:
        raise AnswerRejected(BeforeEarliest(limits.earliest.isoformat()))
    if limits.latest is not None and day > limits.latest:
        raise AnswerRejected(AfterLatest(limits.latest.isoformat()))
    return day

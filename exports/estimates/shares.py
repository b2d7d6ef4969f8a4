"""Intervals of what lies between nought and a most, which never pass them; and differences."""

from dataclasses import dataclass
from math import sqrt

CLOSE_TO_AN_EDGE = 1.5
"""From so many people to nobody, or to everybody, the spread seen says too little by itself."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Return whether zero lies outside the interval: for a difference, beyond chance."""
        return self.low > 0 or self.high < 0


def bounded_interval(
    part: float, error: float, people: int, quantile: float
) -> tuple[float, float]:
    """Return the interval of a part of a whole, from 0 to 1; all numbers are parts of the whole.

    Wilson's interval on as many people as independent answers would have to be to say as much as
    the standard `error` does: part (1 - part) / error^2. Close to nobody or everybody, where all
    who were asked say the same and so seem to say it surely, at most as many as there are people.
    Source: Wilson (1927), J Am Stat Assoc 22:209-212; on that number Korn and Graubard (1998),
    Survey Methodology 24:193-201, with t for z as in Dean and Pagano (2015), J Surv Stat Methodol
    3:484-503.
    """
    is_close = min(part, 1 - part) * people < CLOSE_TO_AN_EDGE
    held = (part * people + 1) / (people + 2) if is_close else part
    square_error = error**2
    worth = held * (1 - held) / square_error if square_error else float(people)
    if is_close:
        worth = min(worth, people)
    square = quantile**2
    middle = (part + square / (2 * worth)) / (1 + square / worth)
    spread = part * (1 - part) / worth + square / (4 * worth * worth)
    half = quantile * sqrt(spread) / (1 + square / worth)
    return max(0.0, min(part, middle - half)), min(1.0, max(part, middle + half))


def difference(now: Estimate, before: Estimate) -> Estimate:
    """Return now minus before with an interval from the two intervals.

    Square-and-add: each limit uses the half of each interval that points its way. People who
    stand in both make the true interval narrower than this one, so that it says "chance" rather
    too often than too seldom.
    Source: Newcombe (1998), Stat Med 17:873-890, method 10; Zou and Donner (2008), Stat Med
    27:1693-1702.
    """
    value = now.value - before.value
    low = value - sqrt((now.value - now.low) ** 2 + (before.high - before.value) ** 2)
    high = value + sqrt((now.high - now.value) ** 2 + (before.value - before.low) ** 2)
    return Estimate(value, low, high)

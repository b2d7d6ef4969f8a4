"""Parts of a whole with intervals that never pass 0 or 1, what is not known, and differences."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from exports.estimates.student import LEVEL

Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; for a share all three lie from 0 to 1."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Return whether zero lies outside the interval: for a difference, beyond chance."""
        return self.low > 0 or self.high < 0


def share_of(part: float, whole: float, noise: float = 0.0) -> Estimate | None:
    """Return a share of people with Wilson's interval; None without anybody.

    `noise` is the variance that protection added to `part`, in people squared; it widens the
    interval. A part that protection moved beyond its whole counts as the whole.
    Source: Wilson (1927), J Am Stat Assoc 22:209-212; Newcombe (1998), Stat Med 17:857-872.
    """
    if whole <= 0:
        return None
    value = min(1.0, max(0.0, part / whole))
    held = (value * whole + 1) / (whole + 2)  # never 0 or 1, where there would seem to be no chance
    chance = held * (1 - held) * whole
    return _wilson(value, whole * chance / (chance + noise))


def _wilson(value: float, n: float) -> Estimate:
    square = Z**2
    middle = (value + square / (2 * n)) / (1 + square / n)
    half = Z * sqrt(value * (1 - value) / n + square / (4 * n * n)) / (1 + square / n)
    return Estimate(value, max(0.0, min(value, middle - half)), min(1.0, max(value, middle + half)))


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


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which shares the truth lies, whatever became of those of whom nothing is known.

    Attributes:
        low: If none of them is a success.
        high: If all of them are.
        outer_low: The lower end of the 95 % interval of `low`; `outer_high` is the like.

    """

    low: float
    high: float
    outer_low: float
    outer_high: float


def bounds_of(kept: float, lost: float, not_known: float) -> Bounds | None:
    """Return the bounds of the share kept; None without anybody.

    Source: worst-case bounds, Horowitz and Manski (2000), J Am Stat Assoc 95:77-84. The outer
    ends hold the whole range with at least 95 % (Imbens and Manski 2004, Econometrica
    72:1845-1857, give a narrower one for the single true share).
    """
    whole = kept + lost + not_known
    low, high = share_of(kept, whole), share_of(kept + not_known, whole)
    if low is None or high is None:
        return None
    return Bounds(low.value, high.value, low.low, high.high)

"""A figure over time: how far it swings by itself, and where it does more than that.

The XmR chart of *Making data count* (NHS England): the limits are what the process did so far,
not a target. Source: Wheeler, Understanding Variation (2000); the rules as NHSRplotthedots
(NHS-R community) applies them. A month that is not known ends what runs over it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean
from typing import Literal

TO_LIMIT = 2.66
"""Mean moving ranges from the mean to a limit: 3 / 1.128."""
WILD_RANGE = 3.267
"""A moving range of so many mean ones is left out of their mean (upper limit of the mR chart)."""
NEAR = 2 / 3
"""How far towards a limit a point is near it."""
TRIAL_BELOW = 12
"""Limits from fewer points are trial limits."""
LONG = 7
WINDOW, OF_WINDOW = 3, 2

Rule = Literal["outside", "side", "trend", "near"]


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that chance alone seldom does.

    Attributes:
        rule: A point outside the limits, seven or more on one side of the mean, seven or more
            in one direction, or two of three near a limit.
        is_high: Above the mean, or rising.
        places: The points that make it, in order.

    """

    rule: Rule
    is_high: bool
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RunLimits:
    """The mean of a figure over time, its limits, and what stands out.

    Attributes:
        is_trial: Fewer than twelve points: the limits will still move.

    """

    mean: float
    low: float
    high: float
    is_trial: bool
    signals: tuple[Signal, ...]

    @property
    def marked(self) -> frozenset[int]:
        """The places of all points that stand out."""
        return frozenset(place for signal in self.signals for place in signal.places)


def run_limits(points: Sequence[float | None]) -> RunLimits | None:
    """Return mean and limits of the points in order; None without two known in a row.

    The limits stand where the reckoning puts them: who draws a share cuts them at 0 and 100.
    """
    known = [each for each in points if each is not None]
    ranges = [abs(b - a) for a, b in pairwise(points) if a is not None and b is not None]
    if not ranges:
        return None
    # A mean of equals may miss them by a bit; on both sides of a gap they may be other ones.
    mean = known[0] if len({*known}) == 1 else fmean(known)
    usual = fmean(ranges)
    tame = [each for each in ranges if each < WILD_RANGE * usual]
    reach = TO_LIMIT * fmean(tame or ranges)
    limits = RunLimits(mean, mean - reach, mean + reach, len(known) < TRIAL_BELOW, ())
    return replace(limits, signals=tuple(_signals(points, limits)))


def _signals(points: Sequence[float | None], limits: RunLimits) -> Iterator[Signal]:
    for stretch in _stretches(points):
        yield from _outside(stretch, limits)
        yield from _long_runs(stretch, limits)
        yield from _trends(stretch)
        yield from _near(stretch, limits)


Stretch = Sequence[tuple[int, float]]


def _stretches(points: Sequence[float | None]) -> Iterator[Stretch]:
    """Yield the known points that follow each other, with their places."""
    found: list[tuple[int, float]] = []
    for place, value in enumerate(points):
        if value is None:
            yield found
            found = []
        else:
            found.append((place, value))
    yield found


def _outside(stretch: Stretch, limits: RunLimits) -> Iterator[Signal]:
    for place, value in stretch:
        if not limits.low <= value <= limits.high:
            yield Signal("outside", value > limits.high, (place,))


def _long_runs(stretch: Stretch, limits: RunLimits) -> Iterator[Signal]:
    sides = [_sign(value - limits.mean) for _place, value in stretch]
    yield from _runs("side", [place for place, _value in stretch], sides, LONG)


def _trends(stretch: Stretch) -> Iterator[Signal]:
    """Yield each stretch of seven points or more of which every one lies beyond the one before."""
    steps = [_sign(after - before) for (_a, before), (_b, after) in pairwise(stretch)]
    for run in _runs("trend", [place for place, _value in stretch][1:], steps, LONG - 1):
        yield Signal("trend", run.is_high, (run.places[0] - 1, *run.places))


def _runs(rule: Rule, places: Sequence[int], signs: Sequence[int], least: int) -> Iterator[Signal]:
    begin = 0
    for end in range(1, len(signs) + 1):
        if end < len(signs) and signs[end] == signs[begin]:
            continue
        if signs[begin] and end - begin >= least:
            yield Signal(rule, signs[begin] > 0, tuple(places[begin:end]))
        begin = end


def _near(stretch: Stretch, limits: RunLimits) -> Iterator[Signal]:
    """Yield those of three on one side of which two or more are near the limit, within it."""
    found: dict[bool, set[int]] = {True: set(), False: set()}
    for start in range(len(stretch) - WINDOW + 1):
        window = stretch[start : start + WINDOW]
        sides = {_sign(value - limits.mean) for _place, value in window}
        near = [place for place, value in window if _is_near(value, limits)]
        if len(sides) == 1 and len(near) >= OF_WINDOW:
            found[sides == {1}].update(near)
    for is_high, places in found.items():
        if places:
            yield Signal("near", is_high, tuple(sorted(places)))


def _is_near(value: float, limits: RunLimits) -> bool:
    reach = limits.high - limits.mean
    return NEAR * reach < abs(value - limits.mean) <= reach


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)

"""Which counts must be hidden so that the small ones cannot be worked out.

A small count is hidden, and then so many others (complementary cells) that rows, columns and
totals of all tables together do not give it back. The proof for each hidden small count is a
set of other numbers that would have been published in the very same way: each must still have
as many possible values as the sign that hides it stands for.

The attacker sees every figure as printed, knows all sums, and knows that a hidden count is not
zero, since zeros are printed (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from exports.tables import Sum

MOST_STEPS = 4_000
"""How long one search for other numbers may take; without a find the count is not yet safe."""

Bounds = Callable[[int], tuple[float, float]]
"""The values that a printed count may stand for: itself, or what rounds to it."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Which counts are hidden.

    Attributes:
        small: Those hidden because they are small.
        all: Those and the complementary ones.
        fewest_values: The least number of values that a small one could still have; 0 if none.

    """

    small: frozenset[str]
    all: frozenset[str]
    fewest_values: int


def exactly(value: int) -> tuple[float, float]:
    """Return the bounds of a count that is printed as it is."""
    return value, value


def hide(
    counts: Mapping[str, int], sums: Sequence[Sum], limit: int, bounds: Bounds = exactly
) -> Hidden:
    """Return which of `counts` to hide; counts from 1 to `limit` are small."""
    small = frozenset(key for key, value in counts.items() if 1 <= value <= limit)
    hidden = set(small)
    while True:
        reader = _Reader(counts, tuple(sums), frozenset(hidden), bounds)
        widths = {key: reader.values_seen(key, limit) for key in sorted(small)}
        exposed = [key for key, width in widths.items() if width < limit]
        also = next(filter(None, (reader.best_cover(key) for key in exposed)), None)
        if also is None:
            return Hidden(small, frozenset(hidden), min(widths.values(), default=0))
        hidden.add(also)


@dataclass(frozen=True)
class _Reader:
    """What somebody with all the published tables can and cannot tell."""

    counts: Mapping[str, int]
    sums: tuple[Sum, ...]
    hidden: frozenset[str]
    bounds: Bounds

    @cached_property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """What each count may be by itself."""
        return {
            key: (1, inf) if key in self.hidden else self.bounds(value)
            for key, value in self.counts.items()
        }

    @cached_property
    def sums_with(self) -> dict[str, list[Sum]]:
        """The sums that each count takes part in."""
        found: dict[str, list[Sum]] = {key: [] for key in self.counts}
        for each in self.sums:
            for key in (each.total, *each.parts):
                found[key].append(each)
        return found

    def values_seen(self, key: str, enough: int) -> int:
        """Return how many values the count could have, up to `enough`."""
        found = 1
        for step in (1, -1):
            values = dict(self.counts)
            while found < enough and (changes := self._other_numbers(key, step, values)):
                values = {each: value + changes.get(each, 0) for each, value in values.items()}
                found += 1
        return found

    def best_cover(self, key: str) -> str | None:
        """Return the count whose hiding costs least and may loosen `key`; None if none is left."""
        reached, seen, waiting = [key], {key}, [key]
        while waiting:
            for each in self.sums_with[waiting.pop()]:
                for other in (each.total, *each.parts):
                    if other not in seen:
                        seen.add(other)
                        reached.append(other)
                        if other in self.hidden:
                            waiting.append(other)
        open_counts = [each for each in reached if each not in self.hidden and self.counts[each]]
        near = {other for each in self.sums_with[key] for other in (each.total, *each.parts)}
        totals = {each.total for each in self.sums}
        return min(
            open_counts,
            key=lambda each: (each not in near, each in totals, self.counts[each], each),
            default=None,
        )

    def _other_numbers(self, key: str, step: int, values: dict[str, int]) -> dict[str, int]:
        """Return changes that move `key` by `step` and keep all that is published; {} if none."""
        budget = iter(range(MOST_STEPS))
        low, high = self.ranges[key]
        if not low <= values[key] + step <= high:
            return {}
        return self._balanced({key: step}, values, budget)

    def _balanced(
        self, changes: dict[str, int], values: dict[str, int], budget: Iterator[int]
    ) -> dict[str, int]:
        """Return `changes` with more added until every sum holds again; {} if that fails."""
        uneven = self._first_uneven(changes)
        if uneven is None:
            return changes
        each, excess = uneven
        for other in sorted({each.total, *each.parts} - changes.keys()):
            change = excess if other == each.total else -excess
            low, high = self.ranges[other]
            if not low <= values[other] + change <= high or next(budget, None) is None:
                continue
            found = self._balanced({**changes, other: change}, values, budget)
            if found:
                return found
        return {}

    def _first_uneven(self, changes: Mapping[str, int]) -> tuple[Sum, int] | None:
        """Return a sum that no longer holds, and by how much its parts are too many."""
        for key in changes:
            for each in self.sums_with[key]:
                parts = sum(changes.get(part, 0) for part in each.parts)
                if excess := parts - changes.get(each.total, 0):
                    return each, excess
        return None

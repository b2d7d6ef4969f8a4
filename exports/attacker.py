"""What somebody with all the published tables can and cannot tell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf

from exports.tables import Sum

MOST_STEPS = 400
"""How long one search for other numbers may take; without a find the count is not yet safe."""

Bounds = Callable[[int], tuple[float, float]]
"""The values that a printed count may stand for: itself, or what rounds to it."""


def exactly(value: int) -> tuple[float, float]:
    """Return the bounds of a count that is printed as it is."""
    return value, value


@dataclass(frozen=True)
class Attacker:
    """A reader who adds and subtracts everything that is printed."""

    counts: Mapping[str, int]
    sums: tuple[Sum, ...]
    hidden: frozenset[str]
    bounds: Bounds = exactly

    @cached_property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """What each count may be by itself."""
        return {
            key: (1, inf) if key in self.hidden else self.bounds(value)
            for key, value in self.counts.items()
        }

    @cached_property
    def open(self) -> frozenset[str]:
        """The counts that are not known outright."""
        return frozenset(key for key, (low, high) in self.ranges.items() if low < high)

    @cached_property
    def sums_with(self) -> dict[str, list[Sum]]:
        """The sums that each count takes part in."""
        found: dict[str, list[Sum]] = {key: [] for key in self.counts}
        for each in self.sums:
            for key in (each.total, *each.parts):
                found[key].append(each)
        return found

    @cached_property
    def unsolved(self) -> frozenset[str]:
        """The open counts that the sums alone, as equations, do not settle."""
        settled: set[str] = set()
        for row in reduced([self._equation(each) for each in self.sums]):
            if len(row) == 1:
                settled |= row.keys()
        return self.open - settled

    def values_seen(self, key: str, enough: int) -> int:
        """Return how many values the count could have, up to `enough`."""
        found = 1
        for step in (1, -1):
            values = dict(self.counts)
            while found < enough and (changes := self._other_numbers(key, step, values)):
                values = {each: value + changes.get(each, 0) for each, value in values.items()}
                found += 1
        return found

    def _equation(self, each: Sum) -> dict[str, Fraction]:
        """Return the unknown part of a sum: parts minus total."""
        row: dict[str, Fraction] = {}
        for key in each.parts:
            row[key] = row.get(key, Fraction(0)) + 1
        row[each.total] = row.get(each.total, Fraction(0)) - 1
        return {key: factor for key, factor in row.items() if factor and key in self.open}

    def _other_numbers(self, key: str, step: int, values: dict[str, int]) -> dict[str, int]:
        """Return changes that move `key` by `step` and keep all that is published; {} if none."""
        low, high = self.ranges[key]
        if not low <= values[key] + step <= high:
            return {}
        return self._balanced({key: step}, values, iter(range(MOST_STEPS)))

    def _balanced(
        self, changes: dict[str, int], values: dict[str, int], budget: Iterator[int]
    ) -> dict[str, int]:
        """Return `changes` with more added until every sum holds again; {} if that fails."""
        uneven = self._first_uneven(changes)
        if uneven is None:
            return changes
        each, excess = uneven
        loose = ({each.total, *each.parts} & self.open) - changes.keys()
        for other in sorted(loose, key=lambda key: (len(self.sums_with[key]), key)):
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


def reduced(rows: list[dict[str, Fraction]]) -> list[dict[str, Fraction]]:
    """Return the rows of equations in reduced echelon form (Gauss and Jordan)."""
    done: dict[str, dict[str, Fraction]] = {}
    for row in rows:
        current = dict(row)
        for pivot in [key for key in current if key in done]:
            current = _minus(current, done[pivot], current.get(pivot, Fraction(0)))
        if not current:
            continue
        pivot = min(current)
        scaled = {key: factor / current[pivot] for key, factor in current.items()}
        for other, known in list(done.items()):
            if pivot in known:
                done[other] = _minus(known, scaled, known[pivot])
        done[pivot] = scaled
    return list(done.values())


def _minus(
    row: dict[str, Fraction], other: dict[str, Fraction], times: Fraction
) -> dict[str, Fraction]:
    """Return `row` less `times` the other."""
    keys = row.keys() | other.keys()
    left = {key: row.get(key, Fraction(0)) - times * other.get(key, Fraction(0)) for key in keys}
    return {key: factor for key, factor in left.items() if factor}

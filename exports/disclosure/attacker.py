"""What somebody with all the published tables can and cannot tell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf

from exports.disclosure.balancing import Balancing, Changes, Ties, ties_of
from exports.document.tables import Sum

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
    def ties(self) -> Ties:
        """The sums as equations."""
        return ties_of(self.sums)

    @cached_property
    def unsolved(self) -> frozenset[str]:
        """The open counts that the sums alone, as equations, do not settle."""
        settled: set[str] = set()
        for row in reduced([self._equation(each) for each in self.ties.members]):
            if len(row) == 1:
                settled |= row.keys()
        return self.open - settled

    def values_seen(self, key: str, enough: int) -> int:
        """Return how many values the count could have, up to `enough`."""
        return 1 + len(list(self.other_numbers(key, enough - 1)))

    def other_numbers(self, key: str, enough: int) -> Iterator[Changes]:
        """Yield up to `enough` ways to another value of a count, each a value of its own."""
        for step in (1, -1):
            values = dict(self.counts)
            while enough and (changes := self._moved(key, step, values)):
                values.update({each: values[each] + by for each, by in changes.items()})
                enough -= 1
                yield changes

    def _moved(self, key: str, step: int, values: Mapping[str, int]) -> Changes:
        """Return changes that move `key` by `step` and keep all that is published; {} if none."""
        rules = _AsPrinted(self, values)
        if not rules.allows(key, step):
            return {}
        return Balancing(self.ties, rules, MOST_STEPS).moved(key, step, 0)

    def _equation(self, members: Mapping[str, int]) -> dict[str, Fraction]:
        """Return the unknown part of a sum: parts minus total."""
        return {key: Fraction(factor) for key, factor in members.items() if key in self.open}


@dataclass(frozen=True)
class _AsPrinted:
    """Only what is not known outright may be other than it stands."""

    attacker: Attacker
    values: Mapping[str, int]

    def allows(self, key: str, change: int, /) -> bool:
        low, high = self.attacker.ranges[key]
        return low < high and low <= self.values[key] + change <= high

    def price(self, _key: str, /) -> int:
        return 0

    def worth(self, key: str, /) -> tuple[int, int, str]:
        return len(self.attacker.ties.of[key]), 0, key


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

"""What somebody with all the published tables can and cannot tell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import inf
from typing import Protocol

from exports.document.tables import Sum

Changes = dict[str, int]


@dataclass(frozen=True)
class Ties:
    """Sums as equations: parts less total is nought.

    Attributes:
        members: The counts of each sum with their factors: a part 1, the total -1.
        of: The sums that each count stands in, with its factor there.

    """

    members: tuple[Mapping[str, int], ...]
    of: Mapping[str, Mapping[int, int]]


@lru_cache(maxsize=8)
def ties_of(sums: tuple[Sum, ...]) -> Ties:
    """Return the sums as equations."""
    members: list[Mapping[str, int]] = []
    of: dict[str, dict[int, int]] = {}
    for at, each in enumerate(sums):
        factors: dict[str, int] = {}
        for key, factor in ((each.total, -1), *((part, 1) for part in each.parts)):
            factors[key] = factors.get(key, 0) + factor
        members.append({key: factor for key, factor in factors.items() if factor})
        for key, factor in members[-1].items():
            of.setdefault(key, {})[at] = factor
    return Ties(tuple(members), of)


class Rules(Protocol):
    """What may be moved, and what it costs."""

    def allows(self, key: str, change: int, /) -> bool:
        """Return whether a count may be changed by so much."""
        ...

    def price(self, key: str, /) -> int:
        """Return 0 for a count that is open anyway, 1 for one that would have to be hidden."""
        ...

    def worth(self, key: str, /) -> tuple[int, int, str]:
        """Return what a reader would lose with a count; the least is tried first."""
        ...


class Balancing:
    """One search for changes that keep every sum."""

    def __init__(self, ties: Ties, rules: Rules, steps: int) -> None:
        """Take the sums, what may be moved, and how many moves may be tried."""
        self._ties = ties
        self._rules = rules
        self._steps = steps
        self._changes: Changes = {}
        self._excess: dict[int, int] = {}

    def moved(self, key: str, step: int, most: int) -> Changes:
        """Return changes with `key` moved by `step`, at a price of `most`; {} if none is found."""
        self._move(key, step)
        return dict(self._changes) if self._is_balanced(most) else {}

    def _is_balanced(self, left: int) -> bool:
        if not self._excess:
            return True
        found = min((self._options(at, left) for at in self._excess), key=len)
        for _price, _worth, key, change in sorted(found):
            if self._steps <= 0:
                return False
            self._steps -= 1
            self._move(key, change)
            if self._is_balanced(left - self._rules.price(key)):
                return True
            self._move(key, -change)
        return False

    def _options(self, at: int, left: int) -> list[tuple[int, tuple[int, int, str], str, int]]:
        """Return each single change that would make a sum even."""
        rules = self._rules
        return [
            (price, rules.worth(key), key, change)
            for key, change in self._evening(at)
            if (price := rules.price(key)) <= left and rules.allows(key, change)
        ]

    def _evening(self, at: int) -> Iterator[tuple[str, int]]:
        excess = self._excess[at]
        for key, factor in self._ties.members[at].items():
            change, rest = divmod(-excess, factor)
            if not rest and key not in self._changes:
                yield key, change

    def _move(self, key: str, change: int) -> None:
        """Change a count, or take its change back."""
        if self._changes.get(key) == -change:
            del self._changes[key]
        else:
            self._changes[key] = change
        for at, factor in self._ties.of.get(key, {}).items():
            excess = self._excess.get(at, 0) + factor * change
            if excess:
                self._excess[at] = excess
            else:
                self._excess.pop(at, None)


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
    def ties(self) -> Ties:
        """The sums as equations."""
        return ties_of(self.sums)

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

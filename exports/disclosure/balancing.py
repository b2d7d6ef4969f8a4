"""Other numbers that would have been published alike: one count moves, others make up for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
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


def keys_of(several: Iterable[Changes]) -> frozenset[str]:
    """Return every count that is changed in any of these."""
    return frozenset(key for each in several for key in each)

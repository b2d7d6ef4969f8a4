"""Which counts must be hidden so that the small ones cannot be worked out.

A small count is hidden, and then so many others (complementary cells) that rows, columns and
totals of all tables together do not give it back. The proof for each hidden small count is a
set of other numbers that would have been published in the very same way: each must still have
as many possible values as the sign that hides it stands for.

The attacker sees every figure as printed, knows all sums, and knows that a hidden count is not
zero, since zeros are printed. He does not replay the choice of complementary cells: tried with
every table that looks the same, such a replay leaves 1 of 100 small random tables of at most six
cells with a count that has a single value. The report says so to its reader.
Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from exports.attacker import Attacker, Bounds, exactly
from exports.tables import Sum


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


def hide(
    counts: Mapping[str, int], sums: Sequence[Sum], limit: int, bounds: Bounds = exactly
) -> Hidden:
    """Return which of `counts` to hide; counts from 1 to `limit` are small."""
    small = frozenset(key for key, value in counts.items() if 1 <= value <= limit)
    cover = _Cover(counts, tuple(sums), small, limit, bounds)
    hidden = set(small)
    for key in sorted(small):
        while not cover.is_safe((key,), hidden) and (also := cover.next_for(key, hidden)):
            hidden.add(also)
    for key in sorted(hidden - small, key=cover.worth, reverse=True):
        if cover.is_safe(sorted(small), hidden - {key}):
            hidden.remove(key)
    attacker = Attacker(counts, tuple(sums), frozenset(hidden), bounds)
    fewest = min((attacker.values_seen(key, limit) for key in small), default=0)
    return Hidden(small, frozenset(hidden), fewest)


@dataclass(frozen=True)
class _Cover:
    """Chooses what else to hide."""

    counts: Mapping[str, int]
    sums: tuple[Sum, ...]
    small: frozenset[str]
    limit: int
    bounds: Bounds

    def is_safe(self, keys: Iterable[str], hidden: set[str]) -> bool:
        """Return whether each of `keys` could still have enough other values."""
        keys = tuple(keys)
        attacker = self._attacker(hidden)
        if not attacker.unsolved.issuperset(keys):
            return False
        return all(attacker.values_seen(key, self.limit) >= self.limit for key in keys)

    def next_for(self, key: str, hidden: set[str]) -> str | None:
        """Return the least worthy count that loosens `key`, or could; None if none is left."""
        open_counts = sorted(self._within_reach(key, hidden), key=self.worth)
        loosens = (each for each in open_counts if self.is_safe((key,), hidden | {each}))
        unties = (each for each in open_counts if key in self._attacker(hidden | {each}).unsolved)
        return next(loosens, None) or next(unties, None) or next(iter(open_counts), None)

    def worth(self, key: str) -> tuple[int, int, str]:
        """Return how much a reader loses with a count: most with one that many sums rest on."""
        uses = sum(key == each.total or key in each.parts for each in self.sums)
        return uses, self.counts[key], key

    def _within_reach(self, key: str, hidden: set[str]) -> set[str]:
        """Return printed counts in the sums that are tied to `key` by hidden counts."""
        seen, waiting, reached = {key}, [key], set[str]()
        while waiting:
            current = waiting.pop()
            for each in self.sums:
                keys = {each.total, *each.parts}
                if current in keys:
                    reached |= keys
                    waiting += sorted((keys & hidden) - seen)
                    seen |= keys & hidden
        return {each for each in reached - hidden if self.counts[each]}

    def _attacker(self, hidden: set[str]) -> Attacker:
        return Attacker(self.counts, self.sums, frozenset(hidden), self.bounds)

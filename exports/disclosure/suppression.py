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

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from exports.disclosure.attacker import Attacker, Balancing, Bounds, Ties, exactly, ties_of
from exports.document.tables import Sum

MOST_MORE = 5
"""How many counts more are hidden at once for a small one before the search takes any way."""
PRIZED = 1000
"""More sums than any count stands in."""
MOST_STEPS = 600
"""How long one search for counts to hide may take."""


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
    counts: Mapping[str, int],
    sums: Sequence[Sum],
    limit: int,
    bounds: Bounds = exactly,
    prized: Collection[str] = (),
) -> Hidden:
    """Return which of `counts` to hide; counts from 1 to `limit` are small.

    Of two that would do, one that is `prized` is not hidden.
    """
    small = frozenset(key for key, value in counts.items() if 1 <= value <= limit)
    cover = _Cover(counts, tuple(sums), limit, bounds, frozenset(prized))
    hidden = set(small)
    for key in sorted(small):
        cover.loosen(key, hidden)
    for key in sorted(hidden - small, key=cover.worth, reverse=True):
        cover.print_again(key, hidden)
    attacker = cover.attacker(hidden)
    fewest = min((attacker.values_seen(key, limit) for key in small), default=0)
    return Hidden(small, frozenset(hidden), fewest)


@dataclass(frozen=True)
class _Cover:
    """Chooses what else to hide.

    Attributes:
        proofs: For each small count that is safe, the counts that its other values rest on.

    """

    counts: Mapping[str, int]
    sums: tuple[Sum, ...]
    limit: int
    bounds: Bounds
    prized: frozenset[str]
    proofs: dict[str, frozenset[str]] = field(default_factory=dict)

    def loosen(self, key: str, hidden: set[str]) -> None:
        """Hide more until `key` could have enough other values, or nothing is left to hide."""
        while not self._prove(key, hidden) and (further := self._further(key, hidden)):
            hidden |= further

    def print_again(self, key: str, hidden: set[str]) -> None:
        """Print a count after all, if every small one is safe without it."""
        fewer = hidden - {key}
        before = dict(self.proofs)
        resting = [each for each, proof in before.items() if key in proof]
        if all(self._prove(each, fewer) for each in resting):
            hidden.remove(key)
        else:
            self.proofs.update(before)

    def attacker(self, hidden: set[str]) -> Attacker:
        """Return a reader from whom these counts are hidden."""
        return Attacker(self.counts, self.sums, frozenset(hidden), self.bounds)

    def worth(self, key: str, /) -> tuple[int, int, str]:
        """Return how much a reader loses with a count: most with one that many sums rest on."""
        uses = len(self._ties.of.get(key, ()))
        return uses + PRIZED * (key in self.prized), self.counts[key], key

    @property
    def _ties(self) -> Ties:
        return ties_of(self.sums)

    def _prove(self, key: str, hidden: set[str]) -> bool:
        """Return whether a count could have enough other values, and remember what they rest on."""
        found = list(self.attacker(hidden).other_numbers(key, self.limit - 1))
        if len(found) < self.limit - 1:
            return False
        self.proofs[key] = frozenset(key for each in found for key in each)
        return True

    def _further(self, key: str, hidden: set[str]) -> set[str]:
        """Return the fewest counts that loosen `key` when they are hidden too.

        Where none are found, one of those within its reach; {} when none is left.
        """
        rules = _OrHidden(self, self.attacker(hidden))
        for most in range(1, MOST_MORE + 1):
            found = Balancing(self._ties, rules, MOST_STEPS).moved(key, 1, most)
            if further := {each for each, change in found.items() if rules.hides(each, change)}:
                return further
        within_reach = self._within_reach(key, hidden)
        return {min(within_reach, key=self.worth)} if within_reach else set()

    def _within_reach(self, key: str, hidden: set[str]) -> set[str]:
        """Return printed counts in the sums that are tied to `key` by hidden counts."""
        seen, waiting, reached = {key}, [key], set[str]()
        while waiting:
            for at in self._ties.of.get(waiting.pop(), {}):
                members = set(self._ties.members[at])
                reached |= members
                waiting += sorted((members & hidden) - seen)
                seen |= members & hidden
        return {each for each in reached - hidden if self.counts[each]}


@dataclass(frozen=True)
class _OrHidden:
    """Every count but nought may be other than it stands; one that is printed at a price.

    Each change must hold so many times over that the count moved first has enough values.
    """

    cover: _Cover
    attacker: Attacker

    def allows(self, key: str, change: int, /) -> bool:
        """Return whether a count may be changed so many times, as it is printed or if hidden."""
        return self._is_open(key, change) or self.hides(key, change)

    def hides(self, key: str, change: int) -> bool:
        """Return whether a count would have to be hidden for a change, and could be."""
        value = self.cover.counts[key]
        is_printed = bool(value) and key not in self.attacker.hidden
        may_be = value + change * (self.cover.limit - 1) >= 1
        return is_printed and may_be and not self._is_open(key, change)

    def _is_open(self, key: str, change: int) -> bool:
        low, high = self.attacker.ranges[key]
        return low <= self.cover.counts[key] + change * (self.cover.limit - 1) <= high

    def price(self, key: str, /) -> int:
        """Return 1 for a count that is printed."""
        return int(key not in self.attacker.hidden)

    def worth(self, key: str, /) -> tuple[int, int, str]:
        """Return what a reader would lose with a count."""
        return self.cover.worth(key)

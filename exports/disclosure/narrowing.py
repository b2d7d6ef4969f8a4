"""What counts may be, and how constraints among them narrow it: arithmetic, without a solver."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor, inf

from exports.disclosure.constraints import Constraint

EXACT = 1e-9
ENDLESS = 1_000_000
"""More than any count."""


@dataclass(frozen=True, slots=True)
class CountRange:
    """The least and the greatest number that a true count may be."""

    low: int
    high: int

    @property
    def values(self) -> int:
        """How many numbers it may be; 0 where no number fits."""
        return max(0, self.high - self.low + 1)


def narrowed(
    ranges: Mapping[str, CountRange], constraints: Iterable[Constraint]
) -> dict[str, CountRange]:
    """Return the ranges that are left once every constraint is applied until nothing moves."""
    return Network(constraints).narrowed(ranges)


class Network:
    """Constraints, each to be found by the counts that it names."""

    def __init__(self, constraints: Iterable[Constraint]) -> None:
        self._constraints = tuple(constraints)
        self._naming: dict[str, list[int]] = {}
        for place, each in enumerate(self._constraints):
            for key in each.terms:
                self._naming.setdefault(key, []).append(place)

    def narrowed(self, ranges: Mapping[str, CountRange]) -> dict[str, CountRange]:
        """Return the ranges that are left once every constraint is applied until nothing moves.

        A range of no values means that the figures contradict the constraints.
        """
        left = dict(ranges)
        self._settle(left, range(len(self._constraints)))
        return left

    def with_number(
        self, ranges: Mapping[str, CountRange], key: str, number: int
    ) -> dict[str, CountRange] | None:
        """Return what narrowed ranges become where one count is a number; None if it cannot be."""
        left = {**ranges, key: CountRange(number, number)}
        return left if self._settle(left, self._naming.get(key, ())) else None

    def most_bound_first(self, keys: Iterable[str]) -> list[str]:
        """Return counts by how many others their constraints name, the most first."""
        return sorted(
            keys,
            key=lambda key: (
                -sum(len(self._constraints[at].terms) for at in self._naming.get(key, ())),
                key,
            ),
        )

    def broken_by(
        self, numbers: Mapping[str, int], keys: Iterable[str]
    ) -> list[tuple[Constraint, float]]:
        """Return the constraints of some counts that numbers do not keep.

        Beside each: by how much its sum has to grow, negative where it has to shrink.
        """
        places = dict.fromkeys(at for key in keys for at in self._naming.get(key, ()))
        found = ((each, _off(each, numbers)) for each in map(self._constraints.__getitem__, places))
        return [(each, off) for each, off in found if off]

    def is_kept_by(self, numbers: Mapping[str, int]) -> bool:
        """Return whether numbers keep every constraint."""
        return not any(_off(each, numbers) for each in self._constraints)

    def _settle(self, left: dict[str, CountRange], places: Iterable[int]) -> bool:
        """Apply constraints until nothing moves; return whether every count can still be some."""
        waiting = deque(places)
        queued = set(waiting)
        is_possible = True
        while waiting:
            place = waiting.popleft()
            queued.discard(place)
            changed = _tightened(left, self._constraints[place])
            is_possible = is_possible and all(left[key].values for key in changed)
            again = {other for key in changed for other in self._naming[key]}
            waiting += sorted(again - queued)
            queued |= again
        return is_possible


def _off(constraint: Constraint, numbers: Mapping[str, int]) -> float:
    """Return by how much a sum has to grow to be kept, negative where it has to shrink."""
    total = sum(weight * numbers[key] for key, weight in constraint.terms.items())
    if total < constraint.low - EXACT:
        return constraint.low - total
    return min(0.0, constraint.high + EXACT - total)


def _tightened(left: dict[str, CountRange], constraint: Constraint) -> list[str]:
    """Narrow every count of a constraint by all its others; return those that became narrower."""
    least: float = 0
    most: float = 0
    for key, weight in constraint.terms.items():
        each = left[key]
        if each.low > each.high:
            return []
        if weight > 0:
            least += weight * each.low
            most += weight * each.high
        else:
            least += weight * each.high
            most += weight * each.low
    over, under = constraint.high - least, most - constraint.low
    if most - least <= min(over, under):  # it holds whatever they are
        return []
    changed: list[str] = []
    for key, weight in constraint.terms.items():
        each = left[key]
        reach = abs(weight) * (each.high - each.low)
        if reach > min(over, under):
            up, down = (over, under) if weight > 0 else (under, over)
            left[key] = CountRange(
                max(each.low, each.high - _whole(down / abs(weight))),
                min(each.high, each.low + _whole(up / abs(weight))),
            )
            changed.append(key)
    return changed


def _whole(value: float) -> int:
    return ENDLESS if value == inf else floor(value + EXACT)

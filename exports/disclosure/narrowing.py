"""What counts may be, and how constraints among them narrow it: arithmetic, without a solver."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor, inf

from exports.disclosure.course_constraints import Constraint

EXACT = 1e-9
ENDLESS = 1_000_000
"""More than any count."""


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest number that a true count may be."""

    low: int
    high: int

    @property
    def values(self) -> int:
        """How many numbers it may be; 0 where no number fits."""
        return max(0, self.high - self.low + 1)


def narrowed(ranges: Mapping[str, Range], constraints: Iterable[Constraint]) -> dict[str, Range]:
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

    def narrowed(self, ranges: Mapping[str, Range]) -> dict[str, Range]:
        """Return the ranges that are left once every constraint is applied until nothing moves.

        A range of no values means that the figures contradict the constraints.
        """
        left = dict(ranges)
        self._settle(left, range(len(self._constraints)))
        return left

    def with_number(
        self, ranges: Mapping[str, Range], key: str, number: int
    ) -> dict[str, Range] | None:
        """Return what narrowed ranges become where one count is a number; None if it cannot be."""
        left = {**ranges, key: Range(number, number)}
        return left if self._settle(left, self._naming.get(key, ())) else None

    def is_kept_by(self, numbers: Mapping[str, int]) -> bool:
        """Return whether numbers keep every constraint."""
        return all(
            each.low - EXACT
            <= sum(weight * numbers[key] for key, weight in each.terms.items())
            <= each.high + EXACT
            for each in self._constraints
        )

    def _settle(self, left: dict[str, Range], places: Iterable[int]) -> bool:
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


def _tightened(left: dict[str, Range], constraint: Constraint) -> list[str]:
    """Narrow every count of a constraint by all its others; return those that became narrower."""
    if not all(left[key].values for key in constraint.terms):
        return []
    spans = {
        key: (weight * left[key].low, weight * left[key].high)
        if weight > 0
        else (weight * left[key].high, weight * left[key].low)
        for key, weight in constraint.terms.items()
    }
    least, most = (sum(span[end] for span in spans.values()) for end in (0, 1))
    changed: list[str] = []
    for key, weight in constraint.terms.items():
        low = constraint.low - (most - spans[key][1])
        high = constraint.high - (least - spans[key][0])
        if weight < 0:
            low, high = high, low
        new = Range(
            max(left[key].low, _up(low / weight)),
            min(left[key].high, _down(high / weight)),
        )
        if new != left[key]:
            left[key] = new
            changed.append(key)
    return changed


def _up(value: float) -> int:
    return 0 if value == -inf else ceil(value - EXACT)


def _down(value: float) -> int:
    return ENDLESS if value == inf else floor(value + EXACT)

"""Which release of a service and quarter is counted: each service once, and it is said which.

A release that another takes the place of is not counted. Of two that do not name each other the
one over more caseloads is, else the later one. A service signs with another key for each
recipient, so that one that was sent twice is known only by its figures: where every count and
figure that both tell is the same, it is one service. Reports of another course are not counted
beside those of this one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from exports.combining.cell_store import UNTOLD
from exports.combining.contributions import Contribution

Reason = Literal["twice", "replaced", "other_release", "same_figures", "practice", "other_course"]
SURELY_ONE = 20
"""So many changed figures are equal in two releases of one service alone."""
_COMPARED_FIRST = 12
_TOLD_TO_ALL = 8
"""Counts of so many are told to every reader."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A release that is not counted, and why.

    Attributes:
        taken: The id of the release that is counted in its place; empty where there is none.

    """

    release: Contribution
    reason: Reason
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The releases that are counted, at most one for a service and quarter, and the others."""

    counted: tuple[Contribution, ...]
    left_out: tuple[LeftOut, ...]


def chosen(
    found: Iterable[Contribution], course: str = "", *, practice_counts: bool = True
) -> Chosen:
    """Return which of these releases are counted; practice counts only where all is practice.

    `course` is the id of the one that is counted; the one that most releases are of without it.
    Without `practice_counts` invented people are never counted.
    """
    left_out: list[LeftOut] = []
    every = tuple(found)
    real = [each for each in every if not each.practice]
    if real or not practice_counts:
        left_out += (LeftOut(each, "practice") for each in every if each.practice)
    usable = every if practice_counts and not real else real
    wanted = course or _usual_course(usable)
    left_out += (LeftOut(each, "other_course") for each in usable if each.course != wanted)
    groups: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
    for each in usable:
        if each.course == wanted:
            groups[each.site, each.quarter.name].append(each)
    counted: list[Contribution] = []
    for group in groups.values():
        taken = _taken(group)
        counted.append(taken)
        left_out += (_left(each, taken) for each in group if each is not taken)
    again = dict(_same_figures(counted))
    left_out += (LeftOut(counted[at], "same_figures", by) for at, by in again.items())
    kept = (each for at, each in enumerate(counted) if at not in again)
    return Chosen(tuple(kept), tuple(left_out))


def _usual_course(found: Sequence[Contribution]) -> str:
    """Return the id of the course that most releases are of; the first by alphabet of several."""
    counts = Counter(each.course for each in found)
    return min(counts, key=lambda course: (-counts[course], course), default="")


def _taken(group: Sequence[Contribution]) -> Contribution:
    """Return the release that is counted: none in whose place another one is, if there is one."""
    replaced = {each.replaces for each in group}
    current = [each for each in group if each.release_id not in replaced]
    return max(current or group, key=_rank)


def _rank(release: Contribution) -> tuple[int, str, int, str]:
    """Return how far up a release stands: more caseloads, later, tells more; then by its id."""
    return release.caseloads, release.month, -release.least, release.release_id


def _left(release: Contribution, taken: Contribution) -> LeftOut:
    if release.release_id == taken.release_id:
        return LeftOut(release, "twice", taken.release_id)
    if release.release_id == taken.replaces:
        return LeftOut(release, "replaced", taken.release_id)
    return LeftOut(release, "other_release", taken.release_id)


def _same_figures(counted: Sequence[Contribution]) -> Iterator[tuple[int, str]]:
    """Yield the place of each release that tells the figures of another one, and that one's id."""
    alike: dict[object, list[int]] = defaultdict(list)
    for at, each in enumerate(counted):
        alike[each.quarter, each.caseloads, _first_counts(each)].append(at)
    for places in alike.values():
        kept: list[int] = []
        for at in sorted(places, key=lambda place: _rank(counted[place]), reverse=True):
            same = (one for one in kept if _is_one_service(counted[one], counted[at]))
            found = next(same, None)
            if found is None:
                kept.append(at)
            else:
                yield at, counted[found].release_id


def _first_counts(release: Contribution) -> tuple[tuple[int, int], ...]:
    cells = release.cells
    large = (each for each in zip(cells.keys, cells.n, strict=True) if each[1] >= _TOLD_TO_ALL)
    return tuple(each for each, _place in zip(large, range(_COMPARED_FIRST), strict=False))


def _is_one_service(one: Contribution, other: Contribution) -> bool:
    there = _told(one)
    both = [(each, there[key]) for key, each in _told(other).items() if key in there]
    return len(both) >= SURELY_ONE and all(mine == theirs for mine, theirs in both)


def _told(release: Contribution) -> dict[int, tuple[int, str]]:
    """Return what a release tells: for each key its n and its figure."""
    cells = release.cells
    return {
        key: (n, repr(value))
        for key, n, value in zip(cells.keys, cells.n, cells.value, strict=True)
        if n != UNTOLD
    }

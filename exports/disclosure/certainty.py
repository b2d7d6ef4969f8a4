"""How sure counts are as they are printed, and a share of two: each was changed by itself.

The changes of all caseloads add up, so that over few people a share can be anything.
"""

from math import hypot, sqrt

from exports.disclosure.cell_keys import VARIANCE
from exports.estimates.shares import Estimate, bounded_interval
from exports.estimates.student import t_quantile

WIDEST = 50
"""Points in a hundred: of what can be further apart nothing is said, and no part is drawn."""
MOST_OPEN = 0.75
"""Of the span: of a mean or rate whose ends lie further apart hardly anything is known."""
TWO_SIDED = 1.96
"""Standard deviations that hold 95 of 100."""


def count_as_counted(count: float, caseloads: int) -> Estimate:
    """Return a count, and between which the true one lies in 95 of 100 cases."""
    half = TWO_SIDED * sqrt(caseloads * VARIANCE)
    return Estimate(count, max(0.0, count - half), count + half)


def share_as_counted(part: float, whole: float, caseloads: int) -> Estimate:
    """Return the share of a part, in per cent, and between which that of the true counts lies.

    The ends hold in 95 of 100 cases, and may lie beyond nobody and everybody. Changes are added:
    unlike those of chance they are as large close to everybody.
    """
    share = min(1.0, part / whole)
    half = 100 * TWO_SIDED * _error_of_changes(share, whole, caseloads)
    return Estimate(100 * share, 100 * share - half, 100 * share + half)


def is_sure(part: float, whole: float, caseloads: int) -> bool:
    """Return whether the changes alone leave a share close enough to draw it, or to say it."""
    share = share_as_counted(part, whole, caseloads)
    return share.high - share.low <= WIDEST


def share_with_chance(part: float, people: int, caseloads: int) -> Estimate:
    """Return a share from 0 to 1, in per cent, with an interval for chance and the changes.

    Chance gets less close to nobody and everybody, the changes do not. So both are added by square
    and add: taken for chance, they were too narrow there (ADR 151).
    Source: Zou and Donner (2008), Stat Med 27:1693-1702.
    """
    error = sqrt(part * (1 - part) / people)
    low, high = bounded_interval(part, error, people, t_quantile(max(people - 1, 1)))
    changes = TWO_SIDED * _error_of_changes(part, people, caseloads)
    return Estimate(
        100 * part,
        100 * max(0.0, part - hypot(part - low, changes)),
        100 * min(1.0, part + hypot(high - part, changes)),
    )


def _error_of_changes(share: float, whole: float, caseloads: int) -> float:
    return sqrt(caseloads * VARIANCE * (1 + share**2)) / whole

"""Sites side by side: how far their shares differ by chance, and by what makes all sites differ.

On the arcsine scale, where the spread of a share depends on the number of people alone.
Source: Spiegelhalter (2005), Stat Med 24:1185-1202 (funnel plots) and Qual Saf Health Care
14:347-351 (over-dispersion: winsorised z, and the additive random effect of DerSimonian and Laird).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, floor, pi, sin, sqrt

WINSORISED = 0.1
"""What part of the sites at each end counts like the next one, so that none sets its own limits."""
NARROW, WIDE = 1.96, 3.09
"""Between the limits lie 95 of 100, and 998 of 1,000, sites that are as all others."""


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """The share over all sites, and how far a site of a size may lie from it.

    Attributes:
        share: People who count, of all people, from 0 to 1.
        spread: Between sites, beyond chance, as variance on the arcsine scale.
        factor: How much more sites differ than by chance alone; 1 is just as much.

    """

    share: float
    spread: float
    factor: float

    def at(self, people: float, width: float, *, widened: bool = True) -> tuple[float, float]:
        """Return the lower and upper limit for a site of so many people, from 0 to 1."""
        reach = width * sqrt(1 / (4 * people) + (self.spread if widened else 0))
        middle = asin(sqrt(self.share))
        return _share(middle - reach), _share(middle + reach)

    def is_outside(self, part: float, people: float, width: float = NARROW) -> bool:
        """Return whether a site lies beyond the widened limits."""
        low, high = self.at(people, width)
        return not low <= part / people <= high


def funnel_limits(sites: Sequence[tuple[float, float]]) -> FunnelLimits | None:
    """Return the limits over `sites`, each (people who count, people); None without anybody."""
    filled = [(min(part, people), people) for part, people in sites if people > 0]
    if not filled:
        return None
    share = sum(part for part, _people in filled) / sum(people for _part, people in filled)
    middle = asin(sqrt(share))
    scores = _winsorised(
        [(asin(sqrt(part / people)) - middle) * 2 * sqrt(people) for part, people in filled]
    )
    factor = sum(each**2 for each in scores) / len(scores)
    weights = [4 * people for _part, people in filled]
    scale = sum(weights) - sum(each**2 for each in weights) / sum(weights)
    excess = len(filled) * factor - (len(filled) - 1)
    return FunnelLimits(share, max(0.0, excess / scale) if scale else 0.0, factor)


def _winsorised(scores: Sequence[float]) -> list[float]:
    """Return the scores with the outer tenth at each end moved to the next one inwards."""
    ordered = sorted(scores)
    cut = floor(len(ordered) * WINSORISED)
    low, high = ordered[cut], ordered[-cut - 1]
    return [min(max(each, low), high) for each in scores]


def _share(angle: float) -> float:
    return sin(min(pi / 2, max(0.0, angle))) ** 2

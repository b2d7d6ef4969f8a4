"""How large a change is, in the spread of the first scores."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev, variance

from exports.estimates.shares import Estimate, Z

LEAST_FOR_EFFECT = 3


def effect_of(differences: Sequence[float], baselines: Sequence[float]) -> Estimate | None:
    """Return the mean change in baseline standard deviations (Hedges' g) with its interval.

    g = J * mean difference / SD(baseline), J = 1 - 3 / (4 * (n - 1) - 1);
    variance = var(differences) / (SD^2 * (n - 1)) + g^2 / (2 * (n - 1)), interval g +- z * SE,
    which asks for no equal spread before and after.
    Source: Becker (1988), Br J Math Stat Psychol 41:257-278, for change on the baseline SD;
    Hedges (1981), J Educ Stat 6:107-128, for J; Bonett (2008), Psychol Methods 13:99-109, for
    the variance. None below three pairs or without spread.
    """
    n = len(differences)
    if n < LEAST_FOR_EFFECT:
        return None
    spread = stdev(baselines)
    if not spread:
        return None
    g = (1 - 3 / (4 * (n - 1) - 1)) * fmean(differences) / spread
    half = Z * sqrt((variance(differences) / spread**2 + g**2 / 2) / (n - 1))
    return Estimate(g, g - half, g + half)


def hedges_g(differences: Sequence[float], baselines: Sequence[float]) -> float | None:
    """Return the effect without its interval."""
    effect = effect_of(differences, baselines)
    return None if effect is None else effect.value

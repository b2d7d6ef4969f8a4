"""Means with their interval; values of one person count as that person's, not as independent."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev
from typing import NamedTuple

from exports.estimates.student import t_quantile


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean of `n` values with its 95 % interval; no interval from a single value or person."""

    n: int
    value: float
    low: float | None
    high: float | None
    sd: float | None


def mean_of(values: Sequence[float]) -> Mean | None:
    """Return the mean and its t interval: mean +- t(n-1) * SD / sqrt(n); None without values.

    Source: any textbook, e.g. Altman, Practical Statistics for Medical Research (1991), 8.4.
    """
    return clustered_mean([[each] for each in values])


def clustered_mean(by_person: Sequence[Sequence[float]]) -> Mean | None:
    """Return the mean over all values with an interval over people; None without values.

    `by_person` holds each person's values; a person without any counts for nothing. With one
    value each the interval is the t interval of a mean. Values are bounded nowhere here: who
    knows the range of a scale cuts the interval there.
    Source: the variance CR2 with Satterthwaite's degrees of freedom, which stays right with few
    people and with some who give many values: Bell and McCaffrey (2002), Survey Methodology
    28:169-181; Pustejovsky and Tipton (2018), J Bus Econ Stat 36:672-683.
    """
    groups = [each for each in by_person if each]
    values = [value for each in groups for value in each]
    if not values:
        return None
    middle = fmean(values)
    sd = stdev(values) if len(values) > 1 else None
    if len(groups) == 1:
        return Mean(len(values), middle, None, None, sd)
    spread = cluster_spread(
        [len(each) for each in groups], [sum(each) - middle * len(each) for each in groups]
    )
    half = t_quantile(spread.df) * sqrt(spread.variance)
    return Mean(len(values), middle, middle - half, middle + half, sd)


class Spread(NamedTuple):
    """The variance of a mean over people, and its degrees of freedom."""

    variance: float
    df: float


def cluster_spread(sizes: Sequence[int], residuals: Sequence[float]) -> Spread:
    """Return CR2 for a mean: `sizes` are values per person, `residuals` their sums about the mean.

    variance = sum(e_i^2 / (1 - h_i)) / N^2 with h_i = n_i / N, and by Satterthwaite
    1 / df = sum(h_i^2) + sum over pairs of h_i^2 h_j^2 / ((1 - h_i)(1 - h_j)).
    Both are what CR2's matrices come to where nothing is estimated but a mean. At least two people.
    """
    total = sum(sizes)
    shares = [size / total for size in sizes]
    variance = sum(each**2 / (1 - h) for each, h in zip(residuals, shares, strict=True)) / total**2
    crossed = [h**2 / (1 - h) for h in shares]
    both = sum(crossed) ** 2 - sum(each**2 for each in crossed)
    return Spread(variance, 1 / (sum(h**2 for h in shares) + both))

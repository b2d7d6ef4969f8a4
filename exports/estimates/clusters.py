"""The spread of a figure over people who give several values each."""

from collections.abc import Sequence
from math import fsum
from typing import NamedTuple


class Spread(NamedTuple):
    """What each person adds to the variance of a figure, and its degrees of freedom."""

    parts: tuple[float, ...]
    df: float


def cluster_spread(weights: Sequence[float], influences: Sequence[float]) -> Spread:
    """Return how a ratio of sums varies from what each of at least two people moves it by.

    `weights` are how many values each person gave, `influences` what they move the figure by, in
    its own units. With h_i the part of all values that person i gave,
    variance = sum(influence_i^2 / (1 - h_i)), and by Satterthwaite
    1 / df = sum(h_i^2) + sum over pairs of h_i^2 h_j^2 / ((1 - h_i)(1 - h_j)):
    what the matrices of CR2 come to where nothing is estimated but a mean. With one value each
    that is the variance of a mean with n - 1 degrees of freedom.
    Source: Bell and McCaffrey (2002), Survey Methodology 28:169-181; Pustejovsky and Tipton
    (2018), J Bus Econ Stat 36:672-683.
    """
    total = fsum(weights)
    shares = [weight / total for weight in weights]
    parts = tuple(each**2 / (1 - h) for each, h in zip(influences, shares, strict=True))
    crossed = [h**2 / (1 - h) for h in shares]
    both = fsum(crossed) ** 2 - fsum(each**2 for each in crossed)
    return Spread(parts, 1 / (fsum(h**2 for h in shares) + both))

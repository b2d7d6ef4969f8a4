"""Figures that know their contributors: a rate, a mean or an effect, and what each client moves.

The influence of a client is the first-order change of the figure that comes with them
(the influence function: Hampel et al., Robust Statistics, 1986, 2.1). From it follow the interval,
which respects that several sessions belong to one client, and how far a figure is changed before
anybody sees it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import fsum, sqrt
from statistics import fmean, stdev
from types import MappingProxyType

from exports.estimates.clusters import cluster_spread
from exports.estimates.student import t_quantile

LEAST_FOR_EFFECT = 3
EFFECT_SPAN = 4.0
LEAST_SPREAD = 0.1
"""Of the span of a measure: first scores closer together than that count as so far apart."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure over clients; of nobody it has its key and no value that means anything.

    Attributes:
        key: The same wherever the same is computed.
        influence: What each client moves the figure by, in its own units; their sum is nought.
        weight: How many values each client gave.
        span: How far two values can lie apart: 100 for per cent, the range of a measure.
        bounded: Whether it lies between 0 and its span, so that its interval does too.
        of_had: Whether every value is had or not had, so that one more had is the least step.

    """

    key: str
    value: float
    influence: Mapping[int, float] = field(repr=False)
    weight: Mapping[int, float] = field(repr=False)
    span: float
    bounded: bool = False
    of_had: bool = False

    @property
    def error(self) -> float | None:
        """Its standard error, from the spread between clients; None for a single one."""
        squares = self.squares
        return sqrt(fsum(squares)) if squares else None

    @property
    def squares(self) -> tuple[float, ...]:
        """What each client adds to the square of its standard error; none for a single one.

        For one value each the error is SD / sqrt(n). Where some give more values than others it is
        so much larger that Student's t with as many clients less one gives the interval of CR2
        with Satterthwaite's degrees of freedom, which holds 95 of 100 with few clients too.
        """
        n = len(self.influence)
        if n <= 1:
            return ()
        spread = cluster_spread(
            [self.weight[each] for each in self.influence], [*self.influence.values()]
        )
        wider = (t_quantile(spread.df) / t_quantile(n - 1)) ** 2
        return tuple(wider * each for each in spread.parts)


def of_nobody(key: str, span: float) -> Statistic:
    """Return a figure that there is nothing to compute from."""
    return Statistic(key, 0.0, MappingProxyType({}), MappingProxyType({}), span)


def ratio(
    key: str, parts: Mapping[int, tuple[float, float]], span: float, *, bounded: bool = False
) -> Statistic:
    """Return the sum of the first numbers over the sum of the second; of nobody without any.

    Each client gives both: the sum of their values, and how many values that are.
    """
    known = {each: (total, many) for each, (total, many) in parts.items() if many > 0}
    if not known:
        return of_nobody(key, span)
    whole = fsum(many for _total, many in known.values())
    value = fsum(total for total, _many in known.values()) / whole
    return Statistic(
        key,
        value,
        MappingProxyType(
            {each: (total - value * many) / whole for each, (total, many) in known.items()}
        ),
        MappingProxyType({each: many for each, (_total, many) in known.items()}),
        span,
        bounded,
    )


def mean(key: str, values: Mapping[int, float], span: float, *, bounded: bool = False) -> Statistic:
    """Return the mean of one value for each client."""
    return ratio(key, {each: (value, 1) for each, value in values.items()}, span, bounded=bounded)


def percentage(key: str, parts: Mapping[int, tuple[float, float]]) -> Statistic:
    """Return in per cent how many of so many, summed over clients."""
    had_of = {each: (100 * had, of) for each, (had, of) in parts.items()}
    return replace(ratio(key, had_of, 100, bounded=True), of_had=True)


def effect(
    key: str, pairs: Mapping[int, tuple[float, float]], span: float, *, higher_is_better: bool
) -> Statistic:
    """Return Hedges' g of first and last values on the SD of the first; plus is better.

    The SD counts as a tenth of the measure's span at least: of people who all began alike there
    would be no effect, which would say that they did.

    g = J * mean difference / SD(first), J = 1 - 3 / (4 * (n - 1) - 1).
    Source: Becker (1988), Br J Math Stat Psychol 41:257-278, for change on the baseline SD;
    Hedges (1981), J Educ Stat 6:107-128, for J. Of nobody below three pairs.
    """
    n = len(pairs)
    if n < LEAST_FOR_EFFECT:
        return of_nobody(key, EFFECT_SPAN)
    firsts = {each: first for each, (first, _last) in pairs.items()}
    seen = stdev(firsts.values())
    spread = max(seen, LEAST_SPREAD * span)
    sign = 1 if higher_is_better else -1
    gains = {each: sign * (last - first) for each, (first, last) in pairs.items()}
    start, gain = fmean(firsts.values()), fmean(gains.values())
    small = 1 - 3 / (4 * (n - 1) - 1)
    g = gain / spread

    def of_spread(first: float) -> float:
        return g * (((first - start) / spread) ** 2 - 1) / 2 if seen == spread else 0.0

    influence = {
        each: small * ((gains[each] - gain) / spread - of_spread(firsts[each])) / n
        for each in pairs
    }
    return Statistic(
        key,
        small * g,
        MappingProxyType(influence),
        MappingProxyType(dict.fromkeys(pairs, 1.0)),
        EFFECT_SPAN,
    )

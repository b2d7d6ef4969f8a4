"""How sure an agreement between raters is: kappa and ICC, each with its 95 % interval. Pure.

Kappa has linear weights (`agreement.py`). Its interval is kappa +/- 1.96 standard errors, with the
error for large samples of Fleiss JL, Cohen J, Everitt BS (1969), Large sample standard errors of
kappa and weighted kappa, Psychological Bulletin 72:323-327.

The ICC is that of two-way random effects, absolute agreement, one rater: ICC(2,1) of Shrout PE,
Fleiss JL (1979), Intraclass correlations, Psychological Bulletin 86:420-428; with the interval of
McGraw KO, Wong SP (1996), Forming inferences about some intraclass correlation coefficients,
Psychological Methods 1:30-46, table 7, case 2A.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from programme.fidelity.agreement import CATEGORIES, weighted_kappa
from programme.fidelity.incomplete_beta import TINY, incomplete_beta

Z95 = 1.959963984540054
TAIL = 0.975


@dataclass(frozen=True, slots=True)
class ReliabilityEstimate:
    """A figure and its 95 % interval, each at most 1; `low` <= `value` <= `high`."""

    value: float
    low: float
    high: float


def kappa_estimate(pairs: Sequence[tuple[str, str]]) -> ReliabilityEstimate | None:
    """Return weighted kappa with its interval; None where kappa is not defined.

    Args:
        pairs: Both ratings of each item, each `0`, `1` or `2`.

    """
    kappa = weighted_kappa(pairs)
    if kappa is None:
        return None
    margin = Z95 * sqrt(_kappa_variance(pairs))
    return ReliabilityEstimate(kappa, max(-1.0, kappa - margin), min(1.0, kappa + margin))


def _kappa_variance(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the variance of weighted kappa in large samples (Fleiss, Cohen, Everitt 1969)."""
    count = len(pairs)
    span = len(CATEGORIES) - 1
    places = range(len(CATEGORIES))
    seen = Counter((CATEGORIES.index(one), CATEGORIES.index(other)) for one, other in pairs)
    share = {(i, j): seen[i, j] / count for i in places for j in places}
    weight = {(i, j): 1 - abs(i - j) / span for i in places for j in places}
    first = [sum(share[i, j] for j in places) for i in places]
    second = [sum(share[i, j] for i in places) for j in places]
    of_first = [sum(weight[i, j] * second[j] for j in places) for i in places]
    of_second = [sum(weight[i, j] * first[i] for i in places) for j in places]
    observed = sum(weight[each] * share[each] for each in share)
    expected = sum(weight[i, j] * first[i] * second[j] for i in places for j in places)
    spread = sum(
        share[i, j]
        * (weight[i, j] * (1 - expected) - (of_first[i] + of_second[j]) * (1 - observed)) ** 2
        for i in places
        for j in places
    )
    centre = (observed * expected - 2 * expected + observed) ** 2
    return max(0.0, spread - centre) / (count * (1 - expected) ** 4)


def icc_estimate(scores: Sequence[Sequence[float]]) -> ReliabilityEstimate | None:
    """Return ICC(2,1) with its interval; None where it is not defined.

    Args:
        scores: One row for each thing that was rated, with the score of each rater. At least two
            rows and two raters; nothing may be missing.

    """
    rows, raters = len(scores), len(scores[0]) if scores else 0
    if min(rows, raters) <= 1:
        return None
    mean = sum(map(sum, scores)) / (rows * raters)
    row_means = [sum(row) / raters for row in scores]
    rater_means = [sum(row[each] for row in scores) / rows for each in range(raters)]
    between = raters * sum((each - mean) ** 2 for each in row_means) / (rows - 1)
    raters_ms = rows * sum((each - mean) ** 2 for each in rater_means) / (raters - 1)
    error = sum(
        (row[each] - row_means[at] - rater_means[each] + mean) ** 2
        for at, row in enumerate(scores)
        for each in range(raters)
    ) / ((rows - 1) * (raters - 1))
    whole = between + (raters - 1) * error + raters * (raters_ms - error) / rows
    if whole <= 0 or between == 0:
        return None
    value = (between - error) / whole
    if raters_ms == error == 0:
        return ReliabilityEstimate(1.0, 1.0, 1.0)
    return _icc_interval(value, rows, raters, (between, raters_ms, error))


def _icc_interval(
    value: float, rows: int, raters: int, squares: tuple[float, float, float]
) -> ReliabilityEstimate:
    """Return the interval of McGraw and Wong (1996), table 7, case 2A."""
    between, of_raters, error = squares
    one = raters * value / (rows * (1 - value))
    other = 1 + raters * value * (rows - 1) / (rows * (1 - value))
    free = (one * of_raters + other * error) ** 2 / (
        (one * of_raters) ** 2 / (raters - 1) + (other * error) ** 2 / ((rows - 1) * (raters - 1))
    )
    beside = raters * of_raters + (raters * rows - raters - rows) * error
    above = f_quantile(TAIL, rows - 1, free)
    below = f_quantile(TAIL, free, rows - 1)
    low = rows * (between - above * error) / (above * beside + rows * between)
    high = rows * (below * between - error) / (beside + rows * below * between)
    return ReliabilityEstimate(value, min(low, value), max(high, value))


def f_quantile(share: float, upper: float, lower: float) -> float:
    """Return the value of F that so large a share lies below.

    Args:
        share: The share, between 0 and 1.
        upper: Degrees of freedom of the numerator, above 0; need not be whole.
        lower: Degrees of freedom of the denominator, above 0.

    """
    low, high = 0.0, 1.0
    for _turn in range(200):
        middle = (low + high) / 2
        if incomplete_beta(middle, upper / 2, lower / 2) < share:
            low = middle
        else:
            high = middle
    return lower * high / (upper * max(1 - high, TINY))

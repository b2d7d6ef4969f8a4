"""Sums over services, for one quarter: how many clients, and means and rates by clients.

    totals = added_up(releases, keys)

Each release tells everybody up to the end of its quarter. So services are added up, and quarters
never are: whoever was a client in two would be counted twice.

Each caseload changed its counts on its own, with mean nought, by `MOST` at most and with
`VARIANCE`. A sum over so many caseloads is so many times as wrong at most, and its standard
deviation grows with their root. A count that a service does not tell is from nought to one less
than the least it would.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan, sqrt

from exports.combining.cell_store import UNTOLD, CellKey, CellKeys
from exports.combining.contributions import Contribution
from exports.disclosure.cell_keys import VARIANCE
from exports.disclosure.cells import OTHER, sums_of
from exports.estimates.shares import bounded_interval
from exports.estimates.student import t_quantile

MOST_FREEDOM = 1_000
"""Beyond so many degrees of freedom Student's t does not change any more, to two decimals."""
NORMAL_95 = 1.96
"""Between so many standard deviations lie 95 of 100 sums of many small changes."""


@dataclass(frozen=True, slots=True)
class Total:
    """One measure over services.

    Attributes:
        key: What it is about.
        services: How many tell it.
        untold: How many do not, because it is about too few of their clients; of a count alone.
        n: How many clients those are who tell it, as changed.
        n_most: The same, if at the others there are as many as they may not tell.
        sum: n times the figure, over services; 0 of a count.
        squares: The sum of squares over clients; None where an error is not known.
        value: A mean or a rate; None of a count.
        interval: Its two ends, with 95 %; None of a count, and where an error is not known.
        caseloads: How many caseloads were added up.

    """

    key: CellKey
    services: int
    untold: int
    n: int
    n_most: int
    sum: float
    squares: float | None
    value: float | None
    interval: tuple[float, float] | None
    caseloads: int

    @property
    def is_one_group(self) -> bool:
        """Whether it is about the same group at each service, so that its error has a bound.

        What a service shows together are several groups, each changed by itself.
        """
        return not self.key.stratum.endswith(f"={OTHER}")

    @property
    def changed_by_about(self) -> float:
        """Within how many of the true one 95 of 100 such counts are."""
        return changed_by_about(self.caseloads)


def changed_by_about(caseloads: int) -> float:
    """Return within how many clients of the true one a sum over so many caseloads is, 95 of 100."""
    return NORMAL_95 * sqrt(VARIANCE * caseloads)


@dataclass(slots=True)
class _Sum:
    services: int = 0
    untold: int = 0
    n: int = 0
    n_untold: int = 0
    caseloads: int = 0
    sum: float = 0.0
    squares: float = 0.0
    variance: float = 0.0
    most: float = 0.0


def added_up(releases: Iterable[Contribution], keys: CellKeys) -> tuple[Total, ...]:
    """Return the sums over releases of one quarter, in the order in which keys were met."""
    known = keys.known
    sums: dict[int, _Sum] = {}
    for release in releases:
        cells, caseloads, untold = release.cells, release.caseloads, release.least - 1
        columns = zip(cells.keys, cells.n, cells.value, cells.error, cells.most, strict=True)
        for number, n, value, error, most in columns:
            found = sums.get(number)
            if found is None:
                found = sums[number] = _Sum()
            if n == UNTOLD:
                found.untold += 1
                found.n_untold += untold
                continue
            found.services += 1
            found.n += n
            found.caseloads += caseloads
            if known[number].counts:
                continue
            total, squares = sums_of(n, value, error)
            found.sum += total
            found.squares += squares or 0.0
            found.variance += (n * error) ** 2
            found.most = most
    return tuple(_total(known[number], sums[number]) for number in sorted(sums))


def _total(key: CellKey, found: _Sum) -> Total:
    return Total(
        key=key,
        services=found.services,
        untold=found.untold,
        n=found.n,
        n_most=found.n + found.n_untold,
        sum=found.sum,
        squares=None if isnan(found.squares) else found.squares,
        value=None if key.counts or not found.n else found.sum / found.n,
        interval=None if key.counts or not found.n else _interval(found),
        caseloads=found.caseloads,
    )


def _interval(found: _Sum) -> tuple[float, float] | None:
    """Return the interval of a mean over clients, from the errors that the services tell.

    These services are all that is spoken of, each a stratum: error^2 = sum(n^2 error^2) / N^2.
    Source: Cochran (1977), Sampling Techniques, 5.3, for the variance of a stratified mean.
    """
    value, error = found.sum / found.n, sqrt(found.variance) / found.n
    if isnan(error):
        return None
    quantile = t_quantile(min(max(1, found.n - found.services), MOST_FREEDOM))
    if isnan(found.most):
        return value - quantile * error, value + quantile * error
    span = found.most
    low, high = bounded_interval(value / span, error / span, found.n, quantile)
    return span * low, span * high

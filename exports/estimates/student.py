"""Student's t without a numerical library."""

from functools import lru_cache
from math import exp, lgamma, log

LEVEL = 0.95
TINY = 1e-300
PRECISE = 1e-15


@lru_cache(maxsize=512)
def t_quantile(df: float, level: float = LEVEL) -> float:
    """Return the two-sided quantile of Student's t; exact to 1e-9, by halving the interval."""
    low, high = 0.0, 1e6
    while high - low > 1e-10 * max(1.0, high):
        middle = (low + high) / 2
        if t_outside(middle, df) > 1 - level:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def t_outside(t: float, df: float) -> float:
    """Return the probability of a value further from zero than `t`.

    P = I(df / (df + t*t); df/2, 1/2). Source: Abramowitz and Stegun (1964), 26.7.1 and 26.5.27.
    """
    return _incomplete_beta(df / (df + t * t), df / 2, 0.5)


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function by its continued fraction (DLMF 8.17.22)."""
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(1 - x, b, a)
    if x <= 0:
        return 0.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    return front / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """Evaluate the continued fraction by Lentz's method (Thompson and Barnett, 1986)."""
    value, c, d, change, n = 1.0, 1.0, 0.0, 0.0, 0
    while abs(change - 1) >= PRECISE:
        n += 1
        m = n // 2
        if n % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / ((1 + term * d) or TINY)
        c = (1 + term / c) or TINY
        change = c * d
        value *= change
    return value

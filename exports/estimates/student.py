"""Student's t without a numerical library."""

from functools import lru_cache

from programme.fidelity.incomplete_beta import incomplete_beta

LEVEL = 0.95


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
    return incomplete_beta(df / (df + t * t), df / 2, 0.5)

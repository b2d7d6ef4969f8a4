"""Rounding as it is done by hand: half up, in fractions."""

from fractions import Fraction
from math import floor


def rounded(value: Fraction, decimals: int) -> int | float:
    """Return `value` rounded half up: a whole number without decimals, else a float."""
    scale: int = 10**decimals
    units: int = floor(value * scale + Fraction(1, 2))
    return units / scale if decimals else units

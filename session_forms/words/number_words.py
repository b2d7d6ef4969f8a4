"""Numbers in figures, the same on screen and on paper, as the installed language writes them."""

from decimal import Decimal
from functools import lru_cache

from session_forms.words.day_words import locale_in_use

MINUS = "\N{MINUS SIGN}"


def number_words(number: float, decimals: int | None = None, *, grouped: bool = False) -> str:
    """Return a number in figures: 12.5, or 12.50 where the decimals are given, or 1,250 in groups.

    Without `decimals` there are as many as the number has, up to six figures in all.
    """
    figures = f"{number:g}" if decimals is None else f"{number:.{decimals}f}"
    return _written(figures, locale_in_use(), grouped=grouped)


@lru_cache(maxsize=512)
def _written(figures: str, locale: str, *, grouped: bool) -> str:
    # A page writes the same few numbers again and again, and Babel reads the pattern each time.
    from babel.numbers import format_decimal

    exact = Decimal(figures)
    after = len(f"{exact:f}".partition(".")[2])
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * after if after else "")
    return format_decimal(exact, pattern, locale=locale)


def decimal_sign() -> str:
    """Return what stands before the decimals in the installed language: a point, or a comma."""
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(locale_in_use())

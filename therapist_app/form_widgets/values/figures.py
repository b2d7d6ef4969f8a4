"""Numbers as people write them: figures, a minus, and the comma or point of the language."""

import re

from session_forms.words.number_words import MINUS, decimal_sign

WHOLE = re.compile(r"\s*([-+\u2212]?\d{1,12})\s*", re.ASCII)
BROKEN = re.compile(r"\s*([-+\u2212]?\d{1,12}[.,]\d{1,6})\s*", re.ASCII)
SIGN = re.compile(r"([.,])")


def read_number(words: str) -> int | None:
    """Return the whole number that is written, or None when it is none."""
    match = WHOLE.fullmatch(words)
    return None if match is None else int(match[1].replace(MINUS, "-"))


def read_decimal(words: str) -> int | float | None:
    """Return the number that is written, with a comma or a point, or None when it is none.

    The sign that the language shown does not use before decimals parts thousands in it: before
    three figures it is no number, rather than one a thousand times as small.
    """
    match = BROKEN.fullmatch(words)
    if match is None:
        return read_number(words)
    sign, after = SIGN.split(match[1])[1:]
    if sign != decimal_sign() and len(after) == len("000"):
        return None
    return float(match[1].replace(MINUS, "-").replace(",", "."))


def number_as_typed(number: float) -> str:
    """Return a number as it is typed into a field: every figure, and the language's own sign."""
    return str(number).replace(".", decimal_sign())

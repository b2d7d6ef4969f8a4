"""Numbers as people write them: figures, a minus, and the comma or point of the place."""

import re

from PySide6.QtCore import QLocale

WHOLE = re.compile(r"\s*([-+\u2212]?\d{1,12})\s*", re.ASCII)
BROKEN = re.compile(r"\s*([-+\u2212]?\d{1,12}[.,]\d{1,6})\s*", re.ASCII)
MINUS = "\u2212"


def read_number(words: str) -> int | None:
    """Return the whole number that is written, or None when it is none."""
    match = WHOLE.fullmatch(words)
    return None if match is None else int(match[1].replace(MINUS, "-"))


def read_decimal(words: str) -> int | float | None:
    """Return the number that is written, with a comma or a point, or None when it is none."""
    match = BROKEN.fullmatch(words)
    if match is None:
        return read_number(words)
    return float(match[1].replace(MINUS, "-").replace(",", "."))


def number_words(number: float) -> str:
    """Return a number with the decimal sign of the place."""
    return str(number).replace(".", QLocale().decimalPoint())

"""Whole numbers as people write them."""

import re

WHOLE = re.compile(r"\s*([-+\u2212]?\d{1,12})\s*", re.ASCII)
MINUS = "\u2212"


def read_number(words: str) -> int | None:
    """Return the whole number that is written, or None when it is none."""
    match = WHOLE.fullmatch(words)
    return None if match is None else int(match[1].replace(MINUS, "-"))

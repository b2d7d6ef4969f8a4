"""Several things in one sentence, joined as the installed language joins them."""

from collections.abc import Iterable
from functools import reduce

from session_forms.words.texts import _


def either(parts: Iterable[str]) -> str:
    """Return parts of which one is enough: a or b or c; nothing where there are none."""
    return _joined(_("{first} or {second}"), parts)


def together(parts: Iterable[str]) -> str:
    """Return parts of which all are meant: a and b and c; nothing where there are none."""
    return _joined(_("{first} and {second}"), parts)


def listed(parts: Iterable[str]) -> str:
    """Return parts one after the other: a, b, c; nothing where there are none."""
    return _joined(_("{first}, {second}"), parts)


def facts_in_a_line(*facts: str) -> str:
    """Return whole facts beside each other, without those that are empty: S03 · Limits.

    Each says something by itself; a language may give them another sign or another order.
    """
    # Translators: facts that each say something by themselves, on one line.
    return _joined(_("{first} · {second}"), filter(None, facts))


def _joined(pattern: str, parts: Iterable[str]) -> str:
    found = tuple(parts)
    return reduce(lambda first, second: pattern.format(first=first, second=second), found or ("",))

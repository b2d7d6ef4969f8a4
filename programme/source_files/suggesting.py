"""Advice on a name that is not known: the nearest one, or all of them."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return what to do about a name that is none of the known ones."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    if near:
        return f'write "{near[0]}"'
    return f"write one of {', '.join(names)}" if names else "take it out"

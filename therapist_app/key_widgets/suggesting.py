"""Suggesting a passphrase: words drawn by chance, which nobody can guess and most can keep."""

import secrets
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

WORDS = 7  # of 549: 63.7 bits, before Argon2id makes each guess costly


@cache
def words() -> tuple[str, ...]:
    """Return the words to draw from; their licence stands beside them."""
    text = (files("therapist_app.key_widgets") / "words.txt").read_text("utf-8")
    return tuple(text.split())


def suggest(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return a passphrase nobody has had before."""
    return " ".join(choose(words()) for _word in range(WORDS))

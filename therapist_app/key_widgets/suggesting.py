"""Suggesting a passphrase: words drawn by chance, which nobody can guess and most can keep."""

import secrets
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

WORDS = 7  # of 549: 63.7 bits, before Argon2id makes each guess costly
LONGEST_IN_PDF = 32
"""Some programs read no more of the passphrase of a PDF: pdfinfo of poppler 25.03 refuses 33."""


@cache
def words() -> tuple[str, ...]:
    """Return the words to draw from; their licence stands beside them."""
    text = (files("therapist_app.key_widgets") / "words.txt").read_text("utf-8")
    return tuple(text.split())


def suggest(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return a passphrase nobody has had before."""
    return " ".join(choose(words()) for _word in range(WORDS))


def suggest_for_pdf(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return a passphrase that every program which opens a PDF can take: 62.9 bits.

    Its words stand without spaces, each with a capital; longer ones are drawn again.
    """
    while True:
        drawn = "".join(choose(words()).capitalize() for _word in range(WORDS))
        if len(drawn) <= LONGEST_IN_PDF:
            return drawn

"""Names of ours for what other programs named: short, in our spelling, each one once."""

import re
import unicodedata
from collections.abc import Container

LONGEST_NAME = 60
SNAKE = "_"
KEBAB = "-"

_OTHERS = re.compile(r"[^a-z0-9]+")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def natural_name(text: str, prefix: str, joint: str) -> str:
    """Return `text` in lower case letters and digits, joined by `joint`.

    A name that would be empty or begin with a digit begins with `prefix`.
    """
    text = _HUMPS.sub(" ", text)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = _OTHERS.sub(joint, plain)[:LONGEST_NAME].strip(joint)
    if not words or not words[0].isalpha():
        words = f"{prefix}{joint}{words}" if words else prefix
    return words


def question_name(link_id: str) -> str:
    """Return the id that a question of this linkId gets where it is free."""
    return natural_name(link_id, "q", SNAKE)


def option_name(code: str) -> str:
    """Return the id that an option of this code gets where it is free."""
    return natural_name(code, "o", SNAKE)


def form_name(text: str) -> str:
    """Return the id that a form of this name gets."""
    return natural_name(text, "form", KEBAB)


def free_name(wanted: str, taken: Container[str], joint: str = SNAKE) -> str:
    """Return `wanted`, with a number behind it while that name is taken."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}{joint}{number}", number + 1
    return name

"""Placeholders in the texts: `{crisis_line}` and the like, filled in when a text is shown."""

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")

BLANK = "______________________"
"""What stands where no value is known: a line to fill in by hand."""


def names_in(text: str) -> tuple[str, ...]:
    """Return the placeholders of a text, each once, in the order they appear."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled; where no value is known stands a blank line."""
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1)) or BLANK, text)


def unfilled(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the placeholders of a text that have no value, so that a caller can ask first."""
    return tuple(name for name in names_in(text) if not values.get(name))

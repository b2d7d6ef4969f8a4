"""Whether a file of code says a thing to people, or only names it in code and in docstrings.

::

    if says(source, re.compile("booster", re.IGNORECASE)): ...

What is said goes through the text layer: the strings that `_` and its like are given.
"""

import ast
import re
from collections.abc import Iterator

MARKS = frozenset({"_", "N_", "NP_", "PageHelp", "ngettext", "pgettext", "wording"})


def says(source: str, looked_for: re.Pattern[str]) -> bool:
    """Return whether one of the texts of a module says what is looked for."""
    return any(looked_for.search(text) for text in texts_of(source))


def texts_of(source: str) -> Iterator[str]:
    """Yield each text that a module has for people, with the context of a short one."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            for each in node.args:
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield each.value

"""Whether a file of code says a thing to people, or only names it in code and in docstrings.

::

    if says(source, re.compile("booster", re.IGNORECASE)): ...

What is said goes through the text layer: the strings that `_` and its like are given.
"""

import ast
import re
from collections.abc import Iterator, Mapping

MARKS = frozenset({"_", "N_", "NP_", "ngettext", "pgettext"})
MADE_OF_TEXTS: Mapping[str, Mapping[int, str | None]] = {
    "FigureWords": {0: None, 1: None, 2: None},
    "MeanPlace": {3: None},
    "PageHelp": {0: None},
    "Question": {1: None, 2: None},
    "ReportTheme": {0: None, 1: None},
    "column": {1: "column", 3: "codebook"},
    "wording": {0: None, 1: None, 2: None, 3: None},
}
"""What is given texts that need no mark: at which places, and the context that they have there."""


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
    yield from (text for _line, _context, text in unmarked_texts(source))


def unmarked_texts(source: str) -> Iterator[tuple[int, str | None, str]]:
    """Yield the line, the context and the words of each text that needs no mark where it stands.

    Babel collects one text of a call, and none of a call within a call.
    """
    if not any(f"{name}(" in source for name in MADE_OF_TEXTS):
        return  # parsing a module takes a hundred times as long
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            places = MADE_OF_TEXTS.get(node.func.id, {})
            for at, each in enumerate(node.args):
                if at in places and isinstance(each, ast.Constant) and each.value:
                    yield each.lineno, places[at], each.value

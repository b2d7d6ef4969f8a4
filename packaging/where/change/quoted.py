"""Which tests quote a sentence of a module: they try it, whoever it is that they import.

::

    quoting(root, ["programme/checks/structure_checks.py"])

A finding of a check is made in one module, reported by a second and tried through a third; what
leads from the one to its test is the sentence alone. Of a text with gaps each piece is looked for.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from where.change.changed_lines import git, parsed

LEAST_WORDS, SHORTEST = 3, 14
"""A piece of a text that says this much is no piece of another one by chance."""
MOST_FILES = 3
"""What more tests quote is said in many places."""
MOST = 2
"""So many tests of a module are told, those that quote most of it."""


def quoting(root: Path, files: Sequence[str]) -> list[str]:
    """Return the tests that quote sentences of these files, for each file those that quote most."""
    own = {each: set(_pieces(root / each)) for each in files}
    asked = sorted(set().union(*own.values()))
    if not asked:
        return []
    # One match hides another that begins within it; pieces of one text never overlap.
    given = "\n".join(asked) + "\n"
    there = git(root, "grep", "-I", "-o", "-F", "-f", "-", "--", "tests/*/test_*.py", given=given)
    tests: dict[str, set[str]] = defaultdict(set)
    for line in there.splitlines():
        test, _, piece = line.partition(":")
        tests[piece].add(test)
    found: dict[str, None] = {}
    for pieces in own.values():
        counts: dict[str, int] = defaultdict(int)
        for piece in pieces:
            for test in tests[piece] if len(tests[piece]) <= MOST_FILES else ():
                counts[test] += 1
        found.update(dict.fromkeys(sorted(counts, key=lambda each: (-counts[each], each))[:MOST]))
    return list(found)


def _pieces(path: Path) -> Iterator[str]:
    """Yield the pieces of the texts of a module, without what is said of its code."""
    tree = parsed(path)
    said_of_code = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in said_of_code:
            for piece in _between_gaps(node.value):
                if len(piece) >= SHORTEST and len(piece.split()) >= LEAST_WORDS:
                    yield piece


def _between_gaps(text: str) -> Iterator[str]:
    for line in text.replace('"', "\n").splitlines():
        depth, begun = 0, 0
        for at, sign in enumerate(line):
            if sign == "{":
                if not depth:
                    yield line[begun:at].strip()
                depth += 1
            elif sign == "}":
                depth -= 1
                begun = at + 1
        yield line[begun:].strip()

"""Files that name a field like a new one, and not the new one: they may have to tell it too.

::

    for file, new, beside in lacking_siblings(root, change_since(root, "HEAD")): ...

Of a class that gets a field more, whoever tells the field that shares a word with it tells both or
leaves one out: beside `told_when` stands `told_how`.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from where.change.changed_lines import TELLING, Change, Lines, git, parsed

PRODUCT = ("session_forms/*.py", "programme/*.py", "therapist_app/*.py", "exports/*.py")
MOST_FILES = 12
"""A field that more files read is read for many reasons."""
SHORTEST_WORD = 4


def lacking_siblings(root: Path, change: Change) -> Iterator[tuple[str, str, str, int]]:
    """Yield a file left alone, the new field, the one beside it, and how many such files are."""
    for file, lines in change.files.items():
        if file.endswith(".py") and not file.startswith("tests/"):
            for new, beside in _new_fields(root / file, lines):
                reading = _naming(root, beside) - set(change.files)
                left = sorted(reading - _naming(root, new))
                if len(left) <= MOST_FILES:
                    yield from ((each, new, beside, len(left)) for each in left)


def _naming(root: Path, name: str) -> set[str]:
    return set(git(root, "grep", "-I", "-l", "-w", "-F", "-e", name, "--", *PRODUCT).splitlines())


def _new_fields(path: Path, lines: Lines) -> Iterator[tuple[str, str]]:
    """Yield each field that a class got, with the field there that is like it."""
    tree = parsed(path)
    added = set(lines.added)
    removed = "\n".join(lines.removed)
    for kind in ast.walk(tree):
        if not isinstance(kind, ast.ClassDef):
            continue
        fields = [
            node.target.id
            for node in kind.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        ]
        new = [
            each
            for each in fields
            if any(re.match(rf"    {each}: ", line) for line in added)
            and not re.search(rf"^    {each}: ", removed, re.MULTILINE)
        ]
        for each in new if len(new) < len(fields) else ():
            if beside := _like(each, [field for field in fields if field not in new]):
                yield each, beside


def _like(new: str, old: Sequence[str]) -> str:
    """Return the last field that begins or ends with a word as a new one does, and is a name."""
    ends = _ends(new)
    telling = (each for each in reversed(old) if TELLING.search(each))
    return next((each for each in telling if ends & _ends(each)), "")


def _ends(name: str) -> set[str]:
    words = name.split("_")
    return {each for each in (words[0], words[-1]) if len(each) >= SHORTEST_WORD}

"""Tables that tell the neighbours of a new entry, and not that: they are written by hand as well.

::

    for file, new, table, count in lacking_entries(root, change_since(root, "HEAD")): ...

A subject of the settings stands in the list of its page, in that of the search and in that of the
tests; who adds one to the first finds the others by what they have in common.
"""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from where.change.changed_lines import Change, Lines, git, parsed

ID = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*|[A-Z][a-z]\w+")
"""What an entry is known by: an id, or a class."""
LEAST = 3
"""So many entries in common are no chance."""
SHARE = 0.6
"""So much of the neighbours a table has to tell to be one of the same things."""
MOST_ENTRIES = 60
MOST_FILES = 4
"""What more tables tell is no list of things that somebody adds to."""
SHORTEST = 4


def lacking_entries(root: Path, change: Change) -> Iterator[tuple[str, str, str, int]]:
    """Yield a file left alone, the new entry, its table there, and how many such files are."""
    for file, lines in change.files.items():
        if file.endswith(".py") and not lines.is_new:
            for new, neighbours in _new_entries(root / file, lines):
                found = {
                    each: table
                    for each in _naming(root, neighbours)
                    if each not in change.files
                    and (table := _table_without(root / each, new, neighbours))
                }
                if len(found) <= MOST_FILES:
                    yield from ((each, new, table, len(found)) for each, table in found.items())


def _new_entries(path: Path, lines: Lines) -> Iterator[tuple[str, set[str]]]:
    """Yield what each entry that a table got is known by, with what its neighbours are."""
    removed = "\n".join(lines.removed)
    for _, entries in _tables(parsed(path)):
        is_new = [_is_within(lines.spans, entry) for entry in entries]
        if not any(is_new) or all(is_new) or len(entries) > MOST_ENTRIES:
            continue
        old: Counter[str] = Counter()
        for entry, fresh in zip(entries, is_new, strict=True):
            if not fresh:
                old.update(set(_ids(entry)))
        telling = {each for each, count in old.items() if count == 1}
        for entry, fresh in zip(entries, is_new, strict=True):
            ids = [each for each in _ids(entry) if fresh and each not in old]
            if ids and not re.search(rf"\b{re.escape(ids[0])}\b", removed):
                yield ids[0], telling


def _naming(root: Path, neighbours: set[str]) -> list[str]:
    """Return the files that name enough of the neighbours."""
    asked = "\n".join(sorted(neighbours))
    if len(neighbours) < LEAST:
        return []
    there = git(root, "grep", "-I", "-o", "-w", "-F", "-f", "-", "--", "*.py", given=f"{asked}\n")
    counts = Counter(file for file, _, _ in (each.partition(":") for each in set(there.split())))
    return sorted(file for file, count in counts.items() if count >= _enough(neighbours))


def _enough(neighbours: set[str]) -> float:
    return max(LEAST, SHARE * len(neighbours))


def _table_without(path: Path, new: str, neighbours: set[str]) -> str:
    """Return the name of a table of the neighbours, where none of the file has the new one."""
    without = ""
    for name, entries in _tables(parsed(path)):
        told = {each for entry in entries for each in _ids(entry)}
        if len(told & neighbours) >= _enough(neighbours):
            if new in told:
                return ""
            without = without or name
    return without


def _tables(tree: ast.Module) -> Iterator[tuple[str, Sequence[ast.AST]]]:
    """Yield each table of a module with its entries, by the name that it is given."""
    named = {
        id(inner): ast.unparse(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value
        for target in (node.targets[:1] if isinstance(node, ast.Assign) else [node.target])
        for inner in ast.walk(node.value)
    }
    for node in ast.walk(tree):
        name = named.get(id(node), "a table")
        if isinstance(node, ast.Dict):
            yield name, [each for each in node.keys if each]
        elif isinstance(node, ast.List | ast.Tuple | ast.Set):
            yield name, node.elts
        elif isinstance(node, ast.Match):
            yield "a match", [case.pattern for case in node.cases]
    yield from _calls(tree)


def _calls(tree: ast.Module) -> Iterator[tuple[str, Sequence[ast.AST]]]:
    """Yield the first words that a function is called with each time, as of `add_argument`."""
    firsts: dict[str, list[ast.AST]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            firsts[ast.unparse(node.func)].append(node.args[0])
    yield from ((f"{name}()", told) for name, told in firsts.items() if len(told) >= LEAST)


def _ids(entry: ast.AST) -> Iterator[str]:
    for node in ast.walk(entry):
        said = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = node.value
        elif isinstance(node, ast.Name):
            said = node.id
        elif isinstance(node, ast.Attribute):
            said = node.attr
        if len(said) >= SHORTEST and ID.fullmatch(said):
            yield said


def _is_within(spans: Sequence[tuple[int, int]], node: ast.AST) -> bool:
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    return any(a <= first and last <= b for a, b in spans)

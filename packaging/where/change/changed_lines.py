"""What a change takes away and makes otherwise, read from the difference to a commit.

::

    change = change_since(root, "HEAD")
    change.files["therapist_app/berths.py"].removed

It runs before anything is set up: git and the standard library are all that it asks for.
"""

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{3,}|[a-z0-9]+(?:-[a-z0-9]+)+")
TELLING = re.compile(
    r"[a-z0-9]_[a-z0-9]|[a-z0-9][A-Z]|[A-Z]_[A-Z]|[a-z]-[a-z]|^[A-Z]{5,}$", re.ASCII
)
"""What makes a name one of the code: a word of English alone says of no file that it is meant."""
TEXT = re.compile(r'"((?:[^"\\]|\\.){12,})"')
"""A sentence or a part of one, in code and in content."""
DEFINES = re.compile(
    r"\s*(?:async )?(?:def|class) (\w+)|([A-Z_]{4,}) *[:=]|\s+([a-z_]{4,}): \S|id = \"([\w-]+)\""
)
TOKEN = re.compile(r"\w+|[^\w\s]")
COMMON = frozenset(
    {"self", "return", "None", "True", "False", "tuple", "dict", "list", "each", "override"}
)
SHORTEST_PHRASE = 14
MOST_PHRASES = 300
HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")
PRODUCT = ("session_forms/", "programme/", "therapist_app/", "exports/")
ALIKE = (".checked", ".jsonl", ".lock", ".po", ".pot", ".mo", ".svg", ".png")
"""Files that are made, or are no text: nothing is read from their lines."""


@dataclass(frozen=True)
class Lines:
    """The lines of one file that changed.

    Attributes:
        removed: Lines that are there no more.
        added: Lines that are new.
        spans: First and last number of each run of lines that changed, as the file is now.
        numbers: The number of each line that is new.
        is_new: Whether the file was not there before.

    """

    removed: Sequence[str] = ()
    added: Sequence[str] = ()
    spans: Sequence[tuple[int, int]] = ()
    numbers: Sequence[int] = ()
    is_new: bool = False


@dataclass(frozen=True)
class Change:
    """What differs from a commit: each file with its lines."""

    files: Mapping[str, Lines]


def git(root: Path, *arguments: str, given: str | None = None) -> str:
    """Return what git says; 1 is "nothing was found" and no failure."""
    ran = subprocess.run(
        ("git", "-C", str(root), *arguments),
        input=given,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ran.returncode > 1:
        raise SystemExit(ran.stderr)
    return ran.stdout


def change_since(root: Path, since: str) -> Change:
    """Return what differs from a commit, committed or not, new files as well."""
    files = dict(_in_diff(git(root, "diff", "-U0", "--no-renames", "--no-color", since, "--")))
    for file in git(root, "ls-files", "--others", "--exclude-standard").splitlines():
        try:
            text = (root / file).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            text = []
        numbers = range(1, len(text) + 1)
        files[file] = Lines((), text, ((1, len(text)),), numbers, is_new=True)
    return Change(files)


def _in_diff(diff: str) -> Iterator[tuple[str, Lines]]:
    for part in re.split(r"^diff --git ", diff, flags=re.MULTILINE)[1:]:
        head, _, rest = part.partition("\n")
        file = head.partition(" b/")[2]
        removed: list[str] = []
        added: list[str] = []
        spans: list[tuple[int, int]] = []
        numbers: list[int] = []
        is_inside = False
        for line in rest.splitlines():
            if hunk := HUNK.match(line):
                is_inside = True
                first, count = int(hunk[1]), int(hunk[2] or 1)
                spans.append((first, first + max(count, 1) - 1))
                numbers += range(first, first + count)
            elif is_inside and line.startswith("-"):
                removed.append(line[1:])
            elif is_inside and line.startswith("+"):
                added.append(line[1:])
        is_new = "\nnew file mode" in f"\n{rest[:200]}"
        yield file, Lines(removed, added, spans, numbers, is_new)


def names_in(lines: Sequence[str]) -> set[str]:
    """Return the names of code in lines, without words of English."""
    return {each for line in lines for each in NAME.findall(line) if TELLING.search(each)}


def texts_in(lines: Sequence[str]) -> set[str]:
    """Return the sentences in lines."""
    return {each for line in lines for each in TEXT.findall(line) if each.count(" ") > 1}


def gone_from(root: Path, change: Change) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the names and the texts that files have no more, each with those files."""
    names: dict[str, set[str]] = defaultdict(set)
    texts: dict[str, set[str]] = defaultdict(set)
    for file, lines in change.files.items():
        if file.endswith(ALIKE) or not lines.removed:
            continue
        path = root / file
        now = path.read_text("utf-8", "replace") if path.is_file() else ""
        there = set(NAME.findall(now))
        for name in names_in(lines.removed) - there:
            names[name].add(file)
        for text in texts_in(lines.removed):
            if f'"{text}"' not in now:
                texts[text].add(file)
    return dict(names), dict(texts)


def defined_no_more(change: Change) -> set[str]:
    """Return the names that lines defined which are taken away, and that no new line defines."""
    removed = {name for lines in change.files.values() for name in _defined(lines.removed)}
    added = {name for lines in change.files.values() for name in _defined(lines.added)}
    return {each for each in removed - added if TELLING.search(each)}


def _defined(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if found := DEFINES.match(line):
            yield next(filter(None, found.groups()))


def phrases_gone(change: Change) -> dict[str, set[str]]:
    """Return pieces of lines that a change takes away and puts nowhere, with their files.

    What is replaced in one place is often to be replaced where it stands as well.
    """
    added = "\n".join(line for lines in change.files.values() for line in lines.added)
    found: dict[str, set[str]] = defaultdict(set)
    for file, lines in change.files.items():
        if file.endswith(ALIKE):
            continue
        long = 4 if file.endswith(".py") else 5
        for line in lines.removed:
            if not line.lstrip().startswith(("import ", "from ", "#")):
                for phrase in _phrases(line, long):
                    if phrase not in added:
                        found[phrase].add(file)
    first = sorted(found, key=lambda each: (-len(found[each]), -len(each), each))
    return {each: found[each] for each in first[:MOST_PHRASES]}


def _phrases(line: str, long: int) -> Iterator[str]:
    tokens = list(TOKEN.finditer(line))
    for first, last in zip(tokens, tokens[long - 1 :], strict=False):
        phrase = line[first.start() : last.end()]
        words = [each for each in re.findall(r"[A-Za-z_]\w{3,}", phrase) if each not in COMMON]
        if len(words) > 1 and len(phrase) >= SHORTEST_PHRASE:
            yield phrase


def parsed(path: Path) -> ast.Module:
    """Return a module of code; an empty one for any other file, and for what cannot be read."""
    try:
        return ast.parse(path.read_text("utf-8") if path.suffix == ".py" else "")
    except (OSError, SyntaxError, UnicodeDecodeError):
        return ast.Module([], [])


@dataclass(frozen=True)
class Touched:
    """The definitions of a file of code that changed.

    Attributes:
        heads: Those whose head or fields did.
        bodies: Functions of the module itself of which a line did, for others to call.
        outer: All that the module has by itself, changed or not, which others import.

    """

    heads: set[str]
    bodies: set[str]
    outer: set[str]


def definitions_touched(root: Path, file: str, lines: Lines) -> Touched:
    """Return what of a module changed: functions, classes, fields and constants."""
    tree = parsed(root / file)
    outer = {name for node in tree.body for name in _names_of(node)}
    heads = {
        name
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_met(lines, node)
        for name in _names_of(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            last = node.body[0].lineno - 1 if isinstance(node, ast.FunctionDef) else node.lineno
            if _meets(lines.spans, node.lineno, max(last, node.lineno)):
                heads.add(node.name)
        if isinstance(node, ast.ClassDef):
            fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
            for each in fields:
                heads.update((node.name, *_names_of(each)) if _is_met(lines, each) else ())
    bodies = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and _is_met(lines, node)
    }
    return Touched(heads, bodies, outer)


def _names_of(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (each.id for each in targets if isinstance(each, ast.Name))


def _is_met(lines: Lines, node: ast.stmt) -> bool:
    return _meets(lines.spans, node.lineno, node.end_lineno or node.lineno)


def _meets(spans: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    return any(a <= last and b >= first for a, b in spans)

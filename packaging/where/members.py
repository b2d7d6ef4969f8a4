"""Who reads a field or calls a method of one class, where other classes have one of its name.

::

    for line in told_of_member(root, "Acknowledgement.told"): ...

`told` stands in every second file. Those are meant that read it after a dot or fill it in by name,
and also name the class, what holds one of it, or a function that gives any of these: from somewhere
they must have it. It is no check of types: a file may be told that reads another one's.
"""

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path, PurePosixPath

from where.change.changed_lines import git

MEMBER = re.compile(r"([A-Z]\w+)\.([a-z]\w*)")
MOST_NAMES = 3
DEEPEST = 2
"""A page's data holds an alert, and that its answer."""
TOPS = ("session_forms/*.py", "programme/*.py", "exports/*.py", "therapist_app/*.py", "tests/*.py")


def is_member(root: Path, name: str) -> bool:
    """Return whether it names a class of the product with one of its fields or methods."""
    found = MEMBER.fullmatch(name)
    product = [each for each in TOPS if not each.startswith("tests/")]
    head = rf"^class {found[1]}([^A-Za-z0-9_]|$)" if found else ""
    return bool(head and git(root, "grep", "-l", "-E", "-e", head, "--", *product))


def told_of_member(root: Path, name: str) -> Iterator[str]:
    """Yield who reads, calls or fills it, code before tests, with what each has it from."""
    kind, _, member = name.partition(".")
    lines = git(root, "grep", "-n", "-w", "-F", "-e", member, "--", *TOPS).splitlines()
    # a widget may have the name of what is written in it
    used = re.compile(rf"(?<!\bself)\.{member}\b|(?<![\w.]){member}=(?!=)")
    counts = Counter(
        file for file, _, line in (each.split(":", 2) for each in lines) if used.search(line)
    )
    known = _known(root, kind)
    through = {file: sorted(_names_in(root / file, known)) for file in sorted(counts)}
    meant = {file: names for file, names in through.items() if names}
    yield f"{name}: {len(meant)} files of {len(counts)} that have .{member} or {member}="
    for file in [each for each in meant if not each.startswith("tests/")]:
        yield f"    {counts[file]:>3}  {file}  by {', '.join(meant[file][:MOST_NAMES])}"
    if tests := [PurePosixPath(each).name for each in meant if each.startswith("tests/")]:
        yield f"Tests: {', '.join(tests)}"


def _known(root: Path, kind: str) -> set[str]:
    """Return the class, what holds one of it, and the functions that give any of them."""
    kinds, functions = {kind}, set[str]()
    for _ in range(DEEPEST):
        for tree in _trees(root, sorted(kinds)):
            kinds |= {name for name, said in _classes(tree) if said & kinds}
    kinds = {each for each in kinds if not each.startswith("_")} | {kind}
    for tree in _trees(root, sorted(kinds)):
        functions |= {name for name, said in _functions(tree) if said & kinds}
    return kinds | functions


def _trees(root: Path, names: Sequence[str]) -> Iterator[ast.Module]:
    asked = [part for name in names for part in ("-e", name)]
    product = [each for each in TOPS if not each.startswith("tests/")]
    for file in git(root, "grep", "-l", "-w", "-F", *asked, "--", *product).splitlines():
        yield ast.parse((root / file).read_text("utf-8"))


def _classes(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            fields = (each.annotation for each in node.body if isinstance(each, ast.AnnAssign))
            bases = {each for base in node.bases for each in _words(base)}
            yield node.name, bases.union(*map(_words, fields))


def _functions(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.returns and not node.name.startswith("_"):
            yield node.name, _words(node.returns)


def _words(node: ast.expr) -> set[str]:
    return set(re.findall(r"\w+", ast.unparse(node)))


def _names_in(path: Path, known: Collection[str]) -> set[str]:
    """Return what a file imports or defines of what is known, or asks of a module by name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.update(each.name for each in node.names)
        elif isinstance(node, ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(node.attr)
    return found.intersection(known)

"""What is there already: the fields of a class with their meaning, and facts whose meaning says so.

::

    for line in fields_of(root, "Appointment", ("therapist_app",)): ...
    for line in facts_that_say(root, "room", ("therapist_app",)): ...

What a field means stands in its class, under `Attributes` or below the field; what a column of the
record holds stands in the inventory. So a fact is found by a word of its meaning, also where its
own name is a word of everything.
"""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

INVENTORY = "therapist_app/record/inventory.toml"
MOST_SAID = 12


def fields_of(root: Path, name: str, packages: Sequence[str]) -> list[str]:
    """Return the lines that tell each field of the classes of this very name."""
    lines: list[str] = []
    for file in _files(root, rf"^class {re.escape(name)}\b", packages):
        for kind in _classes(root / file):
            if kind.name == name and (said := _fields(kind)):
                lines.append(f"Fields of {name}, in {file}:")
                lines += [f"    {field}{f': {words}' if words else ''}" for field, words in said]
    return lines


def facts_that_say(root: Path, name: str, packages: Sequence[str]) -> list[str]:
    """Return the lines that tell the facts whose meaning holds a word; at most a few."""
    says = re.compile(rf"\b{re.escape(name)}s?\b", re.IGNORECASE)
    found = [
        f"{file.rpartition('/')[2]}  {kind.name}.{field}: {words}"
        for file in _files(root, rf"(^|[^A-Za-z]){re.escape(name)}s?([^A-Za-z]|$)", packages)
        for kind in _classes(root / file)
        for field, words in _fields(kind)
        if says.search(words)
    ]
    columns = [
        f"{table}.{column}: {words}"
        for table, column, words in _columns(root)
        if says.search(words) or says.fullmatch(column)
    ]
    lines: list[str] = []
    for head, told in (("Columns of the record", columns), ("Fields", found)):
        if told:
            lines.append(f"{head} whose meaning says {name}:")
            lines += [f"    {each}" for each in told[:MOST_SAID]]
            lines += [f"    and {len(told) - MOST_SAID} more"] if len(told) > MOST_SAID else []
    return lines


def _files(root: Path, pattern: str, packages: Sequence[str]) -> list[str]:
    search = ("grep", "-liE", "-e", pattern, "--", *(f"{each}/**.py" for each in packages))
    ran = subprocess.run(
        ("git", "-C", str(root), *search), capture_output=True, text=True, check=False
    )
    return ran.stdout.splitlines()


def _classes(path: Path) -> Iterator[ast.ClassDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            yield node


def _fields(kind: ast.ClassDef) -> list[tuple[str, str]]:
    """Return each field of a class with its meaning, "" where none is said."""
    meant = _attributes(ast.get_docstring(kind) or "")
    found: list[tuple[str, str]] = []
    for node, after in zip(kind.body, [*kind.body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            field = node.target.id
            found.append((field, meant.get(field) or _below(after)))
    return found


def _below(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return " ".join(str(node.value.value).split())
    return ""


def _attributes(docstring: str) -> dict[str, str]:
    _head, _, part = docstring.partition("Attributes:\n")
    entries = re.split(r"\n(?= {4}\w+: )", "\n" + re.split(r"\n(?=\S)", part)[0])
    pairs = (each.strip().partition(": ") for each in entries if each.strip())
    return {field: " ".join(words.split()) for field, _, words in pairs}


def _columns(root: Path) -> Iterator[tuple[str, str, str]]:
    page = root / INVENTORY
    files = tomllib.loads(page.read_text(encoding="utf-8")) if page.is_file() else {}
    for kind in files.values():
        for table, said in kind.items() if isinstance(kind, dict) else ():
            columns = said.get("columns", {}) if isinstance(said, dict) else {}
            for column, words in columns.items():
                yield table, column, words

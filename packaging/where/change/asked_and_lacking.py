"""What a change asks of modules that it leaves alone, and that they do not have.

::

    for module, name, asking in lacking(root, change_since(root, "HEAD")): ...

A name that is imported and is not there, and an argument that a function does not know: whoever
made the one file has forgotten the other.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from where.change.changed_lines import Change, parsed


def lacking(root: Path, change: Change) -> Iterator[tuple[str, str, str]]:
    """Yield a module that was left alone, what it lacks, and the changed file that asks for it."""
    for file, lines in change.files.items():
        tree = parsed(root / file)
        named = dict(_imported(tree))
        modules = {name: _file_of(root, module) for name, module in named.items()}
        for name, module in named.items():
            where = modules[name]
            if where and where not in change.files and not _has(root, where, module, name):
                yield where, name, file
        for name, asked in _asked_of_modules(tree):
            where = _file_of(root, f"{named.get(name, '')}.{name}")
            if where and where not in change.files and not _says(root / where, asked):
                yield where, asked, file
        new = {word for line in lines.added for word in re.findall(r"\w+", line)}
        for name, argument in _arguments(tree):
            where = modules.get(name, "")
            is_left = argument in new and where and where not in change.files
            if is_left and not _takes(root / where, name, argument):
                yield where, f"{name}({argument}=)", file


def _takes(path: Path, name: str, argument: str) -> bool:
    """Return whether it may: what is not defined there, or takes any, is not known."""
    text = path.read_text("utf-8")
    return argument in text or "**" in text or not re.search(rf"(def|class) {name}\b", text)


def _imported(tree: ast.Module) -> list[tuple[str, str]]:
    return [
        (each.name, node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        for each in node.names
    ]


def _asked_of_modules(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr


def _says(path: Path, name: str) -> bool:
    return bool(re.search(rf"\b{name}\b", path.read_text("utf-8")))


def _arguments(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from ((node.func.id, each.arg) for each in node.keywords if each.arg)


def _file_of(root: Path, module: str) -> str:
    base = module.replace(".", "/")
    there = (f"{base}.py", f"{base}/__init__.py")
    return next((each for each in there if base and (root / each).is_file()), "")


def _has(root: Path, where: str, module: str, name: str) -> bool:
    if (
        name == "*"
        or _file_of(root, f"{module}.{name}")
        or (root / module.replace(".", "/") / name).is_dir()
    ):
        return True
    return name in (root / where).read_text("utf-8")

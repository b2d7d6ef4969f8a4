"""Which functions say a thing in words, and who asks them.

::

    for line in said_of(root, "Promise", ("therapist_app",)): ...

A field that is added to a class is told everywhere at once where one function makes its words; who
asks that function names neither the class nor the field, and is found by no other search.
"""

import ast
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path


def said_of(root: Path, name: str, packages: Sequence[str]) -> list[str]:
    """Return the lines that tell who says a class of this very name in words, and who asks."""
    if not name[:1].isupper():
        return []
    lines = [
        f"    {function}  in {file}, asked by: {', '.join(asked)}"
        for file in _files(root, name, packages)
        for function in _saying(root / file, name)
        if (asked := asking(root, file, function, packages))
    ]
    return [f"Said in words, {name}, by functions that others ask:", *lines] if lines else []


def _saying(path: Path, name: str) -> Iterator[str]:
    """Yield the functions for others that take one of the class, and return words."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        taken = [each.annotation for each in (*node.args.args, *node.args.kwonlyargs)]
        is_taken = any(each is not None and ast.unparse(each) == name for each in taken)
        if is_taken and node.returns is not None and ast.unparse(node.returns) == "str":
            yield node.name


def asking(root: Path, file: str, function: str, packages: Sequence[str]) -> list[str]:
    """Return the other files that take up a function or a table of a module, or ask it of it."""
    module = file.removesuffix(".py").replace("/", ".")
    return [
        each
        for each in _files(root, function, packages)
        if each != file and _takes_up(root / each, module, function)
    ]


def _takes_up(path: Path, module: str, function: str) -> bool:
    room, _, last = module.rpartition(".")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)]
    taken = {(each.module, alias.name) for each in imports for alias in each.names}
    called = {
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    return (module, function) in taken or ((room, last) in taken and (last, function) in called)


def _files(root: Path, name: str, packages: Sequence[str]) -> list[str]:
    search = ("grep", "-lwF", "-e", name, "--", *(f"{each}/**.py" for each in packages))
    ran = subprocess.run(
        ("git", "-C", str(root), *search), capture_output=True, text=True, check=False
    )
    return ran.stdout.splitlines()

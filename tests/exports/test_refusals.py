"""What the exports refuse is said in the window's language."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from exports import errors
from exports.errors import ExportError

ROOT = Path(errors.__file__).parent
ON_A_TERMINAL = {
    "auditing.py",
    "combining/combine_command.py",
    "combining/service_list.py",
    "commands.py",
}
"""What is told on a terminal alone, which speaks one language."""
REFUSALS = {
    name
    for name, each in inspect.getmembers(errors, inspect.isclass)
    if issubclass(each, ExportError)
}


def sentences_as_they_are(source: str) -> Iterator[int]:
    """Yield the lines on which a refusal has words that are looked up nowhere."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Raise(exc=ast.Call(func=ast.Name(id), args=[first, *_])) if id in REFUSALS:
                if isinstance(first, ast.Constant) or (
                    isinstance(first, ast.JoinedStr) and any(map(is_of_words, first.values))
                ):
                    yield node.lineno


def is_of_words(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) and any(each.isalpha() for each in str(part.value))


def test_every_refusal_that_a_window_shows_is_looked_up_in_its_language() -> None:
    files = [
        each
        for each in ROOT.rglob("*.py")
        if each.relative_to(ROOT).as_posix() not in ON_A_TERMINAL
    ]
    found = [
        f"{each.relative_to(ROOT)}:{line}"
        for each in files
        for line in sentences_as_they_are(each.read_text("utf-8"))
    ]

    assert len(files) > 60
    assert found == []
    assert [*sentences_as_they_are('raise SealRefused(f"{name}: gone")')] == [1]

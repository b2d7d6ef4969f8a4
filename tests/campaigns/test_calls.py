"""What no ordinary run executes whole, and mypy does not read, still fits what it calls."""

import ast
from collections.abc import Iterator
from importlib import import_module
from inspect import Signature, signature
from itertools import chain
from pathlib import Path
from types import ModuleType

import pytest

TESTS = Path(__file__).resolve().parents[1]
SELDOM_RUN = ("campaigns", "bench", "scale", "readers", "windows", "national")
PRODUCT = ("session_forms.", "programme.", "exports.", "therapist_app.")


def calls_that_do_not_fit(source: str) -> list[str]:
    """Return each call of the product that its signature refuses, with its line."""
    tree = ast.parse(source)
    known = dict(chain.from_iterable(map(_imported, ast.walk(tree))))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (called := _called(node.func, known)) is not None:
            fault = _fault(called, node)
            found += [f"line {node.lineno}: {ast.unparse(node.func)}: {fault}"] if fault else []
    return found


def _imported(node: ast.AST) -> Iterator[tuple[str, object]]:
    if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(PRODUCT):
        module = import_module(str(node.module))
        for each in node.names:
            if not hasattr(module, each.name):
                import_module(f"{node.module}.{each.name}")
            yield each.asname or each.name, getattr(module, each.name)


def _called(func: ast.expr, known: dict[str, object]) -> object | None:
    if isinstance(func, ast.Name):
        return known.get(func.id)
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        owner = known.get(func.value.id)
        return getattr(owner, func.attr, None) if isinstance(owner, ModuleType) else None
    return None


def _fault(called: object, node: ast.Call) -> str:
    if any(isinstance(each, ast.Starred) for each in node.args) or not callable(called):
        return ""
    names = [each.arg for each in node.keywords]
    try:
        asked: Signature = signature(called)
        if None in names:  # `**more` may hold whatever is missing
            asked.bind_partial(*node.args, **{each: None for each in names if each})
        else:
            asked.bind(*node.args, **dict.fromkeys(map(str, names)))
    except TypeError as wrong:
        return str(wrong)
    except ValueError:  # a class written in C tells no signature
        return ""
    return ""


@pytest.mark.parametrize("folder", SELDOM_RUN)
def test_whatever_is_seldom_run_calls_the_product_as_it_asks(folder: str) -> None:
    wrong = {
        str(file.relative_to(TESTS)): found
        for file in sorted((TESTS / folder).rglob("*.py"))
        if (found := calls_that_do_not_fit(file.read_text(encoding="utf-8")))
    }

    assert wrong == {}


@pytest.mark.parametrize(
    ("call", "fits"),
    [
        ('CaseAlert("suicide", "act", 3.0)', False),
        ("CaseAlert(**whole)", True),
        ("CaseAlert(*whole)", True),
        ("CaseAlert(grade=1, **more)", False),
        ("tables.Column()", False),
        ("somebody.Column()", True),
    ],
)
def test_a_call_that_lacks_a_field_or_has_one_too_many_is_found(call: str, *, fits: bool) -> None:
    found = calls_that_do_not_fit(
        f"from exports.case.case import CaseAlert\nfrom exports.document import tables\n{call}\n"
    )

    assert (not found) is fits

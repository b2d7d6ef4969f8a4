"""What a service may settle, somebody can settle on the page of settings; read from the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from therapist_app.record.service import settings

ROOT = Path(__file__).parents[4]
PAGE = ROOT / "therapist_app/screens/settings"


def functions_in(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def called(function: ast.FunctionDef) -> set[str]:
    return {ast.unparse(each.func) for each in ast.walk(function) if isinstance(each, ast.Call)}


def keys_saved(function: ast.FunctionDef) -> set[str]:
    return {
        ast.unparse(each.args[1])
        for each in ast.walk(function)
        if isinstance(each, ast.Call) and ast.unparse(each.func) == "settings.save"
    }


def test_every_setting_that_speaks_for_the_service_is_settled_from_the_page() -> None:
    ways: dict[tuple[str, str], set[str]] = {}
    for path in (ROOT / "therapist_app/workflows").rglob("*.py"):
        for function in functions_in(path):
            if "require(workspace.vault, 'settle_policies')" in ast.unparse(function):
                for key in keys_saved(function):
                    ways.setdefault((path.name, key), set()).add(function.name)
    methods = {each.name: called(each) for each in functions_in(PAGE / "viewmodel.py")}
    view = (PAGE / "view.py").read_text("utf-8")

    settled = {
        name
        for method, names in methods.items()
        if re.search(rf"viewmodel\.{method}\b", view)
        for name in names
    }

    assert len(ways) >= 5
    assert {key for key, functions in ways.items() if not functions & settled} == set()


def test_every_setting_that_speaks_for_the_service_is_signed() -> None:
    keys = {
        str(ast.literal_eval(each.value))
        for path in (ROOT / "therapist_app/workflows").rglob("*.py")
        for function in functions_in(path)
        if "require(workspace.vault, 'settle_policies')" in ast.unparse(function)
        for name in keys_saved(function)
        for each in ast.parse(path.read_text("utf-8")).body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == name
    }

    assert len(keys) >= 5
    assert keys <= settings.SETTLED.keys()

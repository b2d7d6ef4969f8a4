"""What lets a test live in the product on a real display stays outside of the product."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.display.moved_clock import ASKS, COMMANDS, MEASURES

ROOT = Path(__file__).parent.parent
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")
CLOCKS = frozenset(
    {
        *("now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"),
        *("monotonic", "perf_counter", "clock_gettime", "fromtimestamp"),
        *("currentDate", "currentTime", "currentDateTime", "currentDateTimeUtc"),
        *("currentMSecsSinceEpoch", "currentSecsSinceEpoch"),
    }
)
OWNERS = frozenset({"datetime", "date", "time", "QDate", "QTime", "QDateTime"})
ASKED = re.compile(rf"\b({'|'.join(OWNERS)})\s*\.\s*({'|'.join(CLOCKS)})\b")


def _modules() -> Iterator[Path]:
    for package in (*PACKAGES, "packaging"):
        yield from (ROOT / package).rglob("*.py")


def _asks_a_clock(file: Path) -> bool:
    source = file.read_text("utf-8")
    if not ASKED.search(source):  # parsing a module takes a hundred times as long
        return False
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and isinstance(node.value, ast.Name)
        and node.value.id in OWNERS
        for node in ast.walk(ast.parse(source))
    )


def test_a_moved_clock_reaches_every_place_where_the_product_asks_for_the_time_of_day():
    asking = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in _modules()
        if ROOT / "packaging" not in file.parents and _asks_a_clock(file)
    }

    assert asking == {*ASKS, *MEASURES, *COMMANDS}


IMPORTS_TESTS = re.compile(r"^\s*(from|import)\b.*\btests\b", re.MULTILINE)


def test_no_module_of_the_product_and_nothing_that_packs_it_imports_the_tests():
    for file in _modules():
        source = file.read_text("utf-8")
        for node in ast.walk(ast.parse(source)) if IMPORTS_TESTS.search(source) else ():
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "tests" for name in names), file


@pytest.mark.parametrize("recipe", ["packaging/app.spec", "packaging/build.py", "pyproject.toml"])
def test_no_bundle_and_no_wheel_holds_the_entry_of_the_tests(recipe):
    words = (ROOT / recipe).read_text("utf-8")

    assert "tests.support" not in words
    assert "support/display" not in words
    if recipe == "packaging/app.spec":
        assert f"PACKAGES = {PACKAGES!r}".replace("'", '"') in words
    if recipe == "pyproject.toml":
        assert 'packages = ["therapist_app", "programme", "session_forms", "exports"]' in words

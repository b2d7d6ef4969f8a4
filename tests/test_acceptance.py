"""Every item of the record's acceptance list has a test that names it, or a reason why not."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ITEM = re.compile(r"^\| ([ABCDG]\d+) \| (.+?) \| ?(.*?) ?\|$", re.MULTILINE)
NAMED = re.compile(r"# Acceptance ([ABCDG0-9, ]+)")
LAST = {
    "A": range(1, 25),
    "B": range(25, 43),
    "C": range(43, 59),
    "D": range(59, 73),
    "G": range(94, 106),
}


@cache
def items() -> dict[str, str]:
    """Return why each item is not tested here, or nothing."""
    found = ITEM.findall((ROOT / "docs/acceptance.md").read_text("utf-8"))
    return {number: reason for number, _claim, reason in found}


@cache
def named() -> set[str]:
    """Return the items that tests name."""
    lines = [
        match
        for path in (ROOT / "tests").rglob("*.py")
        for match in NAMED.findall(path.read_text("utf-8"))
    ]
    return {number.strip() for line in lines for number in line.split(",") if number.strip()}


def test_the_list_is_whole():
    wanted = [f"{letter}{number}" for letter, numbers in LAST.items() for number in numbers]

    assert list(items()) == wanted


@pytest.mark.parametrize("number", items())
def test_every_item_is_held_by_a_test_or_says_why_not(number):
    reason = items()[number]

    assert (number in named()) != bool(reason)


def test_what_is_not_tested_here_stands_in_the_threat_model():
    model = (ROOT / "docs/threat-model.md").read_text("utf-8")

    assert [number for number, reason in items().items() if reason and number not in model] == []

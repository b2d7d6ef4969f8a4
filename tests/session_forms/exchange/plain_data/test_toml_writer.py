"""Plain keys as TOML: whatever they hold, the parser gives it back."""

import tomllib
from datetime import date

import pytest

from session_forms.exchange.plain_data.toml_writer import comment, pairs

KEYS = {
    "text": 'A "quote", a \\ and\na line\twith \x7f and \u0000.',
    "other": "ça va 🙂 سلام",
    "number": -3,
    "figure": 2.5,
    "truth": True,
    "day": date(2026, 3, 2),
    "short": [1, 2],
    "long": [{"id": "x" * 60}, {"id": "y" * 60, "from": 3}],
    "tree": {"below": {"further": False}},
    "two words": 1,
    "": 2,
}


def test_what_is_written_is_read_back():
    assert tomllib.loads("\n".join(pairs(KEYS))) == KEYS


def test_a_long_list_takes_a_line_for_each_entry():
    lines = list(pairs({"options": [{"id": "x" * 60}, {"id": "y" * 60}]}))

    assert lines == [
        "options = [",
        f'    {{ id = "{"x" * 60}" }},',
        f'    {{ id = "{"y" * 60}" }},',
        "]",
    ]


def test_a_name_comes_first_and_where_it_came_from_last():
    keys = {"source_id": "s", "label": "L", "kind": "k", "id": "i"}

    assert [line.split(" ")[0] for line in pairs(keys)] == ["id", "kind", "label", "source_id"]


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\x00b", "a\u2028b"])
def test_a_comment_stays_on_its_line(text):
    assert comment(text) == "# a b"

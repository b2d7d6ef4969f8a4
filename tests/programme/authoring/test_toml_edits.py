"""An entry is added to a list, and every other letter stays as it was."""

import tomllib

import pytest

from programme.authoring.toml_edits import with_table, with_text

BLOCKS = """\
title = "A course" # as printed

# The sessions.

[[items]]
id = "one"
text = \"\"\"
many
lines\"\"\"

# What follows the first.
[[items]]
id = "two"

[other]
items = "[[items]]"
"""
INLINE = """\
items = [
    { id = "one" }, # with a ] in a comment
    { id = "two" },
]
after = ["]"]
"""
ONE_LINE = 'items = [{ id = "one" }, { id = "two" }]\nafter = 1\n'
WITHOUT_COMMA = 'items = [\n    { id = "one" },\n    { id = "two" }\n]\n'
NEW = {"id": 'n"ew'}


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("text", [BLOCKS, INLINE])
def test_a_table_stands_where_it_is_wanted_and_nothing_else_changes(text: str, at: int) -> None:
    edited = with_table(text, "items", NEW, at)

    assert edited is not None
    wanted = tomllib.loads(text)
    wanted["items"].insert(at, NEW)
    assert tomllib.loads(edited) == wanted
    kept = iter(edited.splitlines())
    assert all(line in kept for line in text.splitlines())


@pytest.mark.parametrize("text", [ONE_LINE, WITHOUT_COMMA, "items = []\n", "items = [\n]\n"])
def test_a_table_is_added_at_the_end_of_any_list(text: str) -> None:
    entries = tomllib.loads(text)["items"]

    edited = with_table(text, "items", NEW, len(entries))

    assert edited is not None
    assert tomllib.loads(edited)["items"] == [*entries, NEW]


def test_a_new_block_looks_like_the_others() -> None:
    edited = with_table('[[items]]\nid = "one"\n\n[[items]]\nid = "two"\n', "items", NEW, 1)

    assert edited == (
        '[[items]]\nid = "one"\n\n[[items]]\nid = "n\\"ew"\n\n[[items]]\nid = "two"\n'
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('a = ["x"] # ]\nb = 1\n', 'a = ["x", "new"] # ]\nb = 1\n'),
        ("a = []\n", 'a = ["new"]\n'),
        ('a = [\n    "x",\n    "]",\n]\n', 'a = [\n    "x",\n    "]",\n    "new",\n]\n'),
        ('a = [\n    "x", # ]\n    "y"\n]\n', 'a = [\n    "x", # ]\n    "y", "new"]\n'),
    ],
)
def test_a_text_is_added_at_the_end_of_a_list(text: str, wanted: str) -> None:
    assert with_text(text, "a", "new") == wanted


def test_a_list_that_holds_no_place_for_it_is_left_alone() -> None:
    assert with_table(ONE_LINE, "items", NEW, 1) is None

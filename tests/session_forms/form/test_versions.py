"""A new version breaks the line of a chart unless it says that it goes on."""

import pytest

from session_forms.errors import DefinitionError
from session_forms.form.definition import comparable
from session_forms.library.library import read_form
from tests.support.session_forms.forms import SLEEP_QUESTIONS

HEAD = """
id = "sleep-check"
version = {version}
title = "Sleep check"
licence = "own wording"
"""
GOES_ON = """
[[continues]]
version = 1
scores = [{ old = "old-name", new = "disturbance" }]
why = "Only the help was reworded."
"""


def form(version, more="", questions=SLEEP_QUESTIONS):
    text = HEAD.format(version=version) + questions + more
    return read_form(f"sleep-check.v{version}.toml", text)


def test_a_version_is_comparable_with_itself():
    assert comparable(form(1), form(1), "disturbance") == "disturbance"


def test_a_new_version_breaks_the_line():
    assert comparable(form(1), form(2), "disturbance") is None
    assert comparable(form(2), form(1), "disturbance") is None


def test_a_declared_score_goes_on_in_both_directions():
    first, second = form(1), form(2, GOES_ON)

    assert comparable(first, second, "disturbance") == "old-name"
    assert comparable(second, first, "old-name") == "disturbance"
    assert comparable(first, second, "another") is None
    assert comparable(first, form(3, GOES_ON.replace("version = 1", "version = 2")), "x") is None


def test_two_forms_are_never_comparable():
    other = form(1).model_copy(update={"id": "other"})

    assert comparable(other, form(1), "disturbance") is None


@pytest.mark.parametrize(
    ("version", "more", "words"),
    [
        (1, GOES_ON, "cannot go on from this version"),
        (2, GOES_ON.replace('"disturbance"', '"no"'), "no such score"),
        (
            2,
            GOES_ON.replace("}]", '}, { old = "x", new = "disturbance" }]'),
            "has the score disturbance twice",
        ),
    ],
)
def test_a_declaration_that_cannot_hold_is_refused(version, more, words):
    with pytest.raises(DefinitionError, match=words):
        form(version, more)

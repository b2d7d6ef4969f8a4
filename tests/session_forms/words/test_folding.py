"""Words as a search compares them."""

import pytest

from session_forms.words.folding import folded, is_found, marks_in, typed_words


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("Morrow", "morrow"),
        ("Édouard", "edouard"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Straße", "strasse"),
        ("DVOŘÁK", "dvorak"),
        ("Sigmund Šæþ", "sigmund saeth"),
        ("Ελένη", "ελενη"),
    ],
)
def test_case_accents_and_strokes_make_no_difference(text, compared):
    assert folded(text) == compared


def test_words_end_at_signs_and_at_spaces():
    assert typed_words("O'Brien, Ann-Sofie (25) _x") == ("o", "brien", "ann", "sofie", "25", "x")


def test_each_wanted_word_begins_some_word():
    words = ("alva", "morrow")

    assert is_found(("mor", "al"), words)
    assert not is_found(("mor", "b"), words)
    assert not is_found(("orrow",), words)
    assert not is_found((), words)


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Alva Morrow", "mor", ["Mor"]),
        ("mornings are more", "mor more", ["mor", "more"]),
        ("Straße", "strass", ["Straß"]),
        ("Édouard", "ed", ["Éd"]),
        ("nothing", "x", []),
    ],
)
def test_what_was_typed_is_marked_as_it_is_written(text, typed, marked):
    marks = marks_in(text, typed_words(typed))

    assert [text[start:end] for start, end in marks] == marked

"""Readability: known texts, counted by hand."""

import pytest

from programme.checks.readability import readability, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1),
        ("a", 1),
        ("cat", 1),
        ("helped", 1),
        ("treated", 2),
        ("little", 2),
        ("make", 1),
        ("makes", 1),
        ("something", 3),
        ("privately", 4),
        ("rhythm", 1),
        ("psst", 1),
        ("don't", 1),
    ],
)
def test_syllables_follow_the_vowels(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_formulas_give_what_a_hand_count_gives() -> None:
    measured = readability("The cat sat on the mat. Nobody answered yesterday.")

    assert (measured.words, measured.longest) == (9, 6)
    assert measured.grade == pytest.approx(0.39 * 9 / 2 + 11.8 * 14 / 9 - 15.59)
    assert measured.lix == pytest.approx(9 / 2 + 100 * 2 / 9)
    assert measured.index == pytest.approx(4.71 * 40 / 9 + 0.5 * 9 / 2 - 21.43)


def test_a_line_without_a_full_stop_is_a_sentence() -> None:
    assert readability("one two\nthree four five").longest == 3


def test_headings_marks_and_blanks_are_not_read() -> None:
    plain = readability("Stop and leave. Call a friend.")
    marked = readability("# Title\n\n1. *Stop* and **leave**. ______\n- Call a friend.")

    assert marked == plain


def test_a_placeholder_is_one_word_and_the_local_text_none() -> None:
    assert readability("Call {crisis_line} now.").words == 3
    assert readability("Read {local_limits_take_home} now.").words == 2


def test_a_text_without_words_measures_nothing() -> None:
    measured = readability("# Title\n\n______\n")

    assert (measured.words, measured.longest, measured.grade, measured.lix) == (0, 0, 0.0, 0.0)

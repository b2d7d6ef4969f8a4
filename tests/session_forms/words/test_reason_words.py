"""What can be a reason."""

import pytest

from session_forms.words.reason_words import says_why


@pytest.mark.parametrize("words", ["No time", "ill", "já", "忙", "2 late buses"])
def test_words_say_why(words: str) -> None:
    assert says_why(words)


@pytest.mark.parametrize("words", ["", "  ", "4", "22", "x", "x 1", "...", "7/10"])
def test_a_figure_or_a_single_letter_says_nothing(words: str) -> None:
    assert not says_why(words)

"""A figure is read with its unit, in the singular where it is one."""

import pytest

from session_forms.filling.answer_text import answer_lines
from session_forms.questions.ratings import NumberQuestion
from session_forms.questions.units import counted_in_words

POINTS = NumberQuestion(
    id="total", kind="number", prompt="Total", unit="points", unit_of_one="point"
)
HOURS = NumberQuestion(id="slept", kind="number", prompt="Slept", unit="h")


@pytest.mark.parametrize(
    ("question", "figure", "words"),
    [
        (POINTS, "1", "1 point"),
        (POINTS, "0", "0 points"),
        (POINTS, "12", "12 points"),
        (HOURS, "1", "1 h"),
    ],
)
def test_one_is_counted_in_the_word_for_one(question, figure, words):
    assert counted_in_words(question, figure) == words
    assert answer_lines(question, int(figure)) == (words,)

"""Which keys answer a question is said in as few words as are true."""

import pytest

from therapist_app.form_widgets.choices.choices import no_answer_words


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["0", "1", "2", "3"], "0 to 3"),
        (["0", "2", "4"], "0, 2, 4"),  # as AUDIT has them
        (["A", "B"], "A, B"),
        ([*"ABCDEFGHIJKLMNOPQRT"], "A to T"),  # S skips
        (["A", "B", "C", "X", "Z"], "A to C, X, Z"),
        (["A", "C", "D"], "A, C, D"),
        (["0", "1", "2", "A", "B"], "0 to 2, A, B"),
        (["A", "", ""], "A"),
    ],
)
def test_keys_that_follow_each_other_are_said_by_their_ends(keys: list[str], told: str) -> None:
    assert no_answer_words("X", keys) == f"X is no answer here. Answers: {told}."


def test_a_key_that_chooses_nothing_names_no_keys_where_there_are_none():
    assert no_answer_words("A", [""]) == "A is no answer here."

"""What in a form is the client's own, or asks apart from its items."""

import pytest

from session_forms.form.own_questions import asks_apart, is_own_measure
from session_forms.library.library import installed


@pytest.mark.parametrize(
    ("form_id", "apart"),
    [
        ("phq-9", ["difficulty"]),
        ("gad-7", []),
        ("experience", []),
        ("target-complaint", []),
    ],
)
def test_a_question_with_answers_of_its_own_that_counts_in_no_score_asks_apart(
    form_id: str, apart: list[str]
) -> None:
    form = installed().latest(form_id)

    assert [each.id for each in form.questions if asks_apart(form, each)] == apart


def test_a_question_with_the_answers_of_the_items_asks_the_same_as_they() -> None:
    form = installed().latest("phq-9")
    [total] = form.scores
    without = total.model_copy(update={"items": total.items[:-1]})
    shorter = form.model_copy(update={"scores": (without,)})

    assert not asks_apart(shorter, form.question("q9"))
    assert asks_apart(shorter, form.question("difficulty"))


def test_the_own_measure_is_words_of_the_client_with_a_scale_and_no_score() -> None:
    forms = installed()

    assert is_own_measure(forms.latest("target-complaint"))
    assert not is_own_measure(forms.latest("urge-week"))
    assert not is_own_measure(forms.latest("phq-9"))

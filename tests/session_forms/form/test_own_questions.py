"""What in a form asks apart from its items."""

import pytest

from session_forms.form.own_questions import asks_apart
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

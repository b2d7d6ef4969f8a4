"""What is taken without being judged is what would have been judged to be right."""

import pytest

from session_forms.answers import QuestionId, checked_answers
from session_forms.errors import InvalidAnswers
from session_forms.library.library import installed
from session_forms.scores.score_rules import is_at_most
from tests.support.session_forms.forms import make_form

RATING = 'kind = "rating"\nlow = { value = 0, label = "No" }\nhigh = { value = 1, label = "Yes" }'


def one_question(body: str):
    return make_form(f'[[questions]]\nid = "q1"\nprompt = "How was it?"\n{body}\n')


def test_every_answer_that_is_taken_as_it_is_fits_its_question_as_it_is():
    for form in installed().all():
        for name, (kind, values) in form.plain().items():
            for value in values:
                fitting = form.question(name).fit(value)
                assert (fitting, type(fitting)) == (value, kind)


def test_most_kinds_of_question_have_answers_that_are_taken_as_they_are():
    form = installed().latest("risk-check")

    assert form.plain()["self_harm_thoughts"].kind is str
    assert form.plain()["mood"].values.keys() == set(range(11))
    assert form.plain()["concern_for_identifiable_child"].values.keys() == {True, False}


@pytest.mark.parametrize("answer", [True, 1.0, "1", 2, [1]])
def test_what_equals_a_number_but_is_none_is_refused(answer):
    with pytest.raises(InvalidAnswers):
        checked_answers(one_question(RATING), {"q1": answer})


def test_a_number_is_no_yes():
    with pytest.raises(InvalidAnswers):
        checked_answers(one_question('kind = "yes_no"'), {"q1": 1})


def test_a_form_with_other_questions_takes_their_answers():
    form = one_question(RATING)
    assert checked_answers(form, {"q1": 1}) == {QuestionId("q1"): 1}
    assert form.sums_of_ends == {"q1": 1}

    changed = form.model_copy(update={"questions": one_question('kind = "yes_no"').questions})

    assert checked_answers(changed, {"q1": True}) == {QuestionId("q1"): True}
    assert changed.sums_of_ends == {}


def test_figures_are_compared_as_they_are_written():
    assert is_at_most(0.1 + 0.2, 0.3) is False
    assert is_at_most(0.3, 0.3)
    assert is_at_most(2, 2.5)
    assert not is_at_most(3, 2)

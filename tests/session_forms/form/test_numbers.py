"""The number of a question."""

from session_forms.form.definition import numbers
from session_forms.library.library import installed


def test_numbers_count_every_question_in_reading_order():
    form = installed().latest("safety-plan")

    number_of = numbers(form)

    assert list(number_of) == [question.id for question in form.questions]
    assert list(number_of.values()) == list(range(1, len(form.questions) + 1))

"""The number of a question."""

import pytest

from session_forms.form.numbering import numbers, whole_count
from session_forms.library.library import installed
from tests.support.session_forms.forms import make_form

ASKED = '[[questions]]\nid = "{id}"\nkind = "yes_no"\nprompt = "?"\n{more}'


def form_of(*questions):
    """Return a form of yes and no, each question an id and what else stands in it."""
    return make_form("\n".join(ASKED.format(id=each, more=more) for each, more in questions))


def numbers_of(*questions):
    """Return the numbers of a form made of them, one after the other."""
    return list(numbers(form_of(*questions)).values())


def on(question_id):
    """Return the line that shows a question after a yes to another."""
    return f'shown_when = {{ question = "{question_id}", equals = true }}\n'


def test_questions_that_always_stand_are_counted_in_reading_order():
    form = installed().latest("goals")

    assert list(numbers(form)) == [question.id for question in form.questions]
    assert list(numbers(form).values()) == [str(at) for at in range(1, len(form.questions) + 1)]


def test_what_hangs_on_an_answer_stands_under_it_with_a_letter_and_no_number_is_missing():
    found = numbers_of(("a", ""), ("b", on("a")), ("c", on("b")), ("d", ""), ("e", on("d")))

    assert found == ["1", "1a", "1b", "2", "2a"]
    assert whole_count(found) == 2


def test_what_hangs_on_no_answer_stands_under_the_question_before_it():
    first = "shown_when = { first_use = true }\n"

    assert numbers_of(("a", ""), ("b", first)) == ["1", "1a"]
    assert numbers_of(("a", first), ("b", "")) == ["1", "2"]


@pytest.mark.parametrize("part", ['part = "Later"\n', ""])
def test_what_hangs_on_a_question_farther_up_or_in_another_part_keeps_a_number(part):
    between = [("b", "")] if not part else []

    found = numbers_of(("a", ""), *between, ("c", part + on("a")))

    assert found == [str(at) for at in range(1, len(found) + 1)]


@pytest.mark.parametrize("form_id", ["acute-2007", "eq-5d-5l", "stable-2007"])
def test_an_instrument_keeps_the_numbers_it_was_published_with(form_id):
    form = installed().latest(form_id)

    assert any(each.shown_when is not None for each in form.questions)
    assert list(numbers(form).values()) == [str(at) for at in range(1, len(form.questions) + 1)]


def test_after_z_come_two_letters():
    found = numbers_of(("a", ""), *((f"q{at}", on("a")) for at in range(28)))

    assert found[26:] == ["1z", "1aa", "1ab"]

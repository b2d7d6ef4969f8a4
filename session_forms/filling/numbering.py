"""The number of a question: one and the same on screen, on paper and in the library.

Numbers count every question of the form, also those that are hidden now, so that a number
never moves while a form is filled in and a paper form can be entered by its numbers.
"""

from collections.abc import Mapping

from session_forms.form.definition import FormDefinition


def numbers(form: FormDefinition) -> Mapping[str, int]:
    """Return the number of each question by its id, counted from 1 in reading order."""
    return {question.id: number for number, question in enumerate(form.questions, start=1)}

"""Takes over what earlier forms said into a form that asks for it.

    context = Context(today, earlier={"warning-sign-ladder": as_earlier(form, day, answers)})
    state = start(form, context, initial(form, context))

What only is read follows the earlier form for as long as this one is a draft; what can be
worked on is taken over once, and again only when the person asks for it.
"""

from collections.abc import Iterator
from datetime import date

from session_forms.answers import Answers, AnswerValue, QuestionId
from session_forms.filling.answer_text import answer_lines
from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from session_forms.questions.from_form import EarlierForm, FromFormQuestion


def as_earlier(form: FormDefinition, day: date, answers: Answers) -> EarlierForm:
    """Return a filled form as later forms take over from it."""
    lines = {
        question.id: answer_lines(question, answers[QuestionId(question.id)])
        for question in form.questions
        if question.id in answers
    }
    return EarlierForm(form.short_title or form.title, day, lines)


def initial(form: FormDefinition, context: Context) -> Answers:
    """Return the answers that a fresh form begins with."""
    return dict(_taken(form, context))


def refreshed(form: FormDefinition, context: Context, answers: Answers) -> Answers:
    """Return the answers of a draft, with what is only read as the earlier forms have it now."""
    read_only = {each.id for each in form.questions if not each.is_asked}
    now = {key: lines for key, lines in _taken(form, context) if key in read_only}
    kept = {key: value for key, value in answers.items() if key not in read_only}
    return {**kept, **now}


def _taken(form: FormDefinition, context: Context) -> Iterator[tuple[QuestionId, AnswerValue]]:
    asking = [each for each in form.questions if isinstance(each, FromFormQuestion)]
    for question in asking:
        lines = question.lines_in(context.earlier.get(question.form))
        if lines:
            yield QuestionId(question.id), lines

"""What somebody wrote in a form in words of their own, apart from what they chose."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from session_forms.answers import Answers, AnswerValue, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion, TimeQuestion
from session_forms.questions.entries import ListQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import LongTextQuestion, ShortTextQuestion

UNWRITTEN = frozenset({"choice", "date"})
"""Kinds of columns whose cells hold a text that nobody wrote."""


def can_hold_words(question: Question) -> bool:
    """Return whether an answer is, or can hold, words that somebody wrote: here or in a source."""
    match question:
        case ShortTextQuestion() | LongTextQuestion() | ListQuestion() | TableQuestion():
            return True
        case FromFormQuestion():
            return True
        case (
            RatingQuestion()
            | ScaleQuestion()
            | NumberQuestion()
            | ChoiceQuestion()
            | MultiQuestion()
            | YesNoQuestion()
            | DateQuestion()
            | TimeQuestion()
            | DatetimeQuestion()
            | DirectoryListQuestion()
            | JurisdictionQuestion()
            | ComputedQuestion()
        ):
            return False
        case _:
            assert_never(question)


def is_written(question: Question) -> bool:
    """Return whether words are written in an answer; lines that are only read stand elsewhere."""
    return question.is_asked and can_hold_words(question)


def own_words(form: FormDefinition, answers: Answers) -> Iterator[tuple[QuestionId, str]]:
    """Yield each text that was written, with its question, in order; none that is only read."""
    for question in form.questions:
        question_id = QuestionId(question.id)
        answer = answers.get(question_id)
        if answer is not None and is_written(question):
            yield from ((question_id, text) for text in _written(question, answer))


def _written(question: Question, answer: AnswerValue) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, tuple):
        columns = question.columns if isinstance(question, TableQuestion) else ()
        written = [each.id for each in columns if each.kind not in UNWRITTEN]
        for entry in answer:
            cells = map(entry.get, written) if isinstance(entry, Mapping) else (entry,)
            yield from (each for each in cells if isinstance(each, str))

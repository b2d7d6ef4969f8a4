"""A filled form as a client takes it along: headings and lines, no numbers, no codes.

It names neither a service nor a reason for coming: what the definition leaves out is not there,
and services are said in the words that the caller gives for them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from exports.paper.forms.answer_layout import AnswerLayout, cell_words, spoken
from exports.paper.forms.choice_marks import options_of
from exports.paper.forms.origin_words import figure_of
from session_forms.answers import AnswerValue, CannotTell, Declined
from session_forms.filling.filling import FormState
from session_forms.filling.states import QuestionState
from session_forms.form.licences import ClientCopy
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from session_forms.questions.references import DirectoryListQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.words.texts import translate as _


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a copy; `strong` for what the lines below it belong to."""

    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One question's heading and what was answered to it."""

    heading: str
    lines: tuple[Line, ...]


def passages(
    state: FormState, copy: ClientCopy, services: Mapping[str, str]
) -> tuple[Passage, ...]:
    """Return what stands on a client's copy of a form: every answer that is not left out.

    `services` says each service in words that name none, by its id in answers.
    """
    made = (
        Passage(each.prompt, tuple(_said(each, services)))
        for each in state.question_states()
        if each.shown and each.question.id not in copy.leaves_out
    )
    return tuple(each for each in made if each.lines)


def _said(state: QuestionState, services: Mapping[str, str]) -> Iterator[Line]:
    if figure := figure_of(state):
        yield Line(figure)
    if state.answer is not None:
        yield from _lines(state.question, state.answer, services)


def _lines(question: Question, answer: AnswerValue, services: Mapping[str, str]) -> Iterator[Line]:
    match answer:
        case Declined() | CannotTell():
            return
        case tuple():
            for entry in answer:
                yield from _entry(question, entry, services)
        case bool() | int() | float() | str():
            yield Line(_plain(question, answer))
        case _:
            assert_never(answer)


def _entry(
    question: Question,
    entry: str | Mapping[str, str | int | bool],
    services: Mapping[str, str],
) -> Iterator[Line]:
    match question:
        case TableQuestion():
            assert isinstance(entry, Mapping)
            yield from _row(question, entry)
        case DirectoryListQuestion():
            if str(entry) in services:
                yield Line(services[str(entry)])
        case MultiQuestion():
            yield Line(_label(question, (str(entry),)))
        case _:
            yield Line(f"\N{BULLET} {entry}")


def _row(question: TableQuestion, row: Mapping[str, str | int | bool]) -> Iterator[Line]:
    cells = [(column.label, cell_words(column, row.get(column.id))) for column in question.columns]
    filled = [(label, words) for label, words in cells if words]
    for at, (label, words) in enumerate(filled):
        yield Line(f"{label}: {words}" if at else words, strong=at == 0)


def _plain(question: Question, answer: AnswerValue) -> str:
    match question:
        case ChoiceQuestion() | YesNoQuestion():
            return _label(question, answer)
        case RatingQuestion() | ScaleQuestion():
            assert isinstance(answer, int)
            return _number(question, answer)
        case _:
            return spoken(question, answer, AnswerLayout(blank=False))


def _label(question: ChoiceQuestion | MultiQuestion | YesNoQuestion, answer: AnswerValue) -> str:
    """Return the words of the option; an entry of the client's own menu says itself."""
    chosen = (each.label for each in options_of(question, answer) if each.chosen)
    return next(chosen, str(answer))


def _number(question: RatingQuestion | ScaleQuestion, number: int) -> str:
    words = next((each.label for each in question.points if each.value == number), "")
    if words:
        return f"{number} = {words}"
    return _("{number}, from {low} = {low_words} to {high} = {high_words}").format(
        number=number,
        low=question.low.value,
        low_words=question.low.label,
        high=question.high.value,
        high_words=question.high.label,
    )

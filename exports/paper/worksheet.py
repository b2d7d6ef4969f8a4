"""A form on paper: blank, to be filled in by hand, or with its answers.

data = worksheet_pdf(form)                                  # blank
data = worksheet_pdf(form, Filled(answers, code="K7-412"))  # stays in the clinic
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, TableStyle

from exports.errors import NotAllowed
from exports.paper.answer_space import Room, answer_space
from exports.paper.condition_words import applies_in_words, number_of
from exports.paper.marks import Mark
from exports.paper.page import WIDTH, Sheet, make_pdf
from exports.paper.setting import prose, ruled_cells, space, words
from session_forms.answers import Answers, AnswerValue, QuestionId
from session_forms.definition import (
    FormDefinition,
    LongTextQuestion,
    Question,
    RatingQuestion,
    TableQuestion,
)
from session_forms.texts import translate as _

LARGE = 1.4
OPTION_WIDTH = 21 * mm
MOST_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers to print, and the client code for the head of pages that stay in the clinic."""

    answers: Answers
    code: str = ""


def worksheet_pdf(
    form: FormDefinition,
    filled: Filled | None = None,
    *,
    large: bool = False,
    practice: bool = False,
) -> bytes:
    """Return a form as a PDF to print.

    Raises:
        NotAllowed: The words of the form may not be printed by us.

    """
    if form.licence.status == "skeleton":
        raise NotAllowed(
            f"{form.id}: its wording belongs to its publisher; print the publisher's own form."
        )
    scale = LARGE if large else 1.0
    sheet = Sheet(
        title=form.title,
        chip=filled.code if filled else "",
        foot=(_("{form}, version {version}").format(form=form.id, version=form.version),),
        practice=practice,
    )
    return make_pdf(sheet, lambda: list(_story(form, filled, scale)))


def _story(form: FormDefinition, filled: Filled | None, scale: float) -> Iterator[Flowable]:
    yield words(form.title, "title", scale)
    yield space(5)
    if filled is None:
        yield from _write_in_head(scale)
    if form.introduction:
        yield prose(form.introduction, "body", scale)
        yield space(10)
    if form.standing_note and any(isinstance(q, LongTextQuestion) for q in form.questions):
        yield prose(form.standing_note, "caption", scale)
        yield space(10)
    room = Room(blank=filled is None, scale=scale)
    answers = filled.answers if filled else {}
    for _key, group in groupby(form.questions, key=_grid_key):
        questions = list(group)
        if _is_grid(questions):
            yield from _grid(form, questions, answers, room)
        else:
            for question in questions:
                yield from _question(form, question, answers.get(QuestionId(question.id)), room)
    yield from _licence(form, scale)


def _write_in_head(scale: float) -> Iterator[Flowable]:
    """Yield room for code and day, which the clinic writes in."""
    blank = "\N{NO-BREAK SPACE}" + "_" * 16
    text = _("Code {blank}     Day {blank}").format(blank=blank)
    yield words(text, "muted", scale)
    yield space(8)


def _grid_key(question: Question) -> tuple[object, ...]:
    """Return what questions share that can stand in one grid."""
    if isinstance(question, RatingQuestion) and question.options:
        return ("grid", question.options, question.shown_when is None)
    return ("single", question.id)


def _is_grid(questions: list[Question]) -> bool:
    first = questions[0]
    return (
        len(questions) > 1
        and isinstance(first, RatingQuestion)
        and len(first.options) <= MOST_COLUMNS
        and not any(each.cannot_tell or each.can_decline or each.help for each in questions)
    )


def _grid(
    form: FormDefinition, questions: list[Question], answers: Answers, room: Room
) -> Iterator[Flowable]:
    """Yield questions with the same labelled points as one table, a line a question."""
    first = questions[0]
    assert isinstance(first, RatingQuestion)
    head: list[Flowable] = [words("", "label", room.scale)]
    head += [words(point.label, "label", room.scale, align="centre") for point in first.options]
    rows: list[list[Flowable]] = []
    for question in questions:
        answer = answers.get(QuestionId(question.id))
        marks = [
            Mark(
                str(point.value),
                chosen=type(answer) is int and answer == point.value,
                scale=room.scale,
            )
            for point in first.options
        ]
        text = f"{number_of(form, question.id)}.  {question.prompt}"
        rows.append([words(text, "body", room.scale), *marks])
    column = OPTION_WIDTH * min(room.scale, 1.15)
    widths = [WIDTH - column * len(first.options), *([column] * len(first.options))]
    made = ruled_cells([head, *rows], widths, padding=6 * room.scale)
    made.setStyle(TableStyle([("ALIGN", (1, 1), (-1, -1), "CENTER")]))
    yield made
    yield space(12)


def _question(
    form: FormDefinition, question: Question, answer: AnswerValue | None, room: Room
) -> Iterator[Flowable]:
    text = f"{number_of(form, question.id)}.  {question.prompt}"
    shown: list[Flowable] = []
    applies = applies_in_words(form, question)
    shown.append(words(text, "strong", room.scale))
    hints = [applies, question.help]
    shown += [prose(hint, "caption", room.scale) for hint in hints if hint]
    places = answer_space(question, answer, room)
    kept = 1 if isinstance(question, TableQuestion) else len(places)
    yield KeepTogether([*shown, space(3), *places[:kept]])
    yield from places[kept:]
    yield space(11 * room.scale)


def _licence(form: FormDefinition, scale: float) -> Iterator[Flowable]:
    lines = [each for each in (form.licence.notice, form.licence.attribution) if each]
    for line in lines:
        yield prose(line, "caption", scale)

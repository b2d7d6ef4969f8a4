"""The room that a printed form leaves for an answer, and the same with the answer in it."""

from collections.abc import Sequence
from typing import assert_never

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from exports.paper.drawing.fonts import width
from exports.paper.forms.answer_layout import Room, spoken
from exports.paper.forms.answer_table import answer_tables
from exports.paper.forms.choice_marks import (
    FLAT,
    MOST_MARKS,
    Option,
    marks,
    option_field,
    options_of,
    special_marks,
)
from exports.paper.forms.fields import Field
from exports.paper.forms.marks import Form, Lines, Mark
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import SIZES, box, words
from session_forms.answers import AnswerValue, CannotTell, Declined
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
from session_forms.words.texts import translate as _

CHARACTERS_A_LINE = 80
FEWEST_LINES = 3
MOST_LINES = 8
ENTRIES = 4
STEP = 12.4 * mm
SHORT_LINE, UNIT = 17 * mm, 16 * mm
UNIT_PADDING = 9.0
ON_THE_LINE = [*FLAT[:2], ("TOPPADDING", 0.0), ("BOTTOMPADDING", 0.0)]


def answer_space(question: Question, answer: AnswerValue | None, room: Room) -> list[Flowable]:
    """Return the room for an answer; a new kind of question fails type-checking here."""
    match question:
        case RatingQuestion() | ScaleQuestion():
            made = _scale(question, answer, room)
        case ChoiceQuestion() | MultiQuestion() | YesNoQuestion():
            made = _choices(question, answer, room)
        case TableQuestion():
            return answer_tables(question, answer, room)
        case ListQuestion() | DirectoryListQuestion() | FromFormQuestion():
            made = _entries(question, answer, room)
        case (
            ShortTextQuestion()
            | LongTextQuestion()
            | NumberQuestion()
            | DateQuestion()
            | TimeQuestion()
            | DatetimeQuestion()
            | JurisdictionQuestion()
            | ComputedQuestion()
        ):
            made = _written(question, answer, room)
        case _:
            assert_never(question)
    return [*made, *special_marks(question, answer, room)]


def _scale(
    question: RatingQuestion | ScaleQuestion, answer: AnswerValue | None, room: Room
) -> list[Flowable]:
    if len(question.points) > MOST_MARKS:
        return _long_scale(question, answer, room)
    options = [
        Option(str(point.value), point.label, type(answer) is int and answer == point.value)
        for point in question.points
    ]
    if isinstance(question, RatingQuestion) and question.options:
        return marks(options, "circle", room)
    circles = [
        Mark(each.key, chosen=each.chosen, scale=room.scale, field=option_field(each, room))
        for each in options
    ]
    step = min(WIDTH / len(circles), STEP * room.scale)
    row = box([circles], [step] * len(circles), [("LEFTPADDING", 0.0), *FLAT[2:]])
    ends = box(
        [
            [
                words(question.low.label, "caption", room.scale),
                words(question.high.label, "caption", room.scale, align="right"),
            ]
        ],
        [step * len(circles) / 2] * 2,
        [("LEFTPADDING", 0), ("RIGHTPADDING", 6), ("TOPPADDING", 0), ("BOTTOMPADDING", 0)],
    )
    return [row, ends]


def _long_scale(
    question: RatingQuestion | ScaleQuestion, answer: AnswerValue | None, room: Room
) -> list[Flowable]:
    ends = _("{low} = {low_words}, {high} = {high_words}").format(
        low=question.low.value,
        low_words=question.low.label,
        high=question.high.value,
        high_words=question.high.label,
    )
    return [words(ends, "caption", room.scale), *_line_or_words(question, answer, room)]


def _choices(
    question: ChoiceQuestion | MultiQuestion | YesNoQuestion,
    answer: AnswerValue | None,
    room: Room,
) -> list[Flowable]:
    options = options_of(question, answer)
    if not options:
        return _line_or_words(question, answer, room)
    form: Form = "box" if isinstance(question, MultiQuestion) else "circle"
    return marks(options, form, room)


def _entries(
    question: ListQuestion | DirectoryListQuestion | FromFormQuestion,
    answer: AnswerValue | None,
    room: Room,
) -> list[Flowable]:
    if not room.blank:
        given = [str(each) for each in answer] if isinstance(answer, tuple) else []
        named = [room.names.get(each, each) for each in given]
        lines = "\n".join(f"{at}. {each}" for at, each in enumerate(named, start=1))
        return _said(lines, answer, room)
    count = min(question.max_entries, max(question.min_entries, ENTRIES))
    rows = [
        [words(f"\n{number}.", "muted", room.scale), Lines(1, room.scale, _line(room, number))]
        for number in range(1, count + 1)
    ]
    first = 7 * mm * room.scale
    return [box(rows, [first, WIDTH - first], ON_THE_LINE)]


def _line(room: Room, number: int) -> Field | None:
    words_for_it = _("line {number}").format(number=number)
    return room.field.part(f"line{number}", words_for_it) if room.field else None


def _written(question: Question, answer: AnswerValue | None, room: Room) -> list[Flowable]:
    if not room.blank:
        return _said(spoken(question, answer, room), answer, room)
    units = _units(question)
    if units:
        return _short_lines(units, room)
    return [Lines(_lines(question), room.scale, room.field)]


def _units(question: Question) -> tuple[str, ...]:
    """Return what stands behind each short line; nothing for a question that asks for words."""
    day, time = (_("day"), _("month"), _("year")), (_("hour"), _("minute"))
    match question:
        case NumberQuestion() | ComputedQuestion():
            return (question.unit,)
        case DateQuestion():
            return day
        case TimeQuestion():
            return time
        case DatetimeQuestion():
            return day + time
        case _:
            return ()


def _lines(question: Question) -> int:
    """Return how many lines a question needs that asks for words."""
    match question:
        case ShortTextQuestion():
            return 1 if question.max_characters <= CHARACTERS_A_LINE else 2
        case LongTextQuestion():
            needed = -(-question.max_characters // CHARACTERS_A_LINE)
            return min(MOST_LINES, max(FEWEST_LINES, needed))
        case _:
            return 1


def _short_lines(units: Sequence[str], room: Room) -> list[Flowable]:
    """Return short lines beside each other, each with its unit; times below days where tight."""
    size = SIZES["caption"][1] * room.scale
    widths = [SHORT_LINE + max(UNIT, width(unit, size) + UNIT_PADDING) for unit in units]
    if sum(widths) > WIDTH:
        return [*_short_lines(units[:3], room), *_short_lines(units[3:], room)]
    cells: list[Flowable] = []
    for unit in units:
        field = room.field.part(unit or "number", unit) if room.field else None
        cells += [Lines(1, room.scale, field), words(f"\n{unit}", "caption", room.scale)]
    parts = [part for each in widths for part in (SHORT_LINE, each - SHORT_LINE)]
    return [box([cells], parts, ON_THE_LINE)]


def _line_or_words(question: Question, answer: AnswerValue | None, room: Room) -> list[Flowable]:
    if room.blank:
        return [Lines(1, room.scale, room.field)]
    return _said(spoken(question, answer, room), answer, room)


def _said(said: str, answer: AnswerValue | None, room: Room) -> list[Flowable]:
    if said:
        return [words(said, "body", room.scale)]
    if isinstance(answer, Declined | CannotTell):
        return []
    return [words(_("Not answered"), "muted", room.scale)]

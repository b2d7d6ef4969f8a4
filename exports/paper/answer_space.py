"""The room that a printed form leaves for an answer, and the same with the answer in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import assert_never

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from exports.paper.answer_table import answer_tables
from exports.paper.marks import Form, Lines, Mark
from exports.paper.page import WIDTH
from exports.paper.setting import Role, box, words
from session_forms.answers import AnswerValue, CannotTell, Declined
from session_forms.definition import (
    ChoiceQuestion,
    DateQuestion,
    DatetimeQuestion,
    DirectoryListQuestion,
    JurisdictionQuestion,
    ListQuestion,
    LongTextQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    RatingQuestion,
    ScaleQuestion,
    ShortTextQuestion,
    TableQuestion,
    TimeQuestion,
    YesNoQuestion,
)
from session_forms.texts import translate as _

LEAVES_OUT = "S"
"""The key that leaves a question out on screen, so no option has it here."""
KEYS = tuple(letter for letter in ascii_uppercase if letter != LEAVES_OUT)
CHARACTERS_A_LINE = 80
FEWEST_LINES = 3
MOST_LINES = 8
ENTRIES = 4
MOST_MARKS = 21
SHORT = 18
FLAT = [("LEFTPADDING", 0.0), ("RIGHTPADDING", 4.0), ("TOPPADDING", 1.5), ("BOTTOMPADDING", 1.5)]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to mark: its key, its words, and whether it is chosen."""

    key: str
    label: str
    chosen: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """How an answer is laid out.

    Attributes:
        blank: Whether there is room for a pen; else an answer that is missing is said.
        scale: 1, or more for large print.

    """

    blank: bool = True
    scale: float = 1.0


def answer_space(question: Question, answer: AnswerValue | None, room: Room) -> list[Flowable]:
    """Return the room for an answer; a new kind of question fails type-checking here."""
    match question:
        case RatingQuestion() | ScaleQuestion():
            made = _scale(question, answer, room)
        case ChoiceQuestion() | MultiQuestion() | YesNoQuestion():
            made = _choices(question, answer, room)
        case TableQuestion():
            return answer_tables(question, answer, blank=room.blank, scale=room.scale)
        case ListQuestion() | DirectoryListQuestion():
            made = _entries(question, answer, room)
        case (
            ShortTextQuestion()
            | LongTextQuestion()
            | NumberQuestion()
            | DateQuestion()
            | TimeQuestion()
            | DatetimeQuestion()
            | JurisdictionQuestion()
        ):
            made = _written(question, answer, room)
        case _:
            assert_never(question)
    return [*made, *_special(question, answer, room)]


def _scale(
    question: RatingQuestion | ScaleQuestion, answer: AnswerValue | None, room: Room
) -> list[Flowable]:
    if len(question.points) > MOST_MARKS:
        return _long_scale(question, answer, room)
    if isinstance(question, RatingQuestion) and question.options:
        options = [
            Option(str(point.value), point.label, answer == point.value and _is_number(answer))
            for point in question.points
        ]
        return _marks(options, "circle", room)
    marks = [
        Mark(str(each.value), chosen=_is_number(answer) and answer == each.value, scale=room.scale)
        for each in question.points
    ]
    step = min(WIDTH / len(marks), 12.4 * mm * room.scale)
    row = box([marks], [step] * len(marks), FLAT)
    ends = box(
        [
            [
                words(question.low.label, "caption", room.scale),
                words(question.high.label, "caption", room.scale, align="right"),
            ]
        ],
        [step * len(marks) / 2] * 2,
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
    return [words(ends, "caption", room.scale), *_line_or_words(_spoken(answer), room)]


def _choices(
    question: ChoiceQuestion | MultiQuestion | YesNoQuestion,
    answer: AnswerValue | None,
    room: Room,
) -> list[Flowable]:
    options = options_of(question, answer)
    if not options:
        return _line_or_words(_spoken(answer), room)
    form: Form = "box" if isinstance(question, MultiQuestion) else "circle"
    return _marks(options, form, room)


def options_of(
    question: ChoiceQuestion | MultiQuestion | YesNoQuestion, answer: AnswerValue | None
) -> list[Option]:
    """Return the options with the letters that choose them on screen."""
    if isinstance(question, YesNoQuestion):
        known = [(_("Yes"), answer is True, ""), (_("No"), answer is False, "")]
    else:
        chosen = answer if isinstance(answer, tuple) else (answer,)
        known = [(each.label, each.id in chosen, each.help) for each in question.options]
    return [
        Option(key, label, is_chosen, help_words)
        for key, (label, is_chosen, help_words) in zip(_keys(), known, strict=False)
    ]


def _special(question: Question, answer: AnswerValue | None, room: Room) -> Iterator[Flowable]:
    """Yield the answers of their own kind: cannot tell, prefer not to say."""
    allowed = [
        (question.cannot_tell, _("Cannot tell"), CannotTell),
        (question.can_decline, _("Prefer not to say"), Declined),
    ]
    used = (
        len(options_of(question, answer))
        if isinstance(question, ChoiceQuestion | MultiQuestion | YesNoQuestion)
        else 0
    )
    chosen = [(label, isinstance(answer, kind)) for may, label, kind in allowed if may]
    options = [
        Option(KEYS[used + at], label, is_chosen) for at, (label, is_chosen) in enumerate(chosen)
    ]
    if options:
        yield from _marks(options, "circle", room)


def _marks(options: Sequence[Option], form: Form, room: Room) -> list[Flowable]:
    """Return marks with their words: in one row where the words are short, else one a line."""
    if all(len(option.label) <= SHORT and not option.help for option in options):
        return [_row_of_marks(options, form, room)]
    rows: list[list[Flowable | list[Flowable]]] = [
        [
            Mark(option.key, form=form, chosen=option.chosen, scale=room.scale),
            _labelled(option, room),
        ]
        for option in options
    ]
    first = 8 * mm * room.scale
    return [box(rows, [first, WIDTH - first], FLAT)]


def _row_of_marks(options: Sequence[Option], form: Form, room: Room) -> Flowable:
    cells: list[Flowable | list[Flowable]] = []
    widths: list[float] = []
    share = min(WIDTH / len(options), 45 * mm * room.scale)
    mark = 8 * mm * room.scale
    for option in options:
        cells += [
            Mark(option.key, form=form, chosen=option.chosen, scale=room.scale),
            _labelled(option, room),
        ]
        widths += [mark, share - mark]
    return box([cells], widths, FLAT)


def _labelled(option: Option, room: Room) -> list[Flowable]:
    role: Role = "strong" if option.chosen else "body"
    shown: list[Flowable] = [words(option.label, role, room.scale)]
    if option.help:
        shown.append(words(option.help, "caption", room.scale))
    return shown


def _entries(
    question: ListQuestion | DirectoryListQuestion, answer: AnswerValue | None, room: Room
) -> list[Flowable]:
    given = [str(each) for each in answer] if isinstance(answer, tuple) else []
    if not room.blank:
        return _said("\n".join(f"{at}. {each}" for at, each in enumerate(given, start=1)), room)
    count = min(question.max_entries, max(question.min_entries, ENTRIES))
    rows = [
        [words(f"\n{number}.", "muted", room.scale), Lines(1, room.scale)]
        for number in range(1, count + 1)
    ]
    first = 7 * mm * room.scale
    return [box(rows, [first, WIDTH - first], [*FLAT[:2], ("TOPPADDING", 0), ("BOTTOMPADDING", 0)])]


def _written(question: Question, answer: AnswerValue | None, room: Room) -> list[Flowable]:
    if not room.blank:
        return _said(_spoken(answer), room)
    units = _units(question)
    return [_short_line(units, room) if units else Lines(_lines(question), room.scale)]


def _units(question: Question) -> tuple[str, ...]:
    """Return what stands behind each short line; nothing for a question that asks for words."""
    day, time = (_("day"), _("month"), _("year")), (_("hour"), _("minute"))
    match question:
        case NumberQuestion():
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


def _short_line(units: Iterable[str], room: Room) -> Flowable:
    cells: list[Flowable] = []
    widths: list[float] = []
    for unit in units:
        cells += [Lines(1, room.scale), words(f"\n{unit}", "caption", room.scale)]
        widths += [17 * mm * room.scale, 16 * mm * room.scale]
    return box([cells], widths, [*FLAT[:2], ("TOPPADDING", 0), ("BOTTOMPADDING", 0)])


def _line_or_words(spoken: str, room: Room) -> list[Flowable]:
    return [Lines(1, room.scale)] if room.blank else _said(spoken, room)


def _said(spoken: str, room: Room) -> list[Flowable]:
    if spoken:
        return [words(spoken, "body", room.scale)]
    return [words(_("Not answered"), "muted", room.scale)]


def _spoken(answer: AnswerValue | None) -> str:
    """Return a plain answer as it is read; what has marks of its own says nothing here."""
    if answer is None or isinstance(answer, Declined | CannotTell | tuple | Mapping):
        return ""
    return str(answer)


def _is_number(answer: AnswerValue | None) -> bool:
    return type(answer) is int


def _keys() -> Iterator[str]:
    yield from KEYS
    while True:
        yield ""

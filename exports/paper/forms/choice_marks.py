"""Options to mark with a pen: the same letters and values that choose them on screen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, repeat
from string import ascii_uppercase

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from exports.paper.drawing.fonts import width
from exports.paper.drawing.tags import ListCells, language_tag
from exports.paper.forms.answer_layout import AnswerLayout
from exports.paper.forms.marks import Field, Form, Mark
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import SIZES, Role, box, words
from session_forms.answers import AnswerValue, CannotTell, Declined
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from session_forms.words.texts import _, pgettext

LEAVES_OUT = "S"
"""The key that leaves a question out on screen, so no option has it here."""
KEYS = tuple(letter for letter in ascii_uppercase if letter != LEAVES_OUT)
MARK_ROOM = 8 * mm
MOST_SHARE = 45 * mm
SHORT = 24
MOST_MARKS = 21
"""The most numbers that stand in one row; more are written on a line."""
FLAT = [("LEFTPADDING", 0.0), ("RIGHTPADDING", 4.0), ("TOPPADDING", 1.5), ("BOTTOMPADDING", 1.5)]


@dataclass(frozen=True, slots=True)
class MarkedOption:
    """One thing to mark.

    Attributes:
        key: What chooses it on screen.
        label: Its words.
        chosen: Whether it is filled in.
        help: A line below it.
        value: What it is called in a fillable form.
        language: The language of its words, where they are not the form's own.

    """

    key: str
    label: str
    chosen: bool = False
    help: str = ""
    value: str = ""
    language: str = ""


def options_of(
    question: ChoiceQuestion | MultiQuestion | YesNoQuestion, answer: AnswerValue | None
) -> list[MarkedOption]:
    """Return the options with the letters that choose them on screen."""
    language_of_labels = ""
    if isinstance(question, YesNoQuestion):
        language_of_labels = language_tag()
        known = [
            (pgettext("answer", "Yes"), answer is True, "", "yes"),
            (pgettext("answer", "No"), answer is False, "", "no"),
        ]
    else:
        chosen = answer if isinstance(answer, tuple) else (answer,)
        known = [(each.label, each.id in chosen, each.help, each.id) for each in question.options]
    return [
        MarkedOption(key, label, is_chosen, help_words, value, language_of_labels)
        for key, (label, is_chosen, help_words, value) in zip(
            chain(KEYS, repeat("")), known, strict=False
        )
    ]


def special_marks(
    question: Question, answer: AnswerValue | None, layout: AnswerLayout
) -> list[Flowable]:
    """Return the answers of their own kind, to mark: cannot tell, prefer not to say."""
    allowed = [
        (question.cannot_tell, pgettext("answer", "Cannot tell"), CannotTell, "cannot_tell"),
        (question.can_decline, _("Prefer not to say"), Declined, "declined"),
    ]
    used = (
        len(options_of(question, answer))
        if isinstance(question, ChoiceQuestion | MultiQuestion | YesNoQuestion)
        else 0
    )
    chosen = [(label, isinstance(answer, kind), name) for may, label, kind, name in allowed if may]
    options = [
        MarkedOption(KEYS[used + at], label, is_chosen, "", name, language_tag())
        for at, (label, is_chosen, name) in enumerate(chosen)
    ]
    if not options:
        return []
    if _has_circles(question):
        return marks(options, "circle", layout)
    apart = layout.field.part("instead", "") if layout.field else None
    return marks(options, "box" if len(options) == 1 else "circle", replace(layout, field=apart))


def _has_circles(question: Question) -> bool:
    """Return whether the question is itself answered by one of several circles."""
    if isinstance(question, RatingQuestion | ScaleQuestion):
        return len(question.points) <= MOST_MARKS
    return isinstance(question, YesNoQuestion) or bool(
        isinstance(question, ChoiceQuestion) and question.options
    )


def marks(options: Sequence[MarkedOption], form: Form, layout: AnswerLayout) -> list[Flowable]:
    """Return marks with their words: in one row where the words are short, else one a line."""
    if _fit_in_a_row(options, layout.scale):
        return [_row_of_marks(options, form, layout)]
    rows: list[list[Flowable | list[Flowable]]] = [
        [_mark(option, form, layout), _labelled(option, layout)] for option in options
    ]
    first = MARK_ROOM * layout.scale
    return [box(rows, [first, WIDTH - first], FLAT, ListCells())]


def option_field(option: MarkedOption, layout: AnswerLayout) -> Field | None:
    """Return the field of one option, on a form that is filled in on a screen."""
    return layout.field.choice(option.value or option.key, option.label) if layout.field else None


def _fit_in_a_row(options: Sequence[MarkedOption], scale: float) -> bool:
    size = SIZES["strong"][1] * scale
    room = _share(len(options), scale) - MARK_ROOM * scale - 4
    return all(
        len(option.label) <= SHORT
        and not option.help
        and width(option.label, size, strong=True) <= room
        for option in options
    )


def _share(count: int, scale: float) -> float:
    return min(WIDTH / count, MOST_SHARE * scale)


def _row_of_marks(options: Sequence[MarkedOption], form: Form, layout: AnswerLayout) -> Flowable:
    cells: list[Flowable | list[Flowable]] = []
    widths: list[float] = []
    share = _share(len(options), layout.scale)
    first = MARK_ROOM * layout.scale
    for option in options:
        cells += [_mark(option, form, layout), _labelled(option, layout)]
        widths += [first, share - first]
    return box([cells], widths, FLAT, ListCells())


def _mark(option: MarkedOption, form: Form, layout: AnswerLayout) -> Mark:
    return Mark(
        option.key,
        form=form,
        chosen=option.chosen,
        scale=layout.scale,
        field=option_field(option, layout),
    )


def _labelled(option: MarkedOption, layout: AnswerLayout) -> list[Flowable]:
    role: Role = "strong" if option.chosen else "body"
    label = words(option.label, role, layout.scale, language=option.language)
    shown: list[Flowable] = [label]
    if option.help:
        shown.append(words(option.help, "caption", layout.scale))
    return shown

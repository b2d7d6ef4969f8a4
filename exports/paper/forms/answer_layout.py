"""How answers are laid out on paper, and how they are said in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as given
from datetime import date, datetime
from types import MappingProxyType

from exports.paper.forms.marks import Field
from session_forms.answers import AnswerValue, CannotTell, Cell, Declined
from session_forms.questions.columns import Column
from session_forms.questions.days import DateQuestion, DatetimeQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import NumberQuestion
from session_forms.questions.units import counted_in_words
from session_forms.words.day_words import written_day, written_moment
from session_forms.words.texts import pgettext

NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AnswerLayout:
    """How an answer is laid out.

    Attributes:
        blank: Whether there is room for a pen; else an answer that is missing is said.
        scale: 1, or more for large print.
        field: The field of a form that is filled in on a screen; None where a pen is used.
        names: What services and local texts are called, by the ids that answers hold.

    """

    blank: bool = True
    scale: float = 1.0
    field: Field | None = None
    names: Mapping[str, str] = given(default_factory=dict)


def spoken(question: Question, answer: AnswerValue | None, layout: AnswerLayout) -> str:
    """Return a plain answer as it is read; what has marks of its own says nothing here."""
    if answer is None or isinstance(answer, Declined | CannotTell | tuple):
        return ""
    match question:
        case DateQuestion():
            return day_words(str(answer))
        case DatetimeQuestion():
            return moment_words(str(answer))
        case NumberQuestion():
            return counted_in_words(question, str(answer))
        case _:
            return layout.names.get(str(answer), str(answer))


def cell_words(column: Column, value: Cell | None) -> str:
    """Return what stands in one cell of a table, in words; empty where nothing does."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    match column.kind:
        case "choice":
            return next((each.label for each in column.options if each.id == value), "")
        case "date":
            return day_words(str(value))
        case _:
            return str(value)


def day_words(kept: str) -> str:
    """Return a kept day as it is written on paper."""
    return written_day(date.fromisoformat(kept))


def moment_words(kept: str) -> str:
    """Return a kept day and time as they are written on paper."""
    return written_moment(datetime.fromisoformat(kept))

"""An answer as words: for last time's work, the drafted note and the alert."""

from collections.abc import Mapping
from typing import assert_never

from session_forms.answers import AnswerValue, CannotTell, Declined
from session_forms.definition import Question
from session_forms.texts import translate as _


def answer_words(question: Question, answer: AnswerValue) -> str:
    """Return one line (lists: several) that says `answer` in the form's own words."""
    match answer:
        case Declined():
            return _("prefers not to say")
        case CannotTell():
            return _("cannot tell")
        case bool():
            return _("yes") if answer else _("no")
        case int():
            return _number_words(question, answer)
        case str():
            return _option_label(question, answer)
        case tuple():
            return "\n".join(_entry_words(question, entry) for entry in answer)
        case _:
            assert_never(answer)


def _number_words(question: Question, number: int) -> str:
    labels = {
        option.value: option.label
        for option in getattr(question, "options", ())
        if getattr(option, "value", None) is not None
    }
    return f"{number} · {labels[number]}" if number in labels else str(number)


def _option_label(question: Question, chosen: str) -> str:
    for option in getattr(question, "options", ()):
        if option.id == chosen:
            return str(option.label)
    return chosen


def _entry_words(question: Question, entry: str | Mapping[str, str | int | bool]) -> str:
    if isinstance(entry, str):
        return _option_label(question, entry)
    return " · ".join(str(cell) for cell in entry.values() if cell != "")

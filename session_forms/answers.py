"""Answers, and their one spelling as JSON.

A question that is not answered has no entry. Declining and "cannot tell" are answers of
their own: they are kept, and they count as missing in every score. Dates and times are
ISO strings.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, NewType, NoReturn, Protocol

from session_forms.errors import AnswerRejected, InvalidAnswers

QuestionId = NewType("QuestionId", str)

MOST_CHARACTERS = 1_000_000
"""The longest text of answers that is read at all."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The person preferred not to answer."""


@dataclass(frozen=True, slots=True)
class CannotTell:
    """The person could not tell."""


DECLINED = Declined()
CANNOT_TELL = CannotTell()

Cell = str | int | bool
Row = Mapping[str, Cell]
AnswerValue = bool | int | float | str | tuple[str, ...] | tuple[Row, ...] | Declined | CannotTell
Answers = Mapping[QuestionId, AnswerValue]


class PlainAnswers(NamedTuple):
    """Answers of one type that are taken as they are, by themselves; `True` is not the number 1."""

    kind: type
    values: Mapping[object, int | str]


class Judge(Protocol):
    """A question, as far as reading answers needs it."""

    def fit(self, value: object) -> AnswerValue | None:
        """Return `value` as an answer, None when it is empty, or raise `AnswerRejected`."""


class AsksQuestions(Protocol):
    """A form, as far as reading answers needs it."""

    @property
    def id(self) -> str:
        """The form's id."""
        ...

    def plain(self) -> Mapping[str, PlainAnswers]:
        """Return what needs no judging, by question."""
        ...

    def question(self, question_id: str) -> Judge:
        """Return one question, or raise `KeyError`."""
        ...


def answers_to_json(answers: Answers) -> str:
    """Return `answers` in their one JSON spelling: keys sorted, nothing that can vary."""
    spelled = {str(question_id): _spelled(value) for question_id, value in answers.items()}
    return json.dumps(
        spelled, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def answers_from_json(form: AsksQuestions, text: str) -> Answers:
    """Return the answers that `text` spells, each one judged by its question.

    `null` counts as not answered.

    Raises:
        InvalidAnswers: The text is no such object, or an answer does not fit.

    """
    return checked_answers(form, unjudged_answers(form.id, text))


def unjudged_answers(form_id: str, text: str) -> Mapping[str, object]:
    """Return what `text` spells as it stands there, for whoever judges it by its form.

    Raises:
        InvalidAnswers: The text is no such object.

    """
    if len(text) > MOST_CHARACTERS:
        raise InvalidAnswers(form_id, "", "the text of the answers is too long")
    try:
        found = _STRICT.decode(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InvalidAnswers(form_id, "", "the answers are not one JSON object with each key once")
    return found


def checked_answers(
    form: AsksQuestions, answers: Mapping[str, object] | Mapping[QuestionId, AnswerValue]
) -> Answers:
    """Return `answers` with each one judged by its question, whatever the day or the menu.

    Raises:
        InvalidAnswers: A question is unknown, or an answer does not fit it.

    """
    kept: dict[QuestionId, AnswerValue] = {}
    plain = form.plain()
    for question_id, value in answers.items():
        known = plain.get(question_id)
        if known is not None and type(value) is known[0]:
            taken = known[1].get(value)
            if taken is not None:
                kept[QuestionId(question_id)] = taken
                continue
        answer = _judged(form, answers, question_id, value)
        if answer is not None:
            kept[QuestionId(question_id)] = answer
    return MappingProxyType(kept)


def _judged(
    form: AsksQuestions, answers: Collection[str], question_id: str, value: object
) -> AnswerValue | None:
    # Raised after the handlers, so that no error drags along what was answered.
    place, what = question_id, "the answer does not fit the question"
    try:
        question = form.question(question_id)
        return None if value is None else question.fit(value)
    except KeyError:
        position = list(answers).index(question_id)
        place, what = f"answer {position + 1}", "this form has no such question"
    except AnswerRejected:
        pass
    raise InvalidAnswers(form.id, place, what)


def _spelled(value: AnswerValue) -> object:
    match value:
        case Declined():
            return {"declined": True}
        case CannotTell():
            return {"cannot_tell": True}
        case tuple():
            return [dict(each) if isinstance(each, Mapping) else each for each in value]
        case _:
            return value


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _refused(_name: str) -> NoReturn:
    raise ValueError("not a number that can be kept")


_STRICT = json.JSONDecoder(object_pairs_hook=_without_repeats, parse_constant=_refused)
"""Made once: making one takes as long as reading what somebody answered."""

"""What every kind of question has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from session_forms.answers import CANNOT_TELL, DECLINED, AnswerValue, CannotTell, Declined
from session_forms.conditions.conditions import AlertRule, AnswerTest, Condition
from session_forms.errors import AnswerRejected, NotAvailable, Problem
from session_forms.files.frozen import Definition, SnakeCase, Words


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that hold now.

    Attributes:
        earliest: No day before this one.
        latest: No day after this one.
        offered: What can be chosen now; None leaves the question's own options.

    """

    earliest: date | None = None
    latest: date | None = None
    offered: frozenset[str] | None = None


OPEN = Limits()
"""No limits but the question's own: how stored answers are judged."""


class QuestionBase(Definition):
    """One question of a form.

    Attributes:
        id: Its name in answers, in lower case with underscores.
        prompt: What is asked.
        prompt_first_use: Asked instead when the form is used for the first time.
        help: A line below the prompt.
        part: The part of the form it stands in.
        required: An answer is needed for safety.
        cannot_tell: "Cannot tell" is an answer.
        can_decline: Preferring not to answer is an answer.
        for_therapist: For the therapist's eyes alone: not shown where the client looks on.
        shown_when: Shown only while this holds.
        required_when: Required while this holds.
        export: Whether the answer may leave the record, without a name.
        export_label: What readers of an export have to know about it.
        alerts: What an answer can raise.
        warn_when: Show `warn_text` while the answer passes this test.
        warn_text: A word of advice beside the answer; it holds nothing up.
        source_id: Its name in the file that it was imported from.

    """

    id: SnakeCase
    prompt: Words
    prompt_first_use: str = ""
    help: str = ""
    part: int | str | None = None
    required: bool = False
    cannot_tell: bool = False
    can_decline: bool = False
    for_therapist: bool = False
    shown_when: Condition | None = None
    required_when: Condition | None = None
    export: Literal["keep", "drop"] = "drop"
    export_label: str = ""
    alerts: tuple[AlertRule, ...] = ()
    warn_when: AnswerTest | None = None
    warn_text: str = ""
    source_id: str = ""

    @model_validator(mode="after")
    def _warning_is_whole(self) -> Self:
        if (self.warn_when is None) != (not self.warn_text):
            raise ValueError("has one of warn_when and warn_text without the other")
        return self

    @property
    def is_asked(self) -> bool:
        """Whether a person answers it; what is only shown counts nowhere."""
        return True

    def accept(self, value: object, limits: Limits = OPEN) -> AnswerValue | None:
        """Return `value` as an answer that may be given now; None when it is empty.

        Raises:
            AnswerRejected: The value does not fit.

        """
        special = _special(value)
        if special is None:
            return self._read(value, limits)
        allowed = self.can_decline if isinstance(special, Declined) else self.cannot_tell
        if not allowed:
            raise AnswerRejected(NotAvailable())
        return special

    def fit(self, value: object) -> AnswerValue | None:
        """Return `value` as a stored answer, whatever the day, the menu or the alerts.

        Raises:
            AnswerRejected: The value does not fit.

        """
        special = _special(value)
        return self._read(value, OPEN) if special is None else special

    @property
    def plain_answers(self) -> frozenset[int | str]:
        """The answers, all of one type, that `fit` returns as they are; empty where it must look.

        Most stored answers are one of them, and need not be judged one by one.
        """
        return frozenset()

    def shortfall(self, _answer: AnswerValue | None, _least: int = 0) -> Problem | None:
        """Return what an accepted answer still lacks; `_least` entries are needed now."""
        return None

    def possible(self, _value: object) -> bool:
        """Return whether a condition may compare an answer with the value."""
        return False

    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield each condition with the key it stands under."""
        if self.shown_when is not None:
            yield "shown_when", self.shown_when
        if self.required_when is not None:
            yield "required_when", self.required_when
        for at, alert in enumerate(self.alerts):
            if alert.only_if is not None:
                yield f"alerts.{at}.only_if", alert.only_if

    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        raise NotImplementedError


def check_only_shown(question: QuestionBase) -> None:
    """Refuse, as a model's validator does, what makes sense only where a person answers."""
    if question.required or question.required_when is not None:
        raise ValueError("cannot be required, since nobody answers it")
    if question.cannot_tell or question.can_decline or question.alerts:
        raise ValueError("takes no cannot_tell, can_decline or alerts, since nobody answers it")


def _special(value: object) -> Declined | CannotTell | None:
    if isinstance(value, Declined | CannotTell):
        return value
    if isinstance(value, dict) and len(value) == 1:
        return next(
            (
                answer
                for key, answer in (("declined", DECLINED), ("cannot_tell", CANNOT_TELL))
                if value.get(key) is True
            ),
            None,
        )
    return None

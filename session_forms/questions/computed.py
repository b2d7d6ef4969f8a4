"""Lines that are computed from answers: shown, never answered, never kept, never a score.

The words are a closed list, so that no expression is needed. A line has a figure only while
every question that it needs has an answer; an answer that was declined gives none.
"""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal, Self, TypeGuard

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue, CannotTell, Declined
from session_forms.errors import AnswerRejected, NotAvailable
from session_forms.files.frozen import SnakeCase, check_once
from session_forms.questions.question import Limits, QuestionBase, check_only_shown
from session_forms.scores.score_rules import Figure, exact, rounded

Computation = Literal["sum", "mean", "count", "difference", "weeks_between"]
PAIRS = ("difference", "weeks_between")
DAYS_A_WEEK = 7
DATE_CHARACTERS = 10


class ComputedQuestion(QuestionBase):
    """One figure made from the answers to earlier questions.

    Attributes:
        compute: `sum` and `mean` of numbers; `count` of entries, filled rows and choices, where
            any other answer counts one; `difference`, the first number less the second;
            `weeks_between`, the whole weeks from the first day to the second.
        of: The questions, in the order that matters for a difference.
        decimals: How many decimals a mean or numbers with decimals are shown with.
        unit: What is counted, such as "points".
        unit_of_one: What one of it is called, such as "point"; empty where it is called the same.

    """

    kind: Literal["computed"]
    export: Literal["drop"] = "drop"
    compute: Computation
    of: Annotated[tuple[SnakeCase, ...], Field(min_length=1)]
    decimals: int = Field(default=0, ge=0, le=3)
    unit: str = ""
    unit_of_one: str = ""

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        check_only_shown(self)
        if self.compute in PAIRS and len(self.of) != len(PAIRS):
            raise ValueError(f"{self.compute} needs exactly two questions")
        if self.compute in {"count", "weeks_between"} and self.decimals:
            raise ValueError(f"{self.compute} gives whole numbers, so it takes no decimals")
        check_once("the question", self.of)
        return self

    @property
    @override
    def is_asked(self) -> bool:
        """Return that nobody answers it."""
        return False

    def figure(self, answers: Mapping[str, AnswerValue]) -> Figure | None:
        """Return the figure, rounded half up, or None while an answer is missing."""
        given = [answers.get(each) for each in self.of]
        if self.compute == "count":
            return sum(_count(each) for each in given)
        if self.compute == "weeks_between":
            return _weeks(given)
        numbers = [exact(each) for each in given if _is_number(each)]
        return self._of_numbers(numbers) if len(numbers) == len(given) else None

    @override
    def possible(self, value: object) -> bool:
        """Return whether `value` is a number that the figure can be compared with."""
        return type(value) is int

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        raise AnswerRejected(NotAvailable())

    def _of_numbers(self, numbers: list[Fraction]) -> Figure:
        if self.compute == "difference":
            made = numbers[0] - numbers[1]
        else:
            made = sum(numbers, Fraction()) / (len(numbers) if self.compute == "mean" else 1)
        return rounded(made, self.decimals)


def _is_number(answer: AnswerValue | None) -> TypeGuard[Figure]:
    return type(answer) is int or type(answer) is float


def _count(answer: AnswerValue | None) -> int:
    match answer:
        case None | Declined() | CannotTell():
            return 0
        case tuple():
            return sum(bool(each) for each in answer)
        case _:
            return 1


def _weeks(given: list[AnswerValue | None]) -> int | None:
    days = [date.fromisoformat(each[:DATE_CHARACTERS]) for each in given if isinstance(each, str)]
    return int((days[1] - days[0]).days / DAYS_A_WEEK) if len(days) == len(given) else None

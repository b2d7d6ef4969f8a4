"""Questions that are answered by a whole number."""

from typing import Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.errors import (
    AnswerRejected,
    NotAnOption,
    OutOfRange,
    TooManyDecimals,
    WrongKind,
)
from session_forms.files.frozen import Definition
from session_forms.questions.question import Limits, QuestionBase

MOST_POINTS = 101
FEWEST_POINTS = 2


class ScaleAnchor(Definition):
    """A number and the words beside it.

    Attributes:
        value: The number.
        label: The words.
        source_id: Its code in the file that it was imported from, as `system|code`.

    """

    value: int
    label: str = ""
    source_id: str = ""


class AnchoredQuestion(QuestionBase):
    """A whole number between two labelled ends.

    Attributes:
        low: The lowest number and the words beside it.
        high: The highest number and the words beside it.

    """

    low: ScaleAnchor
    high: ScaleAnchor

    @property
    def points(self) -> tuple[ScaleAnchor, ...]:
        """Every number that can be chosen, in order, with its words if it has any."""
        words = {self.low.value: self.low.label, self.high.value: self.high.label}
        numbers = range(self.low.value, self.high.value + 1)
        return tuple(ScaleAnchor(value=each, label=words.get(each, "")) for each in numbers)

    @property
    def lowest(self) -> int:
        """The lowest number."""
        return self.low.value

    @property
    def highest(self) -> int:
        """The highest number."""
        return self.high.value

    @property
    @override
    def plain_answers(self) -> frozenset[int | str]:
        """Every number that can be chosen."""
        return frozenset(point.value for point in self.points)

    @model_validator(mode="after")
    def _ends_are_ordered(self) -> Self:
        if self.low.value >= self.high.value:
            raise ValueError("low must be below high")
        if self.high.value - self.low.value >= MOST_POINTS:
            raise ValueError("low and high are more than 100 apart")
        return self

    @override
    def possible(self, value: object) -> bool:
        """Return whether `value` is one of the numbers."""
        return type(value) is int and self.lowest <= value <= self.highest

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        return whole_number(value, self.lowest, self.highest)


class RatingQuestion(AnchoredQuestion):
    """A few numbers, the two ends labelled, or with `options` every point labelled.

    Attributes:
        options: The labelled points; low and high are the first and the last.

    """

    kind: Literal["rating"]
    options: tuple[ScaleAnchor, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _ends_from_options(cls, given: object) -> object:
        if not isinstance(given, dict) or "options" not in given:
            return given
        if "low" in given or "high" in given:
            raise ValueError("needs either options or low and high")
        options = given["options"]
        if not isinstance(options, tuple) or len(options) < FEWEST_POINTS:
            raise ValueError("needs at least two options")
        return given | {"low": options[0], "high": options[-1]}

    @model_validator(mode="after")
    def _options_ascend(self) -> Self:
        values = [option.value for option in self.options]
        if values != sorted(set(values)):
            raise ValueError("options must go up from the lowest value, each value once")
        return self

    @property
    @override
    def points(self) -> tuple[ScaleAnchor, ...]:
        """Every number that can be chosen, in order, with its words if it has any."""
        return self.options or super().points

    @override
    def possible(self, value: object) -> bool:
        """Return whether `value` is one of the numbers."""
        if not self.options:
            return super().possible(value)
        return type(value) is int and any(point.value == value for point in self.options)

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        answer = whole_number(value, self.lowest, self.highest)
        if not self.possible(answer):
            raise AnswerRejected(NotAnOption())
        return answer


class ScaleQuestion(AnchoredQuestion):
    """A number on a line, such as 0 to 10 or 0 to 100.

    Attributes:
        line: Whether it is pointed at on a line without marks, however few its numbers are.

    """

    kind: Literal["scale"]
    line: bool = False


class NumberQuestion(QuestionBase):
    """A number that is typed in.

    Attributes:
        minimum: The lowest that is taken.
        maximum: The highest that is taken.
        decimals: How many decimals it may have.
        unit: What is counted, such as "hours".
        unit_of_one: What one of it is called, such as "hour"; empty where it is called the same.

    """

    kind: Literal["number"]
    minimum: int = Field(default=0, ge=-1_000_000_000)
    maximum: int = Field(default=1_000_000, le=1_000_000_000)
    decimals: int = Field(default=0, ge=0, le=3)
    unit: str = ""
    unit_of_one: str = ""

    @property
    def lowest(self) -> int:
        """The lowest number."""
        return self.minimum

    @property
    def highest(self) -> int:
        """The highest number."""
        return self.maximum

    @model_validator(mode="after")
    def _ends_are_ordered(self) -> Self:
        if self.minimum >= self.maximum:
            raise ValueError("minimum must be below maximum")
        return self

    @override
    def possible(self, value: object) -> bool:
        """Return whether `value` is one of the numbers."""
        return type(value) is int and self.minimum <= value <= self.maximum

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        if type(value) is not float or not self.decimals:
            return whole_number(value, self.minimum, self.maximum)
        if not self.minimum <= value <= self.maximum:
            raise AnswerRejected(OutOfRange(self.minimum, self.maximum))
        if round(value, self.decimals) != value:
            raise AnswerRejected(TooManyDecimals(self.decimals))
        return int(value) if value.is_integer() else value


def whole_number(value: object, low: int, high: int) -> int:
    """Return `value` as a number from `low` to `high`.

    Raises:
        AnswerRejected: It is no whole number or lies outside.

    """
    if type(value) is not int:
        raise AnswerRejected(WrongKind())
    if not low <= value <= high:
        raise AnswerRejected(OutOfRange(low, high))
    return value

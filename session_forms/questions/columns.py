"""What the cells of a table hold: a closed list of kinds, each judging its own cells."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import Cell
from session_forms.errors import AnswerRejected, WrongKind
from session_forms.files.frozen import Definition, SnakeCase, Words
from session_forms.questions.days import iso_date
from session_forms.questions.options import Options, chosen_option
from session_forms.questions.question import OPEN
from session_forms.questions.ratings import MOST_POINTS, ScaleAnchor, whole_number
from session_forms.questions.writing import plain_text


class ColumnBase(Definition):
    """One column.

    Attributes:
        id: Its name in answers.
        label: The words above it.
        help: A line below the words.
        required: A row that is filled at all needs this cell.
        asked_each_time: Left empty where a form begins with its rows of last time.
        source_id: Its name in the file that it was imported from.

    """

    id: SnakeCase
    label: Words
    help: str = ""
    required: bool = False
    asked_each_time: bool = False
    source_id: str = ""

    def read(self, value: object) -> Cell | None:
        """Return `value` as a cell, or None when it is empty.

        Raises:
            AnswerRejected: The value does not fit.

        """
        return None if value is None or value == "" else self._read(value)

    def _read(self, value: object) -> Cell | None:
        raise NotImplementedError


class TextColumn(ColumnBase):
    """A line of text."""

    kind: Literal["short_text"]
    max_characters: int = Field(default=200, ge=1, le=2_000)

    @override
    def _read(self, value: object) -> Cell | None:
        return plain_text(value, self.max_characters) or None


class ChoiceColumn(ColumnBase):
    """One of several options."""

    kind: Literal["choice"]
    options: Options

    @override
    def _read(self, value: object) -> Cell | None:
        return chosen_option(value, self.options, OPEN)


class YesNoColumn(ColumnBase):
    """Yes or no."""

    kind: Literal["yes_no"]

    @override
    def _read(self, value: object) -> Cell | None:
        if type(value) is not bool:
            raise AnswerRejected(WrongKind())
        return value


class NumberColumn(ColumnBase):
    """A whole number."""

    kind: Literal["number"]
    minimum: int = Field(default=0, ge=-1_000_000_000)
    maximum: int = Field(default=1_000_000, le=1_000_000_000)
    unit: str = ""

    @model_validator(mode="after")
    def _ends_are_ordered(self) -> Self:
        if self.minimum >= self.maximum:
            raise ValueError("minimum must be below maximum")
        return self

    @override
    def _read(self, value: object) -> Cell | None:
        return whole_number(value, self.minimum, self.maximum)


class ScaleColumn(ColumnBase):
    """A whole number between two labelled ends."""

    kind: Literal["scale"]
    low: ScaleAnchor
    high: ScaleAnchor

    @model_validator(mode="after")
    def _ends_are_ordered(self) -> Self:
        if not 0 < self.high.value - self.low.value < MOST_POINTS:
            raise ValueError("low must be below high, by 100 at most")
        return self

    @override
    def _read(self, value: object) -> Cell | None:
        return whole_number(value, self.low.value, self.high.value)


class DateColumn(ColumnBase):
    """A day, as YYYY-MM-DD."""

    kind: Literal["date"]

    @override
    def _read(self, value: object) -> Cell | None:
        return iso_date(value).isoformat()


Column = Annotated[
    TextColumn | ChoiceColumn | YesNoColumn | NumberColumn | ScaleColumn | DateColumn,
    Field(discriminator="kind"),
]
"""Any column of a table."""

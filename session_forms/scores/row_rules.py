"""Which rows of a table count towards a score."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from session_forms.answers import AnswerValue, Cell
from session_forms.files.frozen import Definition
from session_forms.files.spelling import SnakeCase


class RowTest(Definition):
    """One cell of a row put to the test; an empty cell passes nothing.

    Attributes:
        column: The column.
        equals: What the cell must hold.
        at_least: Or the lowest number it must hold.

    """

    column: SnakeCase
    equals: bool | int | str | None = None
    at_least: int | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.equals is None) == (self.at_least is None):
            raise ValueError("needs exactly one of equals and at_least")
        return self

    def passes(self, row: Mapping[str, Cell]) -> bool:
        """Return whether the cell of `row` passes."""
        cell = row.get(self.column)
        if self.at_least is not None:
            return type(cell) is int and cell >= self.at_least
        return type(cell) is type(self.equals) and cell == self.equals


class RowRule(Definition):
    """The rows of a table that count, and the column that is added up.

    Attributes:
        where: Every test that a row must pass; a row that does not is left out, not missing.
        column: The column of numbers that is added up or averaged; without it rows are counted.

    """

    where: Annotated[tuple[RowTest, ...], Field(min_length=1)]
    column: SnakeCase | None = None

    def rows(self, answer: AnswerValue | None) -> Iterator[Mapping[str, Cell]]:
        """Yield the rows of a table's answer that pass."""
        for row in answer if isinstance(answer, tuple) else ():
            if isinstance(row, Mapping) and all(test.passes(row) for test in self.where):
                yield row

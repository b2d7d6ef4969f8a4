"""Questions that are answered by filling in a table.

A table has either fixed rows or rows that the person adds. The answer is one mapping for
each row, from column to cell; an empty cell has no entry. With fixed rows the answer has
exactly one mapping for each row, in the form's order, and an untouched row is empty.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue, Cell, Row
from session_forms.errors import AnswerRejected, CellProblem, Problem, TooFew, TooMany, WrongKind
from session_forms.files.frozen import Definition, SnakeCase, Words, check_once
from session_forms.questions.columns import ChoiceColumn, Column
from session_forms.questions.entries import in_cell
from session_forms.questions.question import Limits, QuestionBase


class FixedRow(Definition):
    """One row of a table whose rows are given."""

    id: SnakeCase
    label: Words
    help: str = ""


class ExpectedRows(Definition):
    """Which options of a column each have a row once the table is whole.

    Attributes:
        column: The column that chooses one of several options.
        each_of: The options; of a group one is enough.

    """

    column: SnakeCase
    each_of: Annotated[tuple[tuple[SnakeCase, ...], ...], Field(min_length=1)]


class TableQuestion(QuestionBase):
    """Rows of typed cells; a table never leaves the record.

    Attributes:
        columns: What each cell of a row holds.
        rows: The rows, when they are fixed.
        min_rows: Fewer filled rows are kept, and pointed at.
        max_rows: More rows are not taken.
        expects: Which options are to have a row; what lacks is a word of advice.

    """

    kind: Literal["table"]
    export: Literal["drop"] = "drop"
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    rows: tuple[FixedRow, ...] = ()
    min_rows: int = Field(default=0, ge=0)
    max_rows: int = Field(default=20, ge=1, le=200)
    expects: ExpectedRows | None = None

    @model_validator(mode="after")
    def _shape_is_sound(self) -> Self:
        check_once("the column", (column.id for column in self.columns))
        check_once("the row", (row.id for row in self.rows))
        if self.min_rows > (len(self.rows) or self.max_rows):
            raise ValueError("min_rows is more than the table can have")
        if self.expects is not None:
            known = self._labels_of(self.expects.column)
            lost = [each for group in self.expects.each_of for each in group if each not in known]
            if lost:
                raise ValueError(f"expects a row for {lost[0]}, which its column does not offer")
        return self

    def _labels_of(self, column_id: str) -> Mapping[str, str]:
        """Return the options of a column with their labels; none of one that offers none."""
        columns = (each for each in self.columns if each.id == column_id)
        column = next(columns, None)
        options = column.options if isinstance(column, ChoiceColumn) else ()
        return {option.id: option.label for option in options}

    @property
    def asks_each_time(self) -> bool:
        """Whether some of its cells are asked for anew where its rows are carried on."""
        return any(each.asked_each_time for each in self.columns)

    def carried_on(self, answer: AnswerValue) -> AnswerValue:
        """Return the rows that another filling begins with: without what is asked each time."""
        asked = {each.id for each in self.columns if each.asked_each_time}
        if not isinstance(answer, tuple):
            return answer
        return tuple(
            {key: cell for key, cell in row.items() if key not in asked}
            for row in answer
            if isinstance(row, Mapping)
        )

    def without_a_row(self, answer: AnswerValue | None) -> tuple[tuple[str, ...], ...]:
        """Return the labels of each group of options that is expected and has no row."""
        if self.expects is None or not isinstance(answer, tuple):
            return ()
        column, labels = self.expects.column, self._labels_of(self.expects.column)
        given = {row.get(column) for row in answer if isinstance(row, Mapping)}
        return tuple(
            tuple(labels[each] for each in group)
            for group in self.expects.each_of
            if given.isdisjoint(group)
        )

    @override
    def shortfall(self, answer: AnswerValue | None, least: int = 0) -> Problem | None:
        """Return `TooFew` while filled rows or needed cells are missing."""
        if not isinstance(answer, tuple):
            return None
        rows = [(index, row) for index, row in enumerate(answer) if isinstance(row, Mapping)]
        filled = [(index, row) for index, row in rows if row]
        if len(filled) < self.min_rows:
            return TooFew(self.min_rows)
        needed = [column.id for column in self.columns if column.required]
        missing = ((index, each) for index, row in filled for each in needed if each not in row)
        return next((CellProblem(index, each, TooFew(1)) for index, each in missing), None)

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        if not isinstance(value, list | tuple):
            raise AnswerRejected(WrongKind())
        if self.rows and len(value) not in (0, len(self.rows)):
            raise AnswerRejected(WrongKind())
        if not self.rows and len(value) > self.max_rows:
            raise AnswerRejected(TooMany(self.max_rows))
        columns = {column.id: column for column in self.columns}
        read = tuple(_row(columns, index, each) for index, each in enumerate(value))
        if not any(read):
            return None
        return read if self.rows else tuple(row for row in read if row)


def _row(columns: Mapping[str, Column], index: int, value: object) -> Row:
    if not isinstance(value, Mapping) or not columns.keys() >= value.keys():
        raise AnswerRejected(WrongKind())
    cells: dict[str, Cell] = {}
    for column_id, column in columns.items():
        try:
            cell = column.read(value.get(column_id))
        except AnswerRejected as rejection:
            raise in_cell(index, column_id, rejection) from None
        if cell is not None:
            cells[column_id] = cell
    return cells

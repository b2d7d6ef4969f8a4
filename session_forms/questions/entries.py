"""Questions that are answered by entries: a list of lines, and what other lists share."""

from collections.abc import Iterable, Iterator
from typing import Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.conditions.conditions import Condition
from session_forms.errors import (
    AnswerRejected,
    CellProblem,
    Problem,
    SimpleProblem,
    TooFew,
    TooMany,
    WrongKind,
)
from session_forms.questions.question import Limits, QuestionBase
from session_forms.questions.writing import plain_text


class EntriesNeeded(Condition):
    """How many entries are needed while a condition holds.

    Attributes:
        entries: The number.
        or_reason_in: An answer to this question stands in for the entries.

    """

    entries: int = Field(ge=1)
    or_reason_in: str | None = None


class EntriesQuestion(QuestionBase):
    """What every question with entries has.

    Attributes:
        min_entries: Fewer entries are kept, and pointed at; no entry at all is no answer.
        min_entries_when: The number needed while something holds, even with no entry at all.
        max_entries: More entries are not taken.

    """

    export: Literal["drop"] = "drop"
    min_entries: int = Field(default=0, ge=0)
    min_entries_when: EntriesNeeded | None = None
    max_entries: int = Field(default=20, ge=1, le=200)

    @model_validator(mode="after")
    def _numbers_are_ordered(self) -> Self:
        when = self.min_entries_when
        needed = max(self.min_entries, 0 if when is None else when.entries)
        if needed > self.max_entries:
            raise ValueError("needs more entries than max_entries allows")
        return self

    @override
    def conditions(self) -> Iterator[tuple[str, Condition]]:
        """Yield each condition with the key it stands under."""
        yield from super().conditions()
        if self.min_entries_when is not None:
            yield "min_entries_when", self.min_entries_when

    @override
    def shortfall(self, answer: AnswerValue | None, least: int = 0) -> Problem | None:
        """Return `TooFew` while entries are missing."""
        given = len(answer) if isinstance(answer, tuple) else 0
        needed = max(least, self.min_entries if given else 0)
        answered_otherwise = answer is not None and not isinstance(answer, tuple)
        return TooFew(needed) if given < needed and not answered_otherwise else None

    def _entries(self, value: object) -> list[object]:
        if not isinstance(value, list | tuple):
            raise AnswerRejected(WrongKind())
        if len(value) > self.max_entries:
            raise AnswerRejected(TooMany(self.max_entries))
        return list(value)


class ListQuestion(EntriesQuestion):
    """Entries of one line each; empty ones are left out."""

    kind: Literal["list"]
    max_characters_each: int = Field(default=200, ge=1, le=2_000)

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        return lines_of_text(self._entries(value), self.max_characters_each) or None


def lines_of_text(values: Iterable[object], limit: int) -> tuple[str, ...]:
    """Return `values` as lines of text without the empty ones.

    Raises:
        AnswerRejected: One of them is no text, or longer than `limit` characters.

    """
    return tuple(text for row, each in enumerate(values) if (text := _line(row, each, limit)))


def in_cell(row: int, column: str, rejection: AnswerRejected) -> AnswerRejected:
    """Return `rejection` with the place it belongs to."""
    problem = rejection.problem
    assert isinstance(problem, SimpleProblem)
    return AnswerRejected(CellProblem(row, column, problem))


def _line(row: int, value: object, limit: int) -> str:
    try:
        return plain_text(value, limit)
    except AnswerRejected as rejection:
        raise in_cell(row, "", rejection) from None

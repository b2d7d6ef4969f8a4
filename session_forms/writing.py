"""Questions that are answered in words: a line, a paragraph, a list."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.conditions import Condition
from session_forms.errors import (
    AnswerRejected,
    CellProblem,
    Problem,
    SimpleProblem,
    TooFew,
    TooLong,
    TooMany,
    TooShort,
    WrongKind,
)
from session_forms.limits import Limits
from session_forms.question import QuestionBase
from session_forms.text_marks import TextMark


def plain_text(value: object, limit: int) -> str:
    """Return `value` as it stands, or "" when it is only white space.

    Raises:
        AnswerRejected: It is no text, holds what cannot be stored, or is too long.

    """
    if type(value) is not str or not _storable(value):
        raise AnswerRejected(WrongKind())
    if len(value) > limit:
        raise AnswerRejected(TooLong(limit))
    return value if value.strip() else ""


class WritingQuestion(QuestionBase):
    """What both lengths of text have; text never leaves the record.

    Attributes:
        min_characters: Shorter text is kept, and pointed at.
        max_characters: Longer text is not taken.
        show_standing_note: Show the form's standing note beside the field.
        warn_on: What in the text earns a warning.

    """

    export: Literal["drop"] = "drop"
    min_characters: int = Field(default=0, ge=0)
    max_characters: int = Field(default=200, ge=1, le=20_000)
    show_standing_note: bool = False
    warn_on: tuple[TextMark, ...] = ()

    @model_validator(mode="after")
    def _lengths_are_ordered(self) -> Self:
        if self.min_characters > self.max_characters:
            raise ValueError("min_characters is above max_characters")
        return self

    @override
    def shortfall(self, answer: AnswerValue | None, least: int = 0) -> Problem | None:
        """Return `TooShort` while the text is shorter than it has to be."""
        if isinstance(answer, str) and len(answer.strip()) < self.min_characters:
            return TooShort(self.min_characters)
        return None

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        return plain_text(value, self.max_characters) or None


class ShortTextQuestion(WritingQuestion):
    """One line of text."""

    kind: Literal["short_text"]


class LongTextQuestion(WritingQuestion):
    """Some lines of text."""

    kind: Literal["long_text"]
    max_characters: int = Field(default=2_000, ge=1, le=20_000)


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
        entries = enumerate(self._entries(value))
        return tuple(text for row, each in entries if (text := self._entry(row, each))) or None

    def _entry(self, row: int, value: object) -> str:
        try:
            return plain_text(value, self.max_characters_each)
        except AnswerRejected as rejection:
            raise in_cell(row, "", rejection) from None


def in_cell(row: int, column: str, rejection: AnswerRejected) -> AnswerRejected:
    """Return `rejection` with the place it belongs to."""
    problem = rejection.problem
    assert isinstance(problem, SimpleProblem)
    return AnswerRejected(CellProblem(row, column, problem))


def _storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

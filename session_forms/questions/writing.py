"""Questions that are answered in words: a line, or some lines."""

from typing import Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.errors import AnswerRejected, Problem, TooLong, TooShort, WrongKind
from session_forms.questions.question import Limits, QuestionBase
from session_forms.words.text_marks import TextMark


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


def _storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

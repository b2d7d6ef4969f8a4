"""Questions whose answer is taken over from an earlier form, line by line, in its own words.

The lines are a copy: kept with this form, so that it can be read as it was when the other
form has long been changed. A copy can be worked on, or only be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.files.frozen import KebabCase, SnakeCase
from session_forms.questions.entries import EntriesQuestion, lines_of_text
from session_forms.questions.question import Limits, check_only_shown

MOST_CHARACTERS_EACH = 2_000
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class EarlierForm:
    """A form that was finished before, as far as a later one takes over from it.

    Attributes:
        title: Its heading.
        day: The day it was finished.
        lines: What was answered, by question, in lines.

    """

    title: str
    day: date
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class FromFormQuestion(EntriesQuestion):
    """Lines taken over from a question of an earlier form.

    Attributes:
        form: The earlier form; this form's own id means the last time it was filled in.
        question: The question of that form.
        editable: Whether the lines can be changed here; else they are only read.
        max_entries: More lines are not taken.

    """

    kind: Literal["from_form"]
    form: KebabCase
    question: SnakeCase
    editable: bool = True
    max_entries: int = Field(default=MOST_LINES, ge=1, le=MOST_LINES)

    @model_validator(mode="after")
    def _only_read_is_sound(self) -> Self:
        if not self.editable:
            check_only_shown(self)
            if self.min_entries or self.min_entries_when is not None:
                raise ValueError("takes no min_entries, since nobody writes the lines")
        return self

    @property
    @override
    def is_asked(self) -> bool:
        """Return whether the lines can be changed."""
        return self.editable

    def lines_in(self, earlier: EarlierForm | None) -> tuple[str, ...]:
        """Return the lines to take over, as many as fit; none without an earlier form."""
        lines = earlier.lines.get(self.question, ()) if earlier else ()
        return lines[: self.max_entries]

    @override
    def _read(self, value: object, limits: Limits) -> AnswerValue | None:
        return lines_of_text(self._entries(value), MOST_CHARACTERS_EACH) or None

"""Prompts: what an answer to a measure suggests to the therapist.

A prompt is shown and kept, and holds nothing up. It is tested on what the item counts,
after reversal, even when there is no total.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from session_forms.files.frozen import Definition
from session_forms.files.spelling import SnakeCase, Words
from session_forms.scores.row_rules import RowTest
from session_forms.scores.score_rules import Evidence, Figure, exact


class Prompt(Definition):
    """A suggestion that an answer opens.

    Attributes:
        question: The question whose answer is tested.
        at_least: It counts this or more.
        at_most: It counts this or less.
        where: For a table: some row passes all of these.
        says: The suggestion, in one sentence.
        source: Where it is published.
        status: How well it is sourced.
        policy: Where the rule is a choice of this project, which one.

    """

    question: SnakeCase
    at_least: Figure | None = None
    at_most: Figure | None = None
    where: Annotated[tuple[RowTest, ...], Field(min_length=1)] | None = None
    says: Words
    source: str = ""
    status: Evidence | None = None
    policy: str = ""

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        tests = (self.at_least, self.at_most, self.where)
        if sum(test is not None for test in tests) != 1:
            raise ValueError("needs exactly one of at_least, at_most and where")
        return self

    def holds_for(self, value: int) -> bool:
        """Return whether an item that counts `value` opens the prompt."""
        if self.at_least is not None:
            return value >= exact(self.at_least)
        return self.at_most is not None and value <= exact(self.at_most)

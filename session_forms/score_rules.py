"""The parts of a score: its missing-item rule, its range, bands, cut-offs, reliable change."""

from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from session_forms.frozen import Definition
from session_forms.question import Words

Evidence = Literal["verified", "secondary", "memory"]
"""How well a figure is sourced; `memory` is never the only ground for a class of outcome."""

Figure = int | float


class Missing(Definition):
    """The instrument's own rule for missing items.

    Attributes:
        max: How many items may be missing.
        never_prorate: Items whose absence leaves no score.
        source: Where the rule is published.
        policy: Where the rule is a choice of this project, which one.

    """

    max: int = Field(default=0, ge=0)
    never_prorate: tuple[str, ...] = ()
    source: str = ""
    policy: str = ""


class Range(Definition):
    """The lowest and the highest value that a complete form can have."""

    low: Figure
    high: Figure


class Band(Definition):
    """A named range: it begins at a value and ends where the next begins."""

    starts_at: Figure = Field(alias="from")
    label: Words


class Cutoff(Definition):
    """A published line; on it counts as beyond it."""

    name: Words
    at: Figure | None = None
    at_most: Figure | None = None
    source: str = ""
    status: Evidence | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_line(self) -> Self:
        if (self.at is None) == (self.at_most is None):
            raise ValueError("needs exactly one of at and at_most")
        return self

    def beyond(self, value: Figure) -> bool:
        """Return whether `value` lies on the far side of the line, or on it."""
        if self.at is not None:
            return exact(value) >= exact(self.at)
        return self.at_most is not None and exact(value) <= exact(self.at_most)


class ReliableChange(Definition):
    """How much change counts: a published criterion, or what one is computed from.

    Attributes:
        published: The published criterion, which wins.
        sd: The standard deviation before treatment.
        r: The reliability.
        source: Where the figures come from.
        status: How well they are sourced.

    """

    published: Figure | None = Field(default=None, gt=0)
    sd: Figure | None = Field(default=None, gt=0)
    r: Figure | None = Field(default=None, ge=0, lt=1)
    source: Words
    status: Evidence

    @model_validator(mode="after")
    def _has_grounds(self) -> Self:
        if (self.sd is None) != (self.r is None):
            raise ValueError("has one of sd and r without the other")
        if self.published is None and self.sd is None:
            raise ValueError("needs published, or sd and r")
        return self


def exact(figure: Figure) -> Fraction:
    """Return `figure` as it is written, not as binary arithmetic holds it."""
    return Fraction(str(figure))

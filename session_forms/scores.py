"""What a score is made of: its items, its missing-item rule, its bands, its reliable change."""

from fractions import Fraction
from typing import Annotated, Literal, Self

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


class Score(Definition):
    """A number made from answers.

    Attributes:
        id: Its name in results, as `total`.
        title: Its name for people.
        items: The questions that are added up.
        reversed_items: Those that count the other way round: lowest + highest - answer.
        aggregate: The sum, or the mean.
        multiply: What the aggregate is multiplied by.
        range: The lowest and the highest possible value.
        direction: Which way is worse.
        missing: The rule for missing items.
        decimals: How many decimals are shown; rounding is half up.
        bands: The named ranges, from the lowest.
        cutoffs: The published lines.
        reliable_change: How much change counts.
        sources: Where the rules come from.
        status: How well they are sourced.

    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")]
    title: Words
    items: Annotated[tuple[str, ...], Field(min_length=1)]
    reversed_items: tuple[str, ...] = ()
    aggregate: Literal["sum", "mean"] = "sum"
    multiply: Figure = Field(default=1, gt=0, le=1_000)
    range: Range | None = None
    direction: Literal["higher-worse", "higher-better"] = "higher-worse"
    missing: Missing = Missing()
    decimals: int = Field(default=0, ge=0, le=4)
    bands: tuple[Band, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    reliable_change: ReliableChange | None = None
    sources: tuple[str, ...] = ()
    status: Evidence | None = None

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, given: object) -> object:
        """Take `range = [0, 27]` and `sources = "one"` for what they mean."""
        if not isinstance(given, dict):
            return given
        full = dict(given)
        match full.get("range"):
            case (low, high):
                full["range"] = {"low": low, "high": high}
            case _:
                pass
        if isinstance(full.get("sources"), str):
            full["sources"] = (full["sources"],)
        return full

    @model_validator(mode="after")
    def _items_are_sound(self) -> Self:
        if len(set(self.items)) != len(self.items):
            raise ValueError("has an item twice")
        if not set(self.items) >= {*self.reversed_items, *self.missing.never_prorate}:
            raise ValueError("reversed_items and never_prorate may only name items")
        if self.missing.max >= len(self.items):
            raise ValueError("missing.max would allow a score without any answer")
        return self

    @model_validator(mode="after")
    def _bands_ascend(self) -> Self:
        starts = [exact(band.starts_at) for band in self.bands]
        if starts != sorted(set(starts)):
            raise ValueError("bands must go up, each value once")
        names = [cutoff.name for cutoff in self.cutoffs]
        if len(set(names)) != len(names):
            raise ValueError("has two cut-offs of one name")
        return self

    def band_of(self, value: Figure) -> str | None:
        """Return the label of the last band that begins at or below `value`."""
        labels = [band.label for band in self.bands if exact(band.starts_at) <= exact(value)]
        return labels[-1] if labels else None


def exact(figure: Figure) -> Fraction:
    """Return `figure` as it is written, not as binary arithmetic holds it."""
    return Fraction(str(figure))

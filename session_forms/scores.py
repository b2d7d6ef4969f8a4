"""What a score is made of, and the rules that belong to it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from session_forms.frozen import Definition
from session_forms.question import Words
from session_forms.score_rules import (
    Band,
    Cutoff,
    Evidence,
    Figure,
    Missing,
    Range,
    ReliableChange,
    exact,
)


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

"""What a score is made of, and the rules that belong to it."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache, partial
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, field_validator, model_validator
from typing_extensions import override

from session_forms.answers import QuestionId
from session_forms.files.frozen import Definition, SnakeCase, Words, check_once
from session_forms.scores.score_rules import (
    Band,
    BandSet,
    Cutoff,
    Evidence,
    Figure,
    Missing,
    Range,
    ReliableChange,
    RowRule,
    Scheme,
    Weight,
    band_at,
    check_bands,
    is_traced,
)

NOTHING: Mapping[str, Any] = MappingProxyType({})
VALUES_KEPT = 1_000
"""Of so many values of a score it is kept what they say; few have as many."""


class Reading(NamedTuple):
    """What one value of a score says.

    Attributes:
        band: The label of the range it falls in, if there are bands that apply.
        above_cutoff: For each cut-off by its label, whether the value lies on it or beyond.
        other_bands: The band in each other published set, by the name of the set.
        schemes: The value in each other way of counting, by the id of the scheme.

    """

    band: str | None
    above_cutoff: Mapping[str, bool]
    other_bands: Mapping[str, str]
    schemes: Mapping[str, Figure]


SAYS_NOTHING = Reading(None, NOTHING, NOTHING, NOTHING)
"""What no value says."""


class Score(Definition):
    """A number made from answers.

    Attributes:
        id: Its name in results, as `total`.
        title: Its name for people.
        items: The questions that are added up; with `rows`, one table.
        reversed_items: Those that count the other way round: lowest + highest - answer.
        weights: The items that count more or less than once.
        rows: Which rows of the table count, and by which column.
        aggregate: The sum, the mean, or how many rows.
        multiply: What the aggregate is multiplied by.
        range: The lowest and the highest possible value.
        direction: Which way is worse.
        missing: The rule for missing items.
        decimals: How many decimals are shown; rounding is half up.
        schemes: Other ways of counting the same answers.
        bands: The named ranges, from the lowest.
        bands_source: Where the bands are published.
        bands_status: How well they are sourced.
        other_bands: Other published sets of bands.
        cutoffs: The published lines.
        reliable_change: How much change counts.
        sources: Where the rules come from.
        status: How well they are sourced.

    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$")]
    title: Words
    items: Annotated[tuple[QuestionId, ...], Field(min_length=1)]
    reversed_items: tuple[SnakeCase, ...] = ()
    weights: tuple[Weight, ...] = ()
    rows: RowRule | None = None
    aggregate: Literal["sum", "mean", "count"] = "sum"
    multiply: Figure = Field(default=1, gt=0, le=1_000)
    range: Range | None = None
    direction: Literal["higher-worse", "higher-better"] = "higher-worse"
    missing: Missing = Missing()
    decimals: int = Field(default=0, ge=0, le=4)
    schemes: tuple[Scheme, ...] = ()
    bands: tuple[Band, ...] = ()
    bands_source: str = ""
    bands_status: Evidence | None = None
    other_bands: tuple[BandSet, ...] = ()
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
        check_once("the item", self.items)
        weighted = [weight.item for weight in self.weights]
        check_once("a weight for", weighted)
        named = {
            "reversed_items": self.reversed_items,
            "weights": weighted,
            "missing.never_prorate": self.missing.never_prorate,
        }
        for key, items in named.items():
            for item in items:
                if item not in self.items:
                    raise ValueError(f"{key} names {item}, which is no item of this score")
        if self.missing.max >= len(self.items):
            raise ValueError("missing.max would allow a score without any answer")
        return self

    @model_validator(mode="after")
    def _rows_are_sound(self) -> Self:
        if self.rows is None:
            if self.aggregate == "count":
                raise ValueError("aggregate count needs rows")
            return self
        if len(self.items) > 1 or self.weights or self.reversed_items:
            raise ValueError("rows go with one table and neither weights nor reversed_items")
        if (self.aggregate == "count") != (self.rows.column is None):
            raise ValueError("rows need a column to sum or average, and none to count")
        return self

    @field_validator("bands")
    @classmethod
    def _bands_ascend(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        check_bands(bands)
        return bands

    @model_validator(mode="after")
    def _lines_are_sound(self) -> Self:
        check_once("the cut-off", (cutoff.label for cutoff in self.cutoffs))
        check_once("the scheme", (scheme.id for scheme in self.schemes))
        return self

    @override
    def __copy__(self) -> Self:
        """Return a copy that reads its values afresh."""
        copy = super().__copy__()
        for each in ("reading_of", "turned"):
            vars(copy).pop(each, None)
        return copy

    @cached_property
    def reading_of(self) -> Callable[[Figure], Reading]:
        """What a value says, worked out once for each: whole caseloads have few of them."""
        return lru_cache(VALUES_KEPT, typed=True)(partial(_reading, self))

    @cached_property
    def turned(self) -> frozenset[str]:
        """The items that count the other way round, where no edition and no paper says else."""
        return frozenset(self.reversed_items)

    def band_of(self, value: Figure) -> str | None:
        """Return the label of the last sourced band that begins at or below `value`."""
        return band_at(self.sourced_bands, value)

    @property
    def is_from_memory(self) -> bool:
        """Whether nobody saw its own rule, or that for missing items, in a source."""
        return "memory" in (self.status, self.missing.status)

    @property
    def sourced_bands(self) -> tuple[Band, ...]:
        """The bands that were traced; no other is named, drawn or let out."""
        return () if self.is_from_memory or not is_traced(self.bands_status) else self.bands

    def weight_of(self, item: str) -> Figure:
        """Return how many times `item` counts."""
        return next((weight.times for weight in self.weights if weight.item == item), 1)


def _reading(score: Score, value: Figure) -> Reading:
    sets = (each for each in score.other_bands if is_traced(each.status))
    named = {each.name: band_at(each.bands, value) for each in sets}
    return Reading(
        band=score.band_of(value),
        above_cutoff=_kept({each.label: each.beyond(value) for each in score.cutoffs}),
        other_bands=_kept({name: band for name, band in named.items() if band is not None}),
        schemes=_kept({each.id: value + each.offset for each in score.schemes}),
    )


def _kept(found: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(found) if found else NOTHING

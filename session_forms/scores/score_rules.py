"""The parts of a score: its rows, missing-item rule, range, bands, cut-offs, reliable change.

Every figure can say where it was read and how well that source is: `verified`, `secondary`
or `memory`. Only a figure that is traced names a band, crosses a line or classes a change; one
read at second hand or written from memory is told with its source, and nothing comes of it.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from session_forms.answers import AnswerValue, Cell
from session_forms.files.frozen import Definition, SnakeCase, Words

Evidence = Literal["verified", "secondary", "memory"]
"""How well a figure is sourced; only `verified` is ever the ground for a class of outcome."""

Figure = int | float


def is_traced(status: Evidence | None) -> bool:
    """Return whether a figure of this status may count; one that says nothing is its author's."""
    return status in {None, "verified"}


class Missing(Definition):
    """The instrument's own rule for missing items.

    Attributes:
        max: How many items may be missing.
        never_prorate: Items whose absence leaves no score.
        source: Where the rule is published.
        policy: Where the rule is a choice of this project, which one.
        status: How well the published rule is sourced.

    """

    max: int = Field(default=0, ge=0)
    never_prorate: tuple[SnakeCase, ...] = ()
    source: str = ""
    policy: str = ""
    status: Evidence | None = None


class Range(Definition):
    """The lowest and the highest value that a complete form can have."""

    low: Figure
    high: Figure


class Band(Definition):
    """A named range: it begins at a value and ends where the next begins."""

    starts_at: Figure = Field(alias="from")
    label: Words


class BandSet(Definition):
    """Another published set of bands, shown beside the main one and never instead of it."""

    name: Words
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    source: str = ""
    status: Evidence | None = None
    note: str = ""

    @model_validator(mode="after")
    def _bands_ascend(self) -> Self:
        check_bands(self.bands)
        return self


class Scheme(Definition):
    """Another way of counting the same answers, which moves the score by a fixed amount.

    Answers are always kept in the scheme of the form; the other value is reckoned from them.

    Attributes:
        id: Its name in results.
        title: Its name for people.
        offset: What is added to the score; bands and cut-offs do not move along.
        source: Where it is published.
        status: How well it is sourced.
        note: What to know about it.

    """

    id: Words
    title: Words
    offset: int
    source: str = ""
    status: Evidence | None = None
    note: str = ""


class Weight(Definition):
    """How many times an item counts; items that are not named count once."""

    item: SnakeCase
    times: Figure = Field(gt=0, le=1_000)


class Cutoff(Definition):
    """A published line; on it counts as beyond it.

    Attributes:
        name: Its name.
        at: This or more lies beyond.
        at_most: This or less lies beyond.
        group: The people it was published for, such as `women`; empty for everybody.
        country: The country it was published for; empty for all.
        source: Where it is published.
        status: How well it is sourced.
        note: What to know about it, such as its sensitivity.

    """

    name: Words
    at: Figure | None = None
    at_most: Figure | None = None
    group: str = ""
    country: str = ""
    source: str = ""
    status: Evidence | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_line(self) -> Self:
        if (self.at is None) == (self.at_most is None):
            raise ValueError("needs exactly one of at and at_most")
        return self

    @property
    def label(self) -> str:
        """The name, with the people and the country that the line is for."""
        if not self.group and not self.country:
            return self.name
        limits = ", ".join(each for each in (self.group, self.country) if each)
        return f"{self.name} ({limits})"

    @property
    def is_general(self) -> bool:
        """Whether the line is for everybody and was traced."""
        return not self.group and not self.country and is_traced(self.status)

    def beyond(self, value: Figure) -> bool:
        """Return whether `value` lies on the far side of the line, or on it."""
        if self.at is not None:
            return is_at_most(self.at, value)
        return self.at_most is not None and is_at_most(value, self.at_most)


class ReliableChange(Definition):
    """How much change counts: a published criterion, or what one is computed from.

    Attributes:
        published: The published criterion, which wins.
        sd: The standard deviation before treatment.
        r: The reliability.
        sem: The standard error of measurement, where a paper gives that in their stead.
        source: Where the figures come from.
        status: How well they are sourced.
        level: The confidence of the published figure, in percent, where it is known.
        note: What to know about it.

    """

    published: Figure | None = Field(default=None, gt=0)
    sd: Figure | None = Field(default=None, gt=0)
    r: Figure | None = Field(default=None, ge=0, lt=1)
    sem: Figure | None = Field(default=None, gt=0)
    source: Words
    status: Evidence
    level: Literal[90, 95] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _has_grounds(self) -> Self:
        if (self.sd is None) != (self.r is None):
            raise ValueError("has one of sd and r without the other")
        if self.published is None and self.sd is None and self.sem is None:
            raise ValueError("needs published, sem, or sd and r")
        if self.sd is not None and self.sem is not None:
            raise ValueError("has sem beside sd and r: leave one of them out")
        return self


def check_bands(bands: tuple[Band, ...]) -> None:
    """Refuse bands that do not go up, as a model's validator does."""
    starts = [exact(band.starts_at) for band in bands]
    if starts != sorted(set(starts)):
        raise ValueError("bands must go up, each value once")


def band_at(bands: tuple[Band, ...], value: Figure) -> str | None:
    """Return the label of the last band that begins at or below `value`."""
    for band in reversed(bands):
        if is_at_most(band.starts_at, value):
            return band.label
    return None


def is_at_most(figure: Figure, other: Figure) -> bool:
    """Return whether a figure as it is written is no more than another."""
    if type(figure) is int and type(other) is int:
        return figure <= other
    return exact(figure) <= exact(other)


@cache
def exact(figure: Figure) -> Fraction:
    """Return `figure` as it is written, not as binary arithmetic holds it."""
    return Fraction(str(figure))


class RowTest(Definition):
    """One cell of a row put to the test; an empty cell passes nothing.

    Attributes:
        column: The column.
        equals: What the cell must hold.
        at_least: Or the lowest number it must hold.

    """

    column: SnakeCase
    equals: bool | int | str | None = None
    at_least: int | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if (self.equals is None) == (self.at_least is None):
            raise ValueError("needs exactly one of equals and at_least")
        return self

    def passes(self, row: Mapping[str, Cell]) -> bool:
        """Return whether the cell of `row` passes."""
        cell = row.get(self.column)
        if self.at_least is not None:
            return type(cell) is int and cell >= self.at_least
        return type(cell) is type(self.equals) and cell == self.equals


class RowRule(Definition):
    """The rows of a table that count, and the column that is added up.

    Attributes:
        where: Every test that a row must pass; a row that does not is left out, not missing.
        column: The column of numbers that is added up or averaged; without it rows are counted.

    """

    where: Annotated[tuple[RowTest, ...], Field(min_length=1)]
    column: SnakeCase | None = None

    def rows(self, answer: AnswerValue | None) -> Iterator[Mapping[str, Cell]]:
        """Yield the rows of a table's answer that pass."""
        for row in answer if isinstance(answer, tuple) else ():
            if isinstance(row, Mapping) and all(test.passes(row) for test in self.where):
                yield row


def rounded(value: Fraction, decimals: int) -> int | float:
    """Return `value` rounded half up: a whole number without decimals, else a float."""
    return rounded_share(value.numerator, value.denominator, decimals)


def rounded_share(total: int, among: int, decimals: int) -> int | float:
    """Return `total` shared among so many, rounded half up; in whole numbers throughout."""
    scale: int = 10**decimals
    units = (2 * total * scale + among) // (2 * among)
    return units / scale if decimals else units

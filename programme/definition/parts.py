"""The parts that a programme is made of, as its files spell them.

Each model refuses unknown keys, so that a misspelt key is an error on the author's desk and
not a line missing in a session.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from session_forms.conditions.alert_levels import Stream
from session_forms.files.frozen import Definition

K = TypeVar("K")
V = TypeVar("V")


def _unchanging(table: Mapping[K, V]) -> Mapping[K, V]:
    return MappingProxyType(dict(table))


Table = Annotated[Mapping[K, V], AfterValidator(_unchanging), PlainSerializer(dict)]
Words = Annotated[str, StringConstraints(min_length=1)]
Minutes = Annotated[int, Field(ge=1, le=60)]
PartOfMinutes = Annotated[int, Field(ge=0, le=60)]
Skippable = Literal["never", "with_reason"]
Shows = Literal["", "scores"]
Status = Literal["draft", "approved"]

ARRIVAL = "arrival"


class Imprint(Definition):
    """What a programme says of itself."""

    id: Words
    version: Words
    language: Words
    title: Words
    status: Status
    approved_by: str = ""
    approved_on: date | None = None
    population: Words
    intended_purpose: Words
    source: Words
    licence: str = ""
    """What others may do with its words; the forms state their own."""


class Evidence(Definition):
    """One claim behind a session, and how far it was checked."""

    claim: Words
    """What is said to be known, in one sentence."""
    source: Words
    """The publication or service that says so."""
    grade: Words
    """The kind of study."""
    checked: Literal["found", "partly found", "verify", "own"]
    """Whether the claim was found in the source; `verify` not yet, `own` that it claims none."""


class Practice(Definition):
    """One small thing to do between two sessions."""

    text: Words
    size: Words
    private: Words
    """Where it leaves a trace, and a way without any."""


class Link(Definition):
    """What a session takes from an earlier one, or hands to a later one."""

    session: Words
    text: Words


class FidelityItem(Definition):
    """One thing that an observer can rate 0, 1 or 2, and what makes it a 2."""

    id: Words
    text: Words
    done_when: Words


class SayLine(Definition):
    """A sentence to say, in its quotation marks; without them, a direction to follow."""

    text: Words
    key: bool = False
    """Whether it must be said in substance."""


class Reply(Definition):
    """Something that can make a step hard, and what to say or do then."""

    difficulty: Words
    reply: Words


class Guidance(Definition):
    """What stands beside the therapist during one step."""

    purpose: Words
    say: tuple[SayLine, ...]
    listen_for: tuple[Words, ...]
    if_stuck: tuple[Reply, ...]
    never: tuple[Words, ...]
    adapt: Table[str, Words]
    """What changes for a client, by adaptation flag."""


class OpenAlert(Definition):
    """Holds while an alert of this stream is open."""

    open_alert: Stream


class Split(Definition):
    """How one session is shared between two meetings of about half an hour.

    Attributes:
        usual: Whether it is held in two meetings as a rule, since one does not hold it; both are
            planned together then.

    """

    part_1: tuple[Words, ...]
    part_2: tuple[Words, ...]
    repeat_in_both: Words
    usual: bool = False


class FidelityBand(Definition):
    """A word for an adherence of at least so many per cent."""

    at_least: Annotated[int, Field(ge=0, le=100)]
    label: Words


class BringForward(Definition):
    """A track may hold a module earlier than the default order does."""

    module: Words
    after: Words


class Track(Definition):
    """A way through the course for one kind of client need."""

    id: Words
    title: Words
    emphasis: tuple[Words, ...] = ()
    bring_forward: tuple[BringForward, ...] = ()
    may_merge: tuple[Annotated[tuple[Words, ...], Field(min_length=2, max_length=2)], ...] = ()
    """Pairs of sessions that may be held in one meeting without a reason."""
    extra_sessions_allowed: Annotated[int, Field(ge=0)] = 0


class Exclusion(Definition):
    """When this programme is not the right help, and what to do instead."""

    id: Words
    rule: Words
    action: Words


class AfterEnd(Definition):
    """How long after the end of the course a session is due."""

    weeks: Annotated[int, Field(ge=0, le=520)] = 0
    months: Annotated[int, Field(ge=0, le=120)] = 0

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if (self.weeks > 0) == (self.months > 0):
            raise ValueError("exactly one of weeks and months is needed")
        return self

    @property
    def days(self) -> float:
        """About how many days that is, to put sessions in order."""
        return self.weeks * 7 + self.months * 30.4


class PlannedSession(Definition):
    """A session of the course, whether or not this version holds its plan."""

    id: Words
    module: Words
    title: Words
    after_end: AfterEnd | None = None
    """When it is due after the end of the course; none for a session of the course itself."""
    extra: bool = False
    """Whether it stands outside the order and can be held as often as it is needed."""

    @model_validator(mode="after")
    def _stands_in_one_place(self) -> Self:
        if self.extra and self.after_end is not None:
            raise ValueError("an extra session has no after_end")
        return self

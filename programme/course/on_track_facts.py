"""What is looked at, and what is found, when the course of one client is held to the rules.

A fact holds its numbers; the application words it. `since` is when it began to hold without a
break, so that one and the same state is asked about once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from programme.course.progress import SessionState
from session_forms.answers import Answers
from session_forms.scores.score_rules import Figure
from session_forms.scores.scores import Score


@dataclass(frozen=True, slots=True)
class Meeting:
    """One session that took place or was missed, and when."""

    plan_id: str
    at: datetime
    state: SessionState


@dataclass(frozen=True, slots=True)
class Series:
    """The scores of one measure that can be compared, oldest first."""

    form_id: str
    score: Score
    values: tuple[tuple[datetime, Figure], ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """One finished filling of a form."""

    at: datetime
    answers: Answers


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What is known about one client's course.

    Attributes:
        meetings: Sessions that took place or were missed, oldest first; those that the service
            cancelled, and those to come, are left out.
        series: The client's measures.
        fillings: The finished fillings of each form, oldest first, by form id.
        track_id: The client's track, which may hold sessions in another order.

    """

    meetings: tuple[Meeting, ...] = ()
    series: tuple[Series, ...] = ()
    fillings: Mapping[str, tuple[Filling, ...]] = field(default_factory=dict)
    track_id: str = ""


@dataclass(frozen=True, slots=True)
class ScoreWorse:
    """A score is reliably worse than the first."""

    since: datetime
    form_id: str
    first: Figure
    last: Figure
    criterion: float


@dataclass(frozen=True, slots=True)
class ScoreNotBetter:
    """A score that began at or beyond its cut-off has not improved reliably."""

    since: datetime
    form_id: str
    first: Figure
    last: Figure
    criterion: float


@dataclass(frozen=True, slots=True)
class RatingLow:
    """A rating is as low as the rule's line, or lower."""

    since: datetime
    form_id: str
    question_id: str
    value: int
    at_most: int


@dataclass(frozen=True, slots=True)
class RatingDown:
    """A rating fell from one filling to the next."""

    since: datetime
    form_id: str
    question_id: str
    before: int
    value: int


@dataclass(frozen=True, slots=True)
class MissedInARow:
    """The last sessions did not take place."""

    since: datetime
    count: int


@dataclass(frozen=True, slots=True)
class SameAnswer:
    """The last fillings of a form chose the same option."""

    since: datetime
    form_id: str
    question_id: str
    option_id: str
    count: int


Fact = ScoreWorse | ScoreNotBetter | RatingLow | RatingDown | MissedInARow | SameAnswer
"""What a rule found; a `match` over it that misses a kind fails type-checking."""

"""What an export is made from before pseudonymisation: it still knows who the client is.

The application fills a `CaseFile` from its record. Only `pseudonymise()` reads it, and
the search of the finished files for what must not stand in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from programme.fidelity.rated_sessions import ItemPair
from session_forms.answers import Answers

ELSEWHERE = "elsewhere"
"""The session plan of a form that belongs to a course which the case is not told by."""


@dataclass(frozen=True, slots=True)
class HeldSession:
    """One session that was due, and what became of it.

    A session split between meetings is one; two held in one meeting are two that share its time.

    Attributes:
        plan_id: The session plan, as printed (S01).
        week: Whole weeks since the first session, from 0.
        attendance: attended, late, cancelled_client, cancelled_service, did_not_attend.
        minutes: How long it was; None where it was not written and no clock ran beside it.
        adherence_percent: How closely it kept to its plan; None while it is not rated.
        ratings: The therapist's rating of each fidelity item: 0, 1, 2 or na.
        pairs: Both ratings of each item that a second rater has rated too; no names.
        together_with: The plan before it that was held in the same meeting, or "".

    """

    plan_id: str
    week: int
    attendance: str
    minutes: int | None
    adherence_percent: int | None = None
    ratings: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[ItemPair, ...] = ()
    together_with: str = ""


@dataclass(frozen=True, slots=True)
class FilledCase:
    """One finished form, under the version it was filled in with.

    Attributes:
        answers: As they were kept: `pseudonymise` judges each by its question.

    """

    form_id: str
    form_version: int
    plan_id: str | None
    week: int
    answers: Mapping[str, object] | Answers


@dataclass(frozen=True, slots=True)
class AlertCase:
    """One alert: when it opened, and how long until somebody acted; None while nobody has."""

    stream: str
    level: str
    week: int
    hours_to_action: float | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One client's course, with what identifies them.

    Attributes:
        names: Names and aliases, for the search of finished files alone.
        birth_date: As an ISO date or empty; for the search alone.
        contacts: Addresses, phones, e-mails, other people's names; for the search alone.
        note_texts: Every free text about the client; for the search alone.
        programme_id: The course that the case is told by, as pps-core: the one that the client
            follows, or, where they are counted, the one in which they began.
        sessions: Those of that course.
        status: active, paused, follow_up or ended; went_on where another course followed.
        held_elsewhere: How many sessions were held in another course, before it or after it.
        held_before: The sessions of this course that count as held and are no session of this file.
        passed_over: How many finished forms are left out, since no form that is installed fits.
        overrides: The gates that were overridden, by id.
        deviations: The kind of each thing that was out of the ordinary; no reasons.
        weeks_waited: Whole weeks from the first contact to the first session held, from the entry
            where none was written; None where no session was held, or the client was imported.
        weeks_since_end: Whole weeks since the course ended; None while it goes on.

    """

    client_id: str
    code: str
    names: tuple[str, ...]
    birth_date: str
    contacts: tuple[str, ...]
    age_band: str
    gender: str
    track: str
    mode: str
    status: str
    sessions: tuple[HeldSession, ...] = ()
    filled: tuple[FilledCase, ...] = ()
    alerts: tuple[AlertCase, ...] = ()
    overrides: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()
    note_texts: tuple[str, ...] = ()
    weeks_waited: int | None = None
    weeks_since_end: int | None = None
    programme_id: str = ""
    held_elsewhere: int = 0
    held_before: tuple[str, ...] = ()
    passed_over: int = 0

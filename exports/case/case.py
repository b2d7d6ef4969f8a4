"""One client's course, fit to leave the clinic: the only thing that reports are made from.

It has no name, no date and no words of anybody: coded answers that their questions keep,
scores, bands, and weeks from the start.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from programme.fidelity.rated_sessions import ItemPair
from session_forms.answers import CannotTell, Declined

Coded = bool | int | float | str | tuple[str, ...] | Declined | CannotTell
"""A number, a yes or no, the id of an option, or a reason for giving none."""
CAME = frozenset({"attended", "late"})
"""The attendance of whoever was there; every other says that a session did not take place."""


@dataclass(frozen=True, slots=True)
class CaseScore:
    """A score as it was computed from the answers; `value` is None where there is none."""

    value: float | None
    band: str | None
    complete: bool
    prorated_from: int | None


@dataclass(frozen=True, slots=True)
class CaseForm:
    """One finished form, without its words."""

    form_id: str
    form_version: int
    plan_id: str
    week: int
    answers: Mapping[str, Coded]
    scores: Mapping[str, CaseScore]


@dataclass(frozen=True, slots=True)
class CaseSession:
    """One session that was due; split between meetings it is one, two in one meeting are two.

    Attributes:
        minutes: How long it was; None where nobody knows.
        ratings: The therapist's rating of each fidelity item: 0, 1, 2 or na.
        pairs: Both ratings of each item that a second rater has rated too.
        together_with: The plan before it that was held in the same meeting, or "".

    """

    plan_id: str
    week: int
    attendance: str
    minutes: int | None
    adherence_percent: int | None
    ratings: Mapping[str, str]
    pairs: tuple[ItemPair, ...]
    together_with: str

    @property
    def is_double_rated(self) -> bool:
        """Return whether a second rater has rated it too."""
        return bool(self.pairs)

    @property
    def held(self) -> bool:
        """Return whether the client was there."""
        return self.attendance in CAME


@dataclass(frozen=True, slots=True)
class CaseAlert:
    """One alert and its time to action in hours; None while nobody has acted."""

    stream: str
    level: str
    week: int
    hours_to_action: float | None


@dataclass(frozen=True)
class PseudonymisedCase:
    """One client's course, without anything that names them.

    Attributes:
        record_key: The client's secret 64 bits, from which the protection of counts draws its
            changes. It is printed nowhere, and the same for every recipient.
        mode: How most meetings were held: in_person, video or telephone; in_person where none was.
            Of a single session nothing is known.
        status: active, paused, follow_up, ended; went_on where another course followed.
        sessions: Every session that was due, whatever became of it, in order.
        overrides: The gates that were overridden, each once.
        deviations: In which ways the course left its plan, each as often as it did.
        weeks_waited: Whole weeks from the first contact to the first session held, from the entry
            where none was written; None where the record cannot say.
        weeks_since_end: Whole weeks since the course ended; None while it goes on.
        held_elsewhere: How many sessions were held in another course, before it or after it.
        held_before: The sessions of this course that were held before it stood in this record, or
            that a person counted as held when another course went on with it.
        passed_over: How many finished forms are not among these, since no installed form fits.

    """

    pseudonym: str
    record_key: int = field(repr=False)
    age_band: str
    gender: str
    track: str
    mode: str
    status: str
    sessions: tuple[CaseSession, ...]
    forms: tuple[CaseForm, ...]
    alerts: tuple[CaseAlert, ...]
    overrides: tuple[str, ...]
    deviations: tuple[str, ...]
    weeks_waited: int | None = None
    weeks_since_end: int | None = None
    held_elsewhere: int = field(default=0, repr=False)
    held_before: tuple[str, ...] = field(default=(), repr=False)
    passed_over: int = field(default=0, repr=False)

    @cached_property
    def held_sessions(self) -> tuple[CaseSession, ...]:
        """The sessions at which the client was there, in order."""
        return tuple(session for session in self.sessions if session.held)

    def of_form(self, form_id: str) -> tuple[CaseForm, ...]:
        """Return every filled form of that id, earliest first."""
        return self._by_form.get(form_id, ())

    @cached_property
    def _by_form(self) -> Mapping[str, tuple[CaseForm, ...]]:
        found: dict[str, list[CaseForm]] = {}
        for form in self.forms:
            found.setdefault(form.form_id, []).append(form)
        return {form_id: tuple(each) for form_id, each in found.items()}

"""The rows of a caseload, frozen; those of the service file stand in `service_model`.

Ids are 32 hexadecimal characters of a random 128-bit number. Times are aware and in UTC;
days are local. Nothing here holds a score: scores are computed from the answers when shown.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal, get_args

NOON = time(12)
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(2999, 12, 30)
"""Every hour of a local day from the one to the other is a moment that a column holds."""


def _local_day(moment: datetime) -> date:
    return moment.astimezone().date()


ClientStatus = Literal["active", "paused", "follow_up", "ended"]
Anonymity = Literal["named", "pseudonym", "code_only"]
Mode = Literal["in_person", "video", "telephone"]
AppointmentState = Literal["planned", "in_progress", "on_hold", "held", "signed", "missed"]
Ending = Literal["finished", "to_be_continued", "broken_off"]
Attendance = Literal[
    "", "attended", "late", "cancelled_client", "cancelled_service", "did_not_attend"
]
BEGUN_OR_HELD: frozenset[AppointmentState] = frozenset({"in_progress", "on_hold", "held", "signed"})
CAME: frozenset[Attendance] = frozenset({"attended", "late"})
"""With these a session took place; `exports/case/case.py` has the same, which knows no record."""
FilledBy = Literal["therapist", "client", "together", "paper"]
Rater = Literal["", "client", "read_aloud", "interpreter", "together", "therapist", "other_service"]
Stream = Literal["suicide", "child_safety"]
Level = Literal["watch", "act", "urgent"]
Rating = Literal["0", "1", "2", "na"]
PromiseKind = Literal["next_contact", "reach_client", "tell_somebody"]
PromiseClosed = Literal["", "contact", "session", "told", "let_go"]
ContactHow = Literal["in_person", "video", "telephone", "message"]
ContactOutcome = Literal["spoke", "no_answer"]
EventKind = Literal[
    "out_of_order",
    "repeated",
    "beyond_allowance",
    "merged",
    "soft_gate",
    "status",
    "track",
    "programme",
    "limits_before",
]
Decision = Literal["given", "refused", "withdrawn"]
GivenHow = Literal["signed_paper", "spoken", "form"]
RestrictionReason = Literal["accuracy", "unlawful", "needed_for_claim", "objection", "retention"]
"""Why processing is restricted: the four grounds of GDPR art. 18(1), or kept for retention only."""
RESTRICTION_REASONS: tuple[RestrictionReason, ...] = get_args(RestrictionReason)


@dataclass(frozen=True, slots=True)
class Client:
    """A person in treatment, by code. Who it is stands in `Identity`.

    Attributes:
        imported_at: When the list was imported that they came from; None for who was added alone.
        held_before: The sessions of the programme that were held before this record, in order.
        held_before_on: The day of the last of them; None where there was none.

    """

    id: str
    code: str
    created_on: date
    status: ClientStatus
    programme_id: str
    programme_version: str
    track: str
    adaptations: tuple[str, ...] = ()
    age_band: str = ""
    gender: str = ""
    imported_at: datetime | None = None
    held_before: tuple[str, ...] = ()
    held_before_on: date | None = None

    @property
    def is_followed_up(self) -> bool:
        """Whether the course is over, and boosters and follow-ups are what comes."""
        return self.status == "follow_up"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who stands behind a code; empty fields where the client chose so."""

    client_id: str
    anonymity: Anonymity
    name: str = ""
    contact: str = ""
    birth_date: str = ""
    emergency_contact: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A dated session of one client.

    Attributes:
        plan_id: The session plan it follows, as printed (S01).
        current_step: The step where the session stands; empty before it starts.
        resumed_at: Since when the clock runs; None while it does not.
        seconds_used: Time used before `resumed_at`.
        rest_follows: Whether the steps that were not done go to another meeting.
        continues: The appointment whose rest this one is.
        merged_with: The plan of the next session, where both are held in one meeting.
        occurrence: Which time the plan is held, from 1; the rest of a session has its number.
        broken_off: Whether the client left before the end.
        first_planned_for: For when it was agreed at first, if it was moved since.
        minutes: How long it is meant to last; None for as long as its plan says.
        earlier_programme: The course in which it was held, where the client has gone on with
            another one since; empty for one of the course that the client follows.
        earlier_version: The version of that course.
        planned_before_start: For when it was planned, where it was begun on an earlier day.
        place: Where it is held, a room as a rule; empty where nothing was said.
        held_by: The name of who began it; empty before, and of one begun by an earlier version.

    """

    id: str
    client_id: str
    plan_id: str
    plan_version: int
    planned_for: datetime
    mode: Mode
    state: AppointmentState = "planned"
    attendance: Attendance = ""
    current_step: str = ""
    started_at: datetime | None = None
    resumed_at: datetime | None = None
    seconds_used: int = 0
    ended_at: datetime | None = None
    rest_follows: bool = False
    continues: str | None = None
    merged_with: str = ""
    occurrence: int = 1
    broken_off: bool = False
    first_planned_for: datetime | None = None
    minutes: int | None = None
    earlier_programme: str = ""
    earlier_version: str = ""
    planned_before_start: datetime | None = None
    place: str = ""
    held_by: str = ""

    @property
    def is_written_down_later(self) -> bool:
        """Whether it was held on its day, and somebody began to write it down on a later one."""
        begun = self.started_at
        return begun is not None and _local_day(self.planned_for) < _local_day(begun)

    @property
    def took_place_at(self) -> datetime:
        """When it was: since it began, or at its hour where it is to come or written down later."""
        if self.started_at is None or self.is_written_down_later:
            return self.planned_for
        return self.started_at


@dataclass(frozen=True, slots=True)
class StepMark:
    """What became of one step of an appointment."""

    appointment_id: str
    step_id: str
    mark: Literal["done", "skipped"]
    reason: str
    marked_at: datetime


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The answers to one form, as JSON, under the version it was filled in with.

    Attributes:
        slot: For a measure, the one slot that this administration fills ("phq-9@S02").
        filled_by: Where it was answered: by one or both at the screen, or on paper.
        started_at: When its first answer was kept; for paper, when it was entered.
        amends: The filled form that this one corrects openly; the original stays.
        filled_on: The day written on the paper; None for a form answered at the screen.
        rater: Who filled in the paper; empty for a form answered at the screen.
        amended_by: The name of who corrects it; empty for what is no correction.

    """

    id: str
    client_id: str
    appointment_id: str | None
    form_id: str
    form_version: int
    slot: str | None
    status: Literal["draft", "finished"]
    filled_by: FilledBy
    answers: str
    started_at: datetime
    changed_at: datetime
    finished_at: datetime | None = None
    amends: str | None = None
    amend_reason: str = ""
    filled_on: date | None = None
    rater: Rater = ""
    amended_by: str = ""

    @property
    def answered_at(self) -> datetime:
        """When the answers were given: at noon of the day on the paper, else when last changed."""
        if self.filled_on is None:
            return self.changed_at
        return datetime.combine(self.filled_on, NOON).astimezone(UTC)

    def given_at(self, meeting: Appointment | None) -> datetime:
        """When the answers were given, knowing the meeting that the form belongs to.

        What is filled in while a meeting is written down later was said there; what the client
        answered alone at the screen was not.
        """
        is_told_later = self.filled_on is None and self.filled_by != "client"
        if is_told_later and meeting is not None and meeting.is_written_down_later:
            return meeting.took_place_at
        return self.answered_at

    @property
    def is_late(self) -> bool:
        """Whether it was entered on a later day than the one on the paper."""
        return self.filled_on is not None and self.filled_on < _local_day(self.started_at)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What a person did about an alert.

    Attributes:
        actions: What was done of what the pathway asks for.
        facts: The facts and the decision.
        told: Who was told; empty where nobody was, or is still to be.
        told_when: When they were told.
        next_contact: The day of the next contact that was promised, as an ISO date.
        reason_for_open_actions: Why something that is asked for stays open.
        by: Who answered.
        taken_from: The alert whose answer was taken over; empty where none was.
        stands_with: Promises of that answer which stand for this one as well.
        replaces: Promises of that answer in whose place this one puts another.

    """

    actions: tuple[str, ...]
    facts: str
    told: str
    told_when: str
    next_contact: str
    reason_for_open_actions: str
    by: str
    taken_from: str = ""
    stands_with: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """One fact that a person must answer with an action. It cannot be dismissed.

    Attributes:
        answered_with: The alert of the same matter with which it is answered; None where it stands
            for itself.

    """

    id: str
    client_id: str
    appointment_id: str | None
    filled_form_id: str
    form_id: str
    question_id: str
    stream: Stream
    level: Level
    states: str
    opens: tuple[str, ...]
    opened_at: datetime
    acknowledged_at: datetime | None = None
    acknowledgement: Acknowledgement | None = None
    answered_with: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether a person still has to answer it."""
        return self.acknowledgement is None and self.answered_with is None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised to a client, or about one; it stands until it is closed.

    Attributes:
        kind: Being in contact again; reaching a client who left early; telling somebody.
        alert_id: The alert whose answer made it, if one did.
        appointment_id: The session in which it was made, or that was broken off.
        due_on: The last day for it.
        words: Who is to be told, or what was agreed.
        closed_how: By a contact, by a session that was held, by telling, or let go for a reason.

    """

    id: str
    client_id: str
    kind: PromiseKind
    alert_id: str | None
    appointment_id: str | None
    due_on: date
    words: str
    promised_at: datetime
    promised_by: str
    closed_at: datetime | None = None
    closed_how: PromiseClosed = ""
    closed_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """One try to be in contact with a client, and whether somebody was reached.

    Attributes:
        promise_id: The promise that it was to keep; None where nothing was promised.
        appointment_id: The missed appointment that it was about; None where it was about none.

    """

    id: str
    client_id: str
    promise_id: str | None
    how: ContactHow
    outcome: ContactOutcome
    words: str
    made_at: datetime
    made_by: str
    appointment_id: str | None = None


@dataclass(frozen=True, slots=True)
class BegunWords:
    """What somebody was writing when it locked, and had not saved.

    Attributes:
        client_id: The client that the page was about; None of any other page.
        person: Who was writing, by their uid.
        place: The page, by a name that tells it from others.
        words: What was written, as JSON.

    """

    id: str
    client_id: str | None
    person: str
    place: str
    words: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class FidelityRating:
    """How one fidelity item went; `na` carries its reason."""

    appointment_id: str
    item_id: str
    rating: Rating
    reason: str
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class FidelityAmendment:
    """An open correction of one rating of a session whose note is signed.

    Attributes:
        reason: Why the item does not apply, where the rating is `na`.
        amend_reason: Why the rating is corrected.

    """

    id: str
    appointment_id: str
    item_id: str
    rating: Rating
    reason: str
    amend_reason: str
    amended_by: str
    amended_at: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a note, and when."""

    filled_form_id: str
    appointment_id: str
    signed_by: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class GateOverride:
    """A hard gate passed with a reason and a named supervisor."""

    id: str
    client_id: str
    gate_id: str
    plan_id: str
    reason: str
    supervisor: str
    overridden_at: datetime


@dataclass(frozen=True, slots=True)
class CourseEvent:
    """Something out of the ordinary in a course, and why.

    Attributes:
        plan_id: The session it is about, or "".
        detail: What exactly, as a code: the other session, the status, the version.

    """

    id: str
    client_id: str
    kind: EventKind
    plan_id: str
    detail: str
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class CountedLine:
    """What a person decided about one session of the course that a client goes on with.

    Attributes:
        counts: Whether it counts as held.
        reason: Why; empty where it is still to be held and nobody said more.

    """

    plan_id: str
    counts: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PlannedBefore:
    """Which session an appointment was planned for, before it became one of another course."""

    appointment_id: str
    plan_id: str
    plan_version: int
    merged_with: str
    continues: str | None
    occurrence: int


@dataclass(frozen=True, slots=True)
class CourseMove:
    """A client went on with another course.

    Attributes:
        from_programme: The course before, with its version, track, status and what was held
            before this record, as the client had them.
        lines: What was decided about each session of the course after.
        planned: The appointments in the calendar, as they were planned in the course before.
        undone_at: When it was taken back; None while it stands.

    """

    id: str
    client_id: str
    from_programme: str
    from_version: str
    from_track: str
    from_status: ClientStatus
    from_held_before: tuple[str, ...]
    from_held_before_on: date | None
    to_programme: str
    to_version: str
    to_track: str
    lines: tuple[CountedLine, ...]
    planned: tuple[PlannedBefore, ...]
    reason: str
    decided_by: str
    decided_at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""
    undo_reason: str = ""


@dataclass(frozen=True, slots=True)
class SecondRating:
    """How a second rater saw one fidelity item of a session."""

    appointment_id: str
    item_id: str
    rating: Rating
    rater: str
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line of the list of clients, read in one query.

    Attributes:
        programme_id: The programme that they follow, in the version `programme_version`.
        last_plan: The plan of the session that was held last.
        running_plan: The plan of the session that is under way; empty without one.

    """

    id: str
    code: str
    status: ClientStatus
    programme_id: str
    programme_version: str
    sessions_held: int
    last_plan: str
    last_seen: datetime | None
    next_planned: datetime | None
    open_alerts: int
    running_plan: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """One decision of a client.

    Attributes:
        topic: What it is about.
        text_id: The text that was read or signed: a form, or a paper of the clinic.
        text_version: The version of that text.
        imported_at: When the list was imported that it came with; None where it was recorded here.

    """

    id: str
    client_id: str
    topic: str
    text_id: str
    text_version: str
    decision: Decision
    given_how: GivenHow
    decided_at: datetime
    imported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Restriction:
    """A record that is kept and hidden, neither changed nor exported.

    Attributes:
        review_on: The day on which it is looked at again.
        lifted_at: When it ended; None while it stands.

    """

    id: str
    client_id: str
    reason: RestrictionReason
    restricted_at: datetime
    review_on: date | None = None
    lifted_at: datetime | None = None
    lift_reason: str = ""


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A reason why a record must be kept; while it stands nothing erases the client."""

    id: str
    client_id: str
    reason: str
    held_at: datetime
    review_on: date | None = None
    lifted_at: datetime | None = None
    lift_reason: str = ""

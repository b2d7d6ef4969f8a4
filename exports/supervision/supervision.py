"""What a supervisor looks at: a caseload by client codes, in facts. It stays in the clinic."""

from dataclasses import dataclass
from datetime import date

from programme.fidelity.agreement import Agreement
from programme.fidelity.fidelity import ItemTally


@dataclass(frozen=True, slots=True)
class PackClientLine:
    """One client at a glance.

    Attributes:
        status: Of the course, or `waiting` for who waits for a place in it.
        last_held: The day of the last session; None before the first.
        next_planned: The day of the next one; None while none is planned.
        asks: Whether the course asks for a look that nobody has taken since.

    """

    code: str
    status: str
    held: int
    last_held: date | None
    next_planned: date | None
    open_alerts: int
    asks: bool


@dataclass(frozen=True, slots=True)
class PackCourseLine:
    """A course that is not going as hoped: a rule that holds, and its facts.

    Attributes:
        stage: `review`, `watch`, or `discuss` where it was reviewed and waits for supervision.
        discuss_by: Until when it is to be discussed, where a review set a day.

    """

    code: str
    stage: str
    rule: str
    facts: tuple[str, ...]
    discuss_by: date | None = None


@dataclass(frozen=True, slots=True)
class PackAlertLine:
    """One open alert."""

    code: str
    level: str
    stream: str
    states: str
    opened_on: date
    days_open: int


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """An alert that was answered since the day that the pack looks back to.

    Attributes:
        has_open_steps: Whether something that the clinic asks for was not done, with a reason.

    """

    code: str
    level: str
    stream: str
    states: str
    opened_on: date
    answered_on: date
    has_open_steps: bool = False


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """A promise whose day has passed, and that nobody has kept or let go.

    Attributes:
        kind: `next_contact`, `reach_client` or `tell_somebody`.

    """

    code: str
    kind: str
    due_on: date
    days_over: int


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A session of the last quarter whose signed note says that it should go to supervision.

    Attributes:
        question: What is to be asked there, as the therapist wrote it; empty where nothing was.

    """

    code: str
    plan_id: str
    day: date
    question: str = ""


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Something out of the ordinary, with the reason that the therapist gave.

    Attributes:
        agreed: Who agreed, as the therapist wrote it; empty where nobody had to.

    """

    day: date
    code: str
    what: str
    plan_id: str
    reason: str
    agreed: str = ""


@dataclass(frozen=True, slots=True)
class OffLine:
    """A meeting of the last quarter that did not take place, and why in words."""

    day: date
    code: str
    plan_id: str
    why: str


@dataclass(frozen=True, slots=True)
class MonthLine:
    """The fidelity of one month; `month` as 2026-11, the share None while nothing is rated."""

    month: str
    held: int
    rated: int
    twice: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class RatedTwice:
    """One session that a second rater has rated, or that is to be rated next."""

    day: date
    code: str
    plan_id: str
    items: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class PackFidelity:
    """How sessions were held: month by month, and over the last quarter.

    Attributes:
        missed: The items most often not done in the quarter, with their texts.
        twice: The sessions of the quarter that were rated twice.
        following: The session to rate next; None where none is due.
        wanted: How many of the quarter's sessions were to be rated twice.
        agreed: How far both raters agree over all sessions that have two.
        entered: In how many sessions the second rater did not sign what was typed in.

    """

    months: tuple[MonthLine, ...]
    missed: tuple[tuple[ItemTally, str], ...]
    held: int
    wanted: int
    twice: tuple[RatedTwice, ...]
    following: RatedTwice | None
    agreed: Agreement
    bands: tuple[tuple[int, str], ...]
    entered: int = 0


@dataclass(frozen=True, slots=True)
class PackPlanLine:
    """A plan whose day of review is near or past; None where it is not written yet."""

    code: str
    title: str
    review: date | None


@dataclass(frozen=True, slots=True)
class AsideLine:
    """How many filled forms of a client are in no part of the pack: no installed form fits them."""

    code: str
    forms: int


@dataclass(frozen=True, slots=True)
class PackFacts:
    """Everything in the pack; nothing in it names a client.

    Attributes:
        undecided: Who had a first contact and a session, and nobody decided on the right help.

    """

    made_on: date
    since: date
    clients: tuple[PackClientLine, ...]
    courses: tuple[PackCourseLine, ...]
    alerts: tuple[PackAlertLine, ...]
    overrides: tuple[ReasonLine, ...]
    deviations: tuple[ReasonLine, ...]
    fidelity: PackFidelity
    plans: tuple[PackPlanLine, ...]
    overdue: tuple[OverdueLine, ...] = ()
    asked: tuple[AskedLine, ...] = ()
    off: tuple[OffLine, ...] = ()
    answered: tuple[AnsweredLine, ...] = ()
    aside: tuple[AsideLine, ...] = ()
    undecided: tuple[str, ...] = ()

"""Whether a planned session can be held as it stands, and what lacks, before the client comes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from programme.course.order import due_after
from programme.definition.definition import SessionPlan, Step
from session_forms.reference.jurisdictions import Jurisdiction, newest_of_each, usable_texts
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.model import Alert, Appointment
from therapist_app.workflows.course.after_the_end import after_the_end
from therapist_app.workflows.course.changed_wordings import changed_wording, is_review
from therapist_app.workflows.course.consenting import refused_to_work
from therapist_app.workflows.course.following_a_plan import agenda_of, known_plan, plan_ids_of
from therapist_app.workflows.course.promised_contacts import ELIGIBILITY, FIRST_CONTACT
from therapist_app.workflows.course.right_help import right_help
from therapist_app.workflows.errors import NoLocalText
from therapist_app.workflows.sessions.passing_gates import gates_before
from therapist_app.workflows.sessions.seeing_a_session import (
    DueMeasure,
    measures_due,
    still_waiting,
)
from therapist_app.workflows.workspace import Workspace

Kind = Literal[
    "text",
    "first-contact",
    "right-help",
    "agreement",
    "gates",
    "safety-plan",
    "boundaries",
    "figures",
    "consent",
    "measures",
    "paper",
]
State = Literal["ready", "first", "barred"]
PLANS: tuple[Kind, ...] = ("safety-plan", "boundaries")
"""The kinds of line that are forms to be looked at again on a day."""


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """One thing that a session rests on.

    Attributes:
        state: `ready`; `first` where something is to be done before; `barred` where the session
            cannot be held like this at all.
        count: How many: gates, measures, sheets. Of gates the closed ones: of a line that is
            `ready` those that only advise.
        minutes: How long the measures take.
        day: Until when the text counts, or when a plan was to be looked at.
        form_id: The form in which it is done, where it is one.
        sheets: The sheets of paper: the form of each, and what it is called.
        is_asked: Whether the client was asked already, where it is about a consent.

    """

    kind: Kind
    state: State
    count: int = 0
    minutes: int = 0
    day: date | None = None
    form_id: str = ""
    sheets: tuple[tuple[str, str], ...] = ()
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a session rests on, in the order in which it is looked at."""

    lines: tuple[ReadyLine, ...]

    @property
    def lacking(self) -> tuple[ReadyLine, ...]:
        """What is to be done first, what bars the session at the front."""
        return tuple(
            each for wanted in ("barred", "first") for each in self.lines if each.state == wanted
        )

    @property
    def state(self) -> State:
        """The whole in a word."""
        return self.lacking[0].state if self.lacking else "ready"

    @property
    def things_first(self) -> int:
        """How many things are to be done first: each gate, and the sheets of paper as one."""
        return sum(each.count if each.kind == "gates" else 1 for each in self.lacking)

    @property
    def minutes(self) -> int:
        """How long the measures take together."""
        return sum(each.minutes for each in self.lines)


def readiness_of(
    workspace: Workspace, appointment: Appointment, due: Sequence[DueMeasure] | None = None
) -> Readiness | None:
    """Return what a planned session rests on; None for any other, or one whose plan is not here.

    `due` are its measures, where they are known already.
    """
    if appointment.state != "planned" or known_plan(workspace, appointment) is None:
        return None
    return Readiness(
        (
            *_text(workspace, appointment),
            *_before_the_course(workspace, appointment.client_id),
            *_agreement(workspace, appointment),
            *_gates(workspace, appointment),
            *_plans(workspace, appointment),
            *_figures(workspace, appointment),
            *_consent(workspace, appointment),
            *_measures(measures_due(workspace, appointment) if due is None else due),
        )
    )


def readiness_before(workspace: Workspace, client_id: str, plan: SessionPlan) -> Readiness | None:
    """Return what a session rests on that is in no calendar yet; measures fall due on its day.

    None where the version of the programme that has its plan is not installed.
    """
    session = Appointment("", client_id, plan.id, plan.version, workspace.now(), "in_person")
    if known_plan(workspace, session) is None:
        return None
    return Readiness(
        (
            *_text(workspace, session),
            *_before_the_course(workspace, client_id),
            *_agreement(workspace, session),
            *_gates(workspace, session),
            *_plans(workspace, session),
            *_figures(workspace, session),
        )
    )


def require_text(workspace: Workspace, appointment: Appointment) -> None:
    """Refuse to begin a session that rests on a local text while none may be read.

    Raises:
        NoLocalText: No text is approved and in date, and none was read to the client yet.

    """
    steps = agenda_of(workspace, appointment)
    resting = _rests_on_text(workspace, appointment.client_id, steps)
    if resting and not _usable(workspace):
        raise NoLocalText(resting)


def lacks_text(workspace: Workspace, client_id: str, *plan_ids: str) -> bool:
    """Return whether sessions rest on a local text, as a new client's, and none may be read.

    A client to whom one was read already goes on: what was begun can be finished.
    """
    plans = workspace.programme_for(client_id).session_plans
    steps = [step for each in plan_ids if each in plans for step in plans[each].steps]
    return bool(_rests_on_text(workspace, client_id, steps)) and not _usable(workspace)


def has_first_contact_open(workspace: Workspace, client_id: str) -> bool:
    """Return whether the first contact with a client was begun and never finished."""
    found = filled_forms.for_client(workspace.caseload, client_id, FIRST_CONTACT)
    return bool(found) and not any(each.status == "finished" for each in found)


def danger_told_first(workspace: Workspace, client_id: str) -> Alert | None:
    """Return the oldest urgent alert of a first contact that nobody has answered yet."""
    found = (
        each
        for each in alerts.unacknowledged(workspace.caseload, client_id)
        if each.form_id == FIRST_CONTACT and each.level == "urgent"
    )
    return min(found, key=lambda each: each.opened_at, default=None)


def _text(workspace: Workspace, appointment: Appointment) -> Iterator[ReadyLine]:
    steps = agenda_of(workspace, appointment)
    if not _rests_on_text(workspace, appointment.client_id, steps):
        return
    usable = _usable(workspace)
    days = [each.expires_on for each in usable if each.expires_on is not None]
    yield ReadyLine("text", "ready" if usable else "barred", day=max(days, default=None))


def _before_the_course(workspace: Workspace, client_id: str) -> Iterator[ReadyLine]:
    if has_first_contact_open(workspace, client_id):
        yield ReadyLine("first-contact", "first", form_id=FIRST_CONTACT)
    if right_help(workspace, client_id) != "taken":
        yield ReadyLine("right-help", "first", form_id=ELIGIBILITY)


def _agreement(workspace: Workspace, appointment: Appointment) -> Iterator[ReadyLine]:
    if refused_to_work(workspace, appointment.client_id) is not None:
        yield ReadyLine("agreement", "first")


def _usable(workspace: Workspace) -> tuple[Jurisdiction, ...]:
    today = workspace.today()
    usable = usable_texts(workspace.local_texts, today, practice=workspace.practice)
    return newest_of_each(usable)


def _rests_on_text(workspace: Workspace, client_id: str, steps: Iterable[Step]) -> str:
    """Return the first form with a local text that a step begins; "" where none is begun."""
    client = workspace.client(client_id)
    asked = dict.fromkeys(each.form_id for each in steps if each.form_id)
    resting = (
        each
        for each in asked
        if workspace.form_for(client, each).needs_local_text
        and not filled_forms.for_client(workspace.caseload, client_id, each)
    )
    return next(resting, "")


def _gates(workspace: Workspace, appointment: Appointment) -> Iterator[ReadyLine]:
    plans = plan_ids_of(appointment)
    programme = workspace.programme_for(appointment.client_id)
    closed = gates_before(workspace, appointment.client_id, *plans)
    hard = [each for each in closed if each.kind == "hard"]
    if not hard:
        if closed or any(each.before in plans for each in programme.gates):
            yield ReadyLine("gates", "ready", count=len(closed))
        return
    yield ReadyLine("gates", "first", count=len(hard))


def _plans(workspace: Workspace, appointment: Appointment) -> Iterator[ReadyLine]:
    for form_id in PLANS:
        day = filled_forms.review_day(workspace.caseload, appointment.client_id, form_id)
        if day is not None and day <= workspace.today():
            yield ReadyLine(form_id, "first", day=day)


def _figures(workspace: Workspace, appointment: Appointment) -> Iterator[ReadyLine]:
    """Yield that the client is to be asked again about figures, where something is reviewed."""
    client = workspace.client(appointment.client_id)
    looked_at = any(_plans(workspace, appointment)) or is_review(
        workspace.programme_of(client), appointment.plan_id
    )
    if looked_at and changed_wording(workspace, client) is not None:
        yield ReadyLine("figures", "first")


def _consent(workspace: Workspace, appointment: Appointment) -> Iterator[ReadyLine]:
    programme = workspace.programme_for(appointment.client_id)
    after = {each.plan_id for each in due_after(programme, workspace.today())}
    if appointment.plan_id in after:
        agreed = after_the_end(workspace, appointment.client_id).consent
        state: State = "ready" if agreed == "yes" else "barred"
        yield ReadyLine("consent", state, is_asked=agreed != "not_asked")


def _measures(found: Iterable[DueMeasure]) -> Iterator[ReadyLine]:
    due = still_waiting(found)
    sheets = [each for each in due if each.on_paper]
    if due:  # those on paper among them, as the session counts
        minutes = sum(each.minutes for each in due)
        yield ReadyLine("measures", "ready", count=len(due), minutes=minutes)
    if sheets:
        named = tuple((each.form_id, each.title) for each in sheets)
        yield ReadyLine("paper", "first", count=len(sheets), sheets=named)

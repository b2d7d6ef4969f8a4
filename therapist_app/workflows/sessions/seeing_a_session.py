"""What a session shows: the agenda, the clock, the measures due, what was before, what is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from programme.course.progress import step_is_open
from programme.definition.definition import SessionPlan, Step
from session_forms.form.definition import FormDefinition
from therapist_app.record.clients import appointments, filled_forms
from therapist_app.record.model import Alert, Appointment, StepMark
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import (
    agenda_of,
    is_safety_check,
    pause_after,
    places_of,
    plan_of,
    slots_of,
)
from therapist_app.workflows.forms.keeping_forms import latest_answers
from therapist_app.workflows.forms.opening_answers import fact_words
from therapist_app.workflows.forms.opening_forms import RUNNING
from therapist_app.workflows.measures.measuring import MeasureSeries, measure_series
from therapist_app.workflows.policies.form_use import is_excluded
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.looking_back import LastTime, last_time
from therapist_app.workflows.workspace import Workspace

StepState = Literal["done", "now", "next", "skipped"]
MeasureState = Literal["due", "draft", "finished"]
LONGEST_MEETING = 600  # minutes, as the note's own limit; beyond it nobody ended the session
MARKED: frozenset[StepState] = frozenset({"done", "skipped"})


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """One line of the agenda."""

    step: Step
    state: StepState
    reason: str
    is_safety_check: bool = False
    """Whether it asks about the client's safety and children's, so that it is never left out."""


@dataclass(frozen=True, slots=True)
class DueMeasure:
    """A measure due at this session, where it stands, and when it is handed over.

    Attributes:
        later: The title of the step at which it is handed over, where that comes after the one
            in hand; empty for what is due by now.
        alone: Whether the client fills it in alone, and not together with the therapist.

    """

    form_id: str
    title: str
    state: MeasureState
    on_paper: bool
    minutes: int
    later: str = ""
    alone: bool = True

    @property
    def may_be_handed_over(self) -> bool:
        """Whether it can still be filled in at the screen."""
        return self.state != "finished" and not self.on_paper

    @property
    def is_handed_over_now(self) -> bool:
        """Whether the client fills it in alone at the step in hand."""
        return self.may_be_handed_over and self.alone and not self.later


@dataclass(frozen=True, slots=True)
class SessionPageData:
    """What the session screen shows."""

    appointment: Appointment
    code: str
    plan: SessionPlan
    adaptations: tuple[str, ...]
    agenda: tuple[AgendaStep, ...]
    current: Step
    current_is_open: bool
    current_form: FormDefinition | None
    scores: tuple[MeasureSeries, ...]
    minutes_used: int
    last_time: LastTime | None
    was_held_before: bool
    """Whether sessions of the course were held before this record."""
    due: tuple[DueMeasure, ...]
    alerts: tuple[Alert, ...]
    alert_facts: Mapping[str, str]
    """What each open alert is about, by its id."""
    pause_after: str = ""
    """The step after which a short meeting ends."""

    @property
    def minutes(self) -> int:
        """The minutes planned for this meeting; of a short one, up to its pause."""
        return sum(each.step.minutes for each in self.this_meeting)

    @property
    def this_meeting(self) -> tuple[AgendaStep, ...]:
        """The steps planned for this meeting; those after the pause belong to the next.

        Where one of those is done here as well, or the session was said to be finished in this
        meeting, all of them are of this one.
        """
        ids = [each.step.id for each in self.agenda]
        end = ids.index(self.pause_after) + 1 if self.pause_after in ids else len(ids)
        is_finished = self.appointment.state == "held" and not self.appointment.rest_follows
        goes_on = is_finished or any(each.state in MARKED for each in self.agenda[end:])
        return self.agenda if goes_on else self.agenda[:end]

    @property
    def minutes_by_plan(self) -> tuple[int, int]:
        """The minutes that the plan has given when the step in hand begins, and when it ends."""
        marked = [each for each in self.agenda if each.state in MARKED]
        begins = sum(each.step.minutes for each in marked)
        is_marked = any(each.step.id == self.current.id for each in marked)
        return begins, begins if is_marked else begins + self.current.minutes

    @property
    def is_through(self) -> bool:
        """Whether every step planned for this meeting is done or left out."""
        return all(each.state in MARKED for each in self.this_meeting)


def session_page_data(workspace: Workspace, appointment_id: str) -> SessionPageData:
    """Return what the session screen shows."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    client = workspace.client(appointment.client_id)
    plan = plan_of(workspace, appointment)
    steps = agenda_of(workspace, appointment)
    marks = {
        each.step_id: each for each in appointments.step_marks(workspace.caseload, appointment_id)
    }
    # A step that the meeting before had open when this one began may have been marked there since.
    at = (step for step in steps if step.id == appointment.current_step)
    current = next(at, steps[0])
    check = next((each for each in steps if is_safety_check(workspace, each)), None)
    answers = latest_answers(workspace, client.id)
    waiting = open_alerts(workspace, client.id)
    return SessionPageData(
        appointment=appointment,
        code=client.code,
        plan=plan,
        adaptations=client.adaptations,
        agenda=tuple(
            _agenda_step(step, current.id, marks.get(step.id), is_safety_check=step is check)
            for step in steps
        ),
        current=current,
        current_is_open=step_is_open(current, answers),
        current_form=workspace.form_for(client, current.form_id) if current.form_id else None,
        scores=_scores(workspace, appointment) if current.shows == "scores" else (),
        minutes_used=seconds_used(appointment, workspace.now()) // 60,
        last_time=last_time(workspace, appointment, current.form_id),
        was_held_before=bool(client.held_before),
        due=_due_here(workspace, appointment),
        alerts=waiting,
        alert_facts={each.id: fact_words(workspace, each) for each in waiting},
        pause_after=pause_after(workspace, appointment),
    )


def _scores(workspace: Workspace, appointment: Appointment) -> tuple[MeasureSeries, ...]:
    """Return the client's scores, those of this session first."""
    here = places_of(appointment)
    found = measure_series(workspace, appointment.client_id)
    return tuple(
        sorted(found, key=lambda each: not any(point.plan_id in here for point in each.scored))
    )


def _due_here(workspace: Workspace, appointment: Appointment) -> tuple[DueMeasure, ...]:
    """Return the measures of this session, and what else the client began in it alone."""
    due = measures_due(workspace, appointment)
    known = {each.form_id for each in due}
    known |= {step.form_id for step in agenda_of(workspace, appointment) if step.form_id}
    begun = {
        each.form_id: workspace.form_for(workspace.client(each.client_id), each.form_id)
        for each in fitting_forms.for_appointment(workspace, appointment.id)
        if each.status == "draft" and each.filled_by == "client" and each.form_id not in known
    }
    return (
        *due,
        *(
            DueMeasure(each, form.short_title, "draft", form.is_typed_from_paper, form.minutes or 0)
            for each, form in begun.items()
        ),
    )


def measures_due(workspace: Workspace, appointment: Appointment) -> tuple[DueMeasure, ...]:
    """Return the measures of this session, each with the one slot it fills."""
    due: list[DueMeasure] = []
    client = workspace.client(appointment.client_id)
    filled = filled_forms.slots_filled(workspace.caseload, client.id)
    slots = slots_of(workspace, appointment)
    later = _later_steps(workspace, appointment) if slots else {}
    for slot in slots:
        form = workspace.form_for(client, slot.form_id)
        state: MeasureState = filled.get(slot.name, "due")
        if state == "due" and is_excluded(workspace, form):
            continue
        due.append(
            DueMeasure(
                form_id=slot.form_id,
                title=form.short_title,
                state=state,
                on_paper=form.is_typed_from_paper,
                minutes=form.minutes or 0,
                later=later.get(slot.form_id, ""),
                alone=form.filled_by == "client",
            )
        )
    return tuple(due)


def still_waiting(due: Iterable[DueMeasure]) -> tuple[DueMeasure, ...]:
    """Return the measures that are still to be filled in or typed from paper: those that count."""
    return tuple(each for each in due if each.state != "finished")


def next_measure(
    workspace: Workspace, appointment_id: str | None, *, after: str = ""
) -> DueMeasure | None:
    """Return the measure that is due next at the screen in a session that runs, if there is one.

    After one that was entered from paper the others on paper come first, which lie beside it:
    those that are due now, and those of its own step where it was entered ahead of that. After the
    last one at the screen those on paper that are due now come.

    Args:
        workspace: Where the session is.
        appointment_id: The session.
        after: The form that was entered just before.

    """
    if appointment_id is None:
        return None
    appointment = appointments.load(workspace.caseload, appointment_id)
    if appointment.state not in RUNNING:
        return None
    due = measures_due(workspace, appointment)
    entered = next((each for each in due if each.on_paper and each.form_id == after), None)
    beside = {"", entered.later} if entered is not None else set[str]()
    waiting = still_waiting(due)
    on_paper = (each for each in waiting if each.on_paper and each.later in beside)
    at_the_screen = (each for each in waiting if each.may_be_handed_over and not each.later)
    last = (each for each in waiting if each.on_paper and not each.later)
    return next(iter((*on_paper, *at_the_screen, *last)), None)


def handed_over_beside(
    workspace: Workspace, appointment_id: str | None, form_id: str
) -> tuple[str, ...]:
    """Return the other measures that the client fills in alone now, where the session runs.

    After a hand-over that was broken off these are what was in it and is open still.
    """
    if appointment_id is None:
        return ()
    appointment = appointments.load(workspace.caseload, appointment_id)
    if appointment.state not in RUNNING:
        return ()
    due = measures_due(workspace, appointment)
    return tuple(
        each.form_id for each in due if each.is_handed_over_now and each.form_id != form_id
    )


def _later_steps(workspace: Workspace, appointment: Appointment) -> dict[str, str]:
    """Return the title of the step at which a measure is given, for those still to come."""
    plan, steps = plan_of(workspace, appointment), agenda_of(workspace, appointment)
    ids = [step.id for step in steps]
    here = appointment.current_step
    to_come = {step.id: step.title for step in steps[(ids.index(here) if here in ids else 0) + 1 :]}
    forms = (*plan.measures, *plan.optional_measures)
    given = {form_id: plan.given_at(form_id) for form_id in forms}
    return {each: to_come[step] for each, step in given.items() if step in to_come}


def open_steps(workspace: Workspace, appointment: Appointment) -> tuple[Step, ...]:
    """Return the steps of a meeting that were neither done nor left out."""
    marks = appointments.step_marks(workspace.caseload, appointment.id)
    done = {each.step_id for each in marks}
    return tuple(step for step in agenda_of(workspace, appointment) if step.id not in done)


def seconds_used(appointment: Appointment, now: datetime) -> int:
    """Return the seconds the session has run, holds left out."""
    running = (now - appointment.resumed_at).total_seconds() if appointment.resumed_at else 0
    return appointment.seconds_used + max(0, int(running))


def minutes_by_clock(appointment: Appointment, now: datetime) -> int | None:
    """Return how long a meeting was by its clock; None where that says nothing of it.

    So it is where the clock was left running, over night for one, and where the meeting was written
    down on a later day: it measured the writing then.
    """
    minutes = seconds_used(appointment, now) // 60
    is_unknown = minutes > LONGEST_MEETING or appointment.is_written_down_later
    return None if is_unknown else minutes


def _agenda_step(
    step: Step, current_id: str, mark: StepMark | None, *, is_safety_check: bool
) -> AgendaStep:
    state: StepState = "now" if step.id == current_id else "next"
    reason = ""
    if mark is not None:
        state, reason = mark.mark, mark.reason
    return AgendaStep(step, state, reason, is_safety_check=is_safety_check)

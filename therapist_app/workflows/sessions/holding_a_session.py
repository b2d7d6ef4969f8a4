"""A session from its appointment to its last step: gates, agenda, clock, hold and resume."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from programme.course.deviations import Deviation
from programme.course.progress import step_is_open, step_may_be_skipped
from programme.definition.definition import SessionPlan, Step
from session_forms.form.definition import FormDefinition
from therapist_app.record.clients import alerts, appointments, clients, filled_forms, step_marks
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import Appointment, StepMark
from therapist_app.workflows.content.signing_off import require_sign_off
from therapist_app.workflows.course.course_events import Happening, note_event
from therapist_app.workflows.course.following_a_plan import (
    agenda_of,
    pause_after,
    plan_ids_of,
    plan_of,
    programme_for,
    require_plans,
    slots_of,
)
from therapist_app.workflows.course.planning import what_needs_a_reason
from therapist_app.workflows.errors import GateClosed, ReasonNeeded, StepRefused
from therapist_app.workflows.forms.keeping_forms import latest_answers
from therapist_app.workflows.measures.measuring import MeasureSeries, measure_series
from therapist_app.workflows.policies.form_use import is_excluded
from therapist_app.workflows.sessions.answering_alerts import OpenAlert, open_alerts
from therapist_app.workflows.sessions.looking_back import LastTime, last_time
from therapist_app.workflows.sessions.passing_gates import gates_before
from therapist_app.workflows.workspace import Workspace

StepState = Literal["done", "now", "next", "skipped"]


@dataclass(frozen=True, slots=True)
class AgendaStep:
    """One line of the agenda."""

    step: Step
    state: StepState
    reason: str


@dataclass(frozen=True, slots=True)
class DueMeasure:
    """A measure due at this session, and where it stands."""

    form_id: str
    title: str
    slot: str
    state: Literal["due", "draft", "finished"]
    on_paper: bool
    minutes: int


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
    due: tuple[DueMeasure, ...]
    alerts: tuple[OpenAlert, ...]
    pause_after: str = ""
    """The step after which a short meeting ends."""

    @property
    def minutes(self) -> int:
        """The minutes planned for this meeting; of a short one, up to its pause."""
        return sum(each.step.minutes for each in self.this_meeting)

    @property
    def minutes_left(self) -> int:
        """Whole minutes until the planned end; negative when over time."""
        return self.minutes - self.minutes_used

    @property
    def this_meeting(self) -> tuple[AgendaStep, ...]:
        """The steps planned for this meeting; those after the pause belong to the next."""
        ids = [each.step.id for each in self.agenda]
        end = ids.index(self.pause_after) + 1 if self.pause_after in ids else len(ids)
        return self.agenda[:end]

    @property
    def is_through(self) -> bool:
        """Whether every step planned for this meeting is done or left out."""
        return all(each.state in {"done", "skipped"} for each in self.this_meeting)


def start_session(workspace: Workspace, appointment_id: str, reason: str = "") -> SessionPageData:
    """Start or resume a session. Another one that runs is put on hold.

    Raises:
        ProgrammeMissing: The version that the client follows is not installed.
        NotSignedOff: No lead has signed off the version of the programme that the client follows.
        GateClosed: A hard gate stands before it and was not overridden.
        ReasonNeeded: Something about it is out of the ordinary, and no reason was given.

    """
    appointment = appointments.load(workspace.caseload, appointment_id)
    require_plans(workspace, appointment)
    is_new = appointment.state == "planned"
    if is_new:
        require_sign_off(workspace, programme_for(workspace, appointment.client_id))
    gates = gates_before(workspace, appointment.client_id, *plan_ids_of(appointment))
    hard = tuple(gate.id for gate in gates if gate.kind == "hard")
    if hard:
        raise GateClosed(hard)
    unusual = (
        what_needs_a_reason(
            workspace, appointment.client_id, appointment.plan_id, appointment.merged_with
        )
        if is_new
        else ()
    )
    if unusual and not reason.strip():
        raise ReasonNeeded(unusual)
    first = agenda_of(workspace, appointment)[0]
    now = workspace.now()
    with workspace.caseload.change("session_started", appointment_id):
        for other in appointments.open_now(workspace.caseload):
            if other.id != appointment_id:
                appointments.save(workspace.caseload, _stopped(other, now, "on_hold"))
        appointments.save(
            workspace.caseload,
            replace(
                appointment,
                state="in_progress",
                attendance=appointment.attendance or "attended",
                current_step=appointment.current_step or first.id,
                started_at=appointment.started_at or now,
                resumed_at=appointment.resumed_at or now,
            ),
        )
        if is_new:
            _note_start(workspace, appointment, [gate.id for gate in gates], unusual, reason)
    return session_page_data(workspace, appointment_id)


def _note_start(
    workspace: Workspace,
    appointment: Appointment,
    soft_gates: Sequence[str],
    unusual: Sequence[Deviation],
    reason: str,
) -> None:
    """Keep what was out of the ordinary when a session started, and why."""
    plan_id = appointment.plan_id
    happenings = [Happening("soft_gate", plan_id, gate_id, reason) for gate_id in soft_gates]
    for kind in unusual:
        detail = appointment.merged_with if kind == "merged" else ""
        happenings.append(Happening(kind, plan_id, detail, reason))
    for happening in happenings:
        note_event(workspace, appointment.client_id, happening)


def hold(workspace: Workspace, appointment_id: str) -> None:
    """Stop the clock; the same step waits."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    with workspace.caseload.change("session_held_over", appointment_id):
        appointments.save(workspace.caseload, _stopped(appointment, workspace.now(), "on_hold"))


def go_to_step(workspace: Workspace, appointment_id: str, step_id: str) -> SessionPageData:
    """Turn to another step."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    with workspace.caseload.change("step_opened", appointment_id, (step_id,)):
        appointments.save(workspace.caseload, replace(appointment, current_step=step_id))
    return session_page_data(workspace, appointment_id)


def finish_step(workspace: Workspace, appointment_id: str, step_id: str) -> SessionPageData:
    """Mark a step done and turn to the next one that is open."""
    mark_done(workspace, appointment_id, step_id)
    return session_page_data(workspace, appointment_id)


def skip_step(
    workspace: Workspace, appointment_id: str, step_id: str, reason: str
) -> SessionPageData:
    """Leave a step out, with a reason.

    Raises:
        StepRefused: The step may not be skipped now, or no reason was given.

    """
    mark_skipped(workspace, appointment_id, step_id, reason)
    return session_page_data(workspace, appointment_id)


def mark_done(workspace: Workspace, appointment_id: str, step_id: str) -> None:
    """Mark a step done and move on, for whoever looks at no screen."""
    _mark_and_move(workspace, appointment_id, step_id, "done", "")


def mark_skipped(workspace: Workspace, appointment_id: str, step_id: str, reason: str) -> None:
    """Leave a step out with a reason and move on, for whoever looks at no screen.

    Raises:
        StepRefused: The step may not be skipped now, or no reason was given.

    """
    appointment = appointments.load(workspace.caseload, appointment_id)
    step = _step(workspace, appointment, step_id)
    if not reason.strip():
        raise StepRefused(step_id, "reason")
    if not step_may_be_skipped(step, _open_streams(workspace, appointment.client_id)):
        raise StepRefused(step_id, "never")
    _mark_and_move(workspace, appointment_id, step_id, "skipped", reason.strip())


def end_session(workspace: Workspace, appointment_id: str, *, rest_follows: bool = False) -> None:
    """End the meeting; its note is still to sign.

    `rest_follows` says that the steps not done go to another meeting, so that the session is
    not held to its end yet.
    """
    appointment = appointments.load(workspace.caseload, appointment_id)
    now = workspace.now()
    ended = replace(
        _stopped(appointment, now, "held"),
        ended_at=appointment.ended_at or now,
        rest_follows=rest_follows and bool(open_steps(workspace, appointment)),
    )
    with workspace.caseload.change("session_ended", appointment_id):
        appointments.save(workspace.caseload, ended)


def settle_rest(workspace: Workspace, appointment_id: str, *, rest_follows: bool) -> None:
    """Settle whether the steps not done go to another meeting, or whether that was all.

    Raises:
        AlreadySigned: The note is signed, and the session stands as it is.

    """
    appointment = appointments.load(workspace.caseload, appointment_id)
    if appointment.state == "signed":
        raise AlreadySigned
    settled = replace(
        appointment, rest_follows=rest_follows and bool(open_steps(workspace, appointment))
    )
    with workspace.caseload.change("rest_settled", appointment_id):
        appointments.save(workspace.caseload, settled)


def open_steps(workspace: Workspace, appointment: Appointment) -> tuple[Step, ...]:
    """Return the steps of a meeting that were neither done nor left out."""
    marks = step_marks.for_appointment(workspace.caseload, appointment.id)
    done = {each.step_id for each in marks}
    return tuple(step for step in agenda_of(workspace, appointment) if step.id not in done)


def session_page_data(workspace: Workspace, appointment_id: str) -> SessionPageData:
    """Return what the session screen shows."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    client = clients.load(workspace.caseload, appointment.client_id)
    plan = plan_of(workspace, appointment)
    steps = agenda_of(workspace, appointment)
    marks = {
        each.step_id: each
        for each in step_marks.for_appointment(workspace.caseload, appointment_id)
    }
    current_id = appointment.current_step or steps[0].id
    current = _step(workspace, appointment, current_id)
    answers = latest_answers(workspace, client.id)
    return SessionPageData(
        appointment=appointment,
        code=client.code,
        plan=plan,
        adaptations=client.adaptations,
        agenda=tuple(_agenda_step(step, current_id, marks.get(step.id)) for step in steps),
        current=current,
        current_is_open=step_is_open(current, answers),
        current_form=workspace.form_for(client, current.form_id) if current.form_id else None,
        scores=measure_series(workspace, client.id) if current.shows == "scores" else (),
        minutes_used=seconds_used(appointment, workspace.now()) // 60,
        last_time=last_time(workspace, appointment, current.form_id),
        due=measures_due(workspace, appointment),
        alerts=open_alerts(workspace, client.id),
        pause_after=pause_after(workspace, appointment),
    )


def measures_due(workspace: Workspace, appointment: Appointment) -> tuple[DueMeasure, ...]:
    """Return the measures of this session, each with the one slot it fills."""
    due: list[DueMeasure] = []
    client = clients.load(workspace.caseload, appointment.client_id)
    for slot in slots_of(workspace, appointment):
        form = workspace.form_for(client, slot.form_id)
        filled = filled_forms.in_slot(workspace.caseload, client.id, slot.name)
        if filled is None and is_excluded(workspace, form):
            continue
        due.append(
            DueMeasure(
                form_id=slot.form_id,
                title=form.short_title,
                slot=slot.name,
                state=filled.status if filled else "due",
                on_paper=form.is_typed_from_paper,
                minutes=form.minutes or 0,
            )
        )
    return tuple(due)


def seconds_used(appointment: Appointment, now: datetime) -> int:
    """Return the seconds the session has run, holds left out."""
    running = (now - appointment.resumed_at).total_seconds() if appointment.resumed_at else 0
    return appointment.seconds_used + max(0, int(running))


def _stopped(
    appointment: Appointment, now: datetime, state: Literal["on_hold", "held"]
) -> Appointment:
    return replace(
        appointment, state=state, seconds_used=seconds_used(appointment, now), resumed_at=None
    )


def _mark_and_move(
    workspace: Workspace,
    appointment_id: str,
    step_id: str,
    mark: Literal["done", "skipped"],
    reason: str,
) -> None:
    appointment = appointments.load(workspace.caseload, appointment_id)
    steps = agenda_of(workspace, appointment)
    with workspace.caseload.change(f"step_{mark}", appointment_id, (step_id,)):
        step_marks.mark(
            workspace.caseload, StepMark(appointment_id, step_id, mark, reason, workspace.now())
        )
        marked = {
            each.step_id for each in step_marks.for_appointment(workspace.caseload, appointment_id)
        }
        following = _following(steps, step_id, marked)
        appointments.save(workspace.caseload, replace(appointment, current_step=following))


def _following(steps: Sequence[Step], step_id: str, marked: set[str]) -> str:
    ids = [step.id for step in steps]
    at = ids.index(step_id)
    in_turn = ids[at + 1 :] + ids[:at]
    return next((each for each in in_turn if each not in marked), step_id)


def _agenda_step(step: Step, current_id: str, mark: StepMark | None) -> AgendaStep:
    if step.id == current_id and mark is None:
        return AgendaStep(step, "now", "")
    if mark is None:
        return AgendaStep(step, "next", "")
    return AgendaStep(step, mark.mark, mark.reason)


def _step(workspace: Workspace, appointment: Appointment, step_id: str) -> Step:
    plan = plan_of(workspace, appointment)
    return next(step for step in plan.steps if step.id == step_id)


def _open_streams(workspace: Workspace, client_id: str) -> frozenset[str]:
    return frozenset(each.stream for each in alerts.unacknowledged(workspace.caseload, client_id))

"""A session from its appointment to its last step: gates, agenda, clock, hold and resume."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from programme.definition import SessionPlan, Step
from programme.gates import GateFacts, closed_gates
from programme.progress import step_is_open, step_may_be_skipped
from programme.requirements import Gate
from session_forms.definition import FormDefinition
from therapist_app.record import alerts, appointments, clients, filled_forms, overrides, step_marks
from therapist_app.record.model import Appointment, Attendance, GateOverride, Mode, StepMark
from therapist_app.workflows.answering_alerts import OpenAlert, open_alerts
from therapist_app.workflows.desk import Desk
from therapist_app.workflows.errors import GateClosed, StepRefused
from therapist_app.workflows.form_use import is_excluded
from therapist_app.workflows.keeping_forms import latest_answers
from therapist_app.workflows.looking_back import LastTime, last_time
from therapist_app.workflows.measuring import MeasureSeries, measure_series

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
class SessionView:
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

    @property
    def minutes_left(self) -> int:
        """Whole minutes until the planned end; negative when over time."""
        return self.plan.minutes - self.minutes_used


def plan_appointment(
    desk: Desk, client_id: str, plan_id: str, at: datetime, mode: Mode = "in_person"
) -> Appointment:
    """Put a session of the programme into the calendar."""
    plan = desk.programme.session_plans[plan_id]
    appointment = Appointment(
        id=desk.caseload.new_id(),
        client_id=client_id,
        plan_id=plan_id,
        plan_version=plan.version,
        planned_for=at,
        mode=mode,
    )
    with desk.caseload.change("appointment_planned", appointment.id):
        appointments.add(desk.caseload, appointment)
    return appointment


def record_missed(desk: Desk, appointment_id: str, attendance: Attendance) -> None:
    """Keep that an appointment was cancelled or not attended; it counts as no session."""
    appointment = appointments.load(desk.caseload, appointment_id)
    missed = replace(appointment, state="missed", attendance=attendance, ended_at=desk.now())
    with desk.caseload.change("appointment_missed", appointment_id):
        appointments.save(desk.caseload, missed)


def gates_before(desk: Desk, client_id: str, plan_id: str) -> tuple[Gate, ...]:
    """Return the gates that stand closed before a session of this client."""
    passed = {
        each.gate_id
        for each in overrides.for_client(desk.caseload, client_id)
        if each.plan_id == plan_id
    }
    return closed_gates(desk.programme, plan_id, gate_facts(desk, client_id, frozenset(passed)))


def gate_facts(desk: Desk, client_id: str, passed: frozenset[str] = frozenset()) -> GateFacts:
    """Return what the gates look at, for one client."""
    counts: dict[str, int] = {}
    for filled in filled_forms.for_client(desk.caseload, client_id):
        if filled.status == "finished" and filled.amends is None:
            counts[filled.form_id] = counts.get(filled.form_id, 0) + 1
    return GateFacts(
        latest_answers=latest_answers(desk, client_id),
        finished_counts=counts,
        unacknowledged_alerts=len(alerts.unacknowledged(desk.caseload, client_id)),
        overridden=passed,
    )


@dataclass(frozen=True, slots=True)
class GatePass:
    """Why a hard gate is passed, and which supervisor was named."""

    gate_id: str
    plan_id: str
    reason: str
    supervisor: str


def override_gate(desk: Desk, client_id: str, gate_pass: GatePass) -> None:
    """Pass a hard gate with a reason and a named supervisor; it is shown in the report."""
    if not gate_pass.reason.strip() or not gate_pass.supervisor.strip():
        raise StepRefused(gate_pass.gate_id, "reason")
    override = GateOverride(
        id=desk.caseload.new_id(),
        client_id=client_id,
        gate_id=gate_pass.gate_id,
        plan_id=gate_pass.plan_id,
        reason=gate_pass.reason.strip(),
        supervisor=gate_pass.supervisor.strip(),
        overridden_at=desk.now(),
    )
    with desk.caseload.change("gate_overridden", override.id, (override.gate_id, override.plan_id)):
        overrides.add(desk.caseload, override)


def start_session(desk: Desk, appointment_id: str) -> SessionView:
    """Start or resume a session. Another one that runs is put on hold.

    Raises:
        GateClosed: A hard gate stands before it and was not overridden.

    """
    appointment = appointments.load(desk.caseload, appointment_id)
    hard = [
        gate.id
        for gate in gates_before(desk, appointment.client_id, appointment.plan_id)
        if gate.kind == "hard"
    ]
    if hard:
        raise GateClosed(tuple(hard))
    plan = desk.programme.session_plans[appointment.plan_id]
    now = desk.now()
    with desk.caseload.change("session_started", appointment_id):
        for other in appointments.open_now(desk.caseload):
            if other.id != appointment_id:
                appointments.save(desk.caseload, _stopped(other, now, "on_hold"))
        appointments.save(
            desk.caseload,
            replace(
                appointment,
                state="in_progress",
                attendance=appointment.attendance or "attended",
                current_step=appointment.current_step or plan.steps[0].id,
                started_at=appointment.started_at or now,
                resumed_at=appointment.resumed_at or now,
            ),
        )
    return session_view(desk, appointment_id)


def hold(desk: Desk, appointment_id: str) -> None:
    """Stop the clock; the same step waits."""
    appointment = appointments.load(desk.caseload, appointment_id)
    with desk.caseload.change("session_held_over", appointment_id):
        appointments.save(desk.caseload, _stopped(appointment, desk.now(), "on_hold"))


def go_to_step(desk: Desk, appointment_id: str, step_id: str) -> SessionView:
    """Turn to another step."""
    appointment = appointments.load(desk.caseload, appointment_id)
    with desk.caseload.change("step_opened", appointment_id, (step_id,)):
        appointments.save(desk.caseload, replace(appointment, current_step=step_id))
    return session_view(desk, appointment_id)


def finish_step(desk: Desk, appointment_id: str, step_id: str) -> SessionView:
    """Mark a step done and turn to the next one that is open."""
    return _mark_and_move(desk, appointment_id, step_id, "done", "")


def skip_step(desk: Desk, appointment_id: str, step_id: str, reason: str) -> SessionView:
    """Leave a step out, with a reason.

    Raises:
        StepRefused: The step may not be skipped now, or no reason was given.

    """
    appointment = appointments.load(desk.caseload, appointment_id)
    step = _step(desk, appointment, step_id)
    if not reason.strip():
        raise StepRefused(step_id, "reason")
    if not step_may_be_skipped(step, _open_streams(desk, appointment.client_id)):
        raise StepRefused(step_id, "never")
    return _mark_and_move(desk, appointment_id, step_id, "skipped", reason.strip())


def end_session(desk: Desk, appointment_id: str) -> None:
    """End the session; its note is still to sign."""
    appointment = appointments.load(desk.caseload, appointment_id)
    now = desk.now()
    ended = replace(_stopped(appointment, now, "held"), ended_at=appointment.ended_at or now)
    with desk.caseload.change("session_ended", appointment_id):
        appointments.save(desk.caseload, ended)


def session_view(desk: Desk, appointment_id: str) -> SessionView:
    """Return what the session screen shows."""
    appointment = appointments.load(desk.caseload, appointment_id)
    client = clients.load(desk.caseload, appointment.client_id)
    plan = desk.programme.session_plans[appointment.plan_id]
    marks = {
        each.step_id: each for each in step_marks.for_appointment(desk.caseload, appointment_id)
    }
    current_id = appointment.current_step or plan.steps[0].id
    current = _step(desk, appointment, current_id)
    answers = latest_answers(desk, client.id)
    return SessionView(
        appointment=appointment,
        code=client.code,
        plan=plan,
        adaptations=client.adaptations,
        agenda=tuple(_agenda_step(step, current_id, marks.get(step.id)) for step in plan.steps),
        current=current,
        current_is_open=step_is_open(current, answers),
        current_form=desk.forms.latest(current.form_id) if current.form_id else None,
        scores=measure_series(desk, client.id) if current.shows == "scores" else (),
        minutes_used=seconds_used(appointment, desk.now()) // 60,
        last_time=last_time(desk, appointment, current.form_id),
        due=measures_due(desk, appointment),
        alerts=open_alerts(desk, client.id),
    )


def measures_due(desk: Desk, appointment: Appointment) -> tuple[DueMeasure, ...]:
    """Return the measures of this session, each with the one slot it fills."""
    plan = desk.programme.session_plans[appointment.plan_id]
    due: list[DueMeasure] = []
    for form_id in plan.measures:
        form = desk.forms.latest(form_id)
        slot = f"{form_id}@{plan.id}"
        filled = filled_forms.in_slot(desk.caseload, appointment.client_id, slot)
        if filled is None and is_excluded(desk, form):
            continue
        due.append(
            DueMeasure(
                form_id=form_id,
                title=form.short_title,
                slot=slot,
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
    desk: Desk, appointment_id: str, step_id: str, mark: Literal["done", "skipped"], reason: str
) -> SessionView:
    appointment = appointments.load(desk.caseload, appointment_id)
    plan = desk.programme.session_plans[appointment.plan_id]
    with desk.caseload.change(f"step_{mark}", appointment_id, (step_id,)):
        step_marks.mark(desk.caseload, StepMark(appointment_id, step_id, mark, reason, desk.now()))
        marked = {
            each.step_id for each in step_marks.for_appointment(desk.caseload, appointment_id)
        }
        following = _following(plan, step_id, marked)
        appointments.save(desk.caseload, replace(appointment, current_step=following))
    return session_view(desk, appointment_id)


def _following(plan: SessionPlan, step_id: str, marked: set[str]) -> str:
    ids = [step.id for step in plan.steps]
    at = ids.index(step_id)
    in_turn = ids[at + 1 :] + ids[:at]
    return next((each for each in in_turn if each not in marked), step_id)


def _agenda_step(step: Step, current_id: str, mark: StepMark | None) -> AgendaStep:
    if step.id == current_id and mark is None:
        return AgendaStep(step, "now", "")
    if mark is None:
        return AgendaStep(step, "next", "")
    return AgendaStep(step, mark.mark, mark.reason)


def _step(desk: Desk, appointment: Appointment, step_id: str) -> Step:
    plan = desk.programme.session_plans[appointment.plan_id]
    return next(step for step in plan.steps if step.id == step_id)


def _open_streams(desk: Desk, client_id: str) -> frozenset[str]:
    return frozenset(each.stream for each in alerts.unacknowledged(desk.caseload, client_id))

"""Planning the sessions of one client, and starting the next past the gates before it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from PySide6.QtCore import QObject, Signal, Slot

from programme.gates import is_met
from programme.requirements import (
    AlertsRequirement,
    AnswerRequirement,
    Gate,
    ModuleRequirement,
    Requirement,
)
from session_forms.texts import translate as _
from therapist_app.commands import Destination, SessionPage
from therapist_app.workflows.closing_a_session import ATTENDANCE
from therapist_app.workflows.desk import Desk
from therapist_app.workflows.holding_a_session import start_session
from therapist_app.workflows.passing_gates import GatePass, gate_facts, gates_before, override_gate
from therapist_app.workflows.planning import plan_appointment, record_missed
from therapist_app.workflows.seeing_clients import client_view
from therapist_app.workflows.telling_scores import session_number

MODES: dict[str, Literal["in_person", "video", "telephone"]] = {
    "in_person": "in_person",
    "video": "video",
    "telephone": "telephone",
}


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """One session that can be put into the calendar."""

    plan_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a gate still asks for, and where it is done."""

    words: str
    form_id: str = ""
    alert_id: str = ""


@dataclass(frozen=True, slots=True)
class ClosedGate:
    """A gate that stands before a session."""

    id: str
    is_hard: bool
    may_be_overridden: bool
    text: str
    missing: tuple[Missing, ...]


class StartViewModel(QObject):
    """Plans sessions of one client and starts them, past the gates that stand before them.

    Signals:
        gates_found: The gates that stand closed before the session, a tuple of `ClosedGate`.
        calendar_changed: An appointment was planned, or was missed.
        leave_requested: To the session that has started.

    """

    gates_found = Signal(tuple)
    calendar_changed = Signal()
    leave_requested = Signal(Destination)

    def __init__(self, desk: Desk, client_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id = client_id

    @Slot()
    def start(self) -> None:
        """Start the next session, or say which gates stand before it."""
        closed = self.closed_gates()
        if closed:
            self.gates_found.emit(closed)
        else:
            self.start_anyway()

    @Slot()
    def start_anyway(self) -> None:
        """Start past soft gates; a hard one is said again."""
        closed = tuple(each for each in self.closed_gates() if each.is_hard)
        if closed:
            self.gates_found.emit(closed)
            return
        view = client_view(self._desk, self._id)
        appointment = view.next_appointment
        if appointment is None and view.next_plan is not None:
            plan_id = view.next_plan.id
            appointment = plan_appointment(self._desk, self._id, plan_id, self._desk.now())
        if appointment is not None:
            start_session(self._desk, appointment.id)
            self.leave_requested.emit(SessionPage(appointment.id))

    def closed_gates(self) -> tuple[ClosedGate, ...]:
        """Return the gates that stand before the next session, with what is missing."""
        plan_id = self._next_plan_id()
        if not plan_id:
            return ()
        return tuple(self._closed(gate) for gate in gates_before(self._desk, self._id, plan_id))

    def override(self, gate_id: str, reason: str, supervisor: str) -> None:
        """Pass a hard gate with a reason and a named supervisor, and look again."""
        plan_id = self._next_plan_id()
        override_gate(self._desk, self._id, GatePass(gate_id, plan_id, reason, supervisor))
        self.start()

    def plan(self, plan_id: str, at: datetime, mode: str) -> None:
        """Put a session into the calendar."""
        plan_appointment(self._desk, self._id, plan_id, at, MODES[mode])
        self.calendar_changed.emit()

    @Slot(str, str)
    def record_missed(self, appointment_id: str, attendance: str) -> None:
        """Keep that a planned session did not take place."""
        record_missed(self._desk, appointment_id, ATTENDANCE[attendance])
        self.calendar_changed.emit()

    def plan_choices(self) -> tuple[PlanChoice, ...]:
        """Return the sessions of this version, the next one first."""
        following = self._next_plan_id()
        plans = self._desk.programme.session_plans.values()
        choices = [
            PlanChoice(
                plan.id,
                _("Session {number} · {title}").format(
                    number=session_number(plan.id), title=plan.title
                ),
            )
            for plan in plans
        ]
        return tuple(sorted(choices, key=lambda each: each.plan_id != following))

    def _next_plan_id(self) -> str:
        view = client_view(self._desk, self._id)
        if view.next_appointment is not None:
            return view.next_appointment.plan_id
        return view.next_plan.id if view.next_plan else ""

    def _closed(self, gate: Gate) -> ClosedGate:
        facts = gate_facts(self._desk, self._id)
        return ClosedGate(
            id=gate.id,
            is_hard=gate.kind == "hard",
            may_be_overridden=gate.overridable,
            text=gate.text,
            missing=tuple(self._missing(each) for each in gate.requires if not is_met(each, facts)),
        )

    def _missing(self, requirement: Requirement) -> Missing:
        match requirement:
            case AnswerRequirement():
                form = self._desk.forms.latest(requirement.form)
                asked = form.question(requirement.question).prompt
                return Missing(f"{form.short_title}: {asked}", form_id=form.id)
            case ModuleRequirement():
                module = self._desk.programme.modules.get(requirement.module)
                title = module.title if module else requirement.module
                return Missing(_("Worked through: {module}").format(module=title))
            case AlertsRequirement():
                alerts = client_view(self._desk, self._id).alerts
                alert_id = alerts[0].alert_id if alerts else ""
                return Missing(_("An alert has no answer yet"), alert_id=alert_id)
            case _:
                assert_never(requirement)

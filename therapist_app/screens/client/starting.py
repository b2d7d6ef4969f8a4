"""Planning the sessions of one client, and starting the next past the gates before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import assert_never

from PySide6.QtCore import QObject, Signal, Slot

from programme.course.deviations import Deviation
from programme.course.gates import asks_after_a_break, is_met
from programme.definition.requirements import (
    AlertsRequirement,
    AnswerRequirement,
    BreakRequirement,
    Gate,
    ModuleRequirement,
    Requirement,
    asks_what_was_said_back,
)
from session_forms.words.day_words import moment_in_words, written_day
from session_forms.words.reason_words import says_why
from session_forms.words.texts import N_, _
from therapist_app.commands import Destination, SessionPage
from therapist_app.view_model import OnADay
from therapist_app.workflows.content.signing_off import is_signed_off
from therapist_app.workflows.course.after_the_end import book
from therapist_app.workflows.course.consenting import WORKING_AGREEMENT, refused_to_work
from therapist_app.workflows.course.course_changes import KINDS, moves_first
from therapist_app.workflows.course.limits_before import (
    last_day_before,
    say_told_before,
    told_before,
)
from therapist_app.workflows.course.planning import (
    Again,
    Arrangement,
    as_last_time,
    is_to_come,
    plan_appointment,
    plan_meetings,
    what_needs_a_reason,
)
from therapist_app.workflows.course.plans_begun import (
    BegunPlan,
    begun_plan,
    forget_begun,
    keep_begun,
)
from therapist_app.workflows.course.promised_contacts import (
    DANGER_TOLD,
    ELIGIBILITY,
    FIRST_CONTACT,
)
from therapist_app.workflows.course.right_help import RightHelp, right_help
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.overviews.plan_choices import PlanChoice, plan_choices
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.overviews.taking_back import may_remove, record_off, undo_missed
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.holding_a_session import runs_beside, start_session
from therapist_app.workflows.sessions.passing_gates import (
    gate_facts,
    gates_before,
    override_gate,
)
from therapist_app.workflows.sessions.readiness import (
    danger_told_first,
    has_first_contact_open,
    lacks_text,
)
from therapist_app.workflows.workspace import Workspace

NOT_TAKEN: Mapping[RightHelp, str] = MappingProxyType(
    {
        "undecided": N_("Nobody has decided yet whether this is the right help."),
        "else_first": N_("It was decided that something else comes first."),
        "not_for_them": N_("It was decided that this is not the right help."),
    }
)
BEFORE_THE_COURSE = N_("Decide before the course goes on. In an emergency, start now.")


@dataclass(frozen=True, slots=True)
class MissingForGate:
    """One thing a gate still asks for, and where it is done."""

    words: str
    form_id: str = ""
    alert_id: str = ""


@dataclass(frozen=True, slots=True)
class ClosedGate:
    """A gate that stands before a session.

    Attributes:
        told_until: The last day on which the limits, for which it asks, may have been told before
            this record; None where it asks for something else, or the client began in this record.

    """

    id: str
    is_hard: bool
    may_be_overridden: bool
    text: str
    missing: tuple[MissingForGate, ...]
    told_until: date | None = None


@dataclass(frozen=True, slots=True)
class StartChecks:
    """What stands before a session: gates, and what is out of the ordinary.

    Attributes:
        title: The session that is to start, in words.
        gates: The gates that are closed.
        unusual: What is out of the ordinary, in words; each needs the one reason.
        planned: For when it is planned, in words, where that is a day to come.
        passed: The same, where that is a day that has passed.
        said: The reason that was given just now at a gate before it.
        agreed: The supervisor who was named there.
        pauses: The code of the client whose session runs, and would be paused.
        leaves_alert: Whether an alert of that client is open.
        told_before: When the limits were told before this record, and where that is noted.

    """

    title: str = ""
    gates: tuple[ClosedGate, ...] = ()
    unusual: tuple[str, ...] = ()
    planned: str = ""
    passed: str = ""
    said: str = ""
    agreed: str = ""
    pauses: str = ""
    leaves_alert: bool = False
    told_before: str = ""

    @property
    def needs_no_reason(self) -> bool:
        """Return whether nothing stands before the session but its day, or one that runs."""
        return not self.is_clear and not self.gates and not self.unusual

    @property
    def is_clear(self) -> bool:
        """Return whether nothing stands before the session."""
        return not (self.gates or self.unusual or self.planned or self.passed or self.pauses)


class StartViewModel(OnADay, QObject):
    """Plans sessions of one client and starts them, past what stands before them.

    Signals:
        asked: What stands before the session, a `StartChecks`.
        calendar_changed: An appointment was planned, or was missed.
        leave_requested: To the session that has started.
        act_done: What came of an act, in few words.

    """

    asked = Signal(StartChecks)
    calendar_changed = Signal()
    leave_requested = Signal(Destination)
    act_done = Signal(str)

    def __init__(self, workspace: Workspace, client_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = client_id
        self._wanted: tuple[str, str] | None = None
        self._said = self._agreed = ""
        self._only_looks = self._has_begun = False

    @property
    def waits_before_next(self) -> bool:
        """Whether what was asked is about the next session, and it has not begun."""
        return self._wanted is None and not self._has_begun

    def is_to_come(self, appointment_id: str) -> bool:
        """Return whether the hour of an appointment has not come yet."""
        return is_to_come(self._workspace, appointment_id)

    @Slot()
    def start(self) -> None:
        """Start the next session, or say what stands before it."""
        self._want(None)
        self._look()

    def look(self) -> None:
        """Say what stands before the next session; where it is decided, none begins by itself."""
        self._want(None, only_looks=True)
        ask = self.ask()
        if not ask.is_clear:
            self.asked.emit(ask)

    def start_other(self, plan_id: str, merged_with: str) -> None:
        """Start a session that was chosen, or say what stands before it."""
        self._want((plan_id, merged_with))
        self._look()

    def start_anyway(self, reason: str, *, is_today: bool = False) -> None:
        """Start with a reason, past soft gates; a hard gate is said again.

        `is_today`: one that was planned for a day before is held today.
        """
        ask = self.ask()
        if any(each.is_hard for each in ask.gates) or (ask.unusual and not says_why(reason)):
            self.asked.emit(ask)
            return
        appointment_id = self._appointment()
        if appointment_id:
            start_session(self._workspace, appointment_id, reason, is_today=is_today)
            self._has_begun = True
            self.leave_requested.emit(SessionPage(appointment_id))

    def ask(self) -> StartChecks:
        """Return what stands before the session that is to start."""
        plan_id, merged_with = self._next()
        if not plan_id:
            return StartChecks()
        points = (plan_id, merged_with) if merged_with else (plan_id,)
        gates = gates_before(self._workspace, self._id, *points)
        kinds = what_needs_a_reason(self._workspace, self._id, plan_id, merged_with)
        beside = runs_beside(self._workspace, self._id)
        return StartChecks(
            _("Before session {number} starts").format(number=session_number(plan_id)),
            (
                *self._no_way_on(),
                *self._without_text(),
                *self._without_first_contact(),
                *self._without_decision(),
                *self._without_answer(),
                *(self._closed(gate) for gate in gates),
                *self._without_agreement(),
            ),
            tuple(self._unusual(each) for each in kinds),
            planned=self._other_day(passed=False),
            passed=self._other_day(passed=True),
            said=self._said,
            agreed=self._agreed,
            pauses=self._workspace.client(beside.client_id).code if beside else "",
            leaves_alert=bool(beside and open_alerts(self._workspace, beside.client_id)),
            told_before=self._told_before(),
        )

    def override(self, gate_id: str, reason: str, supervisor: str) -> None:
        """Pass a hard gate with a reason and a named supervisor, and look again.

        Nothing is said over the session that begins by it: the client may read along for an hour.
        """
        plan_id, _merged_with = self._next()
        override_gate(
            self._workspace, self._id, gate_id, plan_id, reason=reason, supervisor=supervisor
        )
        self._said, self._agreed = reason.strip(), supervisor.strip()
        self._look()

    def say_told_before(self, day: date, noted_in: str) -> None:
        """Keep that the limits were told and said back before this record, and look again."""
        say_told_before(self._workspace, self._id, day, noted_in)
        self._said = self._agreed = ""
        self._look()

    def plan(
        self, plan_id: str, at: datetime, arrangement: Arrangement, merged_with: str = ""
    ) -> None:
        """Put a session into the calendar."""
        plan_meetings(self._workspace, self._id, plan_id, at, arrangement, merged_with=merged_with)
        forget_begun(self._workspace, self._id)
        words = _("The session is planned for {day}.")
        self.act_done.emit(words.format(day=moment_in_words(at.astimezone())))
        self.calendar_changed.emit()

    def book(self, chosen: tuple[tuple[str, datetime], ...], arrangement: Arrangement) -> None:
        """Put boosters and follow-ups into the calendar."""
        book(self._workspace, self._id, chosen, arrangement)
        self.act_done.emit(_("The sessions are planned."))
        self.calendar_changed.emit()

    def record_missed(self, appointment_id: str, attendance: str) -> None:
        """Keep that a planned session did not take place, or remove one planned by mistake."""
        self.act_done.emit(record_off(self._workspace, appointment_id, attendance))
        self.calendar_changed.emit()

    def may_remove(self, appointment_id: str) -> bool:
        """Return whether an appointment that was planned by mistake may be removed."""
        return may_remove(self._workspace, appointment_id)

    def undo_missed(self, appointment_id: str) -> None:
        """Plan a session again that was said today not to have taken place."""
        undo_missed(self._workspace, appointment_id)
        self.act_done.emit(_("The session is planned as it was before."))
        self.calendar_changed.emit()

    def plan_choices(self) -> tuple[PlanChoice, ...]:
        """Return the sessions of the client's programme, the next one first."""
        return plan_choices(self._workspace, self._id)

    def begun_plan(self) -> BegunPlan | None:
        """Return what was written of the next session and not planned; None where nothing was."""
        return begun_plan(self._workspace, self._id)

    @Slot(BegunPlan)
    def keep_begun(self, plan: BegunPlan) -> None:
        """Keep what is written, for whoever leaves the page before it is planned."""
        keep_begun(self._workspace, self._id, plan)

    def as_last_time(self) -> Again | None:
        """Return when and how to meet as the last time; None before the first."""
        return as_last_time(self._workspace, self._id)

    def _no_way_on(self) -> tuple[ClosedGate, ...]:
        """Return what the version that the client follows keeps closed."""
        return self._to_be_moved() or self._unsigned()

    def _to_be_moved(self) -> tuple[ClosedGate, ...]:
        """Return that nobody begins with a version that is here for those under way alone."""
        if not moves_first(self._workspace, self._id):
            return ()
        words = _("Nobody begins with version {version} of the programme any more.")
        version = self._workspace.programme_for(self._id).version
        missing = MissingForGate(_("Move the client: Record, Course: pause, end, change"))
        return (
            ClosedGate(
                id="version",
                is_hard=True,
                may_be_overridden=False,
                text=words.format(version=version),
                missing=(missing,),
            ),
        )

    def _unsigned(self) -> tuple[ClosedGate, ...]:
        """Return what stands before every session while no lead answers for the programme."""
        if self._workspace.practice or is_signed_off(
            self._workspace, self._workspace.programme_for(self._id)
        ):
            return ()
        words = _("No lead has signed this version of the programme off.")
        missing = MissingForGate(_("A lead signs it off under Programme, Versions"))
        return (
            ClosedGate(
                id="sign_off",
                is_hard=True,
                may_be_overridden=False,
                text=words,
                missing=(missing,),
            ),
        )

    def _without_text(self) -> tuple[ClosedGate, ...]:
        """Return what stands before a session that rests on a local text while there is none."""
        if not lacks_text(self._workspace, self._id, *self._next()):
            return ()
        words = _("There is no approved and valid text on confidentiality.")
        where = _("The service writes it under Programme, Local texts; a lead approves it")
        return (
            ClosedGate(
                id="local_text",
                is_hard=True,
                may_be_overridden=False,
                text=words,
                missing=(MissingForGate(where),),
            ),
        )

    def _without_first_contact(self) -> tuple[ClosedGate, ...]:
        """Return that the first contact is not finished; a crisis may still need a session."""
        if not has_first_contact_open(self._workspace, self._id):
            return ()
        return (
            ClosedGate(
                id=FIRST_CONTACT,
                is_hard=False,
                may_be_overridden=False,
                text=_(
                    "The first contact with this client is not finished, and it is not decided "
                    "whether this is the right help."
                ),
                missing=(MissingForGate(_("Finish the first contact"), form_id=FIRST_CONTACT),),
            ),
        )

    def _without_decision(self) -> tuple[ClosedGate, ...]:
        """Return that nobody decided that this is the right help; a crisis need not wait for it."""
        found = right_help(self._workspace, self._id)
        if found == "taken":
            return ()
        missing = MissingForGate(_("Is this the right help?"), form_id=ELIGIBILITY)
        return (
            ClosedGate(
                id=ELIGIBILITY,
                is_hard=False,
                may_be_overridden=False,
                text=f"{_(NOT_TAKEN[found])} {_(BEFORE_THE_COURSE)}",
                missing=(missing,),
            ),
        )

    def _without_answer(self) -> tuple[ClosedGate, ...]:
        """Return that a danger told at the first contact waits; to meet may be how it is met."""
        alert = danger_told_first(self._workspace, self._id)
        if alert is None:
            return ()
        words = _(
            "An urgent alert is open. {told} Answer it first; start now if meeting is part of the "
            "answer."
        )
        missing = MissingForGate(_("An alert has no answer yet"), alert_id=alert.id)
        return (
            ClosedGate(
                id=DANGER_TOLD,
                is_hard=False,
                may_be_overridden=False,
                text=words.format(told=alert.states),
                missing=(missing,),
            ),
        )

    def _without_agreement(self) -> tuple[ClosedGate, ...]:
        """Return that the client does not agree; nothing is forbidden that safety may need."""
        if refused_to_work(self._workspace, self._id) is None:
            return ()
        words = _(
            "The client does not agree to work together. Start only what the client wants now, "
            "or what safety needs."
        )
        missing = (
            MissingForGate(
                _("Talk about it, and record what the client decides under Data rights")
            ),
            MissingForGate(_("If it stays so: end the course, and tell your clinical lead")),
        )
        return (
            ClosedGate(
                id=WORKING_AGREEMENT,
                is_hard=False,
                may_be_overridden=False,
                text=words,
                missing=missing,
            ),
        )

    def _other_day(self, *, passed: bool) -> str:
        """Return for when the session is planned that is to start, on a day before or to come."""
        planned = self._planned()
        if planned is None or planned[1].date() == self.today:
            return ""
        return moment_in_words(planned[1]) if (planned[1].date() < self.today) is passed else ""

    def _unusual(self, kind: Deviation) -> str:
        following = client_page_data(self._workspace, self._id).next_plan
        if kind == "out_of_order" and following is not None:
            return _("Out of order: session {number} would be next").format(
                number=session_number(following.id)
            )
        return _(KINDS[kind])

    def _want(self, wanted: tuple[str, str] | None, *, only_looks: bool = False) -> None:
        self._wanted, self._only_looks = wanted, only_looks
        self._said = self._agreed = ""

    def _look(self) -> None:
        ask = self.ask()
        if ask.is_clear and self._only_looks:
            self.calendar_changed.emit()
        elif ask.is_clear:
            self.start_anyway("")
        else:
            self.asked.emit(ask)

    def _next(self) -> tuple[str, str]:
        """Return the session that is to start, and the one held together with it."""
        if self._wanted is not None:
            return self._wanted
        page = client_page_data(self._workspace, self._id)
        if page.next_appointment is not None:
            return page.next_appointment.plan_id, page.next_appointment.merged_with
        return (page.next_plan.id if page.next_plan else "", "")

    def _appointment(self) -> str:
        """Return the appointment that is to start, made now where there is none."""
        planned = self._planned()
        plan_id, merged_with = self._next()
        if planned is not None:
            return planned[0]
        if not plan_id:
            return ""
        now = self._workspace.now()
        made = plan_appointment(self._workspace, self._id, plan_id, now, merged_with=merged_with)
        return made.id

    def _planned(self) -> tuple[str, datetime] | None:
        """Return the appointment of the session that is to start, and its local moment."""
        planned = client_page_data(self._workspace, self._id).next_appointment
        if planned is None or (planned.plan_id, planned.merged_with) != self._next():
            return None
        return planned.id, planned.planned_for.astimezone()

    def _told_before(self) -> str:
        told = told_before(self._workspace, self._id)
        if told is None:
            return ""
        words = _("Told and said back on {day}, before this record. It is noted in: {where}")
        return words.format(day=written_day(told.day), where=told.noted_in)

    def _closed(self, gate: Gate) -> ClosedGate:
        facts = gate_facts(self._workspace, self._id)
        asks_limits = any(asks_what_was_said_back(each) for each in gate.requires)
        return ClosedGate(
            id=gate.id,
            is_hard=gate.kind == "hard",
            may_be_overridden=gate.overridable,
            text=f"{gate.text} {_last_session(facts.away.days, self.today)}"
            if facts.away is not None and asks_after_a_break(gate)
            else gate.text,
            missing=tuple(self._missing(each) for each in gate.requires if not is_met(each, facts)),
            told_until=last_day_before(self._workspace, self._id) if asks_limits else None,
        )

    def _missing(self, requirement: Requirement) -> MissingForGate:
        match requirement:
            case AnswerRequirement() | BreakRequirement():
                form = self._workspace.forms.latest(requirement.form)
                asked = form.question(requirement.question).prompt
                return MissingForGate(f"{form.short_title}: {asked}", form_id=form.id)
            case ModuleRequirement():
                module = self._workspace.programme_for(self._id).modules.get(requirement.module)
                title = module.title if module else requirement.module
                return MissingForGate(_("Worked through: {module}").format(module=title))
            case AlertsRequirement():
                alerts = client_page_data(self._workspace, self._id).alerts
                alert_id = alerts[0].id if alerts else ""
                return MissingForGate(_("An alert has no answer yet"), alert_id=alert_id)
            case _:
                assert_never(requirement)


def _last_session(days_ago: int, today: date) -> str:
    day = written_day(today - timedelta(days=days_ago))
    return _("The last session was on {day}.").format(day=day)

"""What the page of a client knows, and how its next session starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from exports.paper.charts.chart import ChartData
from session_forms.scoring.goal_attainment import attainment, attainment_for_client
from session_forms.words.day_words import short_day
from session_forms.words.texts import _
from therapist_app.commands import (
    AlertPage,
    Calendar,
    ClientPage,
    Clients,
    ClosePage,
    DataRights,
    FilledFormPage,
    FormPage,
    Outcomes,
    PromisePage,
    SecondRatingPage,
    SessionPage,
)
from therapist_app.form_widgets.off_buttons import MOVE
from therapist_app.record.clients import appointments
from therapist_app.record.model import Appointment, FilledForm
from therapist_app.screens.client.another_course import AnotherCourseViewModel
from therapist_app.screens.client.case_reading import CaseViewModel, CaseWords
from therapist_app.screens.client.changing import CourseViewModel
from therapist_app.screens.client.entering import PaperViewModel
from therapist_app.screens.client.handing_on import HandOnViewModel
from therapist_app.screens.client.logging_contact import LoggingContact
from therapist_app.screens.client.moving import MoveViewModel
from therapist_app.screens.client.starting import StartViewModel
from therapist_app.view_model import ViewModel
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.after_the_end import AfterTheEnd, after_the_end
from therapist_app.workflows.course.consenting import FIGURES_USED
from therapist_app.workflows.course.course_changes import ENDING
from therapist_app.workflows.course.following_a_plan import places_of
from therapist_app.workflows.measures.measuring import Timing, place_of, timing_of
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.overviews.known_as import KnownAs, known_as
from therapist_app.workflows.overviews.plan_choices import CANCELLED, MISSED
from therapist_app.workflows.overviews.reaching import Reach, reach_of
from therapist_app.workflows.overviews.seeing_clients import (
    ClientPageData,
    client_page_data,
    correct_identity,
    identity_of,
)
from therapist_app.workflows.overviews.taking_back import may_undo_missed
from therapist_app.workflows.overviews.timeline import UNDER_WAY
from therapist_app.workflows.people.second_person import colleagues
from therapist_app.workflows.policies.form_use import usable_forms
from therapist_app.workflows.rights.data_rights import note_opened
from therapist_app.workflows.rights.discarding import discard, may_discard
from therapist_app.workflows.sessions.holding_a_session import start_session
from therapist_app.workflows.sessions.readiness import Readiness, readiness_before, readiness_of
from therapist_app.workflows.workspace import Workspace

MainAction = Literal["resume", "sign", "start", "standing", "plan", "all_held", "ending", "none"]
SIGNED_SHOWN = 8


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One agreed practice, with the number of the session that agreed it."""

    what: str
    outcome: str
    session: str


@dataclass(frozen=True, slots=True)
class SignedSession:
    """One session whose note is signed, which a second rater can look at."""

    appointment_id: str
    number: str
    day: date


@dataclass(frozen=True, slots=True)
class ClientState:
    """The page of a client as it stands.

    Attributes:
        number: The number of the session that is next, running or to sign; empty without one.
        title: That session's title.
        action: What the filled button does.
        also_start: Whether a session can be started beside it.
        also_plan: Whether the next session is not in the calendar yet, and can be put there.
        charts: What the chart of each measure draws, in the order of `page.series`.
        together: What the goals come to, in plain words; empty while none is rated.
        signed: The sessions signed last, the newest first.
        case: The worked case that this client plays, in practice.
        readiness: What the next session rests on, in the calendar or not.
        goes_to: The colleague to whom the client is on the way; empty while they stay.
        may_discard: Whether nothing is known of them, so that a mistake is taken back.

    """

    page: ClientPageData
    today: date
    number: str
    title: str
    action: MainAction
    also_start: bool
    also_plan: bool
    charts: tuple[ChartData, ...]
    work: tuple[WorkLine, ...]
    together: str = ""
    signed: tuple[SignedSession, ...] = ()
    case: CaseWords | None = None
    readiness: Readiness | None = None
    goes_to: str = ""
    may_discard: bool = False

    @property
    def planned(self) -> int:
        """How many sessions the whole course has."""
        return sum(len(phase.stops) for phase in self.page.phases)

    @property
    def is_of_another_day(self) -> bool:
        """Whether the next session is planned for a day to come."""
        planned = self.page.next_appointment
        return planned is not None and planned.planned_for.astimezone().date() > self.today

    @property
    def is_past(self) -> bool:
        """Whether the next session was planned for a day that has passed."""
        planned = self.page.next_appointment
        return planned is not None and planned.planned_for.astimezone().date() < self.today

    @property
    def may_be_undone(self) -> Appointment | None:
        """The last session said today not to take place, where that can be taken back."""
        found = [each for each in self.page.missed if may_undo_missed(each, self.today)]
        return found[-1] if found and not self.page.is_restricted else None

    @property
    def is_brought_forward(self) -> bool:
        """Whether the client's course has the next session before ones with a lower number."""
        states = [stop.state for phase in self.page.phases for stop in phase.stops]
        at = states.index("next") if "next" in states else 0
        return self.page.next_appointment is None and "open" in states[:at]


@dataclass(frozen=True, slots=True)
class FormLine:
    """One form that was filled in.

    Attributes:
        day: The day on which it was answered: on the paper, if it was on paper.
        is_late: Whether it came from paper and was entered on a later day.
        timing: For a measure, whether it was given in its slot in time, late, or beside all slots.

    """

    filled_form_id: str
    title: str
    day: date
    session: str
    is_finished: bool
    is_from_paper: bool = False
    is_late: bool = False
    timing: Timing = "in_time"


@dataclass(frozen=True, slots=True)
class FillableForm:
    """One form that can be filled in."""

    form_id: str
    title: str
    minutes: int | None


class ClientViewModel(ViewModel[ClientState]):
    """Holds the page of one client.

    Signals:
        leave_requested: To a session, a note, a form, an alert or an outcome summary.
        planning_requested: The next session is to be put into the calendar.
        course_requested: What becomes of the course is to be said.
        off_requested: It is to be said that nobody came, or that the session was cancelled.
        contact_requested: A contact that nobody promised is to be written down.

    """

    planning_requested = Signal()
    course_requested = Signal()
    off_requested = Signal(str)
    contact_requested = Signal()

    def __init__(
        self,
        workspace: Workspace,
        client_id: str,
        part: str = "",
        appointment_id: str = "",
        line: int = 0,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._id = client_id
        self.part, self.line = part, line
        self.contact = LoggingContact(workspace, client_id, appointment_id, self)
        self.contact.act_done.connect(self.act_done)
        self.contact.leave_requested.connect(self.leave_requested)
        note_opened(workspace, client_id)
        self._read()
        self.starting = StartViewModel(workspace, client_id, self)
        self.changing = CourseViewModel(workspace, client_id, self)
        self.another = AnotherCourseViewModel(workspace, client_id, self)
        self.moving = MoveViewModel(workspace, client_id, self)
        self.handing_on = HandOnViewModel(workspace, client_id, self)
        self.entering = PaperViewModel(workspace, client_id, self)
        self.case = CaseViewModel(workspace, client_id, self)
        self.starting.leave_requested.connect(self.leave_requested)
        self.entering.leave_requested.connect(self.leave_requested)
        self.case.leave_requested.connect(self.leave_requested)
        self.starting.calendar_changed.connect(self.refresh)
        self.starting.act_done.connect(self.act_done)
        self.changing.act_done.connect(self.act_done)
        self.another.act_done.connect(self.act_done)
        self.another.moved.connect(self.refresh)
        self.moving.act_done.connect(self.act_done)
        self.moving.leave_requested.connect(self.leave_requested)
        self.handing_on.act_done.connect(self.act_done)
        self.handing_on.leave_requested.connect(self.leave_requested)
        self.changing.leave_requested.connect(self.leave_requested)
        self.changing.course_changed.connect(self.refresh)
        self.moving.moved.connect(self.refresh)

    def place(self, part: str, line: int = 0) -> ClientPage:
        """Return the way back to a part of this page, or to a line of its timeline."""
        return ClientPage(self._id, part, line=line)

    @property
    @override
    def state(self) -> ClientState:
        """The page as it stands."""
        page = self._page
        action = _main_action(page, self._workspace.today())
        plan_id = _plan_at(page, action)
        plans = self._workspace.programme_of(page.client).session_plans
        return ClientState(
            page=page,
            today=self._workspace.today(),
            number=session_number(plan_id),
            title=plans[plan_id].public_title if plan_id in plans else plan_id,
            action=action,
            also_start=action == "standing"
            or (action in {"sign", "plan"} and page.next_plan is not None),
            also_plan=action == "start" and page.next_appointment is None,
            charts=tuple(page.chart(index) for index in range(len(page.series))),
            work=tuple(
                WorkLine(each.what, each.outcome, session_number(each.plan_id))
                for each in page.practice
            ),
            together=_together(page),
            signed=_signed(page),
            case=self.case.words,
            readiness=self._readiness,
            goes_to=offered.name if (offered := self.moving.state.offered) else "",
            may_discard=may_discard(self._workspace, self._id),
        )

    def _read(self) -> None:
        with self._workspace.reading_once():
            self._page = client_page_data(self._workspace, self._id)
            self._readiness = self._readiness_of(self._page)

    def _readiness_of(self, page: ClientPageData) -> Readiness | None:
        planned, plan = page.next_appointment, page.next_plan
        if page.is_restricted or page.is_left_standing:
            return None
        if planned is not None:
            return readiness_of(self._workspace, planned)
        if plan is None or page.running is not None:
            return None
        return readiness_before(self._workspace, self._id, plan)

    @Slot()
    def refresh(self) -> None:
        """Read afresh what the record says."""
        self._read()
        self._emit_state()

    @Slot()
    def act(self) -> None:
        """Do what the filled button says."""
        match _main_action(self._page, self._workspace.today()):
            case "resume":
                assert self._page.running is not None
                start_session(self._workspace, self._page.running.id)
                self.leave_requested.emit(SessionPage(self._page.running.id))
            case "sign":
                self.leave_requested.emit(ClosePage(self._page.unsigned[0].id))
            case "start":
                self.starting.start()
            case "standing":
                self.ask_about_planned(CANCELLED if self.state.is_of_another_day else MISSED)
            case "plan":
                self.planning_requested.emit()
            case "ending":
                self.open_form(ENDING)
            case "all_held":
                self.course_requested.emit()
            case "none":
                return

    @Slot(str)
    def ask_about_planned(self, asked: str) -> None:
        """Ask what became of the session that is planned, or go where it is moved."""
        planned = self._page.next_appointment
        if planned is None or self._page.is_restricted:
            return
        if asked == MOVE:
            day = planned.planned_for.astimezone().date().isoformat()
            self.leave_requested.emit(Calendar(day, planned.id, asked))
        else:
            self.off_requested.emit(asked)

    def opened_by(self, plan_id: str) -> str:
        """Return in words what the mark of a session opens; empty for nothing."""
        found = self._meeting_of(plan_id)
        if found is None:
            return ""
        if found.state in UNDER_WAY:
            return _("opens the session")
        day = short_day(found.planned_for.astimezone().date())
        return _("held {day}, opens its note").format(day=day)

    @Slot(str)
    def open_stop(self, plan_id: str) -> None:
        """Open what the mark of a session in the map shows: its note, or the session that runs."""
        found = self._meeting_of(plan_id)
        if found is not None:
            runs = found.state in UNDER_WAY
            to = SessionPage(found.id) if runs else ClosePage(found.id)
            self.leave_requested.emit(to)

    def _meeting_of(self, plan_id: str) -> Appointment | None:
        page = self._page
        running = (page.running,) if page.running else ()
        met = sorted((*page.signed, *page.unsigned), key=lambda each: each.planned_for)
        found = [each for each in (*met, *running) if plan_id in {each.plan_id, each.merged_with}]
        return found[-1] if found else None

    @Slot()
    def begin_session(self) -> None:
        """Go on with the session that runs, else begin the next one or say what stands before."""
        if self._page.running is not None or self.state.action in {"all_held", "ending"}:
            self.act()
        elif not self._page.is_restricted and self.state.action != "none":
            self.starting.start()

    def look_at_gates(self) -> None:
        """Say what stands before the next session; none begins by itself."""
        if not self._page.is_restricted:
            self.starting.look()

    @Slot()
    def log_contact(self) -> None:
        """Go where a contact is written down: the client was reached, or somebody tried."""
        if self._page.is_restricted:
            return
        promise_id = self.contact.promised()
        if promise_id:
            self.leave_requested.emit(PromisePage(promise_id))
        else:
            self.contact_requested.emit()

    @property
    def has_colleagues(self) -> bool:
        """Whether somebody else is in the service, who is told what is discarded."""
        return bool(colleagues(self._workspace.vault))

    @Slot()
    def discard(self) -> None:
        """Take a first contact that was opened by mistake out of the record."""
        discard(self._workspace, self._id)
        self.act_done.emit(_("The first contact is deleted."))
        self.leave_requested.emit(Clients())

    @Slot(str)
    def open_form(self, form_id: str) -> None:
        """Open a form of this client, outside a session."""
        self.leave_requested.emit(FormPage(self._id, form_id))

    @Slot()
    def show_rights(self) -> None:
        """Go to what this client may ask for."""
        self.leave_requested.emit(DataRights(self._id))

    @Slot()
    def ask_about_figures(self) -> None:
        """Go to where a decision about the use of figures is recorded."""
        self.leave_requested.emit(DataRights(self._id, FIGURES_USED))

    def open_filled(self, line: FormLine) -> None:
        """Open a form as it was kept."""
        self.leave_requested.emit(FilledFormPage(line.filled_form_id))

    @Slot(str)
    def open_kept(self, filled_form_id: str) -> None:
        """Open a form by its id, as it was kept."""
        self.leave_requested.emit(FilledFormPage(filled_form_id))

    @Slot(str)
    def answer_alert(self, alert_id: str) -> None:
        """Go to an open alert."""
        self.leave_requested.emit(AlertPage(alert_id))

    @Slot()
    def make_summary(self) -> None:
        """Go to the outcome summary of this client."""
        self.leave_requested.emit(Outcomes(self._id))

    def after_the_end(self) -> AfterTheEnd:
        """Return the boosters and follow-ups that can be put into the calendar."""
        return after_the_end(self._workspace, self._id)

    @Slot(str)
    def rate_again(self, appointment_id: str) -> None:
        """Go to the page of the second rater of a session."""
        self.leave_requested.emit(SecondRatingPage(appointment_id))

    def look_up_identity(self) -> KnownAs:
        """Return who stands behind the code; the record notes that it was read."""
        return known_as(identity_of(self._workspace, self._id))

    def look_up_reach(self) -> Reach:
        """Return how the client is reached; the record notes that it was read."""
        return reach_of(self._workspace, self._id)

    def correct_identity(self, known: KnownAs) -> None:
        """Keep who stands behind the code as it was put right."""
        correct_identity(self._workspace, self._id, known)
        self.act_done.emit(_("The identity is saved."))

    def forms_done(self) -> tuple[FormLine, ...]:
        """Return every form that was filled in, the newest first."""
        held = appointments.for_client(self._workspace.caseload, self._id)
        plans = {each.id: each.plan_id for each in held}
        meetings: dict[str | None, Appointment] = {each.id: each for each in held}
        at_place = {place: each for each in held for place in places_of(each)}
        found = fitting_forms.for_client(self._workspace, self._id)
        return tuple(
            FormLine(
                filled_form_id=each.id,
                title=self._workspace.form_of(each).short_title,
                day=at.astimezone().date(),
                session=session_number(_plan_of(each, plans)),
                is_finished=each.status == "finished",
                is_from_paper=each.filled_on is not None,
                is_late=each.is_late,
                timing=timing_of(
                    self._workspace.form_of(each),
                    each,
                    at_place.get(place_of(each)),
                ),
            )
            for at, each in sorted(
                ((each.given_at(meetings.get(each.appointment_id)), each) for each in found),
                key=lambda given: given[0],
                reverse=True,
            )
        )

    def forms_to_fill(self) -> tuple[FillableForm, ...]:
        """Return every form that can be filled in, in the order of their titles."""
        usable = usable_forms(self._workspace)
        choices = [FillableForm(each.id, each.title, each.minutes) for each in usable]
        return tuple(sorted(choices, key=lambda each: each.title))


def _signed(page: ClientPageData) -> tuple[SignedSession, ...]:
    found = page.signed[::-1][:SIGNED_SHOWN]
    return tuple(
        SignedSession(each.id, session_number(each.plan_id), each.planned_for.astimezone().date())
        for each in found
    )


def _together(page: ClientPageData) -> str:
    found = attainment(page.goals)
    return "" if found is None else attainment_for_client(found)


def _plan_of(filled: FilledForm, plans: Mapping[str, str]) -> str:
    """Return the session plan a form belongs to: of its session, or of the slot it fills."""
    return plans.get(filled.appointment_id or "") or (filled.slot or "").partition("@")[2]


def _main_action(page: ClientPageData, today: date) -> MainAction:
    """Return what comes first: a session that runs, today's, a note to sign, the next one.

    On a day on which one was held, or did not take place, the next is planned, unless it is: a key
    pressed once too often after the signature must start nothing, and who did not come is away.
    Once every session was held, what becomes of the course comes first: it goes on until it is
    ended. Nothing does while the record is restricted, or once the course was ended, but for what
    becomes of an appointment that is left of it.
    """
    if page.is_restricted:
        return "none"
    if page.running is not None:
        return "resume"
    planned = page.next_appointment
    is_today = planned is not None and planned.planned_for.astimezone().date() <= today
    if page.unsigned and not is_today:
        return "sign"
    if planned is not None:
        return "standing" if page.is_left_standing else "start"
    if page.ended is not None:
        return "none" if page.is_ending_told else "ending"
    if page.next_plan is None:
        return "none" if page.client.is_followed_up else "all_held"
    over = (*page.signed, *page.missed)
    was_today = any(each.planned_for.astimezone().date() == today for each in over)
    return "plan" if was_today else "start"


def _plan_at(page: ClientPageData, action: MainAction) -> str:
    """Return the plan that the title of the page is about."""
    if action == "resume" and page.running is not None:
        return page.running.plan_id
    if action == "sign":
        return page.unsigned[0].plan_id
    if page.next_appointment is not None and action != "standing":
        return page.next_appointment.plan_id
    return page.next_plan.id if page.next_plan else ""

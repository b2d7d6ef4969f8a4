"""A worked case enters the record, meeting by meeting, through the workflows of the screens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from programme.definition.definition import Step
from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState, answer
from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from session_forms.questions.columns import DateColumn
from session_forms.questions.kinds import Question
from session_forms.questions.tables import TableQuestion
from therapist_app.practice.answering import form_follows
from therapist_app.practice.case_files import CaseMeeting, Given, WorkedCase
from therapist_app.record.clients import alerts, appointments
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.record.model import Acknowledgement, Appointment, Client, Ending, FilledBy
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.following_a_plan import plan_of
from therapist_app.workflows.course.planning import Arrangement, plan_appointment, record_missed
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.answering_alerts import acknowledge
from therapist_app.workflows.sessions.closing_a_session import (
    ATTENDANCE,
    note_form,
    rate,
    sign_note,
)
from therapist_app.workflows.sessions.drafting_the_note import LONGEST_DRAFT
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    skip_step,
    start_session,
)
from therapist_app.workflows.sessions.seeing_a_session import DueMeasure
from therapist_app.workflows.workspace import Workspace

RATED = ("rating", "scale")
NOTHING: Given = {}


class CaseProblem(Exception):
    """A worked case does not fit the installed programme and forms; it never holds an answer."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}.")


def answered(state: FormState, given: Given, usual: Given = NOTHING) -> FormState:
    """Return `state` with the answers of a worked case; the usual ones where a question stands.

    Raises:
        CaseProblem: An answer has no question, is hidden or does not fit, or one is missing.

    """
    for question in state.form.questions:
        is_usual = question.id in usual and state.question_state(question.id).shown
        if question.id in given or is_usual:
            said = given if question.id in given else usual
            value = _spelled(question, said[question.id], state.context)
            state = answer(state, QuestionId(question.id), value)
    form_id = state.form.id
    for question_id in given:
        if question_id not in state.form.dependencies.position:
            raise CaseProblem(form_id, f"there is no question {question_id}")
        at = state.question_state(question_id)
        if not at.shown or at.problem is not None or at.answer is None:
            why = "does not fit" if at.shown else "is hidden"
            raise CaseProblem(form_id, f"the answer to {question_id} {why}")
    if state.blocking:
        raise CaseProblem(form_id, f"{state.blocking[0].id} needs an answer that fits")
    return state


def by_question(form: FormDefinition, given: tuple[int, ...] | Given) -> Given:
    """Return item answers by question.

    Raises:
        CaseProblem: There are more answers than items.

    """
    if isinstance(given, Mapping):
        return given
    rated = [each.id for each in form.questions if each.kind in RATED]
    if len(given) > len(rated):
        raise CaseProblem(form.id, "there are more answers than items")
    return dict(zip(rated, given, strict=False))


def _spelled(question: Question, value: object, context: Context) -> object:
    match question.kind, value:
        case "date", int(days):
            return (context.today + timedelta(days=days)).isoformat()
        case "directory_list", tuple():
            return tuple(_service(each, context) for each in value)
        case "jurisdiction", "usable":
            return context.jurisdictions[0] if context.jurisdictions else value
        case "table", tuple():
            assert isinstance(question, TableQuestion)
            return tuple(_row(question, each, context) for each in value)
        case _:
            return value


def _row(question: TableQuestion, row: object, context: Context) -> object:
    if not isinstance(row, Mapping):
        return row
    days = {each.id for each in question.columns if isinstance(each, DateColumn)}
    return {
        column: (context.today + timedelta(days=cell)).isoformat() if column in days else cell
        for column, cell in row.items()
    }


def _service(kind: object, context: Context) -> object:
    """Return the first service of a kind in the directory."""
    return next((each for each in context.directory if context.directory_kinds[each] == kind), kind)


HOUR = 10


def play(workspace: Workspace, clock: SeededClock, case: WorkedCase, until: datetime) -> Client:
    """Let a whole worked case happen, its last meeting on the day of `until`.

    Raises:
        CaseProblem: It does not fit the installed programme; nothing of it is kept.
        WorkflowError: A gate or a rule stood in its way; nothing of it is kept.

    """
    began = until.replace(hour=HOUR, minute=0) - timedelta(weeks=case.held[-1].week)
    clock.move_to(began)
    with workspace.caseload.change("practice_course", case.id):
        client = add_client(
            workspace,
            NewClient(
                anonymity="code_only",
                track=case.track,
                adaptations=case.adaptations,
                age_band=case.age_band,
                gender=case.gender,
            ),
        )
        for meeting in case.meetings:
            at = began + timedelta(weeks=meeting.week, days=meeting.day)
            _Player(workspace, clock, case, client.id).play(meeting, at)
    return client


@dataclass(frozen=True, slots=True)
class _Player:
    """Plays the meetings of one client."""

    workspace: Workspace
    clock: SeededClock
    case: WorkedCase
    client_id: str

    def play(self, meeting: CaseMeeting, at: datetime) -> None:
        """Let one meeting happen, or be missed, or be planned."""
        is_ahead = meeting.attendance == "ahead"
        if not is_ahead:
            self.clock.move_to(at)
        appointment = plan_appointment(
            self.workspace,
            self.client_id,
            meeting.plan,
            at,
            Arrangement(meeting.mode),
            merged_with=meeting.merged_with,
        )
        if is_ahead:
            return
        if meeting.was_held:
            _Meeting(self.workspace, self.clock, self.case, meeting, appointment).hold()
        else:
            record_missed(self.workspace, appointment.id, ATTENDANCE[meeting.attendance])
        after = meeting.status_after
        if after is not None:
            change_status(self.workspace, self.client_id, after.to, after.reason)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Holds one meeting, from the measures to the signature."""

    workspace: Workspace
    clock: SeededClock
    case: WorkedCase
    meeting: CaseMeeting
    appointment: Appointment

    def hold(self) -> None:
        """Hold the meeting as its file says."""
        page = start_session(self.workspace, self.appointment.id, self.meeting.reason)
        self._check_measures(page.due)
        if page.plan.measures_given_at == "arrival":
            self._give_measures(page.due)
        waiting = dict(self.meeting.forms)
        for line in page.agenda:
            if line.step.id == page.plan.measures_given_at:
                self._give_measures(page.due)
            self._take(line.step, waiting)
            if line.step.id == self.meeting.until:
                break
        self._refuse_left_over(waiting)
        for form_id, given in self.meeting.also.items():
            self._fill(form_id, given)
        ending: Ending = "to_be_continued" if self.meeting.until else "finished"
        end_session(self.workspace, self.appointment.id, ending)
        self._answer_alerts("")
        self._rate_and_sign()

    def _take(self, step: Step, waiting: dict[str, Given]) -> None:
        """Do one step, or leave it out with the reason that the file gives."""
        reason = self.meeting.left_out.get(step.id)
        if reason is not None:
            skip_step(self.workspace, self.appointment.id, step.id, reason)
            return
        form_id = step.form_id or ""
        if form_id in waiting:
            self._fill(form_id, waiting.pop(form_id))
        elif form_id and form_id not in self.meeting.forms:
            raise self._problem(f"nothing is written in {form_id}")
        self.clock.advance(60 * step.minutes)
        finish_step(self.workspace, self.appointment.id, step.id)
        self._answer_alerts(step.id)

    def _give_measures(self, due: tuple[DueMeasure, ...]) -> None:
        for each in due:
            given = self.meeting.measures.get(each.form_id)
            if given is not None:
                self._fill(each.form_id, given, filled_by="paper" if each.on_paper else "client")

    def _check_measures(self, due: tuple[DueMeasure, ...]) -> None:
        """Refuse a measure that is due and neither given nor left out with a reason."""
        meeting = self.meeting
        settled = {*meeting.measures, *meeting.forms, *meeting.not_given}
        for each in due:
            if each.state != "finished" and each.form_id not in settled:
                raise self._problem(f"{each.form_id} is due")

    def _fill(
        self, form_id: str, given: tuple[int, ...] | Given, filled_by: FilledBy = "together"
    ) -> None:
        opened = open_form(
            self.workspace,
            self.appointment.client_id,
            form_id,
            appointment_id=self.appointment.id,
            filled_by=filled_by,
        )
        usual = self.case.usual.get(form_id, NOTHING)
        try:
            state = answered(opened.state, by_question(opened.state.form, given), usual)
        except CaseProblem as problem:
            raise self._problem(str(problem).rstrip(".")) from None
        finish_form(self.workspace, opened, state)

    def _answer_alerts(self, step_id: str) -> None:
        """Answer the alerts that the file answers after this step; at the end, every other one."""
        answers = {(each.form, each.question): each for each in self.meeting.alerts}
        for each in alerts.unacknowledged(self.workspace.caseload, self.appointment.client_id):
            found = answers.get((each.form_id, each.question_id))
            if found is None and not step_id:
                raise self._problem(f"the alert of {each.form_id} has no answer")
            if found is None or found.after != step_id:
                continue
            day = self.workspace.today() + timedelta(days=found.contact_in)
            acknowledgement = Acknowledgement(
                actions=found.actions,
                facts=found.facts,
                told=found.told,
                told_when="the same day" if found.told else "",
                next_contact=day.isoformat(),
                reason_for_open_actions=found.left_open or form_follows(self.workspace, each.id),
                by=self.workspace.vault.person.name,
            )
            acknowledge(self.workspace, each.id, acknowledgement)

    def _rate_and_sign(self) -> None:
        meeting, appointment_id = self.meeting, self.appointment.id
        for item in plan_of(self.workspace, self.appointment).fidelity:
            rating = meeting.fidelity.get(item.id, "2")
            reason = meeting.not_applicable if rating == "na" else ""
            rate(self.workspace, appointment_id, item.id, rating, reason)
        if meeting.note is None:
            raise self._problem("there is no note")
        ended = appointments.load(self.workspace.caseload, appointment_id)
        note = note_form(self.workspace, ended)
        drafted = str(note.state.answers.get(QuestionId("summary"), ""))
        words: tuple[tuple[str, object], ...] = (
            ("attendance", meeting.attendance),
            ("summary", _fitting(meeting.note.summary, drafted)),
            ("risk_changes", meeting.note.risk_changes or None),
            ("plan", meeting.note.plan or None),
            ("supervision_flag", meeting.note.supervision),
        )
        state = note.state
        for question_id, value in words:
            state = answer(state, QuestionId(question_id), value)
        sign_note(self.workspace, appointment_id, note, state)

    def _refuse_left_over(self, waiting: dict[str, Given]) -> None:
        if waiting:
            raise self._problem(f"no step asks for {next(iter(waiting))}")

    def _problem(self, what: str) -> CaseProblem:
        return CaseProblem(f"{self.case.id}, {self.meeting.plan}", what)


def _fitting(own: str, drafted: str) -> str:
    """Return the note: the therapist's own words, then as much of the draft as there is room."""
    text = own
    for line in drafted.splitlines():
        if len(text) + len(line) + 1 <= LONGEST_DRAFT:
            text = f"{text}\n{line}"
    return text

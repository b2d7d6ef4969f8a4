"""A therapist's working day, at random from a seed, through the workflows and without a window."""

from datetime import timedelta
from random import Random

from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState, answer
from tests.support.record.records import ServiceOnDisk
from tests.support.session_forms.random_answers import random_answers
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.clients import alerts, appointments, clients
from therapist_app.record.errors import AlreadyFinished, AlreadySigned
from therapist_app.record.model import Acknowledgement, Appointment
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import offers, plan_appointment, record_missed
from therapist_app.workflows.errors import WorkflowError
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import OpenForm, open_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.answering_alerts import acknowledge, asked_actions
from therapist_app.workflows.sessions.closing_a_session import (
    amend_note,
    close_page_data,
    rate,
    sign_note,
)
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    hold,
    start_session,
)
from therapist_app.workflows.sessions.seeing_a_session import session_page_data

FORMS = ("phq-9", "gad-7", "core-10", "wsas", "safety-plan")
MOST_CLIENTS = 5
ANSWERS_AT_A_TIME = 2


class Shift:
    """One therapist at one desk."""

    def __init__(self, service: ServiceOnDisk, vault: Vault, dice: Random) -> None:
        self._clock = service.clock
        self._workspace = workspace_for(vault)
        self._work = Workplace(self._workspace, service.clock)
        self._dice = dice
        self._in_hand: tuple[OpenForm, FormState, list[tuple[str, object]]] | None = None
        self._things = {
            self._type: 12,
            self._run_a_session: 8,
            self._plan: 3,
            self._meet: 1,
            self._miss: 1,
            self._answer_an_alert: 3,
            self._pause: 1,
        }

    def do_something(self) -> bool:
        """Do one thing; return False where the programme does not allow it now."""
        self._clock.advance(self._dice.randint(1, 90))
        if clients.count(self._workspace.caseload) == 0:
            self._meet()
            return True
        [thing] = self._dice.choices([*self._things], [*self._things.values()])
        try:
            return thing() is not False
        except (WorkflowError, AlreadySigned, AlreadyFinished):
            self._in_hand = None
            return False

    def _type(self) -> None:
        """Answer some questions of the form in hand and keep it, or finish it."""
        if self._in_hand is None:
            self._in_hand = self._open()
        opened, state, left = self._in_hand
        for question_id, value in left[:ANSWERS_AT_A_TIME]:
            state = answer(state, QuestionId(question_id), value)
        rest = left[ANSWERS_AT_A_TIME:]
        if rest:
            keep_draft(self._workspace, opened, state)
            self._in_hand = (opened, state, rest)
        else:
            finish_form(self._workspace, opened, state)
            self._in_hand = None

    def _open(self) -> tuple[OpenForm, FormState, list[tuple[str, object]]]:
        running = [each.id for each in appointments.open_now(self._workspace.caseload)]
        client_id, appointment_id = self._someone(), None
        if running and self._dice.random() < 0.7:
            appointment_id = self._dice.choice(running)
            client_id = appointments.load(self._workspace.caseload, appointment_id).client_id
        opened = open_form(
            self._workspace, client_id, self._dice.choice(FORMS), appointment_id=appointment_id
        )
        if opened.read_only:  # what is finished is corrected, never written over
            opened = begin_correction(self._workspace, opened.filled.id, "Read it wrong")
        answers = random_answers(opened.state.form, self._dice)
        return opened, opened.state, list(answers.items())

    def _run_a_session(self) -> bool | None:
        """Go on with a session that is open, or start one; close it once its steps are done."""
        found = appointments.open_now(self._workspace.caseload)
        if not found:
            return self._sign() if self._dice.random() < 0.5 else self._start()
        appointment = self._dice.choice(found)
        if self._dice.random() < 0.15:
            hold(self._workspace, appointment.id)
            return None
        page = session_page_data(self._workspace, appointment.id)
        if page.is_through:
            self._work.do_every_step(appointment.id)
            end_session(self._workspace, appointment.id, "finished")
            return self._rate(appointment)
        if self._dice.random() < 0.2:
            end_session(self._workspace, appointment.id, "broken_off")
            return self._rate(appointment)
        finish_step(self._workspace, appointment.id, page.current.id)
        return None

    def _start(self) -> bool | None:
        planned = [each for each in self._appointments() if each.state == "planned"]
        if not planned:
            return self._plan()
        appointment = self._dice.choice(planned)
        client = clients.load(self._workspace.caseload, appointment.client_id)
        self._work.pass_gates(client, appointment.plan_id)
        start_session(self._workspace, appointment.id, "As the day goes")
        return None

    def _rate(self, appointment: Appointment) -> None:
        items = close_page_data(self._workspace, appointment.id).items
        for line in items[: self._dice.randint(0, len(items))]:
            rate(self._workspace, appointment.id, line.item.id, self._dice.choice("012"))

    def _sign(self) -> bool | None:
        unsigned = appointments.unsigned(self._workspace.caseload)
        if not unsigned:
            return self._start()
        appointment = self._dice.choice(unsigned)
        note = close_page_data(self._workspace, appointment.id).note
        sign_note(self._workspace, appointment.id, note, note.state)
        if self._dice.random() < 0.3:
            amend_note(self._workspace, appointment.id, "Told otherwise", "Heard it wrong")
        return None

    def _plan(self) -> None:
        client_id = self._someone()
        offered = offers(self._workspace, client_id)[0].plan.id
        at = self._clock() + timedelta(days=self._dice.randint(0, 9))
        plan_appointment(self._workspace, client_id, offered, at)

    def _miss(self) -> bool | None:
        planned = [each for each in self._appointments() if each.state == "planned"]
        if not planned:
            return False
        attendance = self._dice.choice(("cancelled_client", "did_not_attend"))
        record_missed(self._workspace, self._dice.choice(planned).id, attendance)
        return None

    def _meet(self) -> bool | None:
        if clients.count(self._workspace.caseload) >= MOST_CLIENTS:
            return False
        number = self._dice.randrange(10**6)
        add_client(
            self._workspace,
            NewClient("named", f"Invented {number}", f"0{number}", age_band="25-34"),
        )
        return None

    def _answer_an_alert(self) -> bool | None:
        found = alerts.unacknowledged(self._workspace.caseload)
        if not found:
            return False
        alert = self._dice.choice(found)
        answered = Acknowledgement(
            actions=tuple(each.id for each in asked_actions(alert.level)),
            facts="Talked it through, plan looked at together",
            told="A. Supervisor",
            told_when="",
            next_contact=self._workspace.today().isoformat(),
            reason_for_open_actions="The forms follow",
            by="",
        )
        acknowledge(self._workspace, alert.id, answered)
        return None

    def _pause(self) -> None:
        client = clients.load(self._workspace.caseload, self._someone())
        status = "active" if client.status == "paused" else "paused"
        change_status(self._workspace, client.id, status, "As agreed")

    def _someone(self) -> str:
        return self._dice.choice(clients.list_rows(self._workspace.caseload)).id

    def _appointments(self) -> list[Appointment]:
        return list(appointments.for_client(self._workspace.caseload, self._someone()))

"""What the session screen knows: the step, its form, the clock, what is due."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer, Signal, Slot
from typing_extensions import override

from exports.paper.forms.order import paper_offers
from programme.course.progress import step_may_be_skipped
from programme.definition.parts import ARRIVAL
from session_forms.words.day_words import day_in_words
from session_forms.words.reason_words import says_why
from session_forms.words.texts import _
from therapist_app.commands import (
    AlertPage,
    BesideClient,
    ClientPage,
    ClosePage,
    FilledFormPage,
    FormPage,
    HandOver,
    LocalTextPage,
    SessionPage,
)
from therapist_app.forms.form_filling import FormFilling, lacking_in, questions_to_look_at
from therapist_app.forms.form_store import RecordStore
from therapist_app.messages.errors import explain
from therapist_app.practice.worked_cases import Teaching, teaching_at
from therapist_app.view_model import ViewModel
from therapist_app.workflows.errors import GateClosed, NoLocalText, ReasonNeeded
from therapist_app.workflows.forms.opening_forms import OpenForm
from therapist_app.workflows.forms.paper_copies import FormOnPaper, on_paper
from therapist_app.workflows.forms.sharing import is_shared
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.sessions.following_the_pathway import safety_check_of
from therapist_app.workflows.sessions.holding_a_session import (
    finish_step,
    go_to_step,
    hold,
    skip_step,
    start_session,
)
from therapist_app.workflows.sessions.looking_back import NO_NOTE, LastNote, last_note
from therapist_app.workflows.sessions.seeing_a_session import (
    SessionPageData,
    seconds_used,
    session_page_data,
)
from therapist_app.workflows.sessions.take_home import TakeHomePage, take_home_page
from therapist_app.workflows.sessions.what_goes_on import awaited_words, comes_again
from therapist_app.workflows.workspace import Workspace

MINUTE_MS = 60_000
RUNNING = "in_progress"
SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class HandOverChoice:
    """One form that can be handed over, or printed, now."""

    form_id: str
    title: str


@dataclass(frozen=True, slots=True)
class SessionState:
    """The session as it stands.

    Attributes:
        number: The session's number as people say it.
        place: The number of the step, from 1.
        following: The title of the step after this one; empty when every step is marked.
        is_running: Whether the clock runs.
        waits: Whether a gate, a local text or a reason that lacks keeps the session from starting.
        may_skip: Whether the step may be left out, with a reason.
        opens_after: What has to be there before the step opens; empty when it is open.
        opens_form: The form in which that is answered.
        lacks_text: Whether it is a text on confidentiality that the service has to approve.
        adaptations: What to do differently for this client.
        shows_due: Whether the measures due belong to this step.
        to_hand_over: The forms that the client can fill in alone at this step.
        before: What to see to before the session begins.
        after: What to see to when it is over.
        practice: What the session proposes to practise, with its size and how it stays private.
        teaching: What a trainee may notice, beside a worked case of practice.
        has_pathway: Whether an alert is open, or a step here can open one.
        kept: The form of this step, where it is finished and only read.
        is_shared: Whether the form of this step is one that the client fills in or works out too,
            so that both may look at it.
        is_half_filled: Whether the form of this step has an answer and is not finished.
        awaited: What the course waits for in the finished form of this step, and which answer
            will do; empty where that can be said nowhere here, or is said.
        left: The measures without which the step would be done, once that was to be said.

    """

    page: SessionPageData
    number: str
    place: int
    following: str
    is_running: bool
    waits: bool
    may_skip: bool
    opens_after: str
    opens_form: str
    adaptations: tuple[str, ...]
    shows_due: bool
    to_hand_over: tuple[HandOverChoice, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    practice: tuple[str, ...] = ()
    teaching: Teaching | None = None
    has_pathway: bool = True
    kept: OpenForm | None = None
    lacks_text: bool = False
    is_shared: bool = False
    is_half_filled: bool = False
    awaited: str = ""
    left: tuple[str, ...] = ()

    @property
    def written_for(self) -> str:
        """For which day it is written down, in words; empty where it is held now."""
        meeting = self.page.appointment
        if not meeting.is_written_down_later:
            return ""
        day = day_in_words(meeting.took_place_at.astimezone().date())
        return _("Written down for {day}").format(day=day)

    @property
    def not_open_words(self) -> str:
        """That the step is not open yet, and what has to be there first; empty when it is open."""
        if not self.opens_after:
            return ""
        words = _("This step is not open yet: {what}")
        return words.format(what=self.opens_after)

    @property
    def nothing_to_hand_over(self) -> str:
        """That nothing is handed over at this step, and at which one it will be."""
        later = next((each.later for each in self.page.due if each.later), "")
        if not later:
            return _("Nothing to hand over now")
        words = _("Nothing to hand over at this step. It is handed over at: {step}")
        return words.format(step=later)

    @property
    def is_over(self) -> bool:
        """Whether its note is signed, so that it is only read."""
        return self.page.appointment.state == SIGNED

    @property
    def leads_to_close(self) -> bool:
        """Whether nothing is left but the close: each step is marked, the form here finished."""
        return self.is_over or (self.page.is_through and not self.is_half_filled)


class SessionViewModel(ViewModel[SessionState]):
    """Holds one session: turns to its steps, keeps their forms, watches its minutes.

    Signals:
        minutes_changed: The minutes used, once a minute.
        leave_requested: To a form, a hand-over, an alert, the close, or the client.

    """

    minutes_changed = Signal(int)

    def __init__(
        self,
        workspace: Workspace,
        appointment_id: str,
        question_id: str = "",
        scrolled: int = 0,
        part: str = "",
    ) -> None:
        super().__init__()
        self.question_id = question_id
        self.scrolled = scrolled
        self.part = part
        self._workspace = workspace
        self._id = appointment_id
        self._page = session_page_data(workspace, appointment_id)
        self._waits = False
        self._pointed_at = ""
        self._told_left: set[str] = set()
        self._store = RecordStore(workspace)
        self.filling: FormFilling | None = None
        self._filling_of = ""
        self._kept: OpenForm | None = None
        self._stopped_by = ""
        self._was_half_filled = False
        if self._page.appointment.state == "planned":
            self._start()
        self._open_form()
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._on_minute_timeout)
        self._minute.start()

    @property
    @override
    def state(self) -> SessionState:
        """The session as it stands."""
        page, current = self._page, self._page.current
        ids = [each.step.id for each in page.agenda]
        ahead = [each.step for each in page.agenda if each.state == "next"]
        later = [step for step in ahead if ids.index(step.id) > ids.index(current.id)]
        streams = frozenset(each.stream for each in page.alerts)
        words, form_id = self._opens_after()
        return SessionState(
            page=page,
            number=session_number(page.plan.id),
            place=ids.index(current.id) + 1,
            following=(later or ahead)[0].title if ahead else "",
            is_running=page.appointment.state == RUNNING,
            waits=self._waits,
            may_skip=step_may_be_skipped(current, streams) and not self._is_over,
            opens_after=words,
            opens_form=form_id,
            lacks_text=bool(self._stopped_by),
            adaptations=tuple(
                current.guidance.adapt[flag]
                for flag in page.adaptations
                if flag in current.guidance.adapt
            ),
            shows_due=self._shows_due(),
            to_hand_over=self._to_hand_over(),
            before=(*page.plan.before, *page.plan.prepares, *self._links(earlier=True)),
            after=(*page.plan.after, *self._links(earlier=False)),
            practice=tuple(
                f"{each.text} {each.size}. {each.private}" for each in page.plan.practice
            ),
            teaching=teaching_at(self._workspace, self._id, current.form_id or ""),
            has_pathway=bool(page.alerts)
            or safety_check_of(self._workspace, page.appointment) is not None,
            kept=self._kept,
            is_shared=page.current_form is not None and is_shared(page.current_form),
            is_half_filled=self._is_half_filled,
            awaited=self._awaited(),
            left=self._left_here() if current.id in self._told_left else (),
        )

    def last_note(self) -> LastNote | None:
        """Return the note of the session before this one; None where there is nothing to read."""
        last = self._page.last_time
        if last is None or not last.is_there_more:
            return None
        return last_note(self._workspace, last.note_id) if last.note_id else NO_NOTE

    def page(self) -> TakeHomePage:
        """Return the page that the client takes home after this session."""
        return take_home_page(self._workspace, self._page.plan)

    @Slot()
    def refresh(self) -> None:
        """Read afresh what the record says; a form that is being filled in stays."""
        self._show()

    @Slot(str)
    def go_to(self, step_id: str) -> None:
        """Turn to another step."""
        self.flush()
        go_to_step(self._workspace, self._id, step_id)
        self._show()

    def look_at(self, by: int) -> bool:
        """Turn to the step so many before or after; return whether there is one."""
        ids = [each.step.id for each in self._page.agenda]
        at = ids.index(self._page.current.id) + by
        is_there = 0 <= at < len(ids)
        if is_there:
            self.go_to(ids[at])
        return is_there

    def finish_step(self) -> None:
        """Mark the step done; its form first points at what is unanswered, once.

        At the same press it is said, once, which measures of the step are not filled in.

        A form of several steps must have its answers at the last of them: each has its own time.
        """
        step, filling = self._page.current, self.filling
        if self._stopped_by or self._is_over or self._tells_what_is_left():
            return
        if filling is None or not self._page.current_is_open:
            self._mark_done()
            return
        is_untouched = not filling.state.answers and not filling.state.blocking
        if is_untouched and self._pointed_at == step.id:
            self._mark_done()  # a form that nobody touched is not kept as a finished one
            return
        if self._lacks_what_a_later_step_asks():
            if not filling.point_at_what_does_not_fit():
                self.flush()
                self._mark_done()
            return
        self._pointed_at = step.id
        filling.finish()

    def _tells_what_is_left(self) -> bool:
        """Say once which measures are left, and return whether that is all that comes of it."""
        step_id = self._page.current.id
        if not self._left_here() or step_id in self._told_left:
            return False
        self._told_left.add(step_id)
        self._emit_state()
        return not self._points_at_its_form()

    def _points_at_its_form(self) -> bool:
        filling = self.filling
        if filling is None or not self._page.current_is_open:
            return False
        if self._pointed_at == self._page.current.id or self._lacks_what_a_later_step_asks():
            return False
        return bool(questions_to_look_at(filling.state, filling.lacking) or filling.state.dropped)

    def _left_here(self) -> tuple[str, ...]:
        """Return the measures to be filled in at this step that are not, by title."""
        if not self._shows_due():
            return ()
        due = (each for each in self._page.due if not each.later and each.state != "finished")
        return tuple(each.title for each in due)

    @Slot(str)
    def skip(self, reason: str) -> None:
        """Leave the step out, with a reason."""
        if says_why(reason) and self.state.may_skip:
            self.flush()
            skip_step(self._workspace, self._id, self._page.current.id, reason)
            self._show()

    @Slot()
    def hold_or_resume(self) -> None:
        """Stop the clock, or let it go on."""
        self.flush()
        if self._is_over:
            return
        if self._page.appointment.state == RUNNING:
            hold(self._workspace, self._id)
        else:
            self._start()
        self.refresh()
        is_running = self._page.appointment.state == RUNNING
        self.act_done.emit(_("The clock is running.") if is_running else _("The clock is stopped."))

    def sit_beside(self, question_id: str = "") -> None:
        """Show only what is shared with the client, at the same question."""
        self.flush()
        self.leave_requested.emit(BesideClient(self._id, question_id))

    def sit_back(self, question_id: str = "") -> None:
        """Go back to the therapist's own page of the session, at the same question."""
        self.flush()
        self.leave_requested.emit(self.own_page(question_id))

    def own_page(self, question_id: str = "", scrolled: int = 0) -> SessionPage:
        """Return the therapist's own page of the session, at a question, and so far down."""
        return SessionPage(self._id, question_id, scrolled)

    @Slot()
    def close(self) -> None:
        """Go to the close, which asks how the session ended."""
        self.flush()
        self.leave_requested.emit(ClosePage(self._id))

    @Slot(str)
    def open_form(self, form_id: str) -> None:
        """Open a form of this session on its own page."""
        self.flush()
        self.leave_requested.emit(FormPage(self._client_id, form_id, self._id))

    @property
    def sheets(self) -> tuple[HandOverChoice, ...]:
        """What can be printed at this step: its own form, then the measures of the session."""
        client = self._workspace.client(self._client_id)
        has_own = self.filling is not None or self._kept is not None
        own = self._page.current_form if has_own else None
        ids = [own.id] if own is not None else []
        ids += [each.form_id for each in self._page.due if not self._waits]
        forms = [self._workspace.form_for(client, each) for each in dict.fromkeys(ids)]
        return tuple(
            HandOverChoice(each.id, each.short_title) for each in forms if paper_offers(each)
        )

    def on_paper(self, form_id: str) -> FormOnPaper:
        """Return what can be had on paper of a form of this step, with the answers as they are."""
        self.flush()
        workspace, filling = self._workspace, self.filling
        if filling is not None and form_id == self._filling_of:
            return on_paper(workspace, filling.opened, lambda: filling.state)
        opened = self._kept
        if opened is None or form_id != self._filling_of:
            opened = self._store.open_form(self._client_id, form_id, appointment_id=self._id)
        return on_paper(workspace, opened, lambda: opened.state)

    @Slot()
    def read_form(self) -> None:
        """Go to the finished form of this step, where it can be corrected."""
        if self._kept is not None:
            self.leave_requested.emit(FilledFormPage(self._kept.filled.id))

    def hand_over(self, *form_ids: str) -> None:
        """Let the client fill in forms alone."""
        self.flush()
        self.leave_requested.emit(HandOver(self._client_id, form_ids, self._id))

    @Slot()
    def hand_over_all(self) -> None:
        """Let the client fill in all that is due by this step, one form after the other."""
        self.hand_over(*(each.form_id for each in self._to_hand_over()))

    @Slot(str)
    def answer_alert(self, alert_id: str) -> None:
        """Go to an open alert."""
        self.flush()
        self.leave_requested.emit(AlertPage(alert_id))

    def follow_pathway(self) -> None:
        """Go to the first open alert, else to the safety check, where one opens."""
        if self._page.alerts:
            self.answer_alert(self._page.alerts[0].id)
            return
        check = safety_check_of(self._workspace, self._page.appointment)
        if check is not None and check.step_id:
            self.go_to(check.step_id)
        elif check is not None:
            self.open_form(check.form_id)

    @Slot()
    def go_to_client(self) -> None:
        """Go to the page of the client."""
        self.leave_requested.emit(ClientPage(self._client_id))

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        if self.filling is not None:
            self.filling.flush()

    @property
    def _is_over(self) -> bool:
        return self._page.appointment.state == SIGNED

    @property
    def _is_half_filled(self) -> bool:
        return self.filling is not None and bool(self.filling.state.answers)

    @property
    def _client_id(self) -> str:
        return self._page.appointment.client_id

    def _start(self) -> None:
        try:
            self._page = start_session(self._workspace, self._id)
            self._waits = False
        except (GateClosed, NoLocalText, ReasonNeeded):
            self._waits = True

    def _show(self) -> None:
        self._page = session_page_data(self._workspace, self._id)
        self._open_form()
        self._emit_state()

    def _open_form(self) -> None:
        """Open the form of the step, unless it is open already."""
        step = self._page.current
        wanted = "" if self._waits or not self._page.current_is_open else step.form_id or ""
        if wanted and wanted == self._filling_of:
            return
        if self.filling is not None:
            self.filling.deleteLater()
        self.filling, self._filling_of, self._kept = None, wanted, None
        self._stopped_by = ""
        if wanted:
            self._open(wanted)

    def _open(self, form_id: str) -> None:
        try:
            opened = self._store.open_form(self._client_id, form_id, appointment_id=self._id)
        except NoLocalText as error:
            words = explain(error)
            self._stopped_by = f"{words.title}. {words.to_do}"
            return
        if opened.read_only:
            self._kept = opened if opened.filled.status == "finished" else None
        else:
            awaited = self._store.awaited(opened)
            self.filling = FormFilling(opened, self._store, self, turns_on=awaited)
            self._was_half_filled = self._is_half_filled
            self.filling.state_changed.connect(self._on_form_changed)
            self.filling.alerts_opened.connect(self._on_alerts_opened)
            self.filling.finished.connect(self._mark_done)

    @Slot()
    def write_text(self) -> None:
        """Go to where the service writes its text on confidentiality."""
        self.leave_requested.emit(LocalTextPage())

    @Slot()
    def _on_alerts_opened(self) -> None:
        self._page = session_page_data(self._workspace, self._id)
        self._emit_state()

    @Slot()
    def _on_form_changed(self) -> None:
        """Tell when the first answer comes or the last one goes: the step is to finish then."""
        if self._is_half_filled != self._was_half_filled:
            self._was_half_filled = self._is_half_filled
            self._emit_state()

    @Slot()
    def _mark_done(self) -> None:
        finish_step(self._workspace, self._id, self._page.current.id)
        self._filling_of = ""  # what is finished is opened as it was kept
        self._show()

    def _opens_after(self) -> tuple[str, str]:
        condition = self._page.current.opens_after
        if self._page.current_is_open or condition is None:
            return self._stopped_by, ""
        form = self._workspace.forms.latest(condition.form)
        return f"{form.short_title}: {form.question(condition.question).prompt}", form.id

    def _awaited(self) -> str:
        kept = self._kept
        if kept is None or not kept.may_correct:
            return ""
        lacking = lacking_in(kept.state, self._store.awaited(kept))
        return awaited_words(kept.state, lacking[0]) if lacking else ""

    def _lacks_what_a_later_step_asks(self) -> bool:
        assert self.filling is not None
        state = self.filling.state
        is_lacking = bool(state.blocking) and set(state.blocking) <= set(state.unanswered)
        appointment = self._page.appointment
        return is_lacking and comes_again(self._workspace, appointment, self._filling_of)

    def _shows_due(self) -> bool:
        now = [each for each in self._page.due if not each.later]
        if self._is_over or all(each.state == "finished" for each in now):
            return False
        plan, here = self._page.plan, self._page.current
        is_first = here.id == self._page.agenda[0].step.id
        return bool(here.measures) or plan.measures_given_at == (ARRIVAL if is_first else here.id)

    def _links(self, *, earlier: bool) -> tuple[str, ...]:
        """Return what comes from earlier sessions, or goes to later ones, with their numbers."""
        course = self._workspace.programme_for(self._client_id).planned_sessions
        here = course.index(self._page.plan.id)
        return tuple(
            _("Session {number}: {text}").format(
                number=session_number(link.session), text=link.text
            )
            for link in self._page.plan.links
            if (course.index(link.session) < here) == earlier
        )

    def _to_hand_over(self) -> tuple[HandOverChoice, ...]:
        due = [
            HandOverChoice(each.form_id, each.title)
            for each in self._page.due
            if each.is_handed_over_now
        ]
        form = self._page.current_form
        if form is not None and form.filled_by == "client" and self._kept is None:
            due.append(HandOverChoice(form.id, form.short_title))
        return tuple(dict.fromkeys(due))

    def _on_minute_timeout(self) -> None:
        minutes = seconds_used(self._page.appointment, self._workspace.now()) // 60
        self._page = replace(self._page, minutes_used=minutes)  # else an answer shows the old ones
        self.minutes_changed.emit(minutes)

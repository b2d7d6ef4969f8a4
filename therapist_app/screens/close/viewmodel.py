"""What the close of a session knows: how it went, the note, what stands before signing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, get_args

from PySide6.QtCore import QTimer, Slot
from typing_extensions import override

from session_forms.answers import QuestionId
from session_forms.filling.filling import FormState, answer
from session_forms.words.day_words import day_in_words
from session_forms.words.reason_words import says_why
from session_forms.words.texts import N_, _
from therapist_app.commands import (
    MEASURES,
    AlertPage,
    ClientPage,
    FormPage,
    SecondRatingPage,
    SessionPage,
)
from therapist_app.record.model import Alert, Ending
from therapist_app.view_model import ViewModel
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.keeping_forms import keep_draft
from therapist_app.workflows.forms.opening_answers import said_words
from therapist_app.workflows.forms.opening_forms import OpenForm, open_form
from therapist_app.workflows.measures.score_words import session_number
from therapist_app.workflows.overviews.plan_choices import session_in_short
from therapist_app.workflows.overviews.what_follows import WhatFollows, what_follows
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.before_signing import Blocker, blockers
from therapist_app.workflows.sessions.closing_a_session import (
    MINUTES,
    ClosePageData,
    amend_note,
    amend_rating,
    close_page_data,
    drafted_answers,
    rate,
    sign_note,
)
from therapist_app.workflows.sessions.drafting_the_note import course_in_words, made_good
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    ending_of,
    go_to_step,
    may_be_missed,
    may_undo_start,
    nobody_came,
    run_on,
    undo_start,
)
from therapist_app.workflows.sessions.second_rating import RATINGS
from therapist_app.workflows.workspace import Workspace

ENDINGS: Mapping[str, Ending] = {each: each for each in get_args(Ending)}
ENDS_IN = {
    "": N_("Nothing is chosen for you. The session runs until you say how it ended."),
    "finished": N_(
        "It counts as held. Before the note is signed, each step is done, or skipped with a reason."
    ),
    "to_be_continued": N_("The open steps wait. The next meeting has a safety check of its own."),
    "broken_off": N_("You promise to reach the client. It stays on Today until you have."),
}
"""What follows from each; empty while nobody said it."""
HELD_WHOLE = N_("It counts as held.")
DID_NOT_COME: Final = "did_not_attend"
BY_MISTAKE: Final = "by_mistake"
SUMMARY = QuestionId("summary")
SAFETY = QuestionId("risk_changes")
FOR_SUPERVISION = QuestionId("supervision_question")
NOTHING: Final = WhatFollows()
AUTOSAVE_MS = 2_000  # at the latest so long after the first change that is not kept yet


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One answered question of a signed note."""

    question_id: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class CloseState:
    """The close as it stands.

    Attributes:
        note: The note as it is written, kept or not.
        saved_at: When it was last kept; None before the first time.
        waiting: The fidelity item that was called not applicable and still lacks its reason.
        in_the_way: What must be done before the note can be signed.
        lines: The note in words, once it is signed.
        alerts: The client's open alerts, the most pressing first, each with what it is about.
        asks: What somebody would sign and is asked about once: that the meeting took no minutes,
            that nothing is said of safety though an alert opened, or that it goes to supervision
            with no question.
        may_undo_start: Whether nothing was recorded in it since it began, so that it can be
            planned again.
        may_be_missed: Whether nothing in it says that the client came.
        follows: What comes next, on the day on which the note was signed; empty before and after.
        next_session: The session that is planned next, or to plan, in words.

    """

    page: ClosePageData
    number: str
    note: FormState
    saved_at: datetime | None
    waiting: str
    in_the_way: tuple[Blocker, ...]
    lines: tuple[NoteLine, ...]
    alerts: tuple[tuple[Alert, str], ...] = ()
    may_undo_start: bool = False
    may_be_missed: bool = False
    asks: tuple[QuestionId, ...] = ()
    follows: WhatFollows = NOTHING
    next_session: str = ""
    today: date = date.min

    @property
    def minutes(self) -> int:
        """How long it was: once its note is signed, what that says; until then by the clock."""
        said = self.note.question_state(MINUTES).answer if self.is_signed else None
        return said if isinstance(said, int) else self.page.minutes

    @property
    def day(self) -> str:
        """On which day it took place, in words; empty where that is today."""
        day = self.page.appointment.took_place_at.astimezone().date()
        return "" if day == self.today else day_in_words(day)

    @property
    def unrated(self) -> int:
        """How many items have no rating yet, where the session is held to its end."""
        items = self.page.items if self.ending == "finished" else ()
        return sum(each.rating is None for each in items)

    @property
    def open_measures(self) -> tuple[str, ...]:
        """The measures still open, where no other meeting of this session will ask for them."""
        is_last = self.is_held and not self.page.appointment.rest_follows
        return self.page.open_measures if is_last and not self.is_signed else ()

    @property
    def lacks_safety_check(self) -> bool:
        """Whether the client left before the safety check was completed, and nobody signed yet."""
        is_open = self.ending == "broken_off" and not self.is_signed
        return is_open and self.page.lacks_safety_check

    @property
    def is_signed(self) -> bool:
        """Whether the note is signed."""
        return self.page.signature is not None

    @property
    def ending(self) -> str:
        """How the session ended, as somebody said; "" while nobody has."""
        return ending_of(self.page.appointment) if self.is_held else ""

    @property
    def is_held(self) -> bool:
        """Whether the session is over, so that somebody else can rate it too."""
        return self.page.appointment.state in {"held", "signed"}


class CloseViewModel(ViewModel[CloseState]):
    """Holds the close of one appointment and keeps it while it is written.

    Signals:
        leave_requested: To an open alert, back to the steps, or back to the client.

    """

    def __init__(self, workspace: Workspace, appointment_id: str, place: str = "") -> None:
        """Read the session and its note, of which `place` is to be in sight, once."""
        super().__init__()
        self.place = place
        self._workspace = workspace
        self._id = appointment_id
        self._page = close_page_data(workspace, appointment_id)
        self._drafted = drafted_answers(workspace, self._page.appointment)
        self._opened: OpenForm = self._page.note
        self._note = self._without_what_was_made_good(self._opened.state)
        self._saved_at = self._opened.saved_at
        self._waiting = ""
        self._asked: frozenset[QuestionId] = frozenset()
        self._autosave = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._autosave.timeout.connect(self.keep)

    @property
    @override
    def state(self) -> CloseState:
        """The close as it stands."""
        signed = self._page.signature is not None
        follows = self._follows()
        return CloseState(
            page=self._page,
            number=session_number(self._page.appointment.plan_id),
            note=self._note,
            saved_at=self._saved_at,
            waiting=self._waiting,
            in_the_way=()
            if signed
            else blockers(self._workspace, self._page.appointment, self._note),
            lines=_lines(self._note) if signed else (),
            alerts=tuple(
                (each, said_words(self._workspace, each))
                for each in open_alerts(self._workspace, self._page.appointment.client_id)
            ),
            may_undo_start=may_undo_start(self._workspace, self._page.appointment),
            may_be_missed=may_be_missed(self._workspace, self._page.appointment),
            asks=() if signed else tuple(each for each in self._unlikely() if each in self._asked),
            follows=follows,
            next_session=self._session_words(follows),
            today=self._workspace.today(),
        )

    @Slot(str, str)
    def rate(self, item_id: str, rating: str) -> None:
        """Take how one fidelity item went; not applicable waits for its reason."""
        if rating == "na":
            self._waiting = item_id
            self._emit_state()
            return
        self._waiting = ""
        rate(self._workspace, self._id, item_id, RATINGS[rating])
        self._read()

    @Slot(str)
    def take_back_waiting(self, item_id: str) -> None:
        """Leave an item as it was rated before it was called not applicable without a reason."""
        if self._waiting == item_id:
            self._waiting = ""
            self._emit_state()

    @Slot(str, str)
    def give_reason(self, item_id: str, reason: str) -> None:
        """Keep that an item does not apply, and why."""
        if not says_why(reason):
            return
        self._waiting = ""
        rate(self._workspace, self._id, item_id, "na", reason)
        self._read()

    @Slot(str, object)
    def write(self, question_id: str, value: object) -> None:
        """Take an answer of the note; it is kept soon after."""
        self._note = answer(self._note, QuestionId(question_id), value)
        if not self._autosave.isActive():
            self._autosave.start()
        self._emit_state()

    @Slot()
    def keep(self) -> None:
        """Keep the note as a draft now."""
        self._autosave.stop()
        if self._page.signature is None:
            self._saved_at = keep_draft(self._workspace, self._opened, self._own_words()).at
            self._emit_state()

    def keep_as_draft(self) -> None:
        """Keep the note as a draft since somebody asked for it, and say so."""
        self.keep()
        self.act_done.emit(_("The note is saved as a draft."))

    @Slot()
    def refresh(self) -> None:
        """Read afresh what the record says; what is being written stays."""
        self._read()

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        if self._autosave.isActive():
            self.keep()

    @Slot()
    def sign(self) -> None:
        """Sign the note as it stands, unless something must be done first.

        What is unlikely in it is asked about once.
        """
        self._autosave.stop()
        asks = self._asked.union(self._unlikely())
        if self.state.in_the_way or asks != self._asked:
            self._asked = self._asked if self.state.in_the_way else asks
            self.keep()
            return
        sign_note(self._workspace, self._id, self._opened, self._note)
        self._read()
        self._note = self._page.note.state
        self._emit_state()
        words = _("The note of session {number} is signed. Client {code}.")
        self.act_done.emit(words.format(number=self.state.number, code=self._page.code))

    @Slot(str, str)
    def amend(self, text: str, reason: str) -> None:
        """Correct the signed note openly."""
        amend_note(self._workspace, self._id, text, reason)
        self._read()
        self.act_done.emit(_("The amendment is saved below the note."))

    def amend_rating(self, item_id: str, rating: str, why: str) -> None:
        """Correct one rating of the signed session openly."""
        amend_rating(
            self._workspace,
            self._id,
            item_id,
            RATINGS[rating],
            reason=why if rating == "na" else "",
            amend_reason=why,
        )
        self._read()
        self.act_done.emit(_("The correction is saved."))

    @Slot(str)
    def end_session(self, ending: str) -> None:
        """End the session as somebody says it ended, or say it anew.

        Where nobody came it is missed; one begun by mistake is planned again.
        """
        self.flush()
        if ending == BY_MISTAKE:
            was_planned = undo_start(self._workspace, self._id)
            planned = _("The start is undone: the session is planned as it was before.")
            removed = _("The start is undone. The session was not planned, and is removed.")
            self.act_done.emit(planned if was_planned else removed)
            self.leave_requested.emit(ClientPage(self._page.appointment.client_id))
            return
        if ending == DID_NOT_COME:
            nobody_came(self._workspace, self._id)
            self.act_done.emit(_("Saved: the client did not come."))
            self.leave_requested.emit(ClientPage(self._page.appointment.client_id))
            return
        before = course_in_words(self._workspace, self._page.appointment)
        end_session(self._workspace, self._id, ENDINGS[ending])
        own = self._own_words()
        self._read()
        self._drafted = drafted_answers(self._workspace, self._page.appointment)
        for question_id, value in self._drafted.items():  # it says now how the session ended
            if own.question_state(question_id).answer is None:
                self._note = answer(self._note, QuestionId(question_id), value)
        self._say_anew(own, before)
        self._emit_state()
        saved = _("Saved: how the session ended.")
        self.act_done.emit(f"{saved} {ending_in_words(self.state)}")  # heard as well as seen

    @Slot(str)
    def answer_alert(self, alert_id: str) -> None:
        """Go to an open alert."""
        self.flush()
        self.leave_requested.emit(AlertPage(alert_id))

    @Slot()
    def mend(self) -> None:
        """Go to where the first thing that is lacking is done."""
        self.flush()
        first = self.state.in_the_way[0]
        if first.step_id:
            go_to_step(self._workspace, self._id, first.step_id)
            at = self._first_unanswered(first.form_id) if first.form_id else ""
            self.leave_requested.emit(SessionPage(self._id, at))
        elif first.form_id:
            client_id = self._page.appointment.client_id
            self.leave_requested.emit(FormPage(client_id, first.form_id, self._id))

    def _first_unanswered(self, form_id: str) -> str:
        """Return the first question of a form of this session that has no answer yet."""
        client_id = self._page.appointment.client_id
        state = open_form(self._workspace, client_id, form_id, appointment_id=self._id).state
        asked = (each for each in state.question_states() if each.shown and each.answer is None)
        return next((each.question.id for each in asked), "")

    @Slot()
    def go_to_measures(self) -> None:
        """Go to the step at which the first measure that is open is handed over."""
        self.flush()
        go_to_step(self._workspace, self._id, self._page.measures_step)
        self.leave_requested.emit(SessionPage(self._id, part=MEASURES))

    @Slot()
    def plan_next(self) -> None:
        """Go where the next session of the client is planned."""
        self.leave_requested.emit(ClientPage(self._page.appointment.client_id, "plan"))

    @Slot()
    def rate_again(self) -> None:
        """Go to the page of the second rater."""
        self.flush()
        self.leave_requested.emit(SecondRatingPage(self._id))

    @Slot()
    @override
    def go_back(self) -> None:
        """Go back to the steps, where a clock that stands may run on, or leave the note."""
        self.flush()
        if self._page.signature is None:
            run_on(self._workspace, self._id)
            self._read()
            self.leave_requested.emit(SessionPage(self._id))
        else:
            self.leave_requested.emit(ClientPage(self._page.appointment.client_id))

    def _unlikely(self) -> Iterator[QuestionId]:
        """Yield the questions of the note whose answer somebody may have overlooked."""
        minutes = self._note.question_state(MINUTES)
        if minutes.shown and minutes.problem is None and minutes.answer in {0, None}:
            yield MINUTES
        if self._page.had_alerts and not self._note.question_state(SAFETY).answer:
            yield SAFETY
        asked = self._note.question_state(FOR_SUPERVISION)
        if asked.shown and not asked.answer:
            yield FOR_SUPERVISION

    def _follows(self) -> WhatFollows:
        signature = self._page.signature
        today = self._workspace.today()
        if signature is None or signature.signed_at.astimezone().date() != today:
            return NOTHING
        return what_follows(self._workspace, self._page.appointment.client_id)

    def _session_words(self, follows: WhatFollows) -> str:
        plan_id = follows.planned.plan_id if follows.planned else follows.next_plan_id
        plans = self._workspace.programme_for(self._page.appointment.client_id).session_plans
        title = plans[plan_id].public_title if plan_id in plans else plan_id
        return session_in_short(plan_id, title, capital=True)

    def _own_words(self) -> FormState:
        """Return the note without what is drafted: that is drafted anew until somebody writes."""
        note = self._note
        for question_id, value in self._drafted.items():
            if note.question_state(question_id).answer == value:
                note = answer(note, QuestionId(question_id), None)
        return note

    def _say_anew(self, own: FormState, before: str) -> None:
        """Say in a note that somebody wrote on what is so now, where the sentences still stand.

        Else the note would be signed with all steps done of a session that was broken off.
        """
        written = own.question_state(SUMMARY).answer
        if isinstance(written, str) and before and before in written:
            now = course_in_words(self._workspace, self._page.appointment)
            self._note = answer(self._note, SUMMARY, written.replace(before, now, 1))
            self.keep()

    def _without_what_was_made_good(self, note: FormState) -> FormState:
        """Return a note in which somebody wrote on without sentences that hold no more."""
        written = note.question_state(SUMMARY).answer
        if self._page.signature is not None or not isinstance(written, str):
            return note
        left = written
        for said in made_good(self._workspace, self._page.appointment):
            left = left.replace(f" {said}", "").replace(said, "")
        return note if left == written else answer(note, SUMMARY, left)

    def _read(self) -> None:
        self._page = close_page_data(self._workspace, self._id)
        self._emit_state()


def ending_in_words(state: CloseState) -> str:
    """Return what follows from how the session ended; of steps only where some are open."""
    if state.ending == "finished" and not state.page.open_steps:
        return _(HELD_WHOLE)
    return _(ENDS_IN[state.ending])


def _lines(note: FormState) -> tuple[NoteLine, ...]:
    return tuple(
        NoteLine(each.question.id, each.prompt, answer_words(each.question, each.answer))
        for each in note.question_states()
        if each.shown and each.answer is not None
    )

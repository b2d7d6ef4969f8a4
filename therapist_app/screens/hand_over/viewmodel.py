"""What the hand-over screen knows: whose turn it is, which question, how it is given back."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Slot
from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.form.numbering import whole_count
from session_forms.form.own_questions import asks_apart
from therapist_app.commands import (
    AlertPage,
    Back,
    Destination,
    FilledFormPage,
    FormPage,
    HandOver,
    Lock,
)
from therapist_app.forms.form_filling import FormFilling
from therapist_app.forms.form_store import FormStore, RecordStore
from therapist_app.record.errors import KeyFileUnfit
from therapist_app.record.keyring import own_keys
from therapist_app.record.model import Alert
from therapist_app.screens.hand_over.pin import Pin, what_is_wrong
from therapist_app.screens.hand_over.turn import (
    QuestionPlace,
    beside,
    first_place,
    labels,
    moved,
    places,
    state_at,
)
from therapist_app.view_model import ViewModel
from therapist_app.workflows.sessions.answering_alerts import most_pressing_first
from therapist_app.workflows.workspace import Workspace

LEAST_PASSPHRASE = 12
"""Shorter figures than this are only ever a PIN; they never cost the time of a passphrase."""


class Stage(Enum):
    """Whose turn it is."""

    PREPARING = auto()
    TURN = auto()
    GIVING_BACK = auto()
    BACK = auto()


@dataclass(frozen=True, slots=True)
class HandOverState:
    """What the screen shows.

    Attributes:
        stage: Whose turn it is.
        question: The question in turn; None after the last one.
        introduction: What is read before the questions of this form.
        number: The number of the question among those shown now, such as "3" or "3a".
        count: How many are shown now, without those under another.
        at: The place of the question among all that are shown now, counted from 1.
        shown: How many are shown now in all.
        pin_problem: Why the PIN will not do, as a code.
        tries_left: How many more PINs may be tried; None before the first wrong one.
        saved: Whether everything is kept that was answered.
        is_whole: Whether every question of a form stands on one page.
        form: Which form, counted from 0; its language says which way it is read.
        dropped: The questions that were hidden again, whose answers are not kept.
        asks_again: Whether the question in turn is open, and going on was pressed once.
        left_open: The places without an answer, in order, with what they ask.
        limits_form: The form in which the limits are told first; empty once they were.

    """

    stage: Stage
    question: QuestionState | None
    introduction: str
    number: str
    count: int
    at: int
    shown: int
    pin_problem: str = ""
    tries_left: int | None = None
    saved: bool = True
    is_whole: bool = False
    form: int = 0
    language: str = "en"
    dropped: tuple[str, ...] = ()
    asks_again: bool = False
    left_open: tuple[tuple[QuestionPlace, str], ...] = ()
    limits_form: str = ""


def is_own_passphrase(workspace: Workspace, typed: bytearray) -> bool:
    """Return whether this is the passphrase of the person signed in; what was typed is wiped.

    Who signs in with a key file besides takes the laptop back with the PIN alone.
    """
    try:
        return own_keys.is_own_passphrase(workspace.vault, typed)
    except KeyFileUnfit:
        return False


def _introduction(filling: FormFilling | None, question: QuestionState | None) -> str:
    """Return what is read before a question, unless it is about others alone."""
    if filling is None or question is None or asks_apart(filling.state.form, question.question):
        return ""
    return filling.state.form.introduction


class HandOverViewModel(ViewModel[HandOverState]):
    """Forms that the client fills in alone, one question at a time.

    Nothing here depends on what is answered but which question comes next: an alert that an
    answer opens is kept, and met by the therapist afterwards.
    """

    def __init__(
        self,
        workspace: Workspace,
        client_id: str,
        form_ids: tuple[str, ...],
        appointment_id: str | None = None,
        *,
        store: FormStore | None = None,
        is_passphrase: Callable[[Workspace, bytearray], bool] = is_own_passphrase,
    ) -> None:
        super().__init__()
        if store is None:  # a client's answers are never lost under their hands
            workspace.vault.require_writing()
        self._workspace = workspace
        self._store = store or RecordStore(workspace)
        self._is_passphrase_of = is_passphrase
        self._client = (client_id, appointment_id)
        self._here = HandOver(client_id, form_ids, appointment_id)
        self._alerts: tuple[Alert, ...] = ()
        self.code = ""
        opened = (self._open(form_id) for form_id in form_ids)
        self._fillings = tuple(each for each in opened if each is not None)
        self._limits_form = self._store.limits_to_tell(client_id, form_ids)
        self._pin = Pin("")
        self._pin_problem = ""
        self._stage = Stage.PREPARING
        self._is_whole = False
        self._place = first_place(self._fillings)
        self._gone_past: set[QuestionPlace] = set()
        self._asked_again: QuestionPlace | None = None

    @property
    @override
    def state(self) -> HandOverState:
        """What the screen shows now."""
        place = self._place
        shown = places(self._fillings)
        number_of = labels(self._fillings, shown)
        at = shown.index(place) + 1 if place else len(shown)
        filling = self._fillings[place.form] if place else None
        question = state_at(self._fillings, place) if place else None
        is_open = question is not None and question.answer is None
        return HandOverState(
            stage=self._stage,
            question=question,
            introduction=_introduction(filling, question),
            number=number_of[at - 1] if shown else "",
            count=whole_count(number_of),
            at=at,
            shown=len(shown),
            pin_problem=self._pin_problem,
            tries_left=self._pin.tries_left if self._pin.wrong else None,
            saved=any(each.state.answers for each in self._fillings)
            and not any(each.is_unsaved for each in self._fillings),
            is_whole=self._is_whole,
            form=place.form if place else max(0, len(self._fillings) - 1),
            language=filling.state.form.language if filling else "en",
            dropped=tuple(
                question.prompt for each in self._fillings for question in each.state.dropped
            ),
            asks_again=is_open and place == self._asked_again,
            left_open=tuple(
                (each, found.prompt)
                for each in shown
                if (found := state_at(self._fillings, each)).answer is None
            ),
            limits_form=self._limits_form,
        )

    @property
    def place(self) -> QuestionPlace | None:
        """Where the client is; None after the last question."""
        return self._place

    @property
    def titles(self) -> tuple[str, ...]:
        """The forms that are handed over."""
        return tuple(each.state.form.title for each in self._fillings)

    @property
    def titles_in_short(self) -> tuple[str, ...]:
        """The same by the names they have where there is little room."""
        return tuple(each.state.form.short_title for each in self._fillings)

    @property
    def filling(self) -> FormFilling:
        """The form in turn; after the last question, the last."""
        return self._fillings[self._place.form if self._place else -1]

    @Slot()
    def leave(self) -> None:
        """Go back without handing over."""
        self.leave_requested.emit(Back())

    @Slot()
    def tell_limits(self) -> None:
        """Go to the form in which the limits of confidentiality are told."""
        client_id, appointment_id = self._client
        self.leave_requested.emit(FormPage(client_id, self._limits_form, appointment_id))

    def turn_whole(self) -> None:
        """Put every question of a form on one page, or one question on a page again."""
        self._is_whole = not self._is_whole
        self._emit_state()

    def look_at_pin(self, pin: str) -> None:
        """Say what is wrong with a PIN that was just typed, before it is typed again."""
        if pin:
            self._pin_problem = what_is_wrong(pin, pin)
            self._emit_state()

    @Slot(str, str)
    def hand_over(self, pin: str, again: str) -> None:
        """Begin the client's turn, if the PIN will do; never before the limits were told."""
        if self._limits_form:
            self._emit_state()
            return
        self._pin_problem = what_is_wrong(pin, again)
        if not self._pin_problem:
            self._pin = Pin(pin)
            self._stage = Stage.TURN
        self._emit_state()

    @Slot(str, object)
    def answer(self, question_id: str, value: object) -> None:
        """Take the client's answer."""
        if self._place is not None and self._place.question_id == question_id:
            self._fillings[self._place.form].answer(question_id, value)
            self._emit_state()

    @Slot()
    def go_on(self) -> None:
        """Go to the next question or form, unless what is written here does not fit.

        A question without an answer is passed by the second time alone: a key that was pressed
        once too often leaves nothing out unseen.
        """
        question = self.state.question
        if question is None or not self._fits(question):
            return
        if not self._is_whole and question.answer is None and self._asked_again != self._place:
            self._asked_again = self._place
            self._emit_state()
            return
        self._go(1)

    def go_to(self, place: QuestionPlace) -> None:
        """Go to a question that was left open."""
        self._is_whole = False
        self._place = place
        self._asked_again = None
        self._emit_state()

    @Slot()
    @override
    def go_back(self) -> None:
        """Go to the question before."""
        self._go(-1)

    @Slot()
    def leave_out(self) -> None:
        """Take the answer away and go on."""
        if self._place is not None:
            self._fillings[self._place.form].answer(self._place.question_id, None)
            self._go(1)

    @Slot()
    def give_back(self) -> None:
        """Ask for the PIN: the client is finished, or wants to stop."""
        self.flush()
        self._stage = Stage.GIVING_BACK
        self._emit_state()

    @Slot()
    def keep_going(self) -> None:
        """Go back to the questions: it was pressed too early."""
        if self._stage == Stage.GIVING_BACK:
            self._stage = Stage.TURN
            self._emit_state()

    @Slot(str)
    def take_back(self, typed: str) -> None:
        """Give the laptop back to whoever knows the PIN or the passphrase."""
        if not typed:
            return
        if self._pin.is_right(typed) or self._is_passphrase(typed):
            self._finish()
        elif self._pin.note_wrong():
            self._pin_problem = "wrong"
            self._emit_state()
        else:
            self.flush()
            self._pin.forget()
            self.leave_requested.emit(Lock())

    @Slot()
    def flush(self) -> None:
        """Save what is not saved yet."""
        for filling in self._fillings:
            filling.flush()

    def _fits(self, question: QuestionState) -> bool:
        return not self.filling.state.problems if self._is_whole else question.problem is None

    def _go(self, by: int) -> None:
        self._asked_again = None
        go = beside if self._is_whole else moved
        before, self._place = self._place, go(self._fillings, self._place, by)
        if by > 0 and before:
            page = self._shown_of(before.form) if self._is_whole else (before,)
            self._gone_past.update(page)
        self._emit_state()

    def _shown_of(self, form: int) -> tuple[QuestionPlace, ...]:
        return tuple(each for each in places(self._fillings) if each.form == form)

    def _was_gone_through(self, form: int) -> bool:
        """Whether each question of a form that is shown was answered, or gone past."""
        return all(
            each in self._gone_past or state_at(self._fillings, each).answer is not None
            for each in self._shown_of(form)
        )

    def _is_passphrase(self, typed: str) -> bool:
        if typed.isdigit() and len(typed) < LEAST_PASSPHRASE:
            return False
        return self._is_passphrase_of(self._workspace, bytearray(typed.encode()))

    def _finish(self) -> None:
        """Finish each form that the client went through, unless safety needs more of it.

        A question that they went past is left out, and so may all of them be. A form in which
        they stopped stays begun and due: the therapist chooses what becomes of it.
        Then meet the most pressing alert that was opened, or to which an answer was added; then
        the scores of what was answered and the measures without one; then the first form that
        was begun; then, outside a session, what was finished; then where it began.
        """
        self._pin.forget()
        self._stage = Stage.BACK
        for at, filling in enumerate(self._fillings):
            filling.flush()
            if self._was_gone_through(at) and not filling.state.blocking:
                filling.finish_as_it_is()
        self._emit_state()
        self.leave_requested.emit(self._what_follows())

    @property
    def comes_back_to(self) -> Destination:
        """Where one comes back to: what was answered, once it is given back, as far as it shows."""
        return self._what_is_looked_at() or self._here

    def _what_follows(self) -> Destination:
        if self._alerts:
            return AlertPage(self._alerts[0].id)
        return self._what_is_looked_at() or Back()

    def _what_is_looked_at(self) -> Destination | None:
        """Return what the therapist looks at once it is given back, if there is anything."""
        if self._stage != Stage.BACK:
            return None
        client_id, appointment_id = self._client
        shown = self._what_shows()
        begun = (each for each in self._fillings if each.state.answers and not each.is_finished)
        first = next(begun, None)
        if shown:
            return FilledFormPage(shown[0], shown[1:])
        if first is not None:
            return FormPage(client_id, first.state.form.id, appointment_id)
        kept = [each.opened.filled.id for each in self._fillings if each.is_finished]
        if kept and appointment_id is None:  # in a session its step shows them
            return FilledFormPage(kept[0], tuple(kept[1:]))
        return None

    def _what_shows(self) -> tuple[str, ...]:
        """Return the measures that were finished, those with a score before those without."""
        finished = [each for each in self._fillings if each.is_finished]
        scored = [each for each in finished if self._store.score_moment(each.opened) is not None]
        others = [each for each in finished if each.opened.filled.slot and each not in scored]
        return tuple(each.opened.filled.id for each in (*scored, *others))

    def _open(self, form_id: str) -> FormFilling | None:
        """Open a form; one that is finished is not shown to the client again."""
        client_id, appointment_id = self._client
        opened = self._store.open_form(
            client_id, form_id, appointment_id=appointment_id, filled_by="client"
        )
        self.code = opened.client_code
        if opened.read_only:
            return None
        filling = FormFilling(opened, self._store, self)
        filling.alerts_opened.connect(self._note_alerts)
        filling.alerts_added_to.connect(self._note_alerts)
        filling.saved.connect(self._on_saved)
        filling.state_changed.connect(self._on_filling_changed)
        return filling

    def _note_alerts(self, met: tuple[Alert, ...]) -> None:
        self._alerts = most_pressing_first((*self._alerts, *met))

    def _on_filling_changed(self) -> None:
        """Follow what is answered in the form as a whole; what was in turn may be hidden now."""
        if self._is_whole and self._place is not None:
            shown = places(self._fillings)
            if self._place not in shown:
                self._place = next(each for each in shown if each.form == self._place.form)
            self._emit_state()

    def _on_saved(self) -> None:
        self._emit_state()

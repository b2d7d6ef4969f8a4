"""What is known while a form is filled in: its state, what is saved, what Finish found.

All rules live in `session_forms.filling.filling`; this only remembers the current state, saves
it in good time, and says when it changes. It draws nothing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from programme.definition.requirements import AnswerRequirement
from session_forms.answers import AnswerValue, QuestionId
from session_forms.filling import filling
from session_forms.filling.filling import FormState
from session_forms.questions.kinds import Question
from therapist_app.forms.form_store import FormStore
from therapist_app.messages.errors import is_known
from therapist_app.workflows.forms.keeping_forms import Kept
from therapist_app.workflows.forms.opening_forms import OpenForm

AUTOSAVE_AFTER = 2000
"""Milliseconds from the first unsaved change; decided by the service's rules for drafts."""


class FormFilling(QObject):
    """Holds the form being filled in, saves it as it goes, and hands it on when it is finished.

    Attributes:
        page_says_failure: Whether the page itself says that keeping failed. Then an error that a
            person can act on goes on its way only when they save or leave, not with each new try.

    Signals:
        state_changed: The new `FormState`; also sent once by `begin()`.
        saved: When the form was kept, as a draft or finished.
        save_failed: Keeping it failed; it is tried again, and the error goes on its way.
        alerts_opened: The alerts that keeping it just opened.
        alerts_added_to: The open alerts to whose matter an answer was just added.
        unanswered_found: The questions to look at again, in reading order.
        dropping_found: The hidden questions whose answers finishing will drop.
        finished: Sent after the answers have been kept.
        taken_changed: The id of the question whose answer can be brought back; "" for none.

    """

    state_changed = Signal(FormState)
    saved = Signal(datetime)
    save_failed = Signal()
    alerts_opened = Signal(tuple)
    alerts_added_to = Signal(tuple)
    unanswered_found = Signal(tuple)
    dropping_found = Signal(tuple)
    finished = Signal()
    taken_changed = Signal(str)

    def __init__(
        self,
        opened: OpenForm,
        store: FormStore,
        parent: QObject | None = None,
        *,
        turns_on: Sequence[AnswerRequirement] = (),
    ) -> None:
        super().__init__(parent)
        self._turns_on = turns_on
        self.page_says_failure = False
        self._opened = opened
        self._store = store
        self._state = opened.state
        self._pointed_at: tuple[tuple[Question, ...], tuple[Question, ...]] = ((), ())
        self._taking: tuple[QuestionId, AnswerValue] | None = None
        self._taken: tuple[QuestionId, AnswerValue] | None = None
        self._is_unsaved = False
        self._is_finished = False
        self._timer = QTimer(self, singleShot=True, interval=AUTOSAVE_AFTER)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def opened(self) -> OpenForm:
        """The form as it was opened."""
        return self._opened

    @property
    def state(self) -> FormState:
        """The form as it stands."""
        return self._state

    @property
    def lacking(self) -> tuple[AnswerRequirement, ...]:
        """What the course waits for in this form, where the form does not say it as it stands."""
        return lacking_in(self._state, self._turns_on)

    @property
    def is_unsaved(self) -> bool:
        """Whether something was answered that is not kept yet."""
        return self._is_unsaved

    def begin(self) -> None:
        """Announce the first state; call once the view is listening."""
        self.state_changed.emit(self._state)

    @Slot(str, object)
    def answer(self, question_id: str, value: object) -> None:
        """Take the person's answer to one question."""
        before, taking, self._taking = self._state, self._taking, None
        self._state = filling.answer(before, QuestionId(question_id), value)
        if self._state.answers != before.answers:
            self._note_change()
        self.state_changed.emit(self._state)
        if taking is not None and self._state.answers.get(taking[0]) != taking[1]:
            self._take(taking)
        elif self._taken is not None and self._taken[0] == question_id:
            self._take(None)

    @Slot(str)
    def note_taking_away(self, question_id: str) -> None:
        """Note that the next answer takes this one away, or a part: it can be brought back once.

        It is known here alone, and no longer than the page. A client is never asked for it.
        """
        stands = self._state.answers.get(QuestionId(question_id))
        self._taking = None if stands is None else (QuestionId(question_id), stands)

    @Slot()
    def bring_back(self) -> None:
        """Give the answer again that was taken away last; nothing once there is none."""
        if self._taken is not None:
            self.answer(*self._taken)

    @Slot()
    def _on_timer_timeout(self) -> None:
        try:
            self.flush()
        except Exception as error:
            if not (self.page_says_failure and is_known(error)):
                raise

    def _take(self, taken: tuple[QuestionId, AnswerValue] | None) -> None:
        self._taken = taken
        self.taken_changed.emit(taken[0] if taken else "")

    @Slot()
    def flush(self) -> None:
        """Save now what is not saved yet: before locking, before leaving."""
        self._timer.stop()
        if not self._is_unsaved:
            return
        self._timer.start()  # tries again if keeping fails
        try:
            kept = self._store.keep_draft(self._opened, self._state)
        except Exception:
            self.save_failed.emit()
            raise
        self._timer.stop()
        self._note_kept(kept)

    @Slot()
    def finish(self) -> None:
        """Keep the form; but first, once, point at what is unanswered and what will be dropped.

        Asked again, it keeps the form as it is, unless safety needs an answer or one does not fit.
        """
        to_look_at = questions_to_look_at(self._state, self.lacking)
        dropped = self._state.dropped
        if not self._state.blocking and (to_look_at, dropped) == self._pointed_at:
            self.finish_as_it_is()
            return
        self._pointed_at = (to_look_at, dropped)
        if dropped:
            self.dropping_found.emit(dropped)
        if to_look_at:
            self.unanswered_found.emit(to_look_at)
        elif not dropped:
            self.finish_as_it_is()

    def point_at(self, question_ids: Collection[str]) -> bool:
        """Point, once, at those of these questions that have no answer; return whether it did."""
        to_look_at = tuple(each for each in self._state.unanswered if each.id in question_ids)
        if not to_look_at or to_look_at == self._pointed_at[0]:
            return False
        self._pointed_at = (to_look_at, ())
        self.unanswered_found.emit(to_look_at)
        return True

    def point_at_what_does_not_fit(self) -> bool:
        """Point at what was given and is no answer, which no draft keeps; return whether it did."""
        states = (self._state.question_state(each.id) for each in self._state.blocking)
        unfit = tuple(each.question for each in states if each.is_kept_out)
        if unfit:
            self.unanswered_found.emit(unfit)
        return bool(unfit)

    def finish_as_it_is(self) -> None:
        """Keep the form without pointing at what is unanswered."""
        self._timer.stop()
        try:
            kept = self._store.finish_form(self._opened, self._state)
        except Exception:
            self.save_failed.emit()
            raise
        self._taken = None
        self._is_finished = True
        self._note_kept(kept)
        self.finished.emit()

    @property
    def is_finished(self) -> bool:
        """Whether the form was finished here."""
        return self._is_finished

    def _note_change(self) -> None:
        self._is_unsaved = True
        if not self._timer.isActive():
            self._timer.start()

    def _note_kept(self, kept: Kept) -> None:
        self._is_unsaved = False
        if kept.alerts:
            self.alerts_opened.emit(kept.alerts)
        if kept.added_to:
            self.alerts_added_to.emit(kept.added_to)
        self.saved.emit(kept.at)


def questions_to_look_at(
    state: FormState, lacking: Sequence[AnswerRequirement] = ()
) -> tuple[Question, ...]:
    """Return the shown questions to look at again, in order.

    They have no answer, or one that does not fit, or not the one that the course waits for.
    """
    asked = {question.id for question in (*state.unanswered, *state.blocking)}
    asked |= {QuestionId(each.question) for each in lacking}
    return tuple(question for question in state.form.questions if question.id in asked)


def lacking_in(
    state: FormState, turns_on: Sequence[AnswerRequirement]
) -> tuple[AnswerRequirement, ...]:
    """Return what the course waits for and the shown questions of a form do not say."""
    asked = ((each, state.question_state(each.question)) for each in turns_on)
    return tuple(each for each, it in asked if it.shown and not each.accepts(it.answer))

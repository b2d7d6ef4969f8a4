"""What the page of a promise knows: what it came from, and the try that is being written."""

from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from PySide6.QtCore import Slot

from session_forms.words.reason_words import says_why
from session_forms.words.texts import _
from therapist_app.record.model import ContactHow, ContactOutcome, Promise
from therapist_app.view_model import ViewModel
from therapist_app.workflows.overviews.reaching import Reach, reach_of
from therapist_app.workflows.sessions.promising import (
    CONTACT,
    keep_by_telling,
    let_go,
    note_contact,
)
from therapist_app.workflows.sessions.safety_thread import (
    Thread,
    due_words,
    promise_page_data,
    promise_words,
)
from therapist_app.workflows.workspace import Workspace

HOWS: tuple[ContactHow, ...] = get_args(ContactHow)
OUTCOMES: tuple[ContactOutcome, ...] = get_args(ContactOutcome)


@dataclass(frozen=True, slots=True)
class PromiseState:
    """A promise, and what is written about it so far; nothing is chosen beforehand.

    Attributes:
        title: What was promised.
        due: Until when, or since when it is overdue.
        is_overdue: Whether its day has passed.
        is_restricted: Whether the client's record may not be changed.
        how: How somebody tried to be in contact; None before it is chosen.
        outcome: Whether they spoke; None before it is chosen.
        again_by: The day by which there is contact again, where one was agreed.
        reason: Why it is let go.

    """

    promise: Promise
    code: str
    title: str
    due: str
    is_overdue: bool
    thread: Thread
    is_restricted: bool
    how: ContactHow | None = None
    outcome: ContactOutcome | None = None
    words: str = ""
    again_by: date | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept, and may be written to."""
        return self.promise.closed_at is None and not self.is_restricted

    @property
    def is_contact(self) -> bool:
        """Whether being in contact with the client keeps it."""
        return self.promise.kind in CONTACT


class PromiseViewModel(ViewModel[PromiseState]):
    """Holds one promise: a try is noted, it is kept by telling, or let go for a reason.

    Signals:
        leave_requested: Back.

    """

    def __init__(self, workspace: Workspace, promise_id: str) -> None:
        super().__init__()
        self._workspace = workspace
        found = promise_page_data(workspace, promise_id)
        today = workspace.today()
        self._state = PromiseState(
            promise=found.promise,
            code=found.code,
            title=promise_words(found.promise),
            due=due_words(found.promise.due_on, today),
            is_overdue=found.promise.due_on < today,
            thread=found.thread,
            is_restricted=found.is_restricted,
        )

    @property
    def today(self) -> date:
        """The day on which it is written down."""
        return self._workspace.today()

    def look_up_reach(self) -> Reach:
        """Return how the client is reached; the record notes that it was read."""
        return reach_of(self._workspace, self._state.promise.client_id)

    @Slot(str)
    def choose_how(self, how: str) -> None:
        """Take how somebody tried."""
        self._change(replace(self._state, how=next(each for each in HOWS if each == how)))

    @Slot(str)
    def choose_outcome(self, outcome: str) -> None:
        """Take whether they spoke."""
        chosen = next(each for each in OUTCOMES if each == outcome)
        self._change(replace(self._state, outcome=chosen))

    @Slot(str)
    def write_words(self, words: str) -> None:
        """Take a few words about the try."""
        self._change(replace(self._state, words=words))

    @Slot(object)
    def choose_again(self, day: object) -> None:
        """Take the day by which there is contact again; None takes it back."""
        self._change(replace(self._state, again_by=day if isinstance(day, date) else None))

    @Slot(str)
    def write_reason(self, reason: str) -> None:
        """Take why it is let go."""
        self._change(replace(self._state, reason=reason))

    @Slot()
    def note(self) -> None:
        """Keep the try, and go back; where they spoke, what was promised of contact is kept."""
        state = self._state
        if state.how is not None and state.outcome is not None:
            note_contact(
                self._workspace,
                state.promise.id,
                state.how,
                state.outcome,
                state.words,
                again_by=state.again_by,
            )
            said = _("The contact is saved.")
            if state.outcome == "spoke":
                said = _("The contact is saved, and the promise is kept.")
            self.act_done.emit(said)
            self.go_back()

    @Slot()
    def tell(self) -> None:
        """Keep that they were told, and go back."""
        keep_by_telling(self._workspace, self._state.promise.id)
        self.act_done.emit(_("Saved: they were told."))
        self.go_back()

    @Slot()
    def let_go(self) -> None:
        """Close it without being kept, where there is a reason, and go back."""
        if says_why(self._state.reason):
            let_go(self._workspace, self._state.promise.id, self._state.reason)
            self.act_done.emit(_("The promise is cancelled."))
            self.go_back()

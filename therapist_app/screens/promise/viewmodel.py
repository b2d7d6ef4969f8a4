"""What the page of a promise knows: what it came from, and the try that is being written."""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import Slot

from session_forms.words.reason_words import says_why
from session_forms.words.texts import _
from therapist_app.record.model import Promise
from therapist_app.view_model import OnADay, ViewModel
from therapist_app.workflows.overviews.reaching import Reach, reach_of
from therapist_app.workflows.sessions.promising import (
    CONTACT,
    ContactTry,
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


@dataclass(frozen=True, slots=True)
class PromiseState:
    """A promise, and what is written about it so far; nothing is chosen beforehand.

    Attributes:
        title: What was promised.
        due: Until when, or since when it is overdue.
        is_overdue: Whether its day has passed.
        is_restricted: Whether the client's record may not be changed.
        contact: The try that is being written.
        reason: Why it is let go.

    """

    promise: Promise
    code: str
    title: str
    due: str
    is_overdue: bool
    thread: Thread
    is_restricted: bool
    contact: ContactTry = field(default_factory=ContactTry)
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept, and may be written to."""
        return self.promise.closed_at is None and not self.is_restricted

    @property
    def is_contact(self) -> bool:
        """Whether being in contact with the client keeps it."""
        return self.promise.kind in CONTACT


class PromiseViewModel(OnADay, ViewModel[PromiseState]):
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

    def look_up_reach(self) -> Reach:
        """Return how the client is reached; the record notes that it was read."""
        return reach_of(self._workspace, self._state.promise.client_id)

    @Slot(ContactTry)
    def write_contact(self, contact: ContactTry) -> None:
        """Take what is chosen and written of a try."""
        self._change(replace(self._state, contact=contact))

    @Slot(str)
    def write_reason(self, reason: str) -> None:
        """Take why it is let go."""
        self._change(replace(self._state, reason=reason))

    @Slot()
    def note(self) -> None:
        """Keep the try, and go back; where they spoke, what was promised of contact is kept."""
        made = self._state.contact
        if made.how is not None and made.outcome is not None:
            note_contact(
                self._workspace,
                self._state.promise.id,
                made.how,
                made.outcome,
                made.words,
                again_by=made.again_by,
            )
            said = _("The contact is saved.")
            if made.outcome == "spoke":
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

"""A contact with a client that nobody promised, as far as it is written down."""

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QObject, Slot

from session_forms.words.texts import _
from therapist_app.commands import ClientPage
from therapist_app.view_model import ViewModel
from therapist_app.workflows.overviews.reaching import Reach, reach_of
from therapist_app.workflows.sessions.promising import (
    contact_about,
    made_contact,
    note_contact_with,
    promise_of_contact,
)
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ContactState:
    """What is chosen and written so far.

    Attributes:
        about: The missed appointment that it is about, in words; empty where it is about none.
        stays_open: Whether the client is to be reached today where nobody answers.
        again_by: The day by which there is contact again, where one was agreed.
        may_be_else: Whether the missed appointment was only supposed, and not asked about.
        is_else: Whether it is about something else than that appointment.

    """

    about: str = ""
    stays_open: bool = False
    how: str = ""
    outcome: str = ""
    words: str = ""
    again_by: date | None = None
    may_be_else: bool = False
    is_else: bool = False


class LoggingContact(ViewModel[ContactState]):
    """Holds one contact until it is saved."""

    def __init__(
        self,
        workspace: Workspace,
        client_id: str,
        appointment_id: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = client_id
        self._appointment_id = appointment_id
        self._state = ContactState()

    def promised(self) -> str:
        """Return the promise that a contact keeps now, on whose own page it is written down.

        One about an appointment that was missed is none of it.
        """
        if self._appointment_id:
            return ""
        return promise_of_contact(self._workspace, self._id)

    def start(self) -> None:
        """Look what it is about."""
        about = contact_about(self._workspace, self._id, self._appointment_id)
        may_be_else = bool(about.words) and not self._appointment_id
        self._change(ContactState(about.words, about.stays_open, may_be_else=may_be_else))

    @property
    def today(self) -> date:
        """The day on which it is written down."""
        return self._workspace.today()

    def look_up_reach(self) -> Reach:
        """Return how the client is reached; the record notes that it was read."""
        return reach_of(self._workspace, self._id)

    @Slot(str)
    def choose_how(self, how: str) -> None:
        """Take how somebody tried."""
        self._change(replace(self._state, how=how))

    @Slot(str)
    def choose_outcome(self, outcome: str) -> None:
        """Take whether they spoke."""
        self._change(replace(self._state, outcome=outcome))

    @Slot(str)
    def write_words(self, words: str) -> None:
        """Take a few words about it."""
        self._change(replace(self._state, words=words))

    @Slot(object)
    def choose_again(self, day: object) -> None:
        """Take the day by which there is contact again; None takes it back."""
        self._change(replace(self._state, again_by=day if isinstance(day, date) else None))

    @Slot(bool)
    def choose_else(self, is_else: bool) -> None:  # noqa: FBT001 - as Qt's signal sends it
        """Take whether it is about something else than the missed appointment."""
        self._change(replace(self._state, is_else=is_else))

    @Slot()
    def note(self) -> None:
        """Keep it."""
        state = self._state
        if state.how and state.outcome:
            made = made_contact(state.how, state.outcome)
            about = self._appointment_id
            note_contact_with(
                self._workspace,
                self._id,
                made,
                state.words,
                about,
                again_by=state.again_by,
                is_of_missed=not state.is_else,
            )
            self.act_done.emit(_("The contact is saved."))
            self.leave_requested.emit(ClientPage(self._id))

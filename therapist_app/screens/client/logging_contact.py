"""A contact with a client that nobody promised, as far as it is written down."""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Slot

from session_forms.words.texts import _
from therapist_app.commands import ClientPage
from therapist_app.view_model import OnADay, ViewModel
from therapist_app.workflows.overviews.reaching import Reach, reach_of
from therapist_app.workflows.sessions.promising import (
    ContactTry,
    contact_about,
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
        contact: The contact itself.
        may_be_else: Whether the missed appointment was only supposed, and not asked about.
        is_else: Whether it is about something else than that appointment.

    """

    about: str = ""
    stays_open: bool = False
    contact: ContactTry = field(default_factory=ContactTry)
    may_be_else: bool = False
    is_else: bool = False


class LoggingContact(OnADay, ViewModel[ContactState]):
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

    def look_up_reach(self) -> Reach:
        """Return how the client is reached; the record notes that it was read."""
        return reach_of(self._workspace, self._id)

    @Slot(ContactTry)
    def write_contact(self, contact: ContactTry) -> None:
        """Take what is chosen and written so far."""
        self._change(replace(self._state, contact=contact))

    @Slot(bool)
    def choose_else(self, is_else: bool) -> None:  # noqa: FBT001 - as Qt's signal sends it
        """Take whether it is about something else than the missed appointment."""
        self._change(replace(self._state, is_else=is_else))

    @Slot()
    def note(self) -> None:
        """Keep it."""
        made = self._state.contact
        if made.how is not None and made.outcome is not None:
            note_contact_with(
                self._workspace,
                self._id,
                (made.how, made.outcome),
                made.words,
                self._appointment_id,
                again_by=made.again_by,
                is_of_missed=not self._state.is_else,
            )
            self.act_done.emit(_("The contact is saved."))
            self.leave_requested.emit(ClientPage(self._id))

"""What the page of a first contact knows: who it is, and the form that is filled in meanwhile."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Signal, Slot

from exports.errors import ExportError
from exports.package.hand_over_file import read_hand_over
from session_forms.words.texts import _
from therapist_app.commands import AlertPage, ClientPage, Destination, FirstContact, FormPage
from therapist_app.forms.first_contact_store import FirstContactStore
from therapist_app.forms.form_filling import FormFilling
from therapist_app.messages.errors import UserFacingError
from therapist_app.record.model import Alert
from therapist_app.view_model import ViewModel, attempt
from therapist_app.workflows.overviews.first_contact_files import receive_first_contact
from therapist_app.workflows.overviews.first_contacts import Caller, open_first_contact
from therapist_app.workflows.sessions.answering_alerts import most_pressing_first
from therapist_app.workflows.workspace import Workspace

FOR_THE_LIST = ("urgency", "asks_for")
"""What whoever calls back must know: how soon, and what is asked for."""


@dataclass(frozen=True, slots=True)
class FirstContactState:
    """Who makes contact, and why it could not be kept.

    Attributes:
        problem: Why the last try to keep it failed.
        refused: Why the file of another service is not written down here, as a sentence.

    """

    caller: Caller
    problem: UserFacingError | None = None
    refused: str = ""


class FirstContactViewModel(ViewModel[FirstContactState]):
    """Keeps a first contact with the person it is about.

    Signals:
        alerts_opened: All alerts that answers opened here, the most pressing first.

    """

    alerts_opened = Signal(tuple)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._opened = open_first_contact(workspace)
        self._store = FirstContactStore(workspace)
        self.filling = FormFilling(self._opened, self._store, self)
        self.alerts: tuple[Alert, ...] = ()
        self._state = FirstContactState(Caller())
        self._is_changed = False
        self.filling.alerts_opened.connect(self._on_alerts_opened)
        self.filling.finished.connect(self._on_finished)

    @property
    def is_kept(self) -> bool:
        """Whether the record has something of it by now."""
        return self._store.newcomer.is_added

    @property
    def place(self) -> Destination:
        """Where one comes back to: what was begun, or, once it is saved, the person it is about."""
        filled = self._opened.filled
        if not self.is_kept:
            return FirstContact()
        if self.filling.is_finished:
            return ClientPage(filled.client_id)
        return FormPage(filled.client_id, filled.form_id)

    @Slot(str)
    def write_name(self, name: str) -> None:
        """Take what they may be called."""
        self._write(replace(self._state.caller, name=name))

    @Slot(str)
    def write_contact(self, contact: str) -> None:
        """Take a number or an address that is safe."""
        self._write(replace(self._state.caller, contact=contact))

    @Slot()
    def save(self) -> None:
        """Keep it as finished; what safety needs is pointed at first.

        So is, once, what the waiting list goes by; the rest of a call may stay open unsaid.
        """
        if self.filling.state.blocking:
            self.filling.finish()
            return
        if self.filling.point_at(FOR_THE_LIST):
            return
        tried = attempt(self.filling.finish_as_it_is)
        if isinstance(tried, UserFacingError):
            self._change(replace(self._state, problem=tried))

    def receive(self, place: Path) -> None:
        """Write down what another service handed over, as if it were read from their page."""
        try:
            found = receive_first_contact(self._workspace, read_hand_over(place))
        except ExportError as error:
            self._change(replace(self._state, refused=str(error)))
            return
        for question_id, value in found.answers.items():
            self.filling.answer(question_id, value)
        self._write(Caller(found.name, found.contact))
        self.act_done.emit(_("The hand-over is written down here. Read it before you save."))

    def flush(self) -> None:
        """Keep what was written so far, where anything was."""
        if self.filling.is_unsaved:
            self.filling.flush()
        elif self._is_changed and not self.filling.is_finished:
            self._store.keep_draft(self._opened, self.filling.state)
        self._is_changed = False

    @Slot()
    def answer_alert(self) -> None:
        """Keep what is written and go to the most pressing alert that was opened here."""
        self.flush()
        self.leave_requested.emit(AlertPage(self.alerts[0].id))

    def _write(self, caller: Caller) -> None:
        self._is_changed = True
        self._store.newcomer.caller = caller
        self._change(FirstContactState(caller))

    @Slot()
    def _on_finished(self) -> None:
        self.act_done.emit(_("The first contact is saved."))
        client = ClientPage(self._opened.filled.client_id)  # which says what comes next, and when
        self.leave_requested.emit(AlertPage(self.alerts[0].id) if self.alerts else client)

    @Slot(tuple)
    def _on_alerts_opened(self, opened: tuple[Alert, ...]) -> None:
        self.alerts = most_pressing_first((*self.alerts, *opened))
        self.alerts_opened.emit(self.alerts)

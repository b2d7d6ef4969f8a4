"""Offering a client to a colleague, and keeping them after all."""

from PySide6.QtCore import QObject, Signal, Slot
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.commands import UseCaseload
from therapist_app.view_model import ViewModel
from therapist_app.workflows.people.moving_clients import (
    Leaving,
    keep_client,
    leaving,
    move_to_own_list,
    offer_client,
)
from therapist_app.workflows.workspace import Workspace


class MoveViewModel(ViewModel[Leaving]):
    """Whether one client stays, or is on the way to a colleague.

    Signals:
        moved: An offer was made or taken back.

    """

    moved = Signal()

    def __init__(self, workspace: Workspace, client_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vault = workspace.vault
        self._id = client_id

    @property
    @override
    def state(self) -> Leaving:
        """How it stands."""
        return leaving(self._vault, self._id)

    @Slot(str)
    def offer(self, to: str) -> None:
        """Offer the client to a colleague."""
        offer_client(self._vault, self._id, to)
        self.act_done.emit(_("The move is started."))
        self.moved.emit()
        self._emit_state()

    @Slot()
    def join_own(self) -> None:
        """Move the client to one's own others, and go on with those."""
        own = move_to_own_list(self._vault, self._id)
        self.act_done.emit(_("The client stands among your own clients now."))
        self.leave_requested.emit(UseCaseload(own))

    @Slot()
    def keep(self) -> None:
        """Take the offer back."""
        keep_client(self._vault, self._id)
        self.act_done.emit(_("The move is cancelled."))
        self.moved.emit()
        self._emit_state()

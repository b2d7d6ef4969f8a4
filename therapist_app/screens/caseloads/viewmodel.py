"""Whose clients one works with, whose one could, and whom a colleague moves to one."""

from dataclasses import dataclass

from PySide6.QtCore import Slot

from session_forms.words.texts import _
from therapist_app.commands import ClientPage, UseCaseload
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.view_model import ViewModel
from therapist_app.workflows.people.moving_clients import (
    ArrivingClient,
    arriving_clients,
    take_client_over,
)
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CaseloadsState:
    """What can be chosen.

    Attributes:
        in_use: The id of the caseload that is open.
        arriving: The clients whom colleagues offer.

    """

    choices: tuple[CaseloadChoice, ...]
    in_use: str
    arriving: tuple[ArrivingClient, ...] = ()


class CaseloadsViewModel(ViewModel[CaseloadsState]):
    """Leads to the clients of another caseload.

    Signals:
        leave_requested: To the clients that were chosen, to one who was taken over, or back.

    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._vault = vault = workspace.vault
        self._state = CaseloadsState(
            vault.caseload_choices(), vault.caseload_id or "", arriving_clients(vault)
        )

    @Slot(str)
    def choose(self, caseload: str) -> None:
        """Go over to other clients."""
        self.leave_requested.emit(UseCaseload(caseload))

    @Slot(str)
    def take_over(self, move_id: str) -> None:
        """Take a client over, and go to them, or to one's own clients where others are open."""
        client_id = take_client_over(self._vault, move_id)
        code = next((each.code for each in self._state.arriving if each.id == move_id), "")
        self.act_done.emit(_("{code} is your client now.").format(code=code))
        own = next(each.id for each in self._state.choices if each.access != "cover")
        there = ClientPage(client_id, "taken") if own == self._state.in_use else UseCaseload(own)
        self.leave_requested.emit(there)

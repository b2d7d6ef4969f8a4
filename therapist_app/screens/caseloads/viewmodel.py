"""Whose clients one works with, and whose one could."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from therapist_app.commands import UseCaseload
from therapist_app.view_model import ViewModel
from therapist_app.workflows.entering.access_scope import CaseloadChoice
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CaseloadsState:
    """What can be chosen.

    Attributes:
        in_use: The id of the caseload that is open.

    """

    choices: tuple[CaseloadChoice, ...]
    in_use: str


class CaseloadsViewModel(ViewModel[CaseloadsState]):
    """Leads to the clients of another caseload.

    Signals:
        leave_requested: To the clients that were chosen, or back.

    """

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = CaseloadsState(
            workspace.vault.caseload_choices(), workspace.vault.caseload_id or ""
        )

    @Slot(str)
    def choose(self, caseload: str) -> None:
        """Go over to other clients."""
        self.leave_requested.emit(UseCaseload(caseload))

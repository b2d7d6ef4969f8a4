"""Whose clients one works with, and whose one could."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from therapist_app.commands import Back, Destination, UseCaseload
from therapist_app.workflows.entering.choosing_caseload import CaseloadChoice, offered
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CaseloadsState:
    """What can be chosen.

    Attributes:
        in_use: The id of the caseload that is open.

    """

    choices: tuple[CaseloadChoice, ...]
    in_use: str


class CaseloadsViewModel(QObject):
    """Leads to the clients of another caseload.

    Signals:
        state_changed: The new state; also sent once by `begin()`.
        leave_requested: To the clients that were chosen, or back.

    """

    state_changed = Signal(CaseloadsState)
    leave_requested = Signal(Destination)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = CaseloadsState(offered(workspace.vault), workspace.vault.caseload_id or "")

    @property
    def state(self) -> CaseloadsState:
        """What is shown."""
        return self._state

    def begin(self) -> None:
        """Announce the first state; call once the view is listening."""
        self.state_changed.emit(self._state)

    @Slot()
    def go_back(self) -> None:
        """Go back to where the person came from."""
        self.leave_requested.emit(Back())

    @Slot(str)
    def choose(self, caseload: str) -> None:
        """Go over to other clients."""
        self.leave_requested.emit(UseCaseload(caseload))

"""What the page of oversight knows: the service in counts, as each session left it."""

from PySide6.QtCore import QObject, Signal, Slot

from therapist_app.commands import Back, Destination, Oversight
from therapist_app.workflows.entering.access_scope import home
from therapist_app.workflows.supervision.oversight import OversightPageData, oversight
from therapist_app.workflows.workspace import Workspace


class OversightViewModel(QObject):
    """Holds what a lead sees; there is nothing to change here.

    Attributes:
        is_home: Whether this is where the person begins, so that nothing lies behind it.

    Signals:
        leave_requested: Back to where the person came from.

    """

    leave_requested = Signal(Destination)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = oversight(workspace)
        self.is_home = home(workspace.vault) == Oversight()

    @property
    def state(self) -> OversightPageData:
        """What is shown."""
        return self._state

    @Slot()
    def go_back(self) -> None:
        """Go back to where the person came from."""
        self.leave_requested.emit(Back())

"""What the page of oversight knows: the service in counts, as each session left it."""

from PySide6.QtCore import Slot

from therapist_app.commands import Oversight
from therapist_app.record.vault.told_notices import note_told
from therapist_app.screens.oversight.reading import ReadingViewModel
from therapist_app.view_model import ViewModel
from therapist_app.workflows.entering.access_scope import home
from therapist_app.workflows.overviews.service_needs import service_needs
from therapist_app.workflows.safekeeping.loud_acts import told_lately, told_to_everybody
from therapist_app.workflows.supervision.oversight import OversightPageData, oversight
from therapist_app.workflows.workspace import Workspace


class OversightViewModel(ViewModel[OversightPageData]):
    """Holds what a lead sees, and shows what left; there is nothing to change here.

    Attributes:
        needs: What the service still needs.
        is_home: Whether this is where the person begins, so that nothing lies behind it.
        told: What Today tells whoever has one, in sentences; nothing where it does.
        told_before: What everybody was told in the last weeks and does not stand in `told`.
        reading: The report that left and is read here.

    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._state = oversight(workspace)
        self.needs = service_needs(workspace)
        self.is_home = home(workspace.vault) == Oversight()
        self.told = told_to_everybody(workspace.vault) if self.is_home else ()
        self.told_before = [each for each in told_lately(workspace.vault) if each not in self.told]
        self._vault = workspace.vault
        self.reading = ReadingViewModel(workspace, self)

    @Slot()
    def note_told(self) -> None:
        """Remember that what everybody is told was in sight."""
        note_told(self._vault)

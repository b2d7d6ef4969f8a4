"""What the page of the supervision pack knows: what is in the pack, and the pack itself."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from typing_extensions import override

from exports.errors import LeakFound
from exports.paper.forms.order import SaveOutcome
from exports.supervision.supervision_paper import FinishedPack
from session_forms.words.texts import _
from therapist_app.view_model import WorkingViewModel, WorkState
from therapist_app.workflows.supervision.supervising import (
    Tell,
    finished,
    note_sent,
    save_pack,
)
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionState(WorkState):
    """The pack as far as it is made.

    Attributes:
        read: How many courses were read so far.
        of: Of how many; 0 before that is known.
        made: The pack.
        refused: Whether a name stands in it, so that it is not handed over.

    """

    read: int = 0
    of: int = 0
    made: FinishedPack | None = None
    refused: bool = False

    @property
    def is_made(self) -> bool:
        """Whether it can be printed or saved."""
        return self.made is not None

    @property
    def withheld(self) -> int:
        """How many reasons were left out since they name somebody."""
        return self.made.withheld if self.made else 0


class SupervisionViewModel(WorkingViewModel[SupervisionState]):
    """Makes the pack in memory, and hands it to a printer or a file that the person picks."""

    _advanced = Signal(int, int)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = SupervisionState()
        self._advanced.connect(self._on_advanced)

    @property
    def pdf(self) -> bytes:
        """The pack; empty before it is made."""
        return self._state.made.pdf if self._state.made else b""

    @override
    def begin(self) -> None:
        """Announce the first state and make the pack; call once the view is listening."""
        super().begin()
        QTimer.singleShot(0, self, self._make)  # so that the page is on the screen first

    def note_sent(self) -> None:
        """Note that the printer took the pack."""
        note_sent(self._workspace)

    def save(self, path: str) -> SaveOutcome:
        """Write the pack where the person says, and return what became of it."""
        made = self._state.made
        return save_pack(self._workspace, made, path) if made else "nothing"

    @Slot()
    def _make(self) -> None:
        self._work(partial(_made, self._workspace, self._advanced.emit), self._on_made)

    @Slot(int, int)
    def _on_advanced(self, read: int, of: int) -> None:
        if self._state.is_busy:
            self._change(replace(self._state, read=read, of=of))

    def _on_made(self, made: FinishedPack | None) -> None:
        self._release(replace(self._state, is_busy=False, made=made, refused=made is None))
        if made is not None:
            self.act_done.emit(_("The pack is made."))


def _made(workspace: Workspace, tell: Tell) -> FinishedPack | None:
    """Return the pack, or nothing where a name stands in it."""
    try:
        return finished(workspace, tell)
    except LeakFound:
        return None

"""What the page of the supervision pack knows: what is in the pack, and the pack itself."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer
from typing_extensions import override

from exports.errors import ExportError
from exports.paper.forms.order import SaveOutcome
from exports.supervision.supervision_paper import FinishedPack
from session_forms.words.texts import translate as _
from therapist_app.view_model import ViewModel
from therapist_app.workflows.supervision.supervising import finished, note_sent, save_pack
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SupervisionState:
    """The pack as far as it is made.

    Attributes:
        is_busy: Whether it is being made.
        refused: Whether a name stands in it, so that it is not handed over.
        withheld: How many reasons were left out since they name somebody.

    """

    is_busy: bool
    refused: bool
    withheld: int

    @property
    def is_made(self) -> bool:
        """Whether it can be printed or saved."""
        return not self.is_busy and not self.refused


class SupervisionViewModel(ViewModel[SupervisionState]):
    """Makes the pack in memory, and hands it to a printer or a file that the person picks."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._made: FinishedPack | None = None
        self._is_busy = True

    @property
    @override
    def state(self) -> SupervisionState:
        """The pack as it stands."""
        made = self._made
        return SupervisionState(
            is_busy=self._is_busy,
            refused=made is None and not self._is_busy,
            withheld=made.withheld if made else 0,
        )

    @property
    def pdf(self) -> bytes:
        """The pack; empty before it is made."""
        return self._made.pdf if self._made else b""

    @override
    def begin(self) -> None:
        """Announce the first state and make the pack; call once the view is listening."""
        self._emit_state()
        QTimer.singleShot(0, self, self._make)  # so that the words are on the screen first

    def note_sent(self) -> None:
        """Note that the printer took the pack."""
        note_sent(self._workspace)

    def save(self, path: str) -> SaveOutcome:
        """Write the pack where the person says, and return what became of it."""
        return save_pack(self._workspace, self._made, path) if self._made else "nothing"

    def _make(self) -> None:
        try:
            self._made = finished(self._workspace)
        except ExportError:
            self._made = None
        finally:
            self._is_busy = False
        self._emit_state()
        if self._made is not None:
            self.act_done.emit(_("The pack is made."))

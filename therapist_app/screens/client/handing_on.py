"""Handing a first contact over to another service, in a file that it alone opens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from exports.errors import ExportError
from exports.package.writing import replace_with
from session_forms.words.texts import _
from therapist_app.commands import Recipients
from therapist_app.view_model import ViewModel
from therapist_app.workflows.overviews.first_contact_files import (
    hand_over_first_contact,
    services_to_hand_to,
)
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class HandOnState:
    """To whom a first contact can be handed over, and what came of it.

    Attributes:
        services: The names of those whose key was compared.
        problem: Why the last file could not be saved, as a sentence.
        saved: The name of the file that was saved.

    """

    services: tuple[str, ...]
    problem: str = ""
    saved: str = ""


class HandOnViewModel(ViewModel[HandOnState]):
    """Seals one client's first contact for another service."""

    def __init__(self, workspace: Workspace, client_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = client_id
        self._state = HandOnState(())

    def look_again(self) -> None:
        """Begin with who can get it now."""
        self._state = HandOnState(services_to_hand_to(self._workspace))

    def hand_over(self, to: str, where: Callable[[], str]) -> None:
        """Seal it, ask where it is saved, and save it there."""
        place = where()
        if not place:
            return
        path = Path(place)
        try:
            replace_with(path, hand_over_first_contact(self._workspace, self._id, to))
        except ExportError as error:
            self._change(replace(self._state, problem=str(error), saved=""))
            return
        self.act_done.emit(_("The sealed file is saved."))
        self._change(replace(self._state, problem="", saved=path.name))

    @Slot()
    def open_recipients(self) -> None:
        """Go where the key of another service is entered and compared."""
        self.leave_requested.emit(Recipients())

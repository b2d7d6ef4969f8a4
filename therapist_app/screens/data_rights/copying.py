"""What the page of the client's copy knows: every line, and which of them stay out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from exports.access.access_record import AccessRecord
from session_forms.words.texts import N_, NP_, _
from therapist_app.jobs import run_job
from therapist_app.key_widgets.suggesting import suggest_for_pdf
from therapist_app.messages.errors import explain, is_known
from therapist_app.messages.rules import with_rules
from therapist_app.view_model import ViewModel
from therapist_app.workflows.rights.access_copy import (
    CopyOutcome,
    CopyRequest,
    copy_name,
    left_out_at_first,
    refusal,
    seal_copy,
    write_copy,
)
from therapist_app.workflows.workspace import Workspace

REFUSALS: dict[CopyOutcome, tuple[str, str]] = {
    "wrong_place": (
        NP_("message", "Not there"),
        N_("A file cannot be saved in the record's folder. Choose another place."),
    ),
    "taken": (
        N_("A file with this name exists already"),
        N_("Nothing was written. Choose another name or place."),
    ),
    "too_short": (
        N_("The passphrase is too short"),
        N_("Use at least {shortest} characters, or the suggested one."),
    ),
    "too_long": (
        N_("The passphrase is too long"),
        N_("A PDF takes about a hundred letters at most. Nothing was written."),
    ),
}


@dataclass(frozen=True, slots=True)
class CopyState:
    """The copy as it stands.

    Attributes:
        left_out: The ids of the lines that stay out.
        is_busy: Whether it is being sealed.
        problem: Why it was not made: a title and a sentence.

    """

    record: AccessRecord
    left_out: frozenset[str]
    is_busy: bool = False
    problem: tuple[str, str] = ("", "")

    @property
    def shared(self) -> int:
        """How many lines leave."""
        return len(self.record.lines) - len(self.left_out)


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """A copy that was just written: its files, where they are, and what opens it."""

    names: tuple[str, ...]
    folder: str
    passphrase: str = field(repr=False)


class CopyViewModel(ViewModel[CopyState]):
    """Chooses what stays out, and has the copy sealed and written.

    Signals:
        made: What was written, as a `SavedCopy`.

    """

    made = Signal(SavedCopy)

    def __init__(
        self,
        workspace: Workspace,
        client_id: str,
        record: AccessRecord,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = client_id
        self._state = CopyState(record, left_out_at_first(record))

    @property
    def file_name(self) -> str:
        """A name for the file that says nothing about anybody."""
        return copy_name(self._workspace)

    def suggest(self) -> str:
        """Return a passphrase that nobody has had before."""
        return suggest_for_pdf()

    def take(self, line_ids: frozenset[str], *, taken: bool) -> None:
        """Take lines in, or leave them out."""
        left = self._state.left_out
        left = left - line_ids if taken else left | line_ids
        self._change(CopyState(self._state.record, left))

    def make(self, path: str, passphrase: str) -> None:
        """Seal the copy, which takes a second or two, and write it."""
        refused = refusal(self._workspace, passphrase, path)
        if refused is not None:
            title, detail = REFUSALS[refused]
            self._tell(_(title), with_rules(_(detail)))
            return
        state = self._state
        request = CopyRequest(state.record, state.left_out, passphrase, self._workspace.practice)
        self._change(CopyState(state.record, state.left_out, is_busy=True))
        run_job(
            self,
            lambda: seal_copy(request),
            done=self._writer(path, passphrase),
            failed=self._on_failed,
        )

    def _writer(self, path: str, passphrase: str) -> Callable[[Any], None]:
        def write(sealed: bytes) -> None:
            try:
                names = write_copy(self._workspace, self._id, sealed, path)
            except Exception as error:  # noqa: BLE001 - told below, or raised again
                self._on_failed(error)
                return
            self._change(CopyState(self._state.record, self._state.left_out))
            self.made.emit(SavedCopy(names, str(Path(path).parent), passphrase))

        return write

    def _on_failed(self, error: Exception) -> None:
        if is_known(error):
            told = explain(error)
            self._tell(told.title, told.sentence)
        else:
            self._tell(_("The copy was not made"), explain(error).sentence)

    def _tell(self, title: str, detail: str) -> None:
        self._change(CopyState(self._state.record, self._state.left_out, problem=(title, detail)))

"""What the outcomes screen knows: for whom, exactly what would leave, and what was checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from typing_extensions import override

from exports.document.document import PreviewPage
from exports.errors import ExportError
from exports.package.release import Check
from therapist_app.view_model import ViewModel
from therapist_app.workflows.exporting.exporting import (
    ExportChoices,
    Kind,
    Prepared,
    ReleaseRequest,
    approve,
    choices,
    prepare,
)
from therapist_app.workflows.workspace import Workspace

KINDS: Mapping[str, Kind] = {
    "client_summary": "client_summary",
    "service_report": "service_report",
}


@dataclass(frozen=True, slots=True)
class OutcomesState:
    """The release as far as it is chosen and prepared.

    Attributes:
        pages: Everything that would leave; empty before it is prepared.
        page: The page that is shown, from 0.
        is_busy: Whether it is being prepared now.
        refused: Why it cannot be released, as a sentence; empty while it can.
        saved: The names of the folder that was written, and of the package in it as one file.

    """

    choices: ExportChoices
    kind: Kind
    recipient: str
    purpose: str
    client_id: str
    pages: tuple[PreviewPage, ...]
    page: int
    checks: tuple[Check, ...]
    files: tuple[str, ...]
    stays_here: tuple[str, ...]
    release_id: str
    is_busy: bool
    refused: str
    saved: tuple[str, ...]

    @property
    def is_prepared(self) -> bool:
        """Whether there is something to approve."""
        return bool(self.pages)

    @property
    def can_prepare(self) -> bool:
        """Whether everything is chosen."""
        has_whom = bool(self.recipient and self.purpose.strip())
        return has_whom and (self.kind == "service_report" or bool(self.client_id))


class OutcomesViewModel(ViewModel[OutcomesState]):
    """Prepares a release, shows all of it, and writes it once it is approved."""

    def __init__(
        self, workspace: Workspace, client_id: str | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._choices = choices(workspace)
        known = [each.client_id for each in self._choices.clients]
        self._kind: Kind = "client_summary" if client_id else "service_report"
        self._client_id = client_id if client_id in known and client_id else ""
        self._recipient = next(iter(self._choices.recipients), "")
        self._purpose = ""
        self._prepared: Prepared | None = None
        self._page = 0
        self._is_busy = False
        self._refused = ""
        self._saved: tuple[str, ...] = ()

    @property
    @override
    def state(self) -> OutcomesState:
        """The release as it stands."""
        prepared = self._prepared
        return OutcomesState(
            choices=self._choices,
            kind=self._kind,
            recipient=self._recipient,
            purpose=self._purpose,
            client_id=self._client_id,
            pages=prepared.pages if prepared else (),
            page=self._page,
            checks=prepared.checks if prepared else (),
            files=prepared.files if prepared else (),
            stays_here=prepared.stays_here if prepared else (),
            release_id=prepared.release.id if prepared else "",
            is_busy=self._is_busy,
            refused=self._refused,
            saved=self._saved,
        )

    @Slot(str)
    def choose_kind(self, kind: str) -> None:
        """Choose between one client and the whole service."""
        self._kind = KINDS[kind]
        self._start_again()

    @Slot(str)
    def choose_recipient(self, recipient: str) -> None:
        """Choose for whom it is."""
        self._recipient = recipient
        self._start_again()

    @Slot(str)
    def choose_client(self, client_id: str) -> None:
        """Choose whose summary it is."""
        self._client_id = client_id
        self._start_again()

    @Slot(str)
    def write_purpose(self, purpose: str) -> None:
        """Take what it is for; one recipient and purpose have one set of pseudonyms."""
        self._purpose = purpose
        self._start_again()

    @Slot()
    def prepare(self) -> None:
        """Make the release in memory; it is shown in full before anything is written."""
        if not self.state.can_prepare or self._is_busy:
            return
        self._prepared, self._refused, self._saved, self._page = None, "", (), 0
        self._is_busy = True
        self._emit_state()
        QTimer.singleShot(0, self, self._prepare_now)  # so that the words are on the screen first

    @Slot(int)
    def turn_page(self, by: int) -> None:
        """Turn to another page of what would leave."""
        if self._prepared is not None:
            last = len(self._prepared.pages) - 1
            self._page = max(0, min(last, self._page + by))
            self._emit_state()

    def approve(self, folder: Path) -> None:
        """Sign the release, write it into a folder and enter it in the ledger."""
        if self._prepared is None:
            return
        try:
            written = approve(self._workspace, self._prepared, folder)
        except ExportError as error:
            self._refused = str(error)
        else:
            self._saved = (written.place.name, written.container.name)
            self._refused = ""
            self._prepared = None
        self._emit_state()

    def _prepare_now(self) -> None:
        client_id = self._client_id if self._kind == "client_summary" else None
        request = ReleaseRequest(self._kind, self._recipient, self._purpose.strip(), client_id)
        try:
            self._prepared = prepare(self._workspace, request)
        except ExportError as error:
            self._refused = str(error)
        finally:
            self._is_busy = False
        self._emit_state()

    def _start_again(self) -> None:
        """Forget what was prepared: it is no longer what was chosen."""
        self._prepared, self._page, self._refused, self._saved = None, 0, "", ()
        self._emit_state()

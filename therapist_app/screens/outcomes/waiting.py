"""What the second person knows: which releases wait, and every page of the one they look at."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Slot

from exports.document.document import PreviewPage
from exports.errors import ExportError
from exports.package.release import PreparedRelease
from session_forms.words.texts import _
from therapist_app.screens.outcomes.release_state import who_opens
from therapist_app.view_model import ViewModel
from therapist_app.workflows.exporting.earlier_releases import last_place
from therapist_app.workflows.exporting.waiting_releases import (
    ReleaseToApprove,
    approve_as_second,
    look_at_waiting,
    refuse_waiting,
    waiting_lines,
)
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WaitingState:
    """What waits, and how far the person has looked at one of it.

    Attributes:
        opened: The id of the release that is looked at, or could not be opened.
        page: The page that is shown, from 0.
        seen: The pages that have been shown.
        refused: Why the last act was not done, as a sentence.
        done: What the last act came to, as a sentence.

    """

    lines: tuple[ReleaseToApprove, ...]
    opened: str = ""
    release: PreparedRelease | None = None
    page: int = 0
    seen: frozenset[int] = frozenset()
    refused: str = ""
    done: str = ""

    @property
    def pages(self) -> tuple[PreviewPage, ...]:
        """Everything that would leave."""
        return self.release.preview if self.release else ()

    @property
    def unseen(self) -> int:
        """How many pages have not been shown yet."""
        return len(self.pages) - len(self.seen)

    @property
    def who_opens(self) -> str:
        """Who can open it once it is saved, as a sentence; empty while nothing is looked at."""
        of = next((each.recipient for each in self.lines if each.id == self.opened), "")
        return who_opens(self.release, of) if self.release else ""

    @property
    def can_approve(self) -> bool:
        """Whether there is something to approve, and every page of it was shown."""
        return self.release is not None and not self.unseen


class WaitingViewModel(ViewModel[WaitingState]):
    """Shows a release that waits as the first person saw it; approves it or refuses it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = WaitingState(waiting_lines(workspace))

    @Slot(str)
    def look_at(self, release_id: str) -> None:
        """Show the pages of one."""
        try:
            release = look_at_waiting(self._workspace, release_id)
        except ExportError as error:
            lines = waiting_lines(self._workspace)
            still = release_id if release_id in {each.id for each in lines} else ""
            self._change(WaitingState(lines, still, refused=str(error)))
            return
        first = frozenset({0})
        self._change(WaitingState(self._state.lines, release_id, release, seen=first))

    @Slot(int)
    def turn_page(self, by: int) -> None:
        """Turn to another page of it."""
        if self._state.release is not None:
            page = max(0, min(len(self._state.pages) - 1, self._state.page + by))
            self._change(replace(self._state, page=page, seen=self._state.seen | {page}))

    @property
    def last_place(self) -> Path | None:
        """Where the last release was put, if that folder is here."""
        return last_place(self._workspace)

    def approve(self, folder: Path) -> None:
        """Approve it as the second person, and save it; nothing of which a page was not shown."""
        release = self._state.release
        if release is None or not self._state.can_approve:
            return
        try:
            written = approve_as_second(self._workspace, self._state.opened, folder)
        except ExportError as error:
            self._change(replace(self._state, refused=str(error), done=""))
            return
        words = _("Saved. {who} The file is here: {place}").format(
            place=written.container.absolute(), who=self._state.who_opens
        )
        self._change(WaitingState(waiting_lines(self._workspace), done=words))

    @Slot(str)
    def refuse(self, release_id: str) -> None:
        """Refuse one, or call back one's own."""
        refuse_waiting(self._workspace, release_id)
        said = _("It was deleted, and nothing left. The audit trail says so.")
        self._change(WaitingState(waiting_lines(self._workspace), done=said))

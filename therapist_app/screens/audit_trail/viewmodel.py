"""What the page of the audit trail knows: some entries, and whether the whole trail is sound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QTimer, Slot
from typing_extensions import override

from session_forms.words.texts import NN_, _, counted
from therapist_app.record.database.audit import AuditCheck, AuditReport
from therapist_app.record.errors import NotAllowed
from therapist_app.view_model import ViewModel
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.safekeeping.audit_trail import (
    File,
    TrailPage,
    TrailQuery,
    files_readable,
    note_reading,
    trail_check,
    trail_page,
)
from therapist_app.workflows.safekeeping.audit_words import KINDS, Kind
from therapist_app.workflows.workspace import Workspace

AT_A_TIME = 250
"""Entries checked between two looks at mouse, keys and paint: a few milliseconds."""
SHOWN = NN_(
    "Entry {newest} is shown.", "{count} entries are shown, from {newest} back to {oldest}."
)


@dataclass(frozen=True, slots=True)
class TrailState:
    """One page of a trail, and how far it is checked.

    Attributes:
        files: The trails that this person may read.
        people: Names by uid, to choose from.
        is_newest: Whether nothing newer than this page is wanted.
        report: What the check found so far.
        is_checking: Whether it goes on.

    """

    files: tuple[File, ...]
    people: Mapping[str, str]
    wanted: TrailQuery
    page: TrailPage
    is_newest: bool
    report: AuditReport
    is_checking: bool


class AuditTrailViewModel(ViewModel[TrailState]):
    """Leafs through the trail, and checks it a little at a time while the window stays alive."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._files = files_readable(workspace)
        if not self._files:
            raise NotAllowed("lead")
        self._newer: list[int | None] = []
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self.check_on)
        self._people = names_of(workspace.vault)
        self._check: AuditCheck
        self._state = self._opened(self._files[0])

    @override
    def begin(self) -> None:
        """Announce the first state and start to check; call once the view is listening."""
        self._timer.start()
        self._emit_state()

    @Slot(str)
    def choose_file(self, file: str) -> None:
        """Show the trail of another file."""
        self._newer.clear()
        self._state = self._opened(next(each for each in self._files if each == file))
        self.begin()

    @Slot(str)
    def choose_person(self, uid: str) -> None:
        """Show only one person's entries, or everybody's."""
        self._show_newest(replace(self._state.wanted, by=uid, before=None))

    @Slot(str)
    def choose_kind(self, kind: str) -> None:
        """Show only entries of one kind, or all."""
        chosen: Kind | Literal[""] = next((each for each in KINDS if each == kind), "")
        self._show_newest(replace(self._state.wanted, kind=chosen, before=None))

    @Slot()
    def show_older(self) -> None:
        """Show the entries before those that are shown."""
        wanted = self._state.wanted
        self._newer.append(wanted.before)
        self._show(replace(wanted, before=self._state.page.lines[-1].n))

    @Slot()
    def show_newer(self) -> None:
        """Show the entries after those that are shown."""
        self._show(replace(self._state.wanted, before=self._newer.pop()))

    @Slot()
    def check_on(self) -> None:
        """Check some entries more; once the record is closed there is nothing left to check."""
        if not self._workspace.vault.is_open:
            self._timer.stop()
            return
        is_checking = self._check.go_on(AT_A_TIME)
        if not is_checking:
            self._timer.stop()
        report = self._check.report
        self._change(replace(self._state, report=report, is_checking=is_checking))

    def _opened(self, file: File) -> TrailState:
        note_reading(self._workspace, file)
        self._check = trail_check(self._workspace, file)
        wanted = TrailQuery(file)
        page = trail_page(self._workspace, wanted)
        return TrailState(
            self._files, self._people, wanted, page, True, self._check.report, is_checking=True
        )

    def _show_newest(self, wanted: TrailQuery) -> None:
        self._newer.clear()
        self._show(wanted)

    def _show(self, wanted: TrailQuery) -> None:
        page = trail_page(self._workspace, wanted)
        self._change(replace(self._state, wanted=wanted, page=page, is_newest=not self._newer))
        self.act_done.emit(_shown_words([each.n for each in page.lines]))


def _shown_words(numbers: Sequence[int]) -> str:
    """Return which entries are shown, newest first: of each page as many are."""
    if not numbers:
        return _("No entry of this kind.")
    return counted(SHOWN, len(numbers), newest=numbers[0], oldest=numbers[-1])

"""What the first run knows: which step it is at, and what is to be known about the laptop."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from therapist_app.build import Build
from therapist_app.jobs import run_job
from therapist_app.key_widgets.sheets import Kind, SheetViewModel
from therapist_app.record.crypto.recovery_sheet import RecoverySheet
from therapist_app.record.sign_in.unlocking import Created
from therapist_app.view_model import WorkingViewModel, WorkState
from therapist_app.workflows.entering.first_run import (
    EnvironmentCheck,
    Look,
    SheetKind,
    confirm_first,
    found_service,
    is_moving_unfinished,
    look_at_laptop,
)

Step = Literal["welcome", "laptop", "you", "sheet", "continuity_sheet"]
Found = Callable[..., Created]
Confirm = Callable[[Path, Created, SheetKind], None]


@dataclass(frozen=True, slots=True)
class FirstRunState(WorkState):
    """What the first run shows.

    Attributes:
        step: Where it is.
        checks: What was found out about the laptop; nothing until it was looked at.
        folder: Where the record will stand.
        is_moving_unfinished: Whether a move to this laptop was cut off.
        reads_only: Whether it is set up for reading the reports of others, without clients.
        build: How this copy was packed; None where it runs from a folder of code.

    """

    step: Step
    checks: tuple[EnvironmentCheck, ...]
    folder: Path
    is_moving_unfinished: bool = False
    reads_only: bool = False
    build: Build | None = None

    @property
    def may_go_on(self) -> bool:
        """Whether the laptop was looked at, and a record may be made in this place."""
        return bool(self.checks) and not self.is_refused

    @property
    def is_refused(self) -> bool:
        """Whether no record is made in this place."""
        return any(each.finding == "refused" for each in self.checks)


@dataclass(frozen=True, slots=True)
class Founder:
    """Who makes the service, and what they settle."""

    name: str
    leads: bool
    continuity: bool
    treats: bool


class FirstRunViewModel(WorkingViewModel[FirstRunState]):
    """Leads from nothing to a service whose sheets were printed and typed back.

    Signals:
        practice_requested: The person wants invented clients.
        moving_requested: They want to bring a service here from its backups.
        finished: The service is made and its sheets are safe.

    """

    practice_requested = Signal()
    moving_requested = Signal()
    finished = Signal()

    def __init__(
        self,
        folder: Path,
        *,
        found: Found = found_service,
        confirm: Confirm = confirm_first,
        look: Look = look_at_laptop,
        build: Build | None = None,
    ) -> None:
        super().__init__()
        self._found = found
        self._confirm = confirm
        self._created: Created | None = None
        self._look = look
        self._state = FirstRunState(
            "welcome",
            (),
            folder,
            is_moving_unfinished=is_moving_unfinished(folder),
            build=build,
        )
        self.sheet: SheetViewModel | None = None
        self._continuity: SheetViewModel | None = None

    @override
    def begin(self) -> None:
        """Announce the first state, and look at the laptop; call once the view is listening."""
        self._emit_state()
        look, folder = self._look, self._state.folder
        run_job(self, lambda: look(folder), done=self._on_looked)

    @Slot()
    def look_at_laptop(self) -> None:
        """Go on to what is to be known about the laptop."""
        self._change(replace(self._state, step="laptop", reads_only=False))

    @Slot()
    def begin_as_reader(self) -> None:
        """Go on likewise, to a service in which nobody treats and reports of others are read."""
        self._change(replace(self._state, step="laptop", reads_only=True))

    @Slot()
    def ask_who(self) -> None:
        """Go on to the person; not where a record must not stand."""
        if self._state.may_go_on:
            self._change(replace(self._state, step="you"))

    @Slot()
    @override
    def go_back(self) -> None:
        """Go back one step; once the service is made there is none."""
        back: dict[Step, Step] = {"laptop": "welcome", "you": "laptop"}
        step = back.get(self._state.step, self._state.step)
        self._change(replace(self._state, step=step, problem=None))

    def make(self, founder: Founder, passphrase: bytearray) -> None:
        """Make the service, off the window's thread; the passphrase is wiped."""
        folder, found = self._state.folder, self._found

        def work() -> tuple[Created, Founder]:
            created = found(
                folder,
                founder.name,
                passphrase,
                leads=founder.leads,
                continuity=founder.continuity,
                treats=founder.treats,
            )
            return created, founder

        self._work(work, self._on_made)

    def _on_looked(self, checks: tuple[EnvironmentCheck, ...]) -> None:
        self._change(replace(self._state, checks=checks))

    def _on_made(self, made: tuple[Created, Founder]) -> None:
        created, founder = made
        self._created = created
        self.sheet = self._sheet(created.sheet, "recovery", founder)
        self.sheet.confirmed.connect(self._on_sheet_confirmed)
        if created.continuity_sheet is not None:
            self._continuity = self._sheet(created.continuity_sheet, "continuity", founder)
            self._continuity.confirmed.connect(self._on_continuity_confirmed)
        self._change(replace(self._state, step="sheet", is_busy=False))

    @Slot()
    def _on_sheet_confirmed(self) -> None:
        self._have_noted("recovery", self._on_sheet_noted)

    def _sheet(self, sheet: RecoverySheet, kind: Kind, founder: Founder) -> SheetViewModel:
        folder = self._state.folder
        return SheetViewModel(
            sheet, kind, founder.name, folder=folder, is_only_one=True, parent=self
        )

    @Slot()
    def _on_continuity_confirmed(self) -> None:
        self._have_noted("continuity", self._on_all_noted)

    def _have_noted(self, kind: SheetKind, done: Callable[[object], None]) -> None:
        folder, created, confirm = self._state.folder, self._created, self._confirm
        if created is not None:
            self._work(lambda: confirm(folder, created, kind), done)

    def _on_sheet_noted(self, nothing: object) -> None:
        if self._continuity is None:
            self._on_all_noted(nothing)
            return
        self.sheet = self._continuity
        self._change(replace(self._state, step="continuity_sheet", is_busy=False))

    def _on_all_noted(self, _nothing: object) -> None:
        if self._created is not None:
            self._created.keys.forget()
        self._change(replace(self._state, is_busy=False))
        self.finished.emit()

    @override
    def _on_failed(self, error: Exception) -> None:
        super()._on_failed(error)
        if self._created is not None and self.sheet and self._state.problem is not None:
            self.sheet.refuse(self._state.problem)

"""One's own keys: what was asked for, and what came of it.

Each change derives a key, off the window's thread, and has the record alone meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Slot
from typing_extensions import override

from therapist_app.commands import Lock
from therapist_app.key_widgets.sheets import SheetViewModel
from therapist_app.messages.errors import explain
from therapist_app.record.keyring.new_sheets import NewOwnSheet
from therapist_app.record.keyring.revoking import NewPair
from therapist_app.view_model import WorkingViewModel, WorkState
from therapist_app.workflows.errors import NotYourPassphrase
from therapist_app.workflows.people.giving_up_keys import KeysAreNew, begin_new_keys, make_keys_new
from therapist_app.workflows.people.keeping_own_keys import (
    Proof,
    change_passphrase,
    confirm_sheet,
    keep_old_sheet,
    make_key_file,
    needing_own_old_sheet,
    needs_key_file,
    renew_sheet,
    use_key_file,
)
from therapist_app.workflows.safekeeping.unconfirmed_sheets import ToldSheet, told_sheets
from therapist_app.workflows.safekeeping.uses_of_sheets import SheetUse, uses_of_own_sheet
from therapist_app.workflows.workspace import Workspace

MOST_WRONG = 5
Done = Literal[
    "",
    "passphrase_changed",
    "sheet_shown",
    "sheet_renewed",
    "sheet_kept",
    "key_file_made",
    "key_file_in_use",
    "key_file_stopped",
    "keys_renewed",
]


@dataclass(frozen=True, slots=True)
class OwnKeysState(WorkState):
    """What is shown of one's own keys.

    Attributes:
        key_file: Whether one signs in with a key file besides.
        with_sheet: Whether a new recovery sheet is being shown.
        done: What was done last.
        sheet_uses: Who used the recovery sheet of now besides its owner.
        told: A new recovery sheet that was shown before, and never typed back.
        wrong: How often in a row the passphrase was not one's own.
        came_of_it: What became of the backups once the keys were made new, in sentences.
        old_sheet_at: Where the newest backups open with the recovery sheet of before alone.

    """

    key_file: bool
    with_sheet: bool = False
    done: Done = ""
    sheet_uses: tuple[SheetUse, ...] = ()
    told: ToldSheet | None = None
    wrong: int = 0
    came_of_it: tuple[str, ...] = ()
    old_sheet_at: tuple[str, ...] = ()


class OwnKeysViewModel(WorkingViewModel[OwnKeysState]):
    """Changes one's own keys; five wrong passphrases in a row lock.

    Signals:
        leave_requested: Back, or to the unlock window.

    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._vault = workspace.vault
        self.sheet: SheetViewModel | None = None
        self._new: NewOwnSheet | NewPair | None = None
        self._keeps_backups = True
        self._state = self._read()

    def change_passphrase(self, proof: Proof, new: bytearray) -> None:
        """Take another passphrase; both are wiped."""
        vault = self._vault
        self._have(lambda: change_passphrase(vault, proof, new), "passphrase_changed")

    def renew_sheet(self, proof: Proof) -> None:
        """Make a new recovery sheet, which is shown, and counts once it was typed back."""
        vault = self._vault
        self._have(lambda: renew_sheet(vault, proof), "sheet_shown")

    @Slot()
    def keep_old_sheet(self) -> None:
        """Go on with the sheet of before, where a new one was never typed back."""
        vault = self._vault
        self._have(lambda: keep_old_sheet(vault), "sheet_kept")

    def make_key_file(self, path: Path) -> None:
        """Write a new key file; it is not in use by that."""
        vault = self._vault
        self._have(lambda: make_key_file(vault, path), "key_file_made")

    def use_key_file(self, proof: Proof, after: Path) -> None:
        """Ask for a key file from now on, or for another one."""
        vault = self._vault
        self._have(lambda: use_key_file(vault, proof, after), "key_file_in_use")

    def stop_key_file(self, proof: Proof) -> None:
        """Ask for the passphrase alone from now on."""
        vault = self._vault
        self._have(lambda: use_key_file(vault, proof, None), "key_file_stopped")

    def begin_new_keys(
        self, proof: Proof, new: bytearray, after: Path | None, *, keep_backups: bool
    ) -> None:
        """Show the sheet of new keys, which are in force once it was typed back."""
        vault = self._vault
        self._keeps_backups = keep_backups
        self._have(lambda: begin_new_keys(vault, proof, new, after), "sheet_shown")

    def _have(self, work: Callable[[], object], what: Done) -> None:
        if not self._state.is_busy:
            self._state = replace(self._state, done="")
            self._work(work, partial(self._on_done, what))

    def _on_done(self, what: Done, result: object) -> None:
        state = replace(self._read(), done=what)
        if isinstance(result, KeysAreNew):
            why = explain(result.problem).whole if result.problem is not None else ""
            state = replace(state, came_of_it=(*result.told, *([why] if why else [])))
        if isinstance(result, NewOwnSheet | NewPair):
            vault = self._vault
            self._new = result
            self.sheet = SheetViewModel(
                result.sheet,
                "recovery",
                vault.person.name,
                folder=vault.place.path,
                practice=vault.practice,
                parent=self,
            )
            self.sheet.confirmed.connect(self._on_sheet_confirmed)
            state = replace(state, with_sheet=True, told=None)  # that one is in sight
        self._release(state)

    @override
    def _on_failed(self, error: Exception) -> None:
        wrong = self._state.wrong + isinstance(error, NotYourPassphrase)
        self._state = replace(self._state, wrong=wrong)
        super()._on_failed(error)
        if self._state.with_sheet and self.sheet is not None and self._state.problem is not None:
            self.sheet.refuse(self._state.problem)
        if wrong >= MOST_WRONG:
            self.leave_requested.emit(Lock())

    @Slot()
    def _on_sheet_confirmed(self) -> None:
        vault, new, keep = self._vault, self._new, self._keeps_backups
        if isinstance(new, NewPair):
            self._have(
                lambda: make_keys_new(vault, new, keep_backups=keep, tell=_tell_nobody),
                "keys_renewed",
            )
        elif new is not None:
            self._have(lambda: confirm_sheet(vault, new), "sheet_renewed")

    def _read(self) -> OwnKeysState:
        vault = self._vault
        own = (each for each in told_sheets(vault) if each.kind == "recovery")
        return OwnKeysState(
            needs_key_file(vault),
            sheet_uses=uses_of_own_sheet(vault),
            told=next(own, None),
            old_sheet_at=needing_own_old_sheet(vault),
        )


def _tell_nobody(_done: int, _whole: int) -> None:
    """Take how far a backup is: it is copied in a moment."""

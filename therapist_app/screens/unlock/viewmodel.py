"""What the unlock screen knows: who works here, and what came of the last try.

The ciphers and the database are imported where they are used: the window is there before them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from typing_extensions import override

from therapist_app.messages.errors import explain, is_known
from therapist_app.record.errors import (
    BackupDamaged,
    BackupPlaceMissing,
    CannotWrite,
    ClockLeapt,
    DiskFull,
    NoRoom,
    NotARecord,
    RecordDamaged,
    RecordLocked,
    RecordRolledBack,
    RecordTooNew,
    Throttled,
    WrongSheet,
)
from therapist_app.record.header import listed_people
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.view_model import WorkingViewModel, WorkState

if TYPE_CHECKING:
    from therapist_app.record.clock_and_random import ClockAndRandom
    from therapist_app.record.keyring.new_sheets import NewOwnSheet
    from therapist_app.record.vault.presence import OpenBy
    from therapist_app.record.vault.vault import Vault

KEPT_BY_VERSION_BEFORE = (
    *(BackupDamaged, BackupPlaceMissing, CannotWrite, DiskFull, NoRoom),
    *(RecordDamaged, RecordTooNew),
)
"""What stops a record on its way to this version, or was made by a later one."""


@dataclass(frozen=True, slots=True)
class UnlockState(WorkState):
    """What the unlock screen shows.

    Attributes:
        people: Who works here.
        chosen: The uid of the person chosen.
        practice: Whether the clients are invented.
        held: Whether a client may have the laptop: then there is no way but to sign in.
        with_sheet: Whether the recovery sheet is asked for instead of the passphrase.
        wait: The seconds until the next try, as they were when it was refused.
        open_by: Who has it open, where that is why it was refused.
        is_damaged: Whether a file of the record kept it from opening, so that a backup may help.
        may_leave_practice: Whether the person came here from their own service.
        has_version_before: Whether the program that stood here before is there, and may open it.
        has_no_sheet: Whether the service has no continuity sheet, so that none can be used.
        was_due: Whether something was due the day it was locked; what it is stands on no locked
            screen.

    """

    people: tuple[PersonEntry, ...]
    chosen: str
    practice: bool
    held: bool = False
    with_sheet: bool = False
    wait: int = 0
    is_damaged: bool = False
    has_version_before: bool = False
    may_leave_practice: bool = False
    has_no_sheet: bool = False
    was_due: bool = False
    open_by: "OpenBy | None" = None

    @property
    def needs_key_file(self) -> bool:
        """Whether the person chosen opens it with a key file besides their passphrase."""
        return any(each.key_file for each in self.people if each.uid == self.chosen)


class UnlockViewModel(WorkingViewModel[UnlockState]):
    """Opens the record off the window's thread, and hands it on.

    Signals:
        unlocked: The open `Vault`.
        sheet_renewed: The open `Vault` and the `NewOwnSheet` to take the place of the one used.
        practice_requested: The person wants invented clients instead.
        mending_requested: They want to put a backup back; their uid.
        continuity_requested: No administrator can sign in, and there is the continuity sheet.
        fresh_practice_requested: They want other invented clients, from the beginning.
        practice_left: They want their own service again.

    """

    unlocked = Signal(object)
    sheet_renewed = Signal(object, object)
    practice_requested = Signal()
    fresh_practice_requested = Signal()
    practice_left = Signal()
    mending_requested = Signal(str)
    continuity_requested = Signal()

    def __init__(
        self,
        folder: Path,
        *,
        practice: bool,
        may_leave_practice: bool = False,
        held: bool = False,
        locked_by: str = "",
        was_due: bool = False,
        sources: "Callable[[], ClockAndRandom] | None" = None,
        parent: QObject | None = None,
    ) -> None:
        """Read who works here; who locked it, by their uid, is chosen already.

        Raises:
            KnownRecordError: The list of people is missing or was altered.

        """
        super().__init__(parent)
        self._folder = folder
        self._given_sources = sources
        self._asked_of: date | None = None
        people = listed_people.listed_people(folder)
        likely = people if len(people) == 1 else [p for p in people if p.uid == locked_by]
        chosen = likely[0].uid if likely else ""
        self._state = UnlockState(
            people,
            chosen,
            practice,
            held,
            may_leave_practice=practice and may_leave_practice,
            has_no_sheet=listed_people.has_no_continuity_sheet(folder),
            was_due=was_due and not held,
        )
        self._wait_over = QTimer(self, singleShot=True)
        self._wait_over.timeout.connect(self._on_wait_over)

    def _sources(self) -> "ClockAndRandom":
        from therapist_app.record.clock_and_random import system_sources

        return (self._given_sources or system_sources)()

    @Slot(str)
    def choose(self, uid: str) -> None:
        """Choose who is working."""
        self._change(replace(self._state, chosen=uid, problem=None))

    def ask_for_sheet(self) -> None:
        """Ask for the recovery sheet instead of the passphrase, or go back to the passphrase."""
        self._change(replace(self._state, with_sheet=not self._state.with_sheet, problem=None))

    def open_with_passphrase(self, passphrase: bytearray, key_file: Path | None = None) -> None:
        """Try a passphrase, which is wiped, with the key file where one is needed."""
        folder, uid, practice = self._folder, self._state.chosen, self._state.practice
        sources = self._sources()

        is_day_right = self._asked_of == self._day_of(sources)

        def work() -> "Vault":
            from therapist_app.workflows.entering.signing_in import sign_in

            return sign_in(
                folder,
                uid,
                passphrase,
                practice=practice,
                sources=sources,
                key_file=key_file,
                is_day_right=is_day_right,
            )

        self._work(work, self._on_opened)

    def is_sheet(self, typed: str) -> bool:
        """Return whether a sheet can be right; if not, say where, and nothing is tried."""
        from therapist_app.record.crypto.recovery_sheet import read_sheet
        from therapist_app.record.crypto.wiping import wipe

        try:
            secret = read_sheet(typed)
        except WrongSheet as error:
            self._change(replace(self._state, problem=explain(error)))
            return False
        wipe(secret)
        return True

    def open_with_sheet(self, typed: str, new_passphrase: bytearray) -> None:
        """Try a recovery sheet, and give the person a new passphrase."""
        folder, uid, practice = self._folder, self._state.chosen, self._state.practice
        sources = self._sources()

        is_day_right = self._asked_of == self._day_of(sources)

        def work() -> "tuple[Vault, NewOwnSheet]":
            from therapist_app.workflows.entering.signing_in import sign_in_with_sheet

            return sign_in_with_sheet(
                folder,
                uid,
                typed,
                new_passphrase,
                practice=practice,
                sources=sources,
                is_day_right=is_day_right,
            )

        self._work(work, self._on_opened_with_sheet)

    @Slot()
    def ask_for_mending(self) -> None:
        """Put a backup in the place of what cannot be opened."""
        self.mending_requested.emit(self._state.chosen)

    def _on_opened(self, vault: "Vault") -> None:
        """Hand it on; it stays busy, since what comes next may take a moment."""
        self.unlocked.emit(vault)

    def _on_opened_with_sheet(self, opened: "tuple[Vault, NewOwnSheet]") -> None:
        """Hand both on, and stay busy as well."""
        self.sheet_renewed.emit(*opened)

    @override
    def _on_failed(self, error: Exception) -> None:
        if is_known(error):
            wait = round(error.seconds + 0.5) if isinstance(error, Throttled) else 0
            if wait:
                self._wait_over.start(wait * 1000)
            self._asked_of = error.now if isinstance(error, ClockLeapt) else None
            damaged = isinstance(error, RecordDamaged | RecordRolledBack | NotARecord)
            open_by = self._who() if isinstance(error, RecordLocked) else None
            before = isinstance(error, KEPT_BY_VERSION_BEFORE) and _has_earlier_program()
            self._state = replace(
                self._state,
                wait=wait,
                is_damaged=damaged,
                has_version_before=before,
                open_by=open_by,
            )
        super()._on_failed(error)

    @staticmethod
    def _day_of(sources: "ClockAndRandom") -> date:
        return sources.now().astimezone().date()

    def _who(self) -> "OpenBy | None":
        from therapist_app.record.vault.presence import who_has_it_open

        return who_has_it_open(self._folder)

    @Slot()
    def _on_wait_over(self) -> None:
        self._change(replace(self._state, problem=None, wait=0))


def _has_earlier_program() -> bool:
    from therapist_app.earlier_program import earlier_program

    return earlier_program() is not None

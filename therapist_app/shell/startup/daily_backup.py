"""The backup that makes itself once the last is hours old: at sign-in, or while it stands open.

At sign-in it is copied before the window is there, about a hundredth of a second for each megabyte;
later on in turns with the work, which waits for one step of it at the most. Reading back needs
nothing of the record and goes on beside the work. Closing the record ends a copying at once.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from therapist_app.jobs import run_job
from therapist_app.messages.errors import is_known
from therapist_app.record.backups.backing_up import Copied, Run
from therapist_app.record.backups.second_place import Carrying
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.giving_up_keys import KeysAreNew, finish_new_keys
from therapist_app.workflows.safekeeping import safekeeping
from therapist_app.workflows.safekeeping.looking_at_places import look_now

FAILED = safekeeping.BACKUP_FAILED
CAUGHT_UP = "second-place-caught-up"
OLD_BACKUPS_DONE, OLD_BACKUPS_REMAIN = "old-backups-done", "old-backups-remain"
A_MOMENT_MS = 200
LOOKS_MS = 5 * 60_000
"""How often it is asked whether one has fallen due meanwhile."""
LOOKS_SOON_MS = 30_000
"""How soon first: colleagues' clients, whom somebody covers for, are opened after the sign-in."""


class DailyBackup(QObject):
    """Backs up one record that was just opened, if it is time.

    Attributes:
        vault: The record.
        is_held: Whether a job of a screen has the record, so that nothing is noted in it yet.

    Signals:
        copied: The record is free to be worked with: it was copied, or there was no need to.

    """

    copied = Signal()

    def __init__(self, vault: Vault, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.vault = vault
        self.is_held: Callable[[], bool] = lambda: False
        self.looks = QTimer(self, interval=LOOKS_MS)
        self.looks.timeout.connect(self.look_again)
        self.soon = QTimer(self, interval=LOOKS_SOON_MS, singleShot=True)
        self.soon.timeout.connect(self.look_soon)

    def begin(self) -> None:
        """Copy what is due, or look what a second place lacks; practice needs neither.

        Both look at each backup, and a stick or a share may take seconds to wake. What is found is
        kept for the pages, which look at none.
        """
        if self.vault.practice:
            self.copied.emit()
            return
        run_job(self, self._copy_or_look, done=self._on_begun, failed=self._on_failed)

    def go_on(self, is_held: Callable[[], bool]) -> None:
        """Look now and then, from now on, whether one has fallen due; practice needs none."""
        self.is_held = is_held
        if not self.vault.practice:
            self.looks.start()
            self.soon.start()

    @Slot()
    def look_soon(self) -> None:
        """Look for the first time, once the backup of the sign-in is made."""
        if self.vault.is_open and self.vault.backup_under_way:
            self.soon.start()
        else:
            self.look_again()

    @Slot()
    def look_again(self) -> None:
        """Begin a backup beside the work where one is due; not while a job has the record."""
        if not self.vault.is_open:
            self.looks.stop()
            return
        is_free = not (self.is_held() or self.vault.backup_under_way or self.vault.check_under_way)
        if is_free and safekeeping.is_due_while_open(self.vault):
            self.vault.backup_under_way = True
            run_job(self, self._copy, done=self._on_copied_beside, failed=self._on_cut_off)

    def _copy(self) -> Copied:
        return safekeeping.copy_databases(self.vault, lambda _done, _whole: None)

    def _on_copied_beside(self, copied: Copied) -> None:
        work = partial(safekeeping.complete_run, copied)
        run_job(self, work, done=self._on_made, failed=self._on_failed)

    def _on_cut_off(self, error: Exception) -> None:
        """Warn that none was made, unless the record was closed: then the next sign-in makes it."""
        if self.vault.is_open:
            self._on_failed(error)

    def _copy_or_look(self) -> Copied | Carrying | KeysAreNew | None:
        came = finish_new_keys(self.vault)
        look_now(self.vault)
        if came is not None or self.vault.is_only_read:
            return came
        if safekeeping.is_due(self.vault):
            return self._copy()
        return safekeeping.lacking(self.vault)

    def _on_begun(self, begun: Copied | Carrying | KeysAreNew | None) -> None:
        if isinstance(begun, KeysAreNew):
            self._warn(OLD_BACKUPS_DONE if begun.problem is None else OLD_BACKUPS_REMAIN)
        self.vault.backup_under_way = isinstance(begun, Copied)  # the first screen asks for it
        self.copied.emit()
        if begun is None or isinstance(begun, KeysAreNew):
            return
        if isinstance(begun, Copied):
            work = partial(safekeeping.complete_run, begun)
        elif begun.wanted:
            work = partial(safekeeping.catch_up, begun)
        else:
            return
        run_job(self, work, done=self._on_made, failed=self._on_failed)

    def _on_made(self, run: Run) -> None:
        if self.is_held():
            QTimer.singleShot(A_MOMENT_MS, self, partial(self._on_made, run))
            return
        if not self.vault.is_open:  # what was made is found by the next run
            return
        self.vault.backup_under_way = False
        safekeeping.note_run(self.vault, run)
        if run.carried:
            self._warn(CAUGHT_UP)
        for word in safekeeping.warnings_of(run):
            self._warn(word)

    def _on_failed(self, error: Exception) -> None:
        self.vault.backup_under_way = False
        self._warn(FAILED)
        self.copied.emit()
        if not is_known(error):
            raise error

    def _warn(self, word: str) -> None:
        self.vault.warnings = (*self.vault.warnings, word)

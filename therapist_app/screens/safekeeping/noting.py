"""What a backup that was asked for came to: noted also when the person has gone elsewhere."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from therapist_app.jobs import is_under_way, run_job
from therapist_app.messages.errors import is_known
from therapist_app.record.backups.backing_up import Copied, Run
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping import safekeeping

A_MOMENT_MS = 200


class Noting(QObject):
    """Reads copies back and notes them in the record, for as long as it is open.

    Signals:
        noted: What was made, once it stands in the record.
        failed: What went wrong; Today tells of it where the screen is gone.

    """

    noted = Signal(object)
    failed = Signal(object)

    def __init__(self, vault: Vault, copied: Copied, screen: QObject) -> None:
        super().__init__(QCoreApplication.instance())
        self._vault = vault
        self._is_left = False
        screen.destroyed.connect(self._on_left)
        work = partial(safekeeping.complete_run, copied)
        run_job(self, work, done=self._on_made, failed=self._on_failed)

    @Slot()
    def _on_left(self) -> None:
        self._is_left = True

    def _on_made(self, run: Run) -> None:
        if is_under_way():  # it may have the record
            QTimer.singleShot(A_MOMENT_MS, self, partial(self._on_made, run))
            return
        if self._vault.is_open:
            safekeeping.note_run(self._vault, run)
            if self._is_left:
                self._vault.warnings += safekeeping.warnings_of(run)
            self.noted.emit(run)
        self.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        if self._is_left:
            self._vault.warnings = (*self._vault.warnings, safekeeping.BACKUP_FAILED)
        self.failed.emit(error)
        self.deleteLater()
        if not is_known(error):
            raise error

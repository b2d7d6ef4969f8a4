"""The full checks that are due, beside the work: begun a while after the window is there."""

from PySide6.QtCore import QObject, QTimer, Slot

from therapist_app.record.vault.vault import Vault
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.safekeeping.full_checks import FullChecks

A_WHILE_MS = 8_000
"""The first screen, and what else begins with a session, have the laptop to themselves."""
BETWEEN_LOOKS_MS = 500


class FullCheck(QObject):
    """Looks after the checks of one open record, and tells over every screen what they find."""

    def __init__(self, vault: Vault, window: MainWindow) -> None:
        super().__init__(window)
        self._vault = vault
        self._window = window
        self._checks = FullChecks(vault)
        self.timer = QTimer(self, interval=BETWEEN_LOOKS_MS)
        self.timer.timeout.connect(self.look_on)
        self.first = QTimer(self, interval=A_WHILE_MS, singleShot=True)
        self.first.timeout.connect(self.timer.start)
        self.first.start()

    @Slot()
    def look_on(self) -> None:
        """See how far it is; while a job of a screen has the record nothing is noted in it."""
        if not self._vault.is_open:
            self.timer.stop()
        elif not self._window.is_held():
            told = self._checks.look()
            if told is not None:
                self._window.tell(*told)

"""Locking while a record is open and its main window is not there yet."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from therapist_app.shell.locking.idle_lock import IdleLock
from therapist_app.shell.locking.watch import Watch
from therapist_app.widgets.fields.copying import copies
from therapist_app.workflows.policies.idle_limits import idle_limits
from therapist_app.workflows.safekeeping.safekeeping import Vault


class EarlyLock(QObject):
    """Locks a page that shows a sheet, by Ctrl+L and when nobody does anything for a while.

    The sheet opens the record: whoever comes upon it must not find it on the screen.
    """

    def __init__(self, page: QWidget, vault: Vault, leave: Callable[[], None]) -> None:
        super().__init__(page)
        self._page = page
        self._vault = vault
        self._leave = leave
        self._is_over = False
        self._idle = IdleLock(partial(idle_limits, vault.service), parent=self)
        self._watch = Watch(self)
        self._watch.acted.connect(self._idle.touch)
        self._watch.lock_pressed.connect(self.lock)
        self._idle.lock_due.connect(self.lock)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        self._watch.follow(app)
        self._idle.start()

    @Slot()
    def end(self) -> None:
        """Lock no more: what comes next locks by itself."""
        self._is_over = True
        self._idle.stop()

    @Slot()
    def lock(self) -> None:
        """Blank, close the record, leave."""
        if self._is_over:
            return
        self.end()
        self._page.hide()
        copies().clear()
        self._vault.close()
        self._leave()

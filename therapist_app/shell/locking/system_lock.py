"""Locking when the system says so: before sleep or shutdown, at its screen lock, for another user.

A Linux desktop says it on its message buses, Windows in messages to the window.
"""

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    QSocketNotifier,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from therapist_app.hygiene.system import this_system
from therapist_app.hygiene.windows import message_locks
from therapist_app.jobs import run_job

if TYPE_CHECKING:
    from therapist_app.shell.bus.listening import Listening

OF_WINDOWS = b"windows_generic_MSG"
"""What Qt calls the messages of Windows."""


class SystemLock(QObject):
    """Hears what the system says while a record is open.

    Sleep waits for whoever asked it to: until locking has ended this process, or until the
    system's patience is over.

    Attributes:
        listening: What is listened to, once the buses have answered.

    Signals:
        lock_due: It will sleep or shut down, its screen is locked, or somebody else is at it.

    """

    lock_due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listening: Listening | None = None
        self._notifiers: list[QSocketNotifier] = []

    def listen(self, environment: Mapping[str, str]) -> None:
        """Begin to listen; nothing waits for a bus, and without one nothing changes."""
        run_job(self, partial(_listen, environment), done=self._on_listening)

    @Slot()
    def attend(self) -> None:
        """Lock if anything that came in says so."""
        if self.listening is None:
            return
        if self.listening.hears_lock():
            self.lock_due.emit()
        for each in self._notifiers:
            each.setEnabled(each.socket() in self.listening.descriptors)

    @Slot()
    def end(self) -> None:
        """Listen no more."""
        for each in self._notifiers:
            each.setEnabled(False)
        if self.listening is not None:
            self.listening.end()
            self.listening = None

    def _on_listening(self, listening: "Listening") -> None:
        self.listening = listening
        for each in listening.descriptors:
            notifier = QSocketNotifier(each, QSocketNotifier.Type.Read, self)
            notifier.activated.connect(self.attend)
            self._notifiers.append(notifier)
        self.attend()  # what came in meanwhile


class WindowLock(QObject):
    """Hears what Windows says to the main window while a record is open.

    Sleep waits two seconds for a window to answer, and the answer is that this process has ended.

    Signals:
        lock_due: It will sleep or shut down, its screen is locked, or somebody else is at it.

    """

    lock_due = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._ear = _Ear(self.lock_due.emit)
        self.is_told = this_system().tell_of_session(int(window.winId()))
        app = QCoreApplication.instance()
        assert app is not None
        app.installNativeEventFilter(self._ear)

    @Slot()
    def end(self) -> None:
        """Listen no more."""
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self._ear)


class _Ear(QAbstractNativeEventFilter):
    def __init__(self, hears_lock: Callable[[], None]) -> None:
        super().__init__()
        self._hears_lock = hears_lock

    @override
    def nativeEventFilter(
        self, kind: "QByteArray | bytes | bytearray | memoryview[int]", message: int
    ) -> tuple[bool, int]:
        """Look at a message before the window does, and leave it to the window."""
        if kind == OF_WINDOWS and message_locks(int(message)):
            self._hears_lock()
        return False, 0


def lock_with_system(window: QWidget) -> None:
    """Have the main window locked when the system says so, for as long as it lives."""
    from therapist_app.shell.window.main_window import MainWindow

    assert isinstance(window, MainWindow)
    match this_system().says_when_to_lock:
        case "window":
            WindowLock(window).lock_due.connect(window.lock)
        case "buses":
            lock = SystemLock(window)
            lock.lock_due.connect(window.lock)
            lock.listen(os.environ)
        case "":
            pass


def _listen(environment: Mapping[str, str]) -> "Listening":
    from therapist_app.shell.bus.listening import buses_of, listen

    return listen(buses_of(environment))

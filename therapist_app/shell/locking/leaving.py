"""Leaving the process: locking ends it, and a fresh one stands at the unlock window."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from therapist_app.destination import HELD

if TYPE_CHECKING:
    from therapist_app.shell.window.services import Leave

LONGEST_GAP_MS = 6_000
GONE_FOR_MS, LOOKED_AT_EVERY_MS = 400, 50


def leave_for(arguments: Sequence[str]) -> "Leave":
    """Return what leaves the process: a fresh one of the same kind stands at the unlock window.

    From a client's hands the blank window stays until the fresh one stands before it, so that
    the desktop is not there in between.
    """

    def leave(*, held: bool = False) -> None:
        from PySide6.QtCore import QProcess

        frozen = hasattr(sys, "frozen")
        kept = [each for each in arguments if each != HELD] + [HELD] * held
        again = kept if frozen else ["-m", "therapist_app", *kept]
        QProcess.startDetached(sys.executable, again)
        if held:
            _until_covered()
        os._exit(0)

    return leave


def _until_covered() -> None:
    """Wait until another window has the keyboard; not for ever, and deaf to keys and mouse.

    A key that the desktop takes for itself, such as the one that closes a window, takes the
    keyboard away for a moment too.
    """
    loop = QEventLoop()
    gone = QTimer(singleShot=True, interval=GONE_FOR_MS)
    gone.timeout.connect(loop.quit)

    def look() -> None:
        if QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive:
            gone.stop()
        elif not gone.isActive():
            gone.start()

    looks = QTimer(interval=LOOKED_AT_EVERY_MS)
    looks.timeout.connect(look)
    looks.start()
    QTimer.singleShot(LONGEST_GAP_MS, loop.quit)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

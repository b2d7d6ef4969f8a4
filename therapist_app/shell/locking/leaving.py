"""Leaving the process: locking ends it, and a fresh one stands at the unlock window."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QProcess, QTimer
from PySide6.QtGui import QGuiApplication

from therapist_app.commands import HELD

if TYPE_CHECKING:
    from therapist_app.shell.window.services import Leave

LONGEST_GAP_MS = 6_000


def leave_for(arguments: Sequence[str]) -> "Leave":
    """Return what leaves the process: a fresh one of the same kind stands at the unlock window.

    From a client's hands the blank window stays until the fresh one stands before it, so that
    the desktop is not there in between.
    """

    def leave(*, held: bool = False) -> None:
        frozen = hasattr(sys, "frozen")
        kept = [each for each in arguments if each != HELD] + [HELD] * held
        again = kept if frozen else ["-m", "therapist_app", *kept]
        QProcess.startDetached(sys.executable, again)
        if held:
            _until_covered()
        os._exit(0)

    return leave


def _until_covered() -> None:
    """Wait until another window has the keyboard; not for ever, and deaf to keys and mouse."""
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    loop = QEventLoop()
    app.applicationStateChanged.connect(loop.quit)
    QTimer.singleShot(LONGEST_GAP_MS, loop.quit)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

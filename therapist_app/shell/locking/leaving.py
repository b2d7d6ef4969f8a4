"""Leaving the process: locking ends it, and a fresh one stands at the unlock window."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from session_forms.held_files import remove_file
from therapist_app.destination import DUE, HELD, LOCKED_BY
from therapist_app.hygiene.system import this_system

if TYPE_CHECKING:
    from therapist_app.shell.window.services import Leave

LONGEST_GAP_MS = 6_000
GONE_FOR_MS, LOOKED_AT_EVERY_MS = 400, 50


def leave_for(
    arguments: Sequence[str], mark: Path | None = None, who: Callable[[], str] = str
) -> "Leave":
    """Return what leaves the process: a fresh one of the same kind stands at the unlock window.

    The blank window stays until the fresh one stands before it, so that the desktop is not there
    in between: the fresh one removes the file `mark` then. Where the system can keep a window
    without us, nothing of this process stays in memory. From a client's hands the process itself
    waits: both windows come back when something takes their place, and so that they do not take
    the keyboard from each other, the fresh one removes the file only once it has it. It is told
    `who` was signed in, by their uid, and whether anything was due that day. Where it is left for
    good no fresh one follows.
    """

    def leave(*, held: bool = False, for_good: bool = False, due: bool = False) -> None:
        if for_good:
            this_system().end_at_once()
            return
        from PySide6.QtCore import QProcess

        frozen = hasattr(sys, "frozen")
        kept = [*_as_started(arguments), *[HELD] * held, *[DUE] * due]
        if uid := who():
            kept += [LOCKED_BY, uid]
        again = kept if frozen else ["-m", "therapist_app", *kept]
        made = mark if mark is not None and _make(mark) else None
        QProcess.startDetached(sys.executable, again)
        if held:
            _until_covered(made)
        elif made is not None:
            no_input = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
            QGuiApplication.processEvents(no_input)  # what is blank is shown so
            this_system().leave_windows(made)
        this_system().end_at_once()

    return leave


def stand_before(mark: Path) -> None:
    """Have the window of the process that was left go: the one of this process is there."""
    with suppress(OSError):
        remove_file(mark)


def _as_started(arguments: Sequence[str]) -> list[str]:
    """Return the words of a first start, without what a lock before added."""
    kept = [each for each in arguments if each not in {HELD, DUE}]
    while LOCKED_BY in kept:
        at = kept.index(LOCKED_BY)
        del kept[at : at + 2]
    return kept


def _make(mark: Path) -> bool:
    """Make the file that the fresh process removes; return whether it is there."""
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    except OSError:
        return False
    return True


def _until_covered(mark: Path | None) -> None:
    """Wait until the fresh window has the keyboard; not for ever, and deaf to keys and mouse.

    Without a `mark`, any window that keeps it counts. A key that the desktop takes for itself,
    such as the one that closes a window, takes the keyboard away for a moment too.
    """
    loop = QEventLoop()
    gone = QTimer(singleShot=True, interval=GONE_FOR_MS)
    gone.timeout.connect(loop.quit)

    def look() -> None:
        if mark is not None and not mark.exists():
            loop.quit()
        elif QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive:
            gone.stop()
        elif not gone.isActive():
            gone.start()

    looks = QTimer(interval=LOOKED_AT_EVERY_MS)
    looks.timeout.connect(look)
    looks.start()
    QTimer.singleShot(LONGEST_GAP_MS, loop.quit)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

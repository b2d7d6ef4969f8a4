"""Leaving the process: locking ends it, and a fresh one stands at the unlock window."""

import os
import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QProcess


def leave_for(arguments: Sequence[str]) -> Callable[[], None]:
    """Return what leaves the process: a fresh one of the same kind stands at the unlock window."""

    def leave() -> None:
        frozen = hasattr(sys, "frozen")
        again = list(arguments) if frozen else ["-m", "therapist_app", *arguments]
        QProcess.startDetached(sys.executable, again)
        os._exit(0)

    return leave

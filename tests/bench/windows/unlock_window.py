"""The application as it starts, until its unlock window was painted; then the process ends."""

import gc
import os
import sys

from therapist_app.__main__ import import_plainly, main

FAILED, NOT_THERE = 1, 3


def end_when_painted() -> None:
    """Have the window before unlocking end the process once it was painted."""
    gc.disable()  # as `main` does, and what follows, before it imports what it starts
    import_plainly()
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from typing_extensions import override

    from therapist_app import starting
    from therapist_app.shell.startup.entrance import Entrance

    class PaintedEntrance(Entrance):
        @override
        def paintEvent(self, event: QPaintEvent) -> None:
            QTimer.singleShot(0, self.end)  # before what the window begins once it was painted
            super().paintEvent(event)

        def end(self) -> None:
            os._exit(0 if type(self.view).__name__ == "UnlockView" else NOT_THERE)

    starting.Entrance = PaintedEntrance


if __name__ == "__main__":
    end_when_painted()
    sys.exit(main() or FAILED)

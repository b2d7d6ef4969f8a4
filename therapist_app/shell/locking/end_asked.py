"""The end that is asked for by signals: of a log-out, a shutdown, a terminal or its keys.

Qt waits outside Python, which would hear of a signal only with the next key or click: a pipe that
Python writes to wakes Qt, also within a dialog.
"""

import os
import signal
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

ASKS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
"""By which a program is asked to end: all but the one that nobody can hear."""


class EndAsked(QObject):
    """Hears signals that would end the program at once, from when it is made.

    One that whoever started us has had ignored stays so, as with `nohup`.

    Signals:
        asked: It is to end.

    """

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard, wakes = os.pipe()
        for each in (self._heard, wakes):
            os.set_blocking(each, False)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        for each in ASKS:
            if signal.getsignal(each) != signal.SIG_IGN:
                signal.signal(each, _go_on)
        notifier = QSocketNotifier(self._heard, QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._on_heard)

    @Slot()
    def _on_heard(self) -> None:
        """Say so where one of them came; Python wakes us for every signal."""
        if any(each in ASKS for each in os.read(self._heard, 1 << 10)):
            self.asked.emit()


def _go_on(_signal: int, _frame: FrameType | None) -> None:
    """Do nothing where a signal arrives: it is heard where Qt is free for it."""

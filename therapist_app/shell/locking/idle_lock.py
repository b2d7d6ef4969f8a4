"""Locking when nobody has done anything for a while."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from therapist_app.commands import Destination
from therapist_app.shell.navigation.navigation import entry_of
from therapist_app.workflows.policies.idle_limits import IdleLimits

NOTICE = 30  # seconds
LOOKED_AT_EVERY = 2_000  # milliseconds
NAP = 1.0  # seconds; two clocks are never read at quite the same time


def awake_and_asleep() -> float:
    """Return seconds that go on while the laptop sleeps, where the system can count them.

    A laptop that was shut for ten minutes is locked when it wakes; setting the clock changes
    nothing.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if hasattr(time, "CLOCK_UPTIME_RAW"):  # macOS, whose usual clock stands still in sleep
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


def asleep() -> float:
    """Return how many seconds the laptop has slept since it started; 0 where nothing tells."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return awake_and_asleep() - time.clock_gettime(time.CLOCK_MONOTONIC)
    if hasattr(time, "CLOCK_UPTIME_RAW"):
        return awake_and_asleep() - time.clock_gettime(time.CLOCK_UPTIME_RAW)
    return 0.0


class IdleLock(QObject):
    """Counts how long nobody has done anything; sleep locks however short it was.

    Signals:
        notice_due: In half a minute it locks.
        notice_over: Somebody did something before that.
        lock_due: The time is up.

    """

    notice_due = Signal()
    notice_over = Signal()
    lock_due = Signal()

    def __init__(
        self,
        limits: Callable[[], IdleLimits] = IdleLimits,
        *,
        clock: Callable[[], float] = awake_and_asleep,
        slept: Callable[[], float] = asleep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._limits = limits
        self._clock = clock
        self._slept = slept
        self._slept_before = slept()
        self._limit = limits().usual
        self._noticed = False
        self._last = clock()
        self._timer = QTimer(self, interval=LOOKED_AT_EVERY, timerType=Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.check)

    @property
    def limit(self) -> float:
        """The seconds after which it locks now."""
        return self._limit

    def start(self) -> None:
        """Begin to count."""
        self._last = self._clock()
        self._slept_before = self._slept()
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    @Slot(Destination)
    def follow(self, destination: Destination) -> None:
        """Use the longer limit while a session or a hand-over is open."""
        limits, in_session = self._limits(), entry_of(destination).in_session
        self._limit = limits.in_session if in_session else limits.usual

    @Slot()
    def touch(self) -> None:
        """Note that somebody did something; too late is too late.

        The key that wakes a laptop may arrive before the timer does.
        """
        if self._is_over():
            self._lock()
            return
        self._last = self._clock()
        if self._noticed:
            self._noticed = False
            self.notice_over.emit()

    @Slot()
    def check(self) -> None:
        """See what is due."""
        if self._is_over():
            self._lock()
        elif self._clock() - self._last >= self._limit - NOTICE and not self._noticed:
            self._noticed = True
            self.notice_due.emit()

    def _is_over(self) -> bool:
        has_slept = self._slept() - self._slept_before > NAP
        return has_slept or self._clock() - self._last >= self._limit

    def _lock(self) -> None:
        self.stop()
        self.lock_due.emit()

"""Locking by key, and when nobody has done anything for a while."""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from therapist_app.commands import Destination
from therapist_app.hygiene.system import this_system
from therapist_app.record.vault.vault import Vault
from therapist_app.shell.navigation.places import HIDE, LOCK, place_of
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.widgets.fields.copying import copies
from therapist_app.workflows.policies.idle_limits import IdleLimits, idle_limits

NOTICE = 30  # seconds
LOOKED_AT_EVERY = 2_000  # milliseconds
NAP = 1.0  # seconds; two clocks are never read at quite the same time
ACTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
HIDE_KEY, LOCK_KEY = (QKeySequence(each.shortcut)[0] for each in (HIDE, LOCK))


def awake_and_asleep() -> float:
    """Return seconds that go on while the laptop sleeps, where the system can count them.

    A laptop that was shut for ten minutes is locked when it wakes; setting the clock changes
    nothing.
    """
    return this_system().seconds()


def asleep() -> float:
    """Return how many seconds the laptop has slept since it started; 0 where nothing tells."""
    return this_system().seconds_asleep()


def by_the_clock() -> float:
    """Return seconds by the laptop's own clock, which anybody can set."""
    return time.time()


class IdleLock(QObject):
    """Counts how long nobody has done anything; sleep locks however short it was.

    A machine that was held as a whole, such as a virtual one, may count none of it as sleep, and
    say nothing of it: only its clock is put right afterwards. So a clock that leaps ahead by more
    than the limit locks as well. Who sets it ahead signs in once more; set back, it moves nothing.

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
        told: Callable[[], float] = by_the_clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._limits = limits
        self._clock = clock
        self._slept = slept
        self._slept_before = slept()
        self._told = told
        self._ahead = told() - clock()
        self._in_session = False
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
        self._ahead = self._told() - self._last
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    @Slot(Destination)
    def follow(self, destination: Destination) -> None:
        """Use the longer limit while a session or a hand-over is open."""
        self._in_session = place_of(destination).in_session
        self.ask_limits()

    @Slot()
    def ask_limits(self) -> None:
        """Use what holds now, from this moment on."""
        limits = self._limits()
        self._limit = limits.in_session if self._in_session else limits.usual

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
        now = self._clock()
        before, self._ahead = self._ahead, self._told() - now
        has_leapt = self._ahead - before >= self._limit
        has_slept = self._slept() - self._slept_before > NAP
        return has_slept or has_leapt or now - self._last >= self._limit

    def _lock(self) -> None:
        self.stop()
        self.lock_due.emit()


class Watch(QObject):
    """An event filter on every window of the application that gets the keyboard.

    A shortcut of the main window would be dead while a dialog is open; these two keys never are.
    What a person does reaches a window once, and then goes on to many widgets: a filter over
    the whole application would run thousands of times for each page that is opened.

    Signals:
        acted: A person touched a key, the mouse or the screen.
        hide_pressed: The key that hides was pressed.
        lock_pressed: The key that locks was pressed.

    """

    acted = Signal()
    hide_pressed = Signal()
    lock_pressed = Signal()

    def follow(self) -> None:
        """Stand on each window of the application from the moment it gets the keyboard."""
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._stand_on)
        self._stand_on(app.focusWindow())

    @Slot(QWindow)
    def _stand_on(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # twice on the same window counts once

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice what a person does; keep the two keys to ourselves."""
        if event.type() not in ACTS:
            return False
        self.acted.emit()
        if isinstance(event, QKeyEvent):
            pressed = event.keyCombination()
            if pressed == HIDE_KEY:
                if not event.isAutoRepeat():
                    self.hide_pressed.emit()
                return True
            if pressed == LOCK_KEY:
                self.lock_pressed.emit()
                return True
        return False


def install_idle_lock(window: MainWindow, limits: Callable[[], IdleLimits]) -> IdleLock:
    """Have keys, mouse and time watched over for as long as the window lives.

    `limits` is asked at each place that somebody goes to, and when others are settled, so that
    they hold at once.
    """
    watch, idle = Watch(window), IdleLock(limits, parent=window)
    watch.follow()
    watch.acted.connect(idle.touch)
    watch.hide_pressed.connect(window.toggle_cover)
    watch.lock_pressed.connect(window.lock)
    window.arrived.connect(idle.follow)
    window.limits_settled.connect(idle.ask_limits)
    idle.notice_due.connect(window.show_notice)
    idle.notice_over.connect(window.hide_notice)
    idle.lock_due.connect(window.lock)
    idle.follow(window.here)
    idle.start()
    return idle


class EarlyLock(QObject):
    """Locks a page that shows a sheet, by key and when nobody does anything for a while.

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
        self._watch.follow()
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
        self._page.window().repaint()  # its window stands there, empty, until a fresh one does
        copies().clear()
        self._vault.close()
        self._leave()

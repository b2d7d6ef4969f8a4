"""What the system says locks at once, and nothing waits for it to answer."""

import ctypes
import os
import signal

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tests.support.processes.buses import LOGIN, SLEEPS, WAKES, private_bus
from therapist_app.hygiene.linux import Linux
from therapist_app.shell.locking import system_lock
from therapist_app.shell.locking.system_lock import OF_WINDOWS, SystemLock, WindowLock
from therapist_app.shell.window import main_window

NOWHERE = "unix:path=/nowhere/at/all"


class Room:
    """A lock, and how often it was due."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.due = 0
        self.lock = SystemLock()
        self.lock.lock_due.connect(self._on_lock_due)

    def listens(self) -> None:
        self.qtbot.waitUntil(lambda: self.lock.listening is not None)

    def _on_lock_due(self) -> None:
        self.due += 1


@pytest.fixture
def room(qtbot):
    room = Room(qtbot)
    yield room
    room.lock.end()


# Acceptance C56
def test_what_the_system_says_locks_while_it_waits(room, tmp_path):
    with private_bus(tmp_path) as bus:
        login = bus.speaker(LOGIN)
        room.lock.listen(bus.environment)
        room.listens()
        assert [login.hears()[0], login.hears()[0]] == ["GetSession", "Inhibit"]

        login.says(WAKES)
        login.says(SLEEPS)
        room.qtbot.waitUntil(lambda: room.due > 0)

        assert room.due == 1
        assert room.lock.listening.delays_sleep


def test_what_was_said_before_anybody_looked_locks_too(room, tmp_path):
    with private_bus(tmp_path) as bus:
        login = bus.speaker(LOGIN)
        listening = system_lock._listen(bus.environment)
        login.hears(), login.hears()
        login.says(SLEEPS)

        room.lock._on_listening(listening)

        room.qtbot.waitUntil(lambda: room.due == 1)


def test_a_bus_that_does_not_answer_holds_nothing_up(room, tmp_path):
    ticks = []
    timer = QTimer(room.lock, interval=1)
    timer.timeout.connect(lambda: ticks.append(1))
    with private_bus(tmp_path) as bus:
        login = bus.speaker(LOGIN)
        os.kill(bus.process.pid, signal.SIGSTOP)
        room.lock.listen(bus.environment)
        timer.start()
        room.qtbot.waitUntil(lambda: len(ticks) > 50)
        assert room.lock.listening is None

        os.kill(bus.process.pid, signal.SIGCONT)
        room.listens()
        login.hears(), login.hears()
        login.says(SLEEPS)
        room.qtbot.waitUntil(lambda: room.due == 1)


def test_a_bus_that_ends_is_listened_to_no_more(room, tmp_path):
    with private_bus(tmp_path) as bus:
        room.lock.listen(bus.environment)
        room.listens()
        waiting = room.lock._notifiers
        assert [each.isEnabled() for each in waiting] == [True, True]

    room.qtbot.waitUntil(lambda: not any(each.isEnabled() for each in waiting))
    assert room.due == 0


def test_without_a_bus_nothing_comes_of_it(room):
    room.lock.listen({"DBUS_SYSTEM_BUS_ADDRESS": NOWHERE, "DBUS_SESSION_BUS_ADDRESS": NOWHERE})

    room.listens()

    assert room.lock._notifiers == []
    assert not room.lock.listening.delays_sleep


class Message(ctypes.Structure):
    """MSG of winuser.h, as a 64-bit Windows lays it out."""

    _fields_ = (
        ("hwnd", ctypes.c_void_p),
        ("message", ctypes.c_uint32),
        ("wParam", ctypes.c_uint64),
        ("lParam", ctypes.c_int64),
        ("time", ctypes.c_uint32),
        ("pt", ctypes.c_int32 * 2),
    )


# Acceptance C56
@pytest.mark.parametrize(
    ("message", "says", "locks"),
    [
        pytest.param(0x218, 0x4, True, id="sleeps"),
        pytest.param(0x218, 0x7, False, id="wakes"),
        pytest.param(0x218, 0xA, False, id="battery"),
        pytest.param(0x2B1, 0x7, True, id="screen-locked"),
        pytest.param(0x2B1, 0x8, False, id="screen-unlocked"),
        pytest.param(0x2B1, 0x2, True, id="other-user"),
        pytest.param(0x2B1, 0x1, False, id="back-again"),
        pytest.param(0x2B1, 0x4, True, id="remote-cut-off"),
        pytest.param(0x2B1, 0x6, True, id="signs-out"),
        pytest.param(0x100, 0x4, False, id="key"),
    ],
)
def test_what_windows_says_to_the_window_locks(qtbot, message, says, locks):
    window = QWidget()
    qtbot.addWidget(window)
    lock, due = WindowLock(window), []
    lock.lock_due.connect(lambda: due.append(1))
    said = Message(message=message, wParam=says)

    answer = lock._ear.nativeEventFilter(OF_WINDOWS, ctypes.addressof(said))
    lock._ear.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(said))
    lock.end()

    assert (len(due), answer) == (int(locks), (False, 0))


class Told(Linux):
    """A system that says it in messages to the window, and has none of the calls of Windows."""

    says_when_to_lock = "window"


def test_a_window_on_windows_is_locked_by_what_it_is_told(qtbot, monkeypatch):
    class Window(QWidget):
        locked = 0

        def lock(self) -> None:
            self.locked += 1

    window = Window()
    qtbot.addWidget(window)
    monkeypatch.setattr(system_lock, "this_system", Told)
    monkeypatch.setattr(main_window, "MainWindow", Window)

    system_lock.lock_with_system(window)
    [lock] = window.findChildren(WindowLock)
    lock.lock_due.emit()
    lock.end()

    assert window.locked == 1
    assert window.findChildren(SystemLock) == []

"""What the system says locks at once, and nothing waits for it to answer."""

import os
import signal

import pytest
from PySide6.QtCore import QTimer

from tests.support.processes.buses import LOGIN, SLEEPS, WAKES, private_bus
from therapist_app.shell.locking import system_lock
from therapist_app.shell.locking.system_lock import SystemLock

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

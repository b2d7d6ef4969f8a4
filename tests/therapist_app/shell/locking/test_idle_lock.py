"""Locking when nobody does anything, with a clock that the test holds."""

import time

import pytest

from therapist_app import commands
from therapist_app.shell.locking.idle_lock import NAP, NOTICE, IdleLock, asleep, awake_and_asleep
from therapist_app.workflows.policies.idle_limits import SHORTEST


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Room:
    """An idle lock, and what it said."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.said: list[str] = []
        self.slept = 0.0
        self.told = Clock()
        self.idle = IdleLock(clock=self.clock, slept=lambda: self.slept, told=self.told)
        self.idle.notice_due.connect(lambda: self.said.append("notice"))
        self.idle.notice_over.connect(lambda: self.said.append("over"))
        self.idle.lock_due.connect(lambda: self.said.append("lock"))
        self.idle.start()

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.told.now += seconds
        self.idle.check()


@pytest.fixture
def room(qapp):
    assert qapp is not None
    room = Room()
    yield room
    room.idle.stop()


# Acceptance G101
def test_it_locks_after_five_minutes(room):
    room.wait(299)
    assert "lock" not in room.said

    room.wait(1)

    assert room.said == ["notice", "lock"]


# Acceptance G101
def test_a_still_notice_stands_a_while_before(room):
    room.wait(300 - NOTICE - 1)
    assert room.said == []

    room.wait(1)
    room.wait(1)

    assert room.said == ["notice"]


def test_also_the_shortest_time_that_can_be_settled_has_a_while_before_the_notice():
    """Otherwise it would be told at once, and again after each key, that it is about to lock."""
    assert 2 * NOTICE <= SHORTEST


def test_doing_something_takes_the_notice_away_and_begins_anew(room):
    room.wait(280)

    room.idle.touch()
    room.wait(299)

    assert room.said == ["notice", "over", "notice"]


def test_doing_something_without_a_notice_says_nothing(room):
    room.idle.touch()

    assert room.said == []


# Acceptance G101
def test_a_session_has_fifteen_minutes(room):
    room.idle.follow(commands.SessionPage("a"))

    room.wait(899)
    assert "lock" not in room.said
    room.wait(1)

    assert room.said == ["notice", "lock"]


def test_after_the_session_it_is_five_minutes_again(room):
    room.idle.follow(commands.SessionPage("a"))
    room.idle.follow(commands.Today())

    room.wait(300)

    assert room.said == ["lock"]


# Acceptance C56
def test_a_laptop_that_was_shut_locks_when_it_wakes(room):
    room.wait(8 * 3600)

    assert room.said == ["lock"]


# Acceptance C56
def test_a_short_sleep_locks_when_it_wakes(room):
    room.slept += 2

    room.wait(2)

    assert room.said == ["lock"]


# Acceptance C56
@pytest.mark.parametrize("slept", [0.0, 7200.0])
def test_the_key_that_wakes_a_laptop_does_not_keep_it_open(room, slept):
    room.clock.now += 7200
    room.slept += slept

    room.idle.touch()

    assert room.said == ["lock"]


@pytest.mark.parametrize("comes_first", ["the timer", "a key"])
def test_a_machine_that_was_held_unheard_locks_once_its_clock_leaps_beyond_the_limit(
    room, comes_first
):
    """No clock of the system counts it, and nobody says anything of it."""
    room.wait(100)
    room.told.now += 300

    if comes_first == "a key":
        room.idle.touch()
    else:
        room.wait(2)

    assert room.said == ["lock"]


def test_in_a_session_the_clock_must_leap_beyond_its_longer_limit(room):
    room.idle.follow(commands.SessionPage("a"))
    room.told.now += 899
    room.wait(2)
    assert room.said == []

    room.told.now += 900
    room.wait(2)

    assert room.said == ["lock"]


def test_a_clock_that_is_put_right_by_less_or_set_back_does_not_lock(room):
    for moved in (299, -9e9, 299, 299, -3600):
        room.told.now += moved
        room.wait(2)
        room.idle.touch()

    assert room.said == []


# Acceptance C57
def test_setting_the_clock_moves_nothing(monkeypatch):
    before = awake_and_asleep(), asleep()
    for jump in (-1e9, 1e9):
        monkeypatch.setattr(time, "time", lambda jump=jump: jump)

    assert 0 <= awake_and_asleep() - before[0] < 60
    assert abs(asleep() - before[1]) < NAP


def test_the_clock_never_runs_backwards():
    assert awake_and_asleep() <= awake_and_asleep()

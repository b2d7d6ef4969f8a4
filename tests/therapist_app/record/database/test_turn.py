"""Whoever waits for a turn at a database has it before the one who lets others."""

import threading
from collections.abc import Callable
from time import sleep

import pytest

from therapist_app.record.database import turn as turns
from therapist_app.record.database.turn import Turn

LONGEST_WAIT = 60.0
"""Seconds; only a guard against hanging for ever."""


@pytest.fixture
def turn() -> Turn:
    return Turn()


def waiting(turn: Turn, act: Callable[[], object]) -> threading.Thread:
    """Return a thread that waits to do something in its turn."""

    def take_it() -> None:
        with turn:
            act()

    thread = threading.Thread(target=take_it)
    thread.start()
    while not turn.is_waited_for:
        thread.join(0.001)
    return thread


class Late:
    """A lock that a thread gets late, as on a busy machine: it was not awake in the pause."""

    def __init__(self) -> None:
        self._lock, self._owner = threading.RLock(), threading.get_ident()

    def acquire(self, *, blocking: bool = True) -> bool:
        if blocking and threading.get_ident() != self._owner:
            while not self._lock.acquire(blocking=False):
                sleep(0.05)
            return True
        return self._lock.acquire(blocking)

    def release(self) -> None:
        self._lock.release()


def test_who_waits_has_a_turn_before_the_one_who_lets_others_goes_on_however_late_it_wakes(
    turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "_lock", Late())
    done: list[str] = []
    with turn:
        other = waiting(turn, lambda: done.append("who waited"))
        turn.let_others()
        done.append("who let others")
    other.join(LONGEST_WAIT)

    assert done == ["who waited", "who let others"]
    assert not turn.is_waited_for


def test_where_nobody_waits_it_goes_on(turn: Turn) -> None:
    with turn:
        turn.let_others()
        with turn:
            pass


def test_within_a_turn_that_was_taken_twice_nobody_is_let_in(
    turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(_seconds: float) -> None:
        raise AssertionError

    done: list[str] = []
    with turn:
        other = waiting(turn, lambda: done.append("other"))
        with turn:
            monkeypatch.setattr(turns, "sleep", wait)
            turn.let_others()
            done.append("this")
    other.join(LONGEST_WAIT)

    assert done == ["this", "other"]

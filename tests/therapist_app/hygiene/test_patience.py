"""Waiting for a file that a scanner holds, with a pause that takes no time."""

import pytest

from therapist_app.hygiene.patience import PATIENCE, retry_while_held


class Held(OSError):
    """What Windows says of a file that another program has open."""

    winerror = 32


class Scanner:
    """Holds a file for some seconds of a clock that pauses move on."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def wait(self, seconds: float) -> None:
        self.left -= seconds

    def work(self) -> str:
        if self.left > 0:
            raise Held
        return "done"


# Acceptance C54
def test_a_file_that_a_scanner_holds_for_five_seconds_is_waited_for():
    scanner = Scanner(5)

    assert retry_while_held(scanner.work, pause=scanner.wait) == "done"


# Acceptance C54
def test_a_file_that_stays_held_is_said_after_a_while():
    scanner = Scanner(PATIENCE + 1)

    with pytest.raises(Held):
        retry_while_held(scanner.work, pause=scanner.wait)

    assert scanner.left == pytest.approx(1)


def test_nothing_else_is_waited_for():
    waited = []

    def work() -> None:
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        retry_while_held(work, pause=waited.append)

    assert waited == []

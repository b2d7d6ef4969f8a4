"""Another process at work, which can be killed: forked, so that it starts in no time."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from random import Random

from tests.campaigns.harness.shift import Shift
from tests.campaigns.harness.states import whenever_opened
from tests.campaigns.harness.telling import Say, Told, tell_commits, told_by
from tests.support.record.records import ServiceOnDisk

ENOUGH = 200


class Worker:
    """A process that says, line by line, what it does.

    `overhear` is called with every line once it has ended, also those that are not told of saves.
    """

    def __init__(
        self, work: Callable[[Say], None], *, overhear: Callable[[str], object] | None = None
    ) -> None:
        self._overhear = overhear
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.process = os.fork()
        if self.process == 0:
            os.close(reading)
            _work_and_leave(work, lambda line: _write(writing, line))
        os.close(writing)
        self._said = os.fdopen(reading, "rb")
        self._lines: list[str] = []

    def listen(self, count: int) -> None:
        """Wait until it has said so many lines more, or has ended."""
        for _ in range(count):
            line = self._said.readline()
            if not line.endswith(b"\n"):
                break
            self._lines.append(line.decode().rstrip("\n"))

    def listen_for(self, word: str) -> None:
        """Wait until it has said this, or has ended."""
        while word not in self._lines[-1:]:
            heard = len(self._lines)
            self.listen(1)
            if len(self._lines) == heard:
                break

    def kill(self) -> Told:
        """Kill it, and return what it had said."""
        os.kill(self.process, signal.SIGKILL)
        return self.wait()

    def wait(self) -> Told:
        """Wait for its end, and return what it had said."""
        with self._said:
            rest = self._said.read().split(b"\n")[:-1]
        os.waitpid(self.process, 0)
        lines = [*self._lines, *(each.decode() for each in rest)]
        if self._overhear is not None:
            for line in lines:
                self._overhear(line)
        return told_by(lines)


def work_a_shift(service: ServiceOnDisk, seed: str, say: Say, things: int = ENOUGH) -> None:
    """Open a service and work in it as a therapist does, telling what is kept."""
    with whenever_opened(tell_commits(say)), service.open() as vault:
        say("kept")
        shift = Shift(service, vault, Random(seed))
        for _ in range(things):
            if shift.do_something():
                say("kept")


def _work_and_leave(work: Callable[[Say], None], say: Say) -> None:
    try:
        work(say)
    except BaseException as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        say(f"broke {type(error).__name__} at {place.name}:{place.lineno}")
    finally:
        os._exit(0)


def _write(descriptor: int, line: str) -> None:
    os.write(descriptor, f"{line}\n".encode())

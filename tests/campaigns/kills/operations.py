"""An operation, killed at a random instant, leaves exactly one of the states it may leave."""

import shutil
import signal
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from tests.campaigns.harness.running import Campaign, Size, Trial
from tests.campaigns.harness.telling import Say
from tests.campaigns.harness.worker import Worker
from therapist_app.record.errors import RecordError

BEGUN, DONE = "begun", "done"
RUNS_TO_MEASURE = 3
SOME_MORE = 1.1
"""Some kills come after the operation should be over."""
EARLY_ANY_OR_LATE = (4, 1, 0.3)
"""What decides is often the first file that is replaced, or the last."""
SHORTEST = 1e-6
ENOUGH_TO_FALL_ON_BOTH_SIDES = 50
KILLS_BEFORE_AIMING_LATER, LATER = 10, 1.3
"""A machine may have become slower since it was measured: nothing is ever reached then."""


class Broken(AssertionError):
    """What stands is none of the states that may stand."""


class Operation(ABC):
    """Something that takes a while and must happen wholly or not at all."""

    name: str

    @abstractmethod
    def lay_out(self, folder: Path) -> None:
        """Make in an empty folder what the operation works on; the folder is then copied."""

    @abstractmethod
    def work(self, folder: Path, say: Say) -> None:
        """Do it in a copy of the folder, and say BEGUN as it begins."""

    @abstractmethod
    def standing(self, folder: Path) -> str:
        """Return which of the states that may stand does.

        Raises:
            Broken: None of them.

        """

    @abstractmethod
    def plant(self, folder: Path) -> "Planted":
        """Do the operation wrongly in a copy of the folder, as a faulty program would."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault that must be found in what an operation left.

    Attributes:
        what: What was done wrongly.
        found_as: Words of the sentence by which it must be found, and by no other.

    """

    what: str
    found_as: str


def check(holds: object, otherwise: str) -> None:
    """Raise `Broken` unless something holds."""
    if not holds:
        raise Broken(otherwise)


def kill_operations(operations: Sequence[Callable[[], Operation]], trial: Trial) -> str:
    """Kill each operation as often as wanted, and return what stood afterwards."""
    per_operation = trial.count
    trial.count *= len(operations)
    told = [_kill_one(make(), per_operation, trial) for make in operations]
    return "; ".join(told)


def operation_campaign(
    name: str,
    claim: str,
    operations: Sequence[Callable[[], Operation]],
    counts: Mapping[Size, int],
) -> Campaign:
    """Return the campaign that kills these operations, each as often as `counts` says."""
    return Campaign(name, claim, partial(kill_operations, operations), counts)


def _kill_one(operation: Operation, count: int, trial: Trial) -> str:
    dice = Random(f"{trial.name} {operation.name} {trial.seed}")
    before = trial.folder / f"{operation.name} before"
    before.mkdir()
    operation.lay_out(before)
    seconds = median(_seconds_of(operation, before) for _ in range(RUNS_TO_MEASURE))
    folder = _copy(before)
    planted = operation.plant(folder)
    _standing, problem = _looked_at(operation, folder)
    what = f"{operation.name}: {planted.what}"
    if planted.found_as not in problem:
        what += f" ({problem or 'no problem'})"
    trial.control(what, is_found=planted.found_as in problem)
    standings: Counter[str] = Counter()
    latest = SOME_MORE * seconds
    for number in range(count):
        if number % KILLS_BEFORE_AIMING_LATER == 0 and len(standings) == 1:
            latest *= LATER
        folder = _copy(before)
        delay = latest * dice.random() ** dice.choice(EARLY_ANY_OR_LATE)
        broke = Worker(partial(_work_for, delay, operation, folder)).wait().broke
        standing, problem = _looked_at(operation, folder)
        standings[standing] += 1
        problem = broke or problem
        trial.held(f"{operation.name}, kill {number}: {problem}" if problem else "")
    if count >= ENOUGH_TO_FALL_ON_BOTH_SIDES and len(standings) == 1:
        trial.bad.append(f"{operation.name}: no kill changed anything, so this proves nothing")
    stood = ", ".join(f"{standing} {times}" for standing, times in sorted(standings.items()))
    return f"{operation.name} in {seconds * 1000:.0f} ms: {stood}"


def _looked_at(operation: Operation, folder: Path) -> tuple[str, str]:
    try:
        return operation.standing(folder), ""
    except (Broken, RecordError, OSError) as error:
        return "broken", f"{type(error).__name__}: {error}"


def _seconds_of(operation: Operation, before: Path) -> float:
    worker = Worker(partial(_work_to_the_end, operation, _copy(before)))
    worker.listen_for(BEGUN)
    begun = time.monotonic()
    worker.listen_for(DONE)
    seconds = time.monotonic() - begun
    broke = worker.wait().broke
    check(not broke, f"{operation.name}, undisturbed: {broke}")
    return seconds


def _work_for(delay: float, operation: Operation, folder: Path, say: Say) -> None:
    """Work until the system ends the process, so many seconds after the operation began.

    An alarm that nothing handles ends a process as a kill does, and at a finer moment than
    another process could choose.
    """

    def say_and_set_alarm(line: str) -> None:
        if line == BEGUN and signal.getitimer(signal.ITIMER_REAL)[0] == 0:
            signal.setitimer(signal.ITIMER_REAL, max(delay, SHORTEST))
        say(line)

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    operation.work(folder, say_and_set_alarm)


def _work_to_the_end(operation: Operation, folder: Path, say: Say) -> None:
    operation.work(folder, say)
    say(DONE)


def _copy(before: Path) -> Path:
    folder = before.with_name("killed")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder)
    return folder

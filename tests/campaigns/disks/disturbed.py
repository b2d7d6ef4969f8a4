"""Days in which one call on the disk fails; run by `disk_errors` in a process of its own.

    python -m tests.campaigns.disks.disturbed FOLDER SEED COUNT

`native/failing.c` is preloaded. Prints a line for each day, as JSON.
"""

import ctypes
import errno
import json
import shutil
import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from traceback import extract_tb

from tests.campaigns.harness.looking import look_after
from tests.campaigns.harness.shift import Shift
from tests.campaigns.harness.states import whenever_opened
from tests.campaigns.harness.telling import Say, tell_commits
from tests.campaigns.harness.worker import Worker
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.record.sheets import replace_sheet
from therapist_app.messages.errors import is_known
from therapist_app.record.clients import clients
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.keyring.key_care import change_caseload_key
from therapist_app.record.vault.vault import Vault

CALLS = ("write", "fsync", "ftruncate", "read", "open", "rename")
ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
LATEST = 200
OURS = "therapist_app"
THINGS = 25
REPLACES_SHEET, CHANGES_KEY = 8, 16
MOST_ERRORS = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """Which call fails: from its n-th on, or that one alone."""

    call: str
    error: str
    at: int
    once: bool

    def __str__(self) -> str:
        return f"{self.error} at {self.call} {self.at}{'' if self.once else ' and after'}"


def main(arguments: list[str]) -> None:
    """Live through as many days as wanted, a disturbed one each."""
    folder, dice, count = Path(arguments[0]), Random(arguments[1]), int(arguments[2])
    service = lay_out(folder)
    seen = {call: _calls_of_a_day(service, folder, call) for call in CALLS}
    print(json.dumps({"control": lost_without_a_fault(service, folder)}), flush=True)
    for number in range(count):
        call = CALLS[number % len(CALLS)]
        at = dice.randint(1, min(seen[call], LATEST))
        fault = Fault(call, dice.choice([*ERRORS]), at, once=dice.random() < 0.5)
        print(json.dumps(live_through(fault, service, folder, str(number))), flush=True)


def lost_without_a_fault(service: ServiceOnDisk, folder: Path) -> str:
    """Return what is said of a day after which the service of before is put back as a whole."""
    moved = replace(service, folder=folder / "control" / "service")
    shutil.copytree(service.folder, moved.folder)

    def work(say: Say) -> None:
        with whenever_opened(tell_commits(say)):
            work_a_day(moved, "control", say)

    told = Worker(work).wait()
    shutil.rmtree(moved.folder)
    shutil.copytree(service.folder, moved.folder)
    return look_after(moved, told).problem


def live_through(
    fault: Fault, service: ServiceOnDisk, folder: Path, seed: str
) -> dict[str, object]:
    """Return what came of one day: what was told, and what did not hold."""
    moved = replace(service, folder=folder / "day" / "service")
    shutil.rmtree(folder / "day", ignore_errors=True)
    shutil.copytree(service.folder, moved.folder)
    heard: list[str] = []
    worker = Worker(partial(work_disturbed, moved, fault, seed), overhear=heard.append)
    told = worker.wait()
    fired, _calls = _numbers(heard)
    look = look_after(moved, told)
    strange = [line for line in heard if line.startswith("strange ")]
    problem = look.problem or (strange[0] if strange else "")
    return {
        "fault": str(fault),
        "fired": fired > 0,
        "saves": told.saves,
        "told": Counter(line.split()[1] for line in heard if line.startswith("told ")),
        "warned": look.warnings,
        "problem": f"{fault}: {problem}" if problem else "",
    }


def work_disturbed(service: ServiceOnDisk, fault: Fault, seed: str, say: Say) -> None:
    """Work through a day, going on after an error as a person does, and reading at the end."""
    library = ctypes.CDLL(None)
    library.failing_begin(
        str(service.folder).encode(), fault.call.encode(), fault.at, ERRORS[fault.error], fault.once
    )
    with whenever_opened(tell_commits(say)):
        work_a_day(service, seed, say)
    calls = ctypes.c_int()
    fired = library.failing_end(ctypes.byref(calls))
    say(f"fired {fired} {calls.value}")


def work_a_day(service: ServiceOnDisk, seed: str, say: Say) -> None:
    """Work, telling what is kept and what a person would be told; look at something at the end."""
    try:
        vault = service.open()
    except Exception as error:
        tell_error(error, "opening", say)
        return
    say("kept")
    shift, errors = Shift(service, vault, Random(seed)), 0
    for number in range(THINGS):
        try:
            if _do_something(shift, vault, number):
                say("kept")
        except Exception as error:
            tell_error(error, "saving", say)
            errors += 1
            if errors == MOST_ERRORS:
                break
    for doing, work in (
        ("reading", partial(clients.count, vault.caseload)),
        ("closing", vault.close),
    ):
        try:
            work()
        except Exception as error:
            tell_error(error, doing, say)


def _do_something(shift: Shift, vault: Vault, number: int) -> bool:
    if number == REPLACES_SHEET:
        replace_sheet(vault)
        return True
    if number == CHANGES_KEY:
        change_caseload_key(vault, vault.person.uid)
        return True
    return shift.do_something()


def tell_error(error: Exception, doing: str, say: Say) -> None:
    """Say which error a person would be told of; anything but a known one is strange."""
    if isinstance(error, KnownRecordError) and is_known(error):
        say(f"told {error.code} {doing}")
        return
    ours = [each for each in extract_tb(error.__traceback__) if OURS in each.filename]
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    say(f"strange {type(error).__name__} at {place} in {doing}")


def _calls_of_a_day(service: ServiceOnDisk, folder: Path, call: str) -> int:
    heard: list[str] = []
    moved = replace(service, folder=folder / "day" / "service")
    shutil.rmtree(folder / "day", ignore_errors=True)
    shutil.copytree(service.folder, moved.folder)
    never = Fault(call, "EIO", sys.maxsize >> 33, once=True)
    Worker(partial(work_disturbed, moved, never, "0"), overhear=heard.append).wait()
    return _numbers(heard)[1]


def _numbers(heard: list[str]) -> tuple[int, int]:
    [line] = [each for each in heard if each.startswith("fired ")] or ["fired 0 1"]
    _, fired, calls = line.split()
    return int(fired), int(calls)


if __name__ == "__main__":
    main(sys.argv[1:])

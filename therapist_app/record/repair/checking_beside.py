"""A full check beside the work: a process of its own reads the file, which stays as it is then.

    check = begin_beside(database, data_key, place)   # the log is folded in, then no more
    check.look()                                      # now and then; waits for nothing
    check.stop()

What is written during the check goes into the log, as always; that the log is not folded in makes
the file a picture of the record as it was when the check began. Where something folds it in all
the same, an erasure for one, what is read from then on does not count, and the check goes on from
the last whole step. The other process has the key through standard input, never as an argument
or in its environment, and ends when that is closed, however this one ends.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from session_forms.gone_readers import reader_may_be_gone
from therapist_app.hygiene.hardening import harden
from therapist_app.hygiene.offline import stay_offline
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.connection import read_copy
from therapist_app.record.database.database import Database, Opening
from therapist_app.record.database.migrations import CASELOAD, SERVICE
from therapist_app.record.database.opening import class_of
from therapist_app.record.errors import KnownRecordError, RecordBug, RecordDamaged
from therapist_app.record.repair.checking import (
    STEPS,
    CheckFinding,
    Step,
    findings_of,
    is_the_end,
    where_damaged,
)

SUBCOMMAND = "check-beside"
"""What a bundled application is started with, after `record`, to be that process."""
AFTER_OTHERS = 10
"""How far the process stands back for others where the processor is wanted, as nice(2) counts."""
_ROOT = Path(__file__).resolve().parents[3]
_LENGTH = 4
_KINDS = {each.name: each for each in (SERVICE, CASELOAD)}
_NOBODY = Actor("", lambda _head: b"")

State = Literal["under-way", "done", "set-back", "broken"]
"""`set-back`: the file was changed under the check, which must begin its step again; `broken`: the
process ended without an answer."""


@dataclass(frozen=True, slots=True)
class CheckPlace:
    """How far a check has come.

    Attributes:
        done: How many of `STEPS` are done.
        findings: What they found.

    """

    done: int = 0
    findings: tuple[CheckFinding, ...] = ()

    @property
    def is_at_the_end(self) -> bool:
        """Whether nothing is left to do, or nothing could be believed."""
        return self.done >= len(STEPS) or is_the_end(self.findings)

    def after(self, found: tuple[CheckFinding, ...]) -> "CheckPlace":
        """Return the place after one step more, and what that found."""
        return CheckPlace(self.done + 1, (*self.findings, *found))


class CheckBeside:
    """One file being checked.

    Attributes:
        place: How far it has come.
        state: How it stands, as of the last look.

    """

    def __init__(
        self, database: Database, process: "subprocess.Popen[bytes]", place: CheckPlace
    ) -> None:
        self.place = place
        self.state: State = "under-way"
        self._database = database
        self._process = process
        self._foldings = database.foldings
        self._said = b""
        self._answers = process.stdout.fileno() if process.stdout else -1
        self._waits = not hasattr(os, "set_blocking")  # then it is heard once it has ended
        if not self._waits:
            os.set_blocking(self._answers, False)

    def look(self) -> State:
        """Take in what the process said meanwhile, and return how it stands."""
        if self.state != "under-way":
            return self.state
        has_ended = self._process.poll() is not None
        fresh = b"" if self._waits and not has_ended else self._news()
        if self._database.foldings != self._foldings:
            self._end("set-back")
            return self.state
        *whole, self._said = (self._said + fresh).split(b"\n")
        for line in whole:
            self.place = self.place.after(tuple(CheckFinding(*each) for each in json.loads(line)))
        if has_ended:
            self._end("done" if self.place.is_at_the_end else "broken")
        return self.state

    def stop(self) -> None:
        """End the process; where it had come to is kept in `place`."""
        if self.state == "under-way":
            self._end("broken")

    def _news(self) -> bytes:
        found = b""
        with suppress(BlockingIOError):
            while part := os.read(self._answers, 1 << 16):
                found += part
        return found

    def _end(self, state: State) -> None:
        self.state = state
        self._process.kill()
        self._process.wait()
        for each in (self._process.stdin, self._process.stdout):
            assert each is not None
            each.close()
        with suppress(KnownRecordError):  # one that cannot be used any more folds nothing
            self._database.move_again()


def begin_beside(database: Database, data_key: Masked, place: CheckPlace) -> CheckBeside:
    """Begin to check an open file, or go on from a place.

    Args:
        database: It is open, and can be written.
        data_key: Its own; forgotten here.
        place: Where to begin.

    Raises:
        KnownRecordError: The log cannot be folded in; nothing was begun.

    """
    task = {
        "path": str(database.place.absolute()),
        "kind": database.kind.name,
        "verify": {uid: key.hex() for uid, key in database.verify_keys.items()},
        "left_at": dict(database.left_at),
        "done": place.done,
        "findings": _spelt(place.findings),
    }
    said = json.dumps(task).encode()
    try:
        database.keep_still()
        process = subprocess.Popen(
            _arguments(),
            bufsize=0,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        with data_key.revealed() as whole, reader_may_be_gone():
            _write(process, whole)
            _write(process, len(said).to_bytes(_LENGTH, "big") + said)
    finally:
        data_key.forget()
    return CheckBeside(database, process, place)


def _write(process: "subprocess.Popen[bytes]", data: bytes | bytearray) -> None:
    assert process.stdin is not None
    left = memoryview(data)
    while left:
        left = left[process.stdin.write(left) :]


def steps_beside(opening: Opening, place: CheckPlace) -> Iterator[tuple[CheckFinding, ...]]:
    """Yield what each step that is left finds in a file that nobody changes meanwhile."""
    key = derive_masked(opening.data_key, "sqlcipher")
    try:
        connection = read_copy(opening.path, key, wiping=False)
    except RecordDamaged:
        yield (CheckFinding("first-page"),)
        return
    finally:
        key.forget()
    with contextlib.closing(connection):
        database = class_of(opening.kind)(connection, opening)
        while not place.is_at_the_end:
            found = tuple(_found(STEPS[place.done], database, opening, place.findings))
            place = place.after(found)
            yield found


def _found(
    step: Step, database: Database, opening: Opening, before: tuple[CheckFinding, ...]
) -> Iterator[CheckFinding]:
    fault: CheckFinding | None = None
    try:
        yield from findings_of(step, database, before)
    except RecordDamaged:
        fault = where_damaged(opening, "pages")
    except RecordBug:
        fault = CheckFinding("structure")
    if fault is not None and all(each.code != fault.code for each in before):
        yield fault


def main(given: int = 0, told: int = 1) -> int:
    """Read key and task from standard input, and print what each step finds, a line each."""
    harden()
    stay_offline()
    getattr(os, "nice", int)(AFTER_OTHERS)  # where there is none, it was started as such
    opening, place = _received(given)
    threading.Thread(target=_end_with, args=(given,), daemon=True).start()
    with reader_may_be_gone():
        for found in steps_beside(opening, place):
            os.write(told, json.dumps(_spelt(found)).encode() + b"\n")
    return 0


def _end_with(given: int) -> None:
    """End when whoever asked has ended, or wants no answer any more."""
    while os.read(given, 1):
        """Nothing more is said to it."""
    os._exit(1)


def _received(given: int) -> tuple[Opening, CheckPlace]:
    key = _read(given, KEY_LENGTH)
    task = json.loads(_read(given, int.from_bytes(_read(given, _LENGTH), "big")))
    opening = Opening(
        path=Path(task["path"]),
        kind=_KINDS[task["kind"]],
        data_key=Masked(key),
        actor=_NOBODY,
        sources=system_sources(),
        belongs={},
        verify_keys={uid: bytes.fromhex(each) for uid, each in task["verify"].items()},
        left_at=task["left_at"],
        reading=True,
    )
    place = CheckPlace(task["done"], tuple(CheckFinding(*each) for each in task["findings"]))
    return opening, place


def _read(given: int, length: int) -> bytearray:
    data, filled = bytearray(length), 0
    with os.fdopen(given, "rb", buffering=0, closefd=False) as file:
        while filled < length and (part := file.readinto(memoryview(data)[filled:])):
            filled += part
    return data


def _spelt(findings: tuple[CheckFinding, ...]) -> list[list[object]]:
    return [[each.code, each.count, each.first] for each in findings]


def _arguments() -> list[str]:
    if hasattr(sys, "frozen"):
        return [sys.executable, "record", SUBCOMMAND]
    # Nothing of the folder that it is started in is loaded: it is handed a key.
    return [sys.executable, "-P", "-m", "therapist_app.record.repair.checking_beside"]


if __name__ == "__main__":
    sys.exit(main())

"""A therapist's day in a process whose every write is recorded; run by `power_loss`.

    python -m tests.campaigns.disks.recorded_day SERVICE SEED ROUNDS CONTROL

SERVICE is a pickled `ServiceOnDisk`. Each round opens the service, works, replaces the recovery
sheet or, every second time, the key of the caseload, works on and closes again; the last one ends
without closing, as when the power goes. CONTROL spoils on purpose
what the campaign is to find: `sound` nothing, `no-waiting` waits for no disk, `header-in-place`
writes the header over the old one.
"""

import ctypes
import os
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.campaigns.harness.shift import Shift
from tests.campaigns.harness.states import whenever_opened
from tests.campaigns.harness.telling import Say, tell_commits
from tests.support.record.records import ServiceOnDisk
from tests.support.record.sheets import replace_sheet
from therapist_app.record.database import connection
from therapist_app.record.header import header_file
from therapist_app.record.keyring.key_care import change_caseload_key

THINGS = 6


def main(arguments: list[str]) -> None:
    """Live the day; does not return."""
    service: ServiceOnDisk = pickle.loads(Path(arguments[0]).read_bytes())
    seed, rounds, control = arguments[1], int(arguments[2]), arguments[3]
    note = ctypes.CDLL(None).recorder_note
    spoil(control)

    def say(line: str) -> None:
        note(line.encode())

    with whenever_opened(tell_commits(say)):
        for number in range(rounds):
            day = Day(service, Random(f"{seed} {number}"), say)
            day.live(changes_key=number % 2 == 1, closes=number < rounds - 1)
    os._exit(0)


@dataclass(frozen=True, slots=True)
class Day:
    """One round."""

    service: ServiceOnDisk
    dice: Random
    say: Say

    def live(self, *, changes_key: bool, closes: bool) -> None:
        """Open the service, work in it, and perhaps close it again."""
        vault = self.service.open()
        self.say("kept")
        shift = Shift(self.service, vault, self.dice)
        self._work(shift)
        if changes_key:
            change_caseload_key(vault, vault.person.uid)
        else:
            replace_sheet(vault)
        self.say("kept")
        self._work(shift)
        if closes:
            vault.close()
            self.say("kept")

    def _work(self, shift: Shift) -> None:
        for _ in range(THINGS):
            if shift.do_something():
                self.say("kept")


def spoil(control: str) -> None:
    """Take away one thing that keeps a record whole, so that the campaign has to fail."""
    if control == "no-waiting":
        connection._PRAGMAS = tuple(  # type: ignore[attr-defined]
            ("synchronous", "OFF", "0") if each[0] == "synchronous" else each
            for each in connection._PRAGMAS
        )
    elif control == "header-in-place":
        header_file.replace_file = Path.write_bytes  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(sys.argv[1:])

"""A changed byte anywhere in a database is detected; one in the log never passes as the newest.

Four places of every page are changed in turn: its beginning (on the first page the salt), its
body, the initialisation vector and the authentication code at its end.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from tests.campaigns.harness.checks import faults_in
from tests.campaigns.harness.looking import look_after
from tests.campaigns.harness.running import EVERY, Campaign, Trial
from tests.campaigns.harness.shift import Shift
from tests.campaigns.harness.worker import Worker, work_a_shift
from tests.support.record.records import ServiceOnDisk, lay_out
from therapist_app.record.errors import KnownRecordError

PAGE, VECTOR, CODE = 4096, 80, 64
PARTS = {
    "beginning": range(16),
    "body": range(16, PAGE - VECTOR),
    "vector": range(PAGE - VECTOR, PAGE - CODE),
    "code": range(PAGE - CODE, PAGE),
}
THINGS = 250
LINES_BEFORE_THE_KILL = 120
OPENED_ONLY = 40
"""So many are opened without a check, to see that the check is what finds them."""
SHARE_OF_THE_LOG = 5
"""For so many changed bytes of a database, one of the log."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One byte of one file, and what it is changed by."""

    file: Path
    place: int
    by: int
    what: str

    def do(self) -> None:
        """Change it."""
        with self.file.open("r+b") as file:
            file.seek(self.place)
            [byte] = file.read(1)
            file.seek(self.place)
            file.write(bytes([byte ^ self.by]))


def run(trial: Trial) -> str:
    """Change a byte, open and check; over and over."""
    dice = trial.dice
    service = filled(lay_out(trial.folder), dice)
    flips = [*flips_of(service.folder, dice)]
    is_sound_opened = not is_detected(copied(service, trial.memory))
    trial.control("that nothing is wrong with the sound service", is_found=is_sound_opened)
    chosen = dice.sample(flips, min(trial.count, len(flips)))
    for flip in chosen:
        moved = copied(service, trial.memory)
        replace(flip, file=moved.folder / flip.file).do()
        missed = not is_detected(moved)
        trial.held(f"{flip.file.name}, {flip.what}: not detected" if missed else "")
    looked = chosen[:OPENED_ONLY]
    opened = [each for each in looked if opens_all_the_same(each, service, trial.memory)]
    trial.control(f"{len(opened)} changed bytes that opening passes over", is_found=bool(opened))
    pages = len(flips) // len(PARTS)
    return f"{len(chosen)} bytes of {pages} pages; {run_log(trial, dice)}"


def run_log(trial: Trial, dice: Random) -> str:
    """Kill a process, change a byte of the log that it left; what opens must be the newest."""
    place = trial.folder / "killed"
    place.mkdir()
    service = lay_out(place)
    worker = Worker(partial(work_a_shift, service, str(trial.seed)))
    worker.listen(LINES_BEFORE_THE_KILL)
    told = worker.kill()
    count = max(1, trial.tried // SHARE_OF_THE_LOG)
    refused = 0
    moved = copied(service, trial.memory)
    for log in (moved.place.service, moved.place.caseload(moved.uid)):
        log.with_name(log.name + "-wal").unlink()
    trial.control("a log that is gone", is_found=bool(look_after(moved, told).problem))
    for log in (service.place.service, service.place.caseload(service.uid)):
        path = log.with_name(log.name + "-wal").relative_to(service.folder)
        size = (service.folder / path).stat().st_size
        for _ in range(count):
            moved = copied(service, trial.memory)
            flip = Flip(moved.folder / path, dice.randrange(size), 1 << dice.randrange(8), "log")
            flip.do()
            look = look_after(moved, told)
            is_refused = look.problem.startswith("does not open")
            refused += is_refused
            problem = "" if is_refused else look.problem
            trial.held(f"{path.name}, byte {flip.place}: {problem}" if problem else "")
    return f"{2 * count} of the log, {refused} refused, the others whole"


def flips_of(folder: Path, dice: Random) -> Iterator[Flip]:
    """Yield a change of each part of each page of each database, file names relative."""
    for path in sorted(folder.rglob("*.db")):
        for page in range(path.stat().st_size // PAGE):
            for part, places in PARTS.items():
                by = dice.randint(1, 255)
                where = page * PAGE + dice.choice(places)
                yield Flip(path.relative_to(folder), where, by, f"{part} of page {page + 1}")


def is_detected(service: ServiceOnDisk) -> bool:
    """Return whether opening refuses a service, or the check of an open one finds a fault."""
    try:
        vault = service.open()
    except KnownRecordError:
        return True
    try:
        return bool(faults_in(vault))
    except KnownRecordError:
        return True
    finally:
        vault.abandon()


def opens_all_the_same(flip: Flip, service: ServiceOnDisk, memory: Path) -> bool:
    """Return whether a service with a changed byte opens: else the check was never asked."""
    moved = copied(service, memory)
    replace(flip, file=moved.folder / flip.file).do()
    try:
        moved.open().abandon()
    except KnownRecordError:
        return False
    return True


def filled(service: ServiceOnDisk, dice: Random) -> ServiceOnDisk:
    """Return the service after some days of work."""
    with service.open() as vault:
        shift = Shift(service, vault, dice)
        for _ in range(THINGS):
            shift.do_something()
    return service


def copied(service: ServiceOnDisk, memory: Path) -> ServiceOnDisk:
    """Return a fresh copy of a service, in memory."""
    moved = replace(service, folder=memory / "service")
    shutil.rmtree(moved.folder, ignore_errors=True)
    shutil.copytree(service.folder, moved.folder)
    return moved


FLIPS = Campaign(
    name="bytes",
    claim="A changed byte in any page of any database is detected, one in the log as well.",
    run=run,
    counts={"smoke": 16, "small": 300, "full": EVERY},
)

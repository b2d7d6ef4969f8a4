"""A power cut at any moment, whatever the disk had kept back, loses nothing that was kept.

A day's writing is recorded once; then the files of the service folder are rebuilt as they might
stand after a cut at one of its moments, and opened as the product opens them.
"""

import hashlib
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from tests.campaigns.disks.compiling import compiled, preloading
from tests.campaigns.disks.disk import FATES, Disk, Event, read_events
from tests.campaigns.harness.looking import look_after
from tests.campaigns.harness.running import Campaign, Trial
from tests.campaigns.harness.telling import Told, told_by
from tests.support.record.records import ServiceOnDisk, lay_out
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.files import create_private_file, make_private_folder
from therapist_app.record.header.header_file import load_header

ROOT = Path(__file__).parents[3]
RECORDED = "tests.campaigns.disks.recorded_day"
HEADER = "header.json"
SECONDS_OF_A_DAY = 86_400
STATES_A_ROUND = 400
CUTS_A_PASS = 120
CONTROLS = {
    "no-waiting": ("no waiting for the disk", ""),
    "header-in-place": ("the header written in place", HEADER),
}
MOST_STATES_OF_A_CONTROL = 600


@dataclass(frozen=True, slots=True)
class Recording:
    """One recorded day: the service, its files at the beginning, and all that was done to them."""

    service: ServiceOnDisk
    files: Mapping[str, bytes]
    events: list[Event]


@dataclass(frozen=True, slots=True)
class Cut:
    """The files after a cut, what had been said by then, and which headers may stand."""

    place: str
    files: Mapping[str, bytes]
    told: Told
    headers: frozenset[str]


@dataclass
class History:
    """What a recorded day had come to: lines said, and every header that stood."""

    lines: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    kept: int = 0

    def follow(self, disk: Disk, event: Event) -> None:
        """Go on by an event that the disk has done."""
        if event.operation == "N":
            self.lines.append(event.data.decode())
            if self.lines[-1] == "kept":
                self.kept = len(self.headers) - 1
        elif event.operation == "R" and event.name.endswith(f"\n{HEADER}"):
            self.headers.append(digest(disk.names[HEADER].now()))


def run(trial: Trial) -> str:
    """Rebuild and open as many states as wanted; the controls must not survive theirs."""
    dice = trial.dice
    tried = set[str]()
    recording = record(trial, "sound", 2 + trial.count // STATES_A_ROUND)
    for cut in cuts(recording, dice):
        state = digest(repr(sorted(cut.files.items())).encode())
        if state in tried:
            continue
        tried.add(state)
        problem = problem_after(cut, recording.service, trial.memory)
        trial.held(f"{cut.place}: {problem}" if problem else "")
        if trial.tried >= trial.count:
            break
    told = [f"{trial.tried} states of {len(recording.events)} writes; {len(trial.bad)} lost"]
    return "; ".join([*told, *(control(trial, each, dice) for each in CONTROLS)])


def record(trial: Trial, way: str, rounds: int) -> Recording:
    """Let a therapist work in a process that is recorded."""
    place = trial.folder / way
    place.mkdir()
    service = lay_out(place)
    files = files_of(service.folder)
    pickled, log = place / "service.pickle", place / "log"
    pickled.write_bytes(pickle.dumps(service))
    subprocess.run(
        [sys.executable, "-m", RECORDED, pickled, str(trial.seed), str(rounds), way],
        cwd=ROOT,
        env=preloading(
            compiled("recorder", trial.folder),
            {"RECORDER_LOG": str(log), "RECORDER_FOLDER": str(service.folder)},
        ),
        check=True,
    )
    service.clock.advance(SECONDS_OF_A_DAY)  # that of the day recorded had gone on
    return Recording(service, files, read_events(log.read_bytes(), str(service.folder)))


def cuts(recording: Recording, dice: Random, near: str = "") -> Iterator[Cut]:
    """Yield states without end: some moments of the day, each with every fate of its writes.

    Each file has the same share of the moments, however seldom it is written; with `near`, only
    those files whose name holds it have one.
    """
    moments: dict[str, list[int]] = {}
    for number, event in enumerate(recording.events):
        if near in event.name:
            moments.setdefault(event.name, []).append(number)
    names = [*moments]
    while True:
        chosen = {dice.choice(moments[dice.choice(names)]) for _ in range(CUTS_A_PASS)}
        disk = Disk(recording.files)
        history = History(headers=[digest(recording.files[HEADER])])
        for number, event in enumerate(recording.events):
            disk.do(event)
            history.follow(disk, event)
            if number not in chosen:
                continue
            told = told_by(history.lines)
            headers = frozenset(history.headers[history.kept :])
            for fate in FATES:
                place = f"after {event.operation} {event.name!r} ({number}), {fate} kept"
                yield Cut(place, disk.after_a_cut(fate, dice), told, headers)


def problem_after(cut: Cut, service: ServiceOnDisk, memory: Path) -> str:
    """Return what does not hold when the product opens what a cut left, or ""."""
    folder = memory / "service"
    put_back(folder, cut.files)
    header = digest(cut.files.get(HEADER, b""))
    if header not in cut.headers:
        return "header: neither the one before nor the one after"
    moved = replace(service, folder=folder)
    try:
        load_header(moved.place.header_copy)
    except (KnownRecordError, OSError) as error:
        return f"copy of the header: {error}"
    look = look_after(moved, cut.told)
    return look.problem or " ".join(look.warnings)


def control(trial: Trial, way: str, dice: Random) -> str:
    """Return how a day went that lacks what keeps a record whole; it must not go well."""
    recording = record(trial, way, 3)
    words, near = CONTROLS[way]
    enough = trial.count // 10
    broken = tried = 0
    for cut in cuts(recording, dice, near):
        broken += bool(problem_after(cut, recording.service, trial.memory))
        tried += 1
        trial.tell(f"{trial.name}, {words}: {broken} of {tried} wrong, as they must be")
        if broken >= enough or tried >= MOST_STATES_OF_A_CONTROL:
            break
    trial.control(words, is_found=broken > 0)
    return f"with {words} {broken} of {tried} fail, as they must"


def files_of(folder: Path) -> dict[str, bytes]:
    """Return name and content of every file below a folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def put_back(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a service folder that holds these files and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    for each in (folder, folder / "caseloads", folder / "backups"):
        make_private_folder(each)
    for name, data in files.items():
        create_private_file(folder / name, data)


def digest(data: bytes) -> str:
    """Return a short text for a content."""
    return hashlib.sha256(data).hexdigest()[:32]


POWER = Campaign(
    name="power",
    claim="A power cut at any moment, with writes dropped, torn or reordered, loses nothing kept.",
    run=run,
    counts={"smoke": 12, "small": 400, "full": 5000},
)

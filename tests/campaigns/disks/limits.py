"""A disk without room, and a process without files or memory: told in words, nothing kept lost."""

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

from exports.errors import ExportError
from tests.campaigns.disks.disturbed import lost_without_a_fault, tell_error, work_a_day
from tests.campaigns.harness.looking import look_after
from tests.campaigns.harness.running import Campaign, Trial
from tests.campaigns.harness.shift import Shift
from tests.campaigns.harness.states import whenever_opened
from tests.campaigns.harness.telling import Say, tell_commits
from tests.campaigns.harness.worker import Worker
from tests.campaigns.kills.export_kills import Export, summary
from tests.campaigns.kills.migration_kills import Step
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.record.sheets import replace_sheet
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.clients import clients
from therapist_app.record.crypto import kdf
from therapist_app.record.database.migrations import CASELOAD, bring_up
from therapist_app.record.errors import KnownRecordError
from therapist_app.workflows.exporting.exporting import approve, prepare

DISK = 4 << 20
MOST_ROOM = 300 << 10
BLOCK = 64 << 10
THINGS = 12
LITTLE_MEMORY = 48 << 20
TO_OPEN = 32 << 10
"""Without so much SQLite opens no record: the length of what shares its log among processes."""


@dataclass(frozen=True, slots=True)
class Day:
    """How a day on a small disk went: the saves, and whether a person was told of something."""

    saves: int
    told: bool


def run(trial: Trial) -> str:
    """Take away room, files and memory in turn, and give them back."""
    dice = trial.dice
    service = lay_out(trial.memory)
    with small_disk(trial.folder / "disk") as disk:
        way = "a disk of 4 MiB" if disk.is_mount() else "a limit on the length of files"
        days = [full_day(trial, service, disk, dice) for _ in range(trial.count)]
        others = {
            "an export": export_without_room(disk, trial.memory),
            "a migration": migration_without_room(disk, trial.memory),
        }
    for what, work in (("files", without_files), ("memory", without_memory)):
        others[f"a process without {what}"] = heard_from(partial(work, service))
    for what, problem in others.items():
        trial.held(f"{what}: {problem}" if problem else "")
    trial.control("a process that tells nothing", is_found=bool(heard_from(tell_nothing)))
    trial.control("days on which room was short", is_found=any(each.told for each in days))
    lost = lost_without_a_fault(service, trial.memory)
    trial.control("a day whose changes are all gone", is_found="lost" in lost)
    saves, full = sum(each.saves for each in days), sum(each.told for each in days)
    return f"{trial.count} days with {way}, {saves} saves, no room in {full} of them; " + ", ".join(
        ["an export and a migration without room", *list(others)[2:]]
    )


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Yield a disk of its own that is soon full; where none may be mounted, a plain folder."""
    folder.mkdir()
    size = f"size={DISK}"
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True, check=False
    )
    try:
        yield folder
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)


def full_day(trial: Trial, service: ServiceOnDisk, disk: Path, dice: Random) -> Day:
    """Work until the disk is full and on; make room, and look at what stands."""
    empty(disk)
    moved = replace(service, folder=disk / "service")
    shutil.copytree(service.folder, moved.folder)
    room = dice.randrange(MOST_ROOM)
    ballast = fill(disk, room)
    heard: list[str] = []
    work: Callable[[Say], None] = partial(work_telling, moved, str(dice.random()), room)
    told = Worker(work, overhear=heard.append).wait()
    wrong = [each for each in heard if each.startswith("strange") or each.endswith(" reading")]
    problems = [*wrong, "" if has_words(heard) else "nobody was told that there is no room"]
    ballast.unlink(missing_ok=True)
    problems.append(look_after(moved, told).problem)
    problem = next((each for each in problems if each), "")
    trial.held(f"{room} bytes left: {problem}" if problem else "")
    return Day(told.saves, any(each.startswith("told") for each in heard))


def tell_nothing(_say: Say) -> None:
    """Do as a process does that swallows what goes wrong."""


def has_words(heard: list[str]) -> bool:
    """Return whether a person was told of a full disk, or the day went by without one."""
    return any(each.startswith(("told disk-full", "told cannot-write")) for each in heard) or not [
        each for each in heard if each.startswith("told")
    ]


def work_telling(service: ServiceOnDisk, seed: str, room: int, say: Say) -> None:
    """Work through a day, on a full disk or under a limit on the length of files."""
    if not service.folder.parent.is_mount():
        resource.setrlimit(resource.RLIMIT_FSIZE, (TO_OPEN + room, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with whenever_opened(tell_commits(say)):
        work_a_day(service, seed, say)


def export_without_room(disk: Path, memory: Path) -> str:
    """Return what is wrong when an export finds no room, or ""."""
    place = memory / "to export"
    place.mkdir()
    export = Export()
    export.lay_out(place)
    empty(disk)
    (disk / "out").mkdir()

    def work(say: Say) -> None:
        service = export.moved(place)
        with service.open() as vault:
            workspace = workspace_for(vault)
            prepared = prepare(workspace, summary(workspace))
            try:
                with without_room(disk):
                    approve(workspace, prepared, disk / "out")
            except (ExportError, KnownRecordError):
                say("told cannot-write exporting")

    fill(disk, BLOCK)
    problem = heard_from(work)
    left = [each.name for each in (disk / "out").iterdir()]
    return problem or (f"{left[0]} was left behind" if left else "")


def migration_without_room(disk: Path, memory: Path) -> str:
    """Return what is wrong when a record is brought up without room, or ""."""
    place = memory / "to bring up"
    place.mkdir()
    step = Step(CASELOAD, 2)
    step.lay_out(place)
    empty(disk)
    shutil.copytree(place, disk, dirs_exist_ok=True)

    def work(say: Say) -> None:
        try:
            with closing(step.open(disk)) as connection:
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
                with without_room(disk):
                    bring_up(connection, CASELOAD)
        except Exception as error:
            tell_error(error, "bringing up", say)

    ballast = fill(disk, 0)
    problem = heard_from(work)
    ballast.unlink(missing_ok=True)
    standing = step.standing(disk)
    return problem or ("" if standing == "before" else f"the schema is that of {standing}")


@contextmanager
def without_room(disk: Path) -> Iterator[None]:
    """Stand in for a full disk where none could be mounted: no file takes a byte for a while."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not disk.is_mount():
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def without_files(service: ServiceOnDisk, say: Say) -> None:
    """Open a service, work, let no further file be opened, go on, and look at something."""
    with service.open() as vault:
        shift = Shift(service, vault, Random(1))
        for _ in range(THINGS):
            shift.do_something()
        lowest_free = os.dup(0)
        os.close(lowest_free)
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
        for work in (partial(replace_sheet, vault), *[shift.do_something] * THINGS):
            try:
                work()
            except Exception as error:
                tell_error(error, "saving", say)
        clients.count(vault.caseload)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def without_memory(_service: ServiceOnDisk, say: Say) -> None:
    """Derive a key where there is not memory enough for it."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    now = pages * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (now + LITTLE_MEMORY, resource.RLIM_INFINITY))
    try:
        kdf.derive_key(bytearray(b"quiet harbour lantern"), bytes(kdf.SALT_LENGTH), kdf.DEFAULT)
    except KnownRecordError as error:
        tell_error(error, "unlocking", say)


def heard_from(work: Callable[[Say], None]) -> str:
    """Return what is wrong with what a process told, or ""; it must tell of something known."""
    heard: list[str] = []
    told = Worker(work, overhear=heard.append).wait()
    strange = [each for each in heard if each.startswith("strange")]
    known = [each for each in heard if each.startswith("told")]
    return told.broke or next(iter(strange), "") or ("" if known else "nobody was told")


def empty(disk: Path) -> None:
    """Take everything off a disk."""
    for each in disk.iterdir():
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()


def fill(disk: Path, room: int) -> Path:
    """Write a file that leaves so many bytes of a mounted disk, and return it."""
    ballast = disk / "ballast"
    if disk.is_mount():
        with ballast.open("wb", buffering=0) as file:
            found = os.statvfs(disk)
            size = max(0, found.f_bavail * found.f_bsize - room)
            os.posix_fallocate(file.fileno(), 0, max(1, size))
    return ballast


LIMITS = Campaign(
    name="limits",
    claim="Without room, files or memory a person is told; nothing kept is lost, reading goes on.",
    run=run,
    counts={"smoke": 4, "small": 40, "full": 200},
)

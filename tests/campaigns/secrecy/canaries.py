"""Canaries typed into the real windows, and searched for in every file that is left.

A process of its own unlocks a service, types into every field that takes text, copies, saves,
and ends: as it should, by locking, killed, by a mistake of ours, or by one in native code. Its
home, its folder for temporary files and all that it says are searched afterwards, in the
spellings in which something might have kept a text.
"""

import base64
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.campaigns.harness.running import Campaign, Trial
from tests.support.record.needles import needles
from tests.support.record.needles import spellings as keys_in_spellings
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.record.clock_and_random import SeededClock, system_sources
from therapist_app.record.crypto import kdf
from therapist_app.record.sign_in import unlocking as records
from therapist_app.record.vault.vault import Vault

ROOT = Path(__file__).parents[3]
ENDINGS = {"exit": 0, "lock": 0, "kill": -9, "crash": 0, "abort": -6}
"""How a run ends, and what the process then leaves with."""
WORDS = "quiet harbour lantern walks slowly"
LONGEST = 1800  # seconds: others may be at work on the machine
MOST = 64 << 20
"""Files larger than so many bytes are not read: none of ours is."""
NOT_LOOKED_INTO = frozenset({".git", ".venv", "node_modules", "__pycache__", "proc", "sys"})
LETTERS = "bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True, slots=True)
class Ground:
    """A practice service with one client in a running session, to be copied for each ending."""

    home: Path
    uid: str
    client_id: str
    appointment_id: str


def run(trial: Trial, endings: Collection[str] = tuple(ENDINGS)) -> str:
    """Let `trial.count` canaries loose for each ending; return what was done, in words."""
    mark = mark_from(f"{trial.seed} {os.getpid()} {time.time_ns()}")
    elsewhere = Elsewhere((trial.folder, trial.memory), mark)
    ground = prepare(trial.folder / "ground")
    secrets = secrets_of(ground)
    kept, is_found_there = 0, True
    for ending in endings:
        place = trial.folder / ending
        shutil.copytree(ground.home, place / "home")
        problem = let_loose(ground, place, ending, trial.count, mark)
        with planted_elsewhere(mark) as planted:
            everywhere = elsewhere.found()
        others = [each for each in everywhere if not each.startswith(planted)]
        is_found_there = is_found_there and others != everywhere
        found = [*find(place, mark), *others, *leaks(place, secrets)]
        with opened(place / "home", ground.uid) as vault:
            kept += count_kept(vault, mark)
        trial.held(problem or (f"after {ending}: {found[0]}" if found else ""))
    trial.control("a canary in a file elsewhere", is_found=is_found_there)
    if not kept:
        trial.held("none of them reached the record, so nothing was proved")
    return f"{trial.count} canaries x {len(endings)} endings, {kept} kept in the record"


def mark_from(seed: object) -> str:
    """Return letters that stand in every canary of a run and nowhere else.

    A run adds to its seed what no other has: others may be at work, and leave canaries elsewhere.
    """
    return "".join(Random(f"canaries {seed}").choices(LETTERS, k=15))


def prepare(folder: Path) -> Ground:
    """Make a practice service with one client, whose first session has begun."""
    home = folder / "home"
    home.mkdir(parents=True)
    founder = records.NewPerson("A. Sample", ("keeper", "therapist"), bytearray(WORDS.encode()))
    made = records.create_service(
        home / "practice",
        founder,
        practice=True,
        continuity=False,
        cost=kdf.FLOOR,
        sources=system_sources(),
    )
    with opened(home, made.uid) as vault:
        work = Workplace(workspace_for(vault), SeededClock(vault.service.now()))
        client = work.add_client()
        appointment_id = work.start(client, "S01")
    return Ground(home, made.uid, client.id, appointment_id)


@contextmanager
def opened(home: Path, uid: str) -> Iterator[Vault]:
    """Open the service under a home."""
    with records.unlock(
        home / "practice", uid, bytearray(WORDS.encode()), practice=True, sources=system_sources()
    ) as vault:
        yield vault


def let_loose(ground: Ground, place: Path, ending: str, count: int, mark: str) -> str:
    """Have a person type into the application of a place; return what went wrong, if anything."""
    ids = (ground.client_id, ground.appointment_id)
    module = (sys.executable, "-m", "tests.campaigns.secrecy.canary_window")
    with (place / "said").open("wb") as said:
        done = subprocess.run(
            [*module, str(place / "home"), ending, str(count), mark, *ids],
            cwd=ROOT,
            env=surroundings(place),
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=LONGEST,
        )
    words = (place / "said").read_bytes()
    if done.returncode != ENDINGS[ending] or f"typed {count}\n".encode() not in words:
        return f"{ending} ended with {done.returncode}: {words[-300:].decode(errors='replace')}"
    return ""


def surroundings(place: Path) -> dict[str, str]:
    """Return an environment in which whatever is written lands in a place."""
    own = {
        "HOME": "home",
        "TMPDIR": "temporary",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_STATE_HOME": "home/.local/state",
        "XDG_RUNTIME_DIR": "runtime",
    }
    for folder in own.values():
        (place / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    here = {name: str(place / folder) for name, folder in own.items()}
    return {**os.environ, **here, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}


def find(place: Path, mark: str) -> list[str]:
    """Return where a mark can be read, in the name of a file or in it."""
    sought = tuple(spellings(mark))
    found = []
    for path in place.rglob("*"):
        name = str(path.relative_to(place))
        if mark in name:
            found.append(f"the name {name}")
        if path.is_file():
            data = path.read_bytes()
            found += [f"{name} has it in {kind}" for kind, each in sought if each in data]
    return found


def places_elsewhere() -> list[Path]:
    """Return where a program writes that does not keep to the home it was given."""
    known = ("/tmp", "/var/tmp", "/dev/shm", tempfile.gettempdir(), "~", "/var/crash", "/run/user")
    found = {Path(each).expanduser().resolve() for each in known}
    return sorted(each for each in found if each.is_dir())


class Elsewhere:
    """The files elsewhere that change from now on, each searched once as it stands."""

    def __init__(self, own: Sequence[Path], mark: str) -> None:
        self._own = {str(each) for each in (*own, ROOT)}
        self._sought = tuple(spellings(mark))
        self._since = time.time()
        self._searched: dict[str, tuple[int, int]] = {}

    def found(self) -> list[str]:
        """Return where the mark can be read that was not searched, as it stands, before."""
        found: set[str] = set()
        for path in (each for place in places_elsewhere() for each in self._changed_in(place)):
            with suppress(OSError):
                data = path.read_bytes()
                kinds = (kind for kind, each in self._sought if each in data)
                found.update(f"{path} has it in {kind}" for kind in kinds)
        return sorted(found)

    def _changed_in(self, place: Path) -> Iterator[Path]:
        waiting = [str(place)]
        while waiting:
            with suppress(OSError), os.scandir(waiting.pop()) as entries:
                for entry in entries:  # others may have a million here: no path is made of each
                    if not entry.is_dir(follow_symlinks=False):
                        if self._is_to_be_searched(entry):
                            yield Path(entry.path)
                    elif is_looked_into(entry.name) and entry.path not in self._own:
                        waiting.append(entry.path)

    def _is_to_be_searched(self, entry: "os.DirEntry[str]") -> bool:
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError:  # gone meanwhile
            return False
        if found.st_mtime < self._since or not stat.S_ISREG(found.st_mode):
            return False
        path, state = entry.path, (found.st_mtime_ns, found.st_size)
        is_new = self._searched.get(path) != state and found.st_size < MOST
        self._searched[path] = state
        return is_new


def is_looked_into(folder: str) -> bool:
    """Return whether a folder is searched: those of other campaigns hold canaries of their own."""
    return folder not in NOT_LOOKED_INTO and not folder.startswith("campaign-")


@contextmanager
def planted_elsewhere(mark: str) -> Iterator[str]:
    """Leave a canary in the system's temporary folder, as a program might; yield its path.

    It lies there during each search of the other places, which takes as long as all that others
    have there: a search of its own would take as long again.
    """
    with tempfile.NamedTemporaryFile(prefix="planted-") as file:
        file.write(b"before " + base64.b64encode(b" " + mark.encode()) + b" after")
        file.flush()
        yield file.name


def secrets_of(ground: Ground) -> dict[str, bytes]:
    """Return every key of the person and of the service, in each spelling."""
    known = needles(ground.home / "practice", ground.uid, WORDS.encode())
    return keys_in_spellings(
        {name: each for name, each in known.items() if "passphrase" not in name}
    )


def leaks(place: Path, secrets: Mapping[str, bytes]) -> list[str]:
    """Return which secrets stand readable in a file of a place."""
    files = [each for each in place.rglob("*") if each.is_file()]
    held = [(each.name, each.read_bytes()) for each in files]
    return [
        f"{file} has {name}" for file, data in held for name, key in secrets.items() if key in data
    ]


def spellings(mark: str) -> Iterator[tuple[str, bytes]]:
    """Return a mark as a file might hold it, whatever stands before it."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = mark.encode(encoding)
        yield encoding, plain
        for offset in range(3):
            coded = base64.b64encode(b" " * offset + plain)
            yield f"base64 of {encoding}", coded[4 if offset else 0 : -4]
    yield "hexadecimal", mark.encode().hex().encode()


def count_kept(vault: Vault, mark: str) -> int:
    """Return how many canaries the record itself holds, read with its key."""
    kept = 0
    for database in (vault.caseload, vault.service):
        names = database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        for (name,) in names:
            rows = database.rows(f'SELECT * FROM "{name}"')
            kept += sum(str(cell).count(mark) for row in rows for cell in row)
    return kept


CANARIES = Campaign(
    name="canaries",
    claim="nothing that a person typed can be read in any file, however the process ended",
    run=run,
    counts={"small": 100, "full": 1000},
)

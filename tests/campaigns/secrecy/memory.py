"""No key in the memory of the unlocked application; after locking, nothing that was shown.

The real application runs in a process of its own, its passphrase typed into the unlock window.
Its memory is read from outside after everything that it is told to do.
"""

import base64
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from session_forms.answers import QuestionId, answers_to_json
from tests.campaigns.harness.running import Campaign, Trial
from tests.support.processes.processes import processes_at
from tests.support.record.needles import needles, regions_of, spellings
from tests.support.record.records import START, a_filled_form
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app.paths import places
from therapist_app.record.clients import filled_forms
from therapist_app.record.clock_and_random import SeededClock, system_sources
from therapist_app.record.crypto import kdf
from therapist_app.record.keyring.new_sheets import confirm_first_sheet
from therapist_app.record.service.pseudonyms import pseudonym_for
from therapist_app.record.service.record_keys import record_keys
from therapist_app.record.sign_in import unlocking as records
from therapist_app.workflows.exporting.keeping_recipients import newest_own_key
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.workspace import Workspace

ROOT = Path(__file__).parents[3]
PASSPHRASE = b"vexed otter quilt over mud"
CANARY = "Kingfisher{:04}Ravensworth"
FOUND = re.compile(
    rb"Kingfisher(\d{4})Ravensworth|K\0i\0n\0g\0f\0i\0s\0h\0e\0r\0((?:\d\0){4})R\0a\0v"
)
CANARIES_OF_A_CLIENT = 25
SCANS_WHILE_OPEN = 4
LONGEST_START = 20.0
HOLDER = """
import base64, sys
held = [base64.b85decode(each) for each in sys.stdin.buffer.readline().split()]
print("ready", flush=True)
sys.stdin.read()
"""
STRETCH = 1 << 16
"""So many bytes of a region are looked at together, whether anything was written there."""
LEAST_MEMORY = 40 << 20
"""What a process at the unlock window has at least, in bytes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One client with canaries, and the form that holds most of them."""

    client_id: str
    filled_form_id: str


def run(trial: Trial) -> str:
    """Unlock, look around, search for keys; lock, search for what was shown."""
    home = trial.folder
    uid, shown = prepare(places(home).service, trial.count)
    secrets = spellings(needles(places(home).service, uid, PASSPHRASE))
    trial.control(f"{len(secrets)} spellings in a process that holds them", is_found=sees(secrets))
    with application(home) as window:
        seen, scans = look_around(window, shown, secrets, trial)
        if len(seen) < trial.count:
            trial.bad.append(f"only {len(seen)} of {trial.count} canaries were seen while open")
        try:
            left = lock(window, home)
        except PermissionError:  # the fresh process is closed to all but root, as it must be
            return f"{len(secrets)} spellings of keys in {scans} searches; for the rest, be root"
        for number in range(trial.count):
            trial.held(f"canary {number} after locking" if number in left else "")
    return (
        f"{len(secrets)} spellings of keys in {scans} searches of the open application; "
        f"{len(seen)} canaries seen while open, {len(left)} after locking"
    )


def prepare(folder: Path, count: int) -> tuple[str, list[Shown]]:
    """Make a real service whose clients' notes are full of canaries."""
    secret = PASSPHRASE.decode()
    founder = records.NewPerson("Ana Example", ("keeper", "therapist"), bytearray(secret.encode()))
    sources = system_sources()
    made = records.create_service(
        folder, founder, continuity=False, cost=kdf.FLOOR, practice=False, sources=sources
    )
    passphrase = bytearray(secret.encode())
    shown = []
    with records.unlock(folder, made.uid, passphrase, practice=False, sources=sources) as vault:
        confirm_first_sheet(vault, made.uid)
        work = Workplace(workspace_for(vault), SeededClock(START))
        for first in range(0, count, CANARIES_OF_A_CLIENT):
            last = min(first + CANARIES_OF_A_CLIENT, count)
            words = [CANARY.format(number) for number in range(first, last)]
            shown.append(enter(work, words))
        make_keys_in_rows(work.workspace, shown[0].client_id)
    return made.uid, shown


def make_keys_in_rows(workspace: Workspace, client_id: str) -> None:
    """Have the service make a key of each kind that stands in a row of a table."""
    newest_own_key(workspace)
    record_keys(workspace.service)
    pseudonym_for(workspace.service, client_id, "lead@example.org", "clinical_lead")


def enter(work: Workplace, words: list[str]) -> Shown:
    """Enter a client, and a note that holds the canaries."""
    client = add_client(work.workspace, NewClient("code_only", age_band="25-34"))
    text = {QuestionId("summary"): " ".join(words)}
    filled = a_filled_form(
        work.workspace.caseload, client, form_id="session-note", answers=answers_to_json(text)
    )
    filled_forms.add(work.workspace.caseload, filled)
    return Shown(client.id, filled.id)


def sees(secrets: dict[str, bytes]) -> bool:
    """Return whether each secret is found in the memory of a process that holds it.

    A small one: that of the tests is gone through for minutes.
    """
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    ) as holder:
        into, out = holder.stdin, holder.stdout
        assert into is not None
        assert out is not None
        into.write(b" ".join(base64.b85encode(each) for each in secrets.values()) + b"\n")
        assert out.readline() == b"ready\n"
        found = keys_in(holder.pid, secrets)
    return found.keys() == secrets.keys()


@contextmanager
def application(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Yield the application, unlocked; end it and what it started."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.secrecy.window", str(home)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    ) as window:
        try:
            tell(window, PASSPHRASE.decode(), awaited=b"open\n")
            yield window
        finally:
            for process in (
                *processes_at(home),
                *([] if window.poll() is not None else [window.pid]),
            ):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)


def look_around(
    window: "subprocess.Popen[bytes]", shown: list[Shown], secrets: dict[str, bytes], trial: Trial
) -> tuple[set[int], int]:
    """Go through the pages, searching for keys now and then; return the canaries seen."""
    seen: set[int] = set()
    every = max(1, len(shown) // SCANS_WHILE_OPEN)
    scans = 0
    for number, each in enumerate(shown):
        tell(window, f"client {each.client_id}")
        seen |= canaries_in([window.pid])
        tell(window, f"form {each.filled_form_id}")
        seen |= canaries_in([window.pid])
        if number % every == 0:
            tell(window, f"draft {each.client_id}")
            tell(window, f"keys {each.client_id}")
            hits = keys_in(window.pid, secrets)
            scans += 1
            trial.held(", ".join(f"{name} {times} times" for name, times in hits.items()))
        trial.tell(f"{trial.name}: {number + 1} of {len(shown)} clients shown")
    return seen, scans


def lock(window: "subprocess.Popen[bytes]", home: Path) -> set[int]:
    """Lock, and return the canaries in any process of the application that lives afterwards."""
    assert window.stdin is not None
    window.stdin.write(b"lock\n")
    window.wait(timeout=LONGEST_START)
    give_up = time.monotonic() + LONGEST_START
    left: set[int] = set()
    while time.monotonic() < give_up:
        processes = processes_at(home)
        left |= canaries_in(processes)
        if any(resident(each) > LEAST_MEMORY for each in processes):
            return left | canaries_in(processes)
    raise AssertionError("no fresh process stands at the unlock window")


def tell(window: "subprocess.Popen[bytes]", line: str, awaited: bytes = b"done\n") -> None:
    """Have the person at the window do something, and wait until it is done."""
    into, out = window.stdin, window.stdout
    assert into is not None
    assert out is not None
    into.write(f"{line}\n".encode())
    said = out.readline()
    assert said == awaited, f"the application said {said!r}"


def keys_in(process: int, secrets: dict[str, bytes]) -> Counter[str]:
    """Return which secrets stand in the memory of a process, and how often."""
    longest = max(map(len, secrets.values()))
    found: Counter[str] = Counter()
    for region in regions_of(process):
        for stretch in written(region, longest):
            found.update({name: stretch.count(secret) for name, secret in secrets.items()})
    return +found


def written(region: bytes, longest: int) -> Iterator[bytes]:
    """Yield what was written of a region, with so many of the bytes around it that never were.

    A quarter of what a process has is nothing but zeros, and each secret is looked for by itself.
    """
    nothing = bytes(STRETCH)
    first = None
    for at in range(0, len(region), STRETCH):
        is_empty = region.startswith(nothing[: len(region) - at], at)
        if is_empty and first is not None:
            yield region[max(0, first - longest) : at + longest]
            first = None
        elif not is_empty and first is None:
            first = at
    if first is not None:
        yield region[max(0, first - longest) :]


def canaries_in(processes: list[int]) -> set[int]:
    """Return the numbers of the canaries that stand in the memory of any of these processes."""
    found = set()
    for process in processes:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            for region in regions_of(process):
                for plain, wide in FOUND.findall(region):
                    found.add(int(plain or wide.replace(b"\0", b"")))
    return found


def resident(process: int) -> int:
    """Return how much memory a process holds, in bytes; 0 when it has ended."""
    with contextlib.suppress(OSError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


MEMORY = Campaign(
    name="memory",
    claim="No key is found in the unlocked application; nothing that was shown after locking.",
    run=run,
    counts={"smoke": 25, "small": 500, "full": 1000},
)

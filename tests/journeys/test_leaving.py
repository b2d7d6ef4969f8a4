"""Locking, with nothing stood in for: the process ends, and a fresh one stands at the door."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes.leaving import WORDS
from tests.support.processes.processes import end_all_at, processes_at
from therapist_app.paths import places
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto import kdf
from therapist_app.record.database import audit
from therapist_app.record.header.header import CONTINUITY
from therapist_app.record.sign_in import unlocking as records

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    end_all_at(tmp_path)


@pytest.mark.usefixtures("derives_in_full")
def test_locking_ends_the_process_and_starts_a_fresh_one_at_the_unlock_window(home: Path) -> None:
    folder = places(home).service
    founder = records.NewPerson("Ana Example", ("keeper", "therapist"), bytearray(WORDS.encode()))
    made = records.create_service(
        folder, founder, cost=kdf.FLOOR, practice=False, sources=system_sources()
    )
    for holder in (made.uid, CONTINUITY):  # typed back, so that no sheet comes before the window
        records.confirm_first_of(folder, made, holder, system_sources())

    done = subprocess.run(
        [sys.executable, "-m", "tests.support.processes.leaving", str(home)],
        cwd=ROOT,
        timeout=60,
        check=False,
        stdout=subprocess.DEVNULL,  # the fresh process inherits it, and would hold a pipe open
        stderr=subprocess.DEVNULL,
    )

    assert done.returncode == 0
    assert len(processes_at(home)) == 1
    secret = bytearray(WORDS.encode())
    vault = records.unlock(folder, made.uid, secret, practice=False, sources=system_sources())
    assert vault.warnings == ()
    assert audit.verify(vault.service).is_whole
    vault.close()

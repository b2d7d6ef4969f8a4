"""No key can be found in the memory of a process that has a service open, between operations."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.record.needles import memory_of, needles, spellings
from tests.support.record.records import START
from therapist_app.record.clock_and_random import seeded_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.sign_in.unlocking import NewPerson, create_service

ROOT = Path(__file__).parents[3]
PASSPHRASE = b"vexed otter quilt over mud"
READER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from therapist_app.record.clock_and_random import seeded_sources
from therapist_app.record.sign_in.unlocking import unlock
passphrase = bytearray(int(sys.argv[3]))
os.readv(0, [passphrase])
sources = seeded_sources(1, datetime(2026, 3, 2, tzinfo=UTC))
vault = unlock(Path(sys.argv[1]), sys.argv[2], passphrase, practice=True, sources=sources)
vault.caseload.rows("SELECT count(*) FROM clients")
with vault.service.change("settings_changed", "setting") as change:
    change.execute("INSERT INTO settings VALUES ('canary', '\\"a value kept in memory\\"')")
kept = "in plain sight: " + str(vault.service.row("SELECT value FROM settings")[0])
os.write(1, b"open")
os.read(0, 1)
os._exit(0)
"""


@pytest.mark.usefixtures("derives_in_full")
def test_no_key_is_found_in_memory_while_a_service_is_open(tmp_path: Path) -> None:
    folder = tmp_path / "service"
    created = create_service(
        folder,
        NewPerson("Ana Example", ("keeper", "therapist"), bytearray(PASSPHRASE)),
        practice=True,
        cost=FLOOR,
        sources=seeded_sources(1, START),
    )
    secrets = spellings(needles(folder, created.uid, PASSPHRASE))

    with subprocess.Popen(
        [sys.executable, "-c", READER, str(folder), created.uid, str(len(PASSPHRASE))],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(PASSPHRASE)
        assert reader.stdout.read(4) == b"open"
        memory = memory_of(reader.pid)
        reader.stdin.write(b"x")

    assert b"a value kept in memory" in memory
    assert [name for name, secret in secrets.items() if secret in memory] == []

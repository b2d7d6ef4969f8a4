"""No key can be found in the memory of a process that has a service open, between operations."""

import subprocess
import sys
from pathlib import Path

from tests.support.records import START
from therapist_app.record import kdf
from therapist_app.record.deriving import derive
from therapist_app.record.header import caseload_label, newest_first
from therapist_app.record.header_file import load_header
from therapist_app.record.kdf import FLOOR
from therapist_app.record.key_boxes import open_box
from therapist_app.record.layout import ServiceFolder
from therapist_app.record.sources import seeded_sources
from therapist_app.record.vault import NewPerson, create_service, unlock

ROOT = Path(__file__).parents[3]
PASSPHRASE = b"vexed otter quilt over mud"
READER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from therapist_app.record.sources import seeded_sources
from therapist_app.record.vault import unlock
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


def needles(folder: Path, uid: str) -> dict[str, bytes]:
    """Return every key that must not be found, as another process works them out."""
    header = load_header(ServiceFolder(folder).header)
    person, grant = header.person(uid), header.grant(uid)
    assert person is not None
    assert grant is not None
    slot = person.passphrase
    kek = kdf.derive_key(bytearray(PASSPHRASE), slot.salt, slot.terms.cost)
    sources = seeded_sources(2, START)
    with unlock(folder, uid, bytearray(PASSPHRASE), practice=True, sources=sources) as vault:
        keys = vault.credentials.keys
        label = caseload_label(uid)
        [service_box] = newest_first(header.service_boxes, uid)
        [caseload_box] = grant.boxes_for(uid)
        masked = (
            open_box(header, "service", service_box, keys.opening),
            open_box(header, label, caseload_box, keys.opening),
        )
        with masked[0].revealed() as service, masked[1].revealed() as caseload:
            service_key, caseload_key = bytes(service), bytes(caseload)
        with keys.opening.revealed() as opening, keys.signing.revealed() as signing:
            found = {
                "passphrase": PASSPHRASE,
                "passphrase, wide": PASSPHRASE.decode().encode("utf-16-le"),
                "key of the passphrase": bytes(kek),
                "wrapping key": bytes(derive(kek, "wrap")),
                "private key": bytes(opening),
                "signing key": bytes(signing),
            }
    for name, data_key in (("service", service_key), ("caseload", caseload_key)):
        found[f"{name}: data key"] = bytes(data_key)
        for use in ("sqlcipher", "audit", "anchor", "header-mac"):
            found[f"{name}: {use}"] = bytes(derive(data_key, use))
        found[f"{name}: as the library gets it"] = found[f"{name}: sqlcipher"].hex().encode()
    return found


# Acceptance A20
def memory_of(process: int) -> bytes:
    """Return all that another process has in writable memory."""
    parts = []
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            span, mode = line.split()[:2]
            if mode.startswith("rw"):
                start, end = (int(each, 16) for each in span.split("-"))
                memory.seek(start)
                parts.append(memory.read(end - start))
    return b"".join(parts)


def test_no_key_is_found_in_memory_while_a_service_is_open(tmp_path: Path) -> None:
    folder = tmp_path / "service"
    created = create_service(
        folder,
        NewPerson("Ana Example", ("keeper", "therapist"), bytearray(PASSPHRASE)),
        practice=True,
        cost=FLOOR,
        sources=seeded_sources(1, START),
    )
    secrets = needles(folder, created.uid)

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

"""A killed process loses nothing that was acknowledged, and leaves nothing to be read."""

import base64
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk, a_client, a_filled_form
from tests.support.sampling import sampled
from therapist_app.record.clients import clients, filled_forms, identities
from therapist_app.record.database import audit
from therapist_app.record.model import Identity
from therapist_app.record.vault.vault import LEFT_OPEN, Vault

pytestmark = pytest.mark.usefixtures("waits_for_the_disk")

KILLS = (7, 20)
CANARY = "Kingfisher Ravensworth"


def write_in_pairs(vault: Vault, acknowledge: Callable[[int], None]) -> None:
    """Add two clients in one change, over and over, and say so after each."""
    number = clients.count(vault.caseload)
    while True:
        with vault.caseload.change("pair_added", "clients"):
            for half in "AB":
                clients.add(vault.caseload, a_client(vault.caseload, code=f"{half}-{number}"))
        number += 2
        acknowledge(number)


def write_canary(vault: Vault) -> None:
    """Put the canary wherever a person can write."""
    caseload = vault.caseload
    client = a_client(caseload, gender=CANARY)
    clients.add(caseload, client)
    identities.save(caseload, Identity(client.id, "named", CANARY, CANARY, "", CANARY))
    for number in range(50):
        filled_forms.add(
            caseload, a_filled_form(caseload, client, answers=f'{{"q{number}":"{CANARY}"}}')
        )


class Writer:
    """Another process with the service open."""

    def __init__(
        self, on_disk: ServiceOnDisk, work: Callable[[Vault, Callable[[int], None]], None]
    ) -> None:
        reading, writing = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            try:
                work(on_disk.open(), lambda number: os.write(writing, b"%d\n" % number))
            finally:
                os._exit(1)
        os.close(writing)
        self.acknowledgements = os.fdopen(reading, "rb")

    def kill(self) -> int:
        """Kill it, and return the last number that it acknowledged."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        with self.acknowledgements as rest:
            lines = rest.read().split(b"\n")
        return int(lines[-2]) if len(lines) > 1 else 0


@pytest.mark.parametrize("kills", sampled(KILLS, every=2))
def test_a_writer_killed_at_any_moment_loses_nothing_acknowledged(
    on_disk: ServiceOnDisk, kills: int
) -> None:
    chance = random.Random(7)

    for _ in range(kills):
        writer = Writer(on_disk, write_in_pairs)
        acknowledged = 0
        for _ in range(chance.randint(1, 6)):
            acknowledged = int(writer.acknowledgements.readline())
        acknowledged = max(acknowledged, writer.kill())

        with on_disk.open() as vault:
            found = clients.count(vault.caseload)
            assert acknowledged <= found <= acknowledged + 2
            assert found % 2 == 0
            assert {*vault.warnings} <= {LEFT_OPEN}
            assert audit.verify(vault.caseload).is_whole
            assert audit.verify(vault.service).is_whole


def spellings(text: str) -> Iterator[bytes]:
    """Yield the text as it would look in a file, in the usual encodings."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        spelt = text.encode(encoding)
        yield spelt
        yield spelt.hex().encode()
        for shift in range(3):
            whole = base64.b64encode(bytes(shift) + spelt)
            yield whole[4:-4]


def found_in(folder: Path, text: str) -> list[str]:
    return [
        f"{path.name}: {spelling[:8]!r}"
        for path in folder.rglob("*")
        if path.is_file()
        for spelling in spellings(text)
        if spelling in path.read_bytes()
    ]


def test_the_search_would_find_what_it_looks_for(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text(f"about {CANARY} today")
    (tmp_path / "wide").write_bytes(CANARY.encode("utf-16-le"))
    (tmp_path / "mail").write_bytes(base64.b64encode(f"to {CANARY}, hello".encode()))

    assert len(found_in(tmp_path, CANARY)) == 3


@pytest.mark.parametrize("end", ["closed", "open", "killed"])
def test_nothing_of_a_client_can_be_read_on_the_disk(on_disk: ServiceOnDisk, end: str) -> None:
    if end == "killed":
        writer = Writer(on_disk, lambda vault, acknowledge: (write_canary(vault), acknowledge(1)))
        writer.acknowledgements.readline()
        writer.kill()
        assert found_in(on_disk.folder.parent, CANARY) == []
    else:
        vault = on_disk.open()
        write_canary(vault)
        if end == "closed":
            vault.close()
        assert found_in(on_disk.folder.parent, CANARY) == []
        vault.close()

    with on_disk.open() as vault:
        [client] = clients.list_rows(vault.caseload)
        assert identities.load(vault.caseload, client.id).name == CANARY

"""How far a service went when it was last open on this laptop.

Each file of a service remembers how far the others went, so that an older one is told. Where all
of them are put back together, or another copy of the whole folder takes the place of this one,
nothing in it tells. So the laptop remembers as well, outside the folder: beside the look settings,
like the number by which a service knows it. It says nothing to who has not the service's key.
"""

import hmac
import json
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.audit import note
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.files import read_private_file, replace_file
from therapist_app.record.service.service_keys import service_secret
from therapist_app.record.vault.file_marks import is_older
from therapist_app.record.vault.vault import Vault

FOLDER_OLDER = "folder_older"
MOST = 20
"""Services that a laptop remembers."""
_LONGEST = 10_000
_HIGHEST = 1 << 40
_NAME, _NUMBER, _HEAD = 16, 8, 32  # bytes


def remember(vault: Vault, memory: Path) -> None:
    """Tell everybody where this laptop knows a later state of the service; know this one now.

    As the record is closed, that state is remembered. Where it cannot be kept, nothing is said.
    """
    service = vault.service
    if is_older(service, _seen(service, memory)):
        note(service, FOLDER_OLDER, f"person:{vault.person.uid}")
    _keep(service, memory)
    vault.at_closing.append(lambda: _keep(service, memory))


def _seen(service: ServiceFile, memory: Path) -> Mark | None:
    with _secret(service) as secret:
        spelt = _read(memory).get(_name(secret))
        if spelt is None:
            return None
        found = bytes.fromhex(spelt)
        head = found[_NUMBER:]
        number = _veiled(secret, int.from_bytes(found[:_NUMBER], "big"), head)
        return Mark(number, head) if number <= _HIGHEST else None  # one that was spoilt


def _keep(service: ServiceFile, memory: Path) -> None:
    mark = service.audit.mark
    with _secret(service) as secret:
        name, number = _name(secret), _veiled(secret, mark.n, mark.head)
    known = {each: spelt for each, spelt in _read(memory).items() if each != name}
    newest = dict(list(known.items())[1 - MOST :])
    newest[name] = (number.to_bytes(_NUMBER, "big") + mark.head).hex()
    with suppress(KnownRecordError, OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        replace_file(memory, json.dumps(newest, indent=0).encode("ascii"))


@contextmanager
def _secret(service: ServiceFile) -> Generator[bytearray]:
    secret = service_secret(service, "code_key")
    try:
        yield secret
    finally:
        wipe(secret)


def _name(secret: bytearray) -> str:
    return hmac.digest(secret, b"seen on this laptop", "sha256")[:_NAME].hex()


def _veiled(secret: bytearray, number: int, head: bytes) -> int:
    """Return a number of entries as nobody can read it without the key, or such a one again."""
    veil = hmac.digest(secret, b"how many entries" + head, "sha256")[:_NUMBER]
    return number ^ int.from_bytes(veil, "big")


def _read(memory: Path) -> dict[str, str]:
    with suppress(KnownRecordError, OSError, ValueError):
        found = json.loads(read_private_file(memory, _LONGEST))
        if isinstance(found, dict):
            return {str(name): spelt for name, spelt in found.items() if _is_mark(spelt)}
    return {}


def _is_mark(spelt: object) -> bool:
    if not isinstance(spelt, str) or len(spelt) != 2 * (_NUMBER + _HEAD):
        return False
    return all(each in "0123456789abcdef" for each in spelt)

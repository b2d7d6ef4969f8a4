"""Every key of a record that must be found nowhere, and the memory in which it is looked for."""

import base64
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.key_derivation import derive
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.header import Header, Person, newest_first
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.key_boxes import open_box
from therapist_app.record.service.keys_in_rows import FIGURES, key_of, pseudonym_name
from therapist_app.record.service.own_age_keys import identity_of, own_keys
from therapist_app.record.service.service_keys import Secret, service_secret
from therapist_app.record.sign_in.unlocking import unlock
from therapist_app.record.vault.vault import Vault

SECRETS_OF_THE_SERVICE: tuple[Secret, ...] = get_args(Secret)


def needles(folder: Path, uid: str, passphrase: bytes) -> dict[str, bytes]:
    """Return every key of a person who keeps a caseload, by its name, as they unlock a record."""
    header = load_header(ServiceFolder(folder).header)
    person = header.person(uid)
    assert person is not None
    slot = person.passphrase
    kek = kdf.derive_key(bytearray(passphrase), slot.salt, slot.terms.cost)
    found = {
        "passphrase": passphrase,
        "passphrase, its beginning": passphrase[: len(passphrase) // 2],
        "key of the passphrase": bytes(kek),
        "wrapping key": bytes(derive(kek, "wrap")),
    }
    secret, sources = bytearray(passphrase), system_sources()
    with unlock(folder, uid, secret, practice=header.practice, sources=sources) as vault:
        keys = vault.credentials.keys
        found["private key"], found["signing key"] = _whole(keys.opening), _whole(keys.signing)
        for database in vault.databases:
            found[f"{database.kind.name}: audit"] = _whole(database.audit_key)
        data_keys = _data_keys(vault, header, person)
        for name in SECRETS_OF_THE_SERVICE:
            found[f"service: {name}"] = bytes(service_secret(vault.service, name))
        found |= {f"service: {name}": key for name, key in _keys_in_rows(vault.service)}
    for name, data_key in data_keys.items():
        found[f"{name}: data key"] = data_key
        for use in ("sqlcipher", "anchor", "header-mac"):
            found[f"{name}: {use}"] = bytes(derive(data_key, use))
    return found


def _keys_in_rows(service: ServiceFile) -> Iterator[tuple[str, bytes]]:
    for purpose, key in service.rows("SELECT purpose, key FROM record_keys"):
        yield f"key for {purpose}", bytes(key_of(service, FIGURES, key))
    listed = service.rows("SELECT recipient, key FROM pseudonym_keys")
    for at, (recipient, key) in enumerate(listed):
        yield f"pseudonym key {at}", bytes(key_of(service, pseudonym_name(recipient), key))
    for at, own in enumerate(own_keys(service)):
        yield f"own key {at}", identity_of(service, own).encode()


def spellings(needles: dict[str, bytes]) -> dict[str, bytes]:
    """Return each of these as it is, in hexadecimal, in base64, and in wide letters."""
    found = dict(needles)
    for name, secret in needles.items():
        found[f"{name}, base64"] = base64.b64encode(secret).rstrip(b"=")[:-1]
        hexadecimal = secret.hex().encode()
        found[f"{name}, hexadecimal"] = hexadecimal
        found[f"{name}, hexadecimal, wide"] = hexadecimal.decode().encode("utf-16-le")
        if name.startswith("passphrase"):
            found[f"{name}, wide"] = secret.decode().encode("utf-16-le")
    return found


def memory_of(process: int) -> bytes:
    """Return all that another process has in writable memory."""
    return b"".join(regions_of(process))


def regions_of(process: int) -> Iterator[bytes]:
    """Yield what another process has in writable memory, a stretch at a time."""
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            span, mode = line.split()[:2]
            if mode.startswith("rw"):
                start, end = (int(each, 16) for each in span.split("-"))
                with contextlib.suppress(OSError):  # given back since the list was read
                    memory.seek(start)
                    yield memory.read(end - start)


def _data_keys(vault: Vault, header: Header, person: Person) -> dict[str, bytes]:
    opening = vault.credentials.keys.opening
    [box] = newest_first(header.service_boxes, person.uid)
    [caseload] = vault.data_keys(person.uid)
    return {
        "service": _whole(open_box(header, "service", box, opening)),
        "caseload": _whole(caseload.key),
    }


def _whole(secret: Masked) -> bytes:
    with secret.revealed() as whole:
        return bytes(whole)

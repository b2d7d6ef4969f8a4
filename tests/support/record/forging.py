"""Backups as somebody might make them who should not, and as the first version made them."""

import struct
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from tests.support.record.safekeeping import silent
from therapist_app.record.backup_format.backup_file import (
    FIRST,
    VERSION,
    add_tail,
    halves,
    lock_manifest,
    open_backup,
    read_label,
    read_tail,
    spell_label,
    with_boxes,
)
from therapist_app.record.backup_format.backup_making import (
    Original,
    complete,
    copy_out,
)
from therapist_app.record.backup_format.backup_signature import BackupSigner
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.signing import sign
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import PAGE
from therapist_app.record.header.header import Header
from therapist_app.record.header.header_file import header_bytes
from therapist_app.record.header.key_boxes import holders
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.vault.vault import Vault


def signer(uid: str, header: Header, seed: Masked) -> BackupSigner:
    """Return somebody who signs as a person of this header, with whichever key."""
    person = header.person(uid)
    assert person is not None
    return BackupSigner(uid, person.verify, partial(sign, seed))


def backup_by(
    vault: Vault,
    database: str,
    who: BackupSigner,
    *,
    header: Header | None = None,
    at: datetime | None = None,
    folder: Path | None = None,
) -> Path:
    """Return a backup of something open as another program could make it, and sign it."""
    caseload = vault.open_caseloads.get(database)
    sources = vault.sources if at is None else replace(vault.sources, now=lambda: at)
    original = Original(
        connection=(caseload or vault.service).live,
        database=database,
        header=header or vault.header,
        header_text=header_bytes(header or vault.header).decode(),
        audit_key=(caseload or vault.service).audit_key,
        signer=who,
        sources=sources,
    )
    return complete(copy_out(original, folder or vault.place.backups, silent)).path


def of_a_later_version(path: Path) -> None:
    """Make a backup one of the next version of the format, of which only its label can be read."""
    tail = read_tail(path)
    label = spell_label(replace(read_label(tail.label), version=VERSION + 1))
    path.write_bytes(path.read_bytes()[: tail.start])
    add_tail(path, label, tail.manifest, tail.signature)


def relabelled(path: Path, name: str, **changes: object) -> None:
    """Put a backup beside another one that says something else of itself, as who has no key can."""
    tail = read_tail(path)
    made_up = path.with_name(f"{path.name[:-4]}-{name}.tvb")
    made_up.write_bytes(path.read_bytes()[: tail.start])
    label = spell_label(replace(read_label(tail.label), **changes))
    add_tail(made_up, label, tail.manifest, tail.signature)


def unsigned(path: Path, uid: str, keys: PersonKeys, header: Header) -> None:
    """Make a backup one of the first version of the format, which had no signature."""
    backup = open_backup(path, uid, keys.opening)
    bare = replace(backup.label, version=FIRST, boxes=())
    sources = system_sources()
    label = with_boxes(bare, backup.secret, holders(header, bare.database), sources)
    key, _audit_key = halves(backup.secret)
    spelt = spell_label(label)
    locked = lock_manifest(backup.manifest, key, spelt, bytes(range(12)))
    start = read_tail(path).start
    body = spelt + locked
    footer = struct.pack(">16sII", b"record backup 1\n", len(spelt), len(locked))
    length = -(-(len(body) + len(footer)) // PAGE) * PAGE
    whole = path.read_bytes()[:start]
    path.write_bytes(whole + body.ljust(length - len(footer), b"\0") + footer)

"""One backup as a file: the encrypted database, and behind it the tail.

::

    database part   as SQLCipher reads it, under a key of its own; whole pages
    label           in the clear: service and database, when it was made, to whom it is sealed
    manifest        what is inside, encrypted under a key that follows from the backup's own
    signature       of the person who made it, over all three (`backup_signature`)
    zeros           up to a whole page
    footer          a mark, and the lengths of label, manifest and signature

The database comes first, so that it is read where it lies: nothing has to be unpacked to check
it or to put it back, and making one writes each page once. The label of the service file's
backup also carries the header, which stands in plain sight in the service folder too: without it
no key could be found on a new laptop; a caseload's has it in the manifest. It shows what its
maker might do then. The manifest is encrypted together with the label, so neither can be changed
or exchanged. The first version of the format had no signature and no header in the manifest.

The secret of a backup is a key of its own and the key of the audit that is inside. The first is
random, so that destroying the sealed boxes destroys the backup. The second is there because a
chain is verified with the key it was written under, whatever became of the data key since.
"""

import hashlib
import itertools
import os
import re
import stat
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from session_forms.flushing import flush_file
from therapist_app.record.backup_format.backup_signature import BackupSignature, read_signature
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, derive
from therapist_app.record.crypto.sealed_box import seal, unseal
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.columns import moment_from, moment_text, optional_moment_from
from therapist_app.record.database.connection import PAGE
from therapist_app.record.database.figures import Figures
from therapist_app.record.errors import (
    BackupDamaged,
    BackupPlaceMissing,
    BackupRefused,
    HeaderAltered,
    KnownRecordError,
    RecordTooNew,
)
from therapist_app.record.folder import strict_json
from therapist_app.record.folder.strict_json import canonical

SECRET_LENGTH = 2 * KEY_LENGTH
FORMAT = "therapist record backup"
VERSION = 2
FIRST = 1
"""The version of the format that was not signed."""
ENDING = ".tvb"
_FOOTER, _FIRST_FOOTER = struct.Struct(">16sIII"), struct.Struct(">16sII")
_MARK, _FIRST_MARK = b"record backup 2\n", b"record backup 1\n"
_ANY_MARK = re.compile(rb"record backup [0-9]+\n")
_LONGEST_FOOTER = 64
"""How near the end a later version has its mark, in bytes."""
_LIMIT = 8 << 20
"""How long a tail may be, in bytes: the header, which it carries, may have 2 MiB."""
_AT_A_TIME = 1 << 20
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")
_CAREFULLY = sum(getattr(os, each, 0) for each in _FLAGS)
_NONCE = 12


def new_secret(audit_key: Masked, sources: ClockAndRandom) -> Masked:
    """Return the secret of a new backup of a database with this audit key."""
    whole = bytearray(SECRET_LENGTH)  # grown, it would leave a copy behind
    whole[:KEY_LENGTH] = sources.random_bytes(KEY_LENGTH)
    with audit_key.revealed() as second:
        whole[KEY_LENGTH:] = second
    return Masked(whole)


def halves(secret: Masked) -> tuple[Masked, Masked]:
    """Return the backup's own key, and the audit key."""
    with secret.revealed() as whole:
        first, second = whole[:KEY_LENGTH], whole[KEY_LENGTH:]
    return Masked(first), Masked(second)


@dataclass(frozen=True, slots=True)
class Label:
    """The part of a backup that stands in the clear.

    Attributes:
        database: `SERVICE`, or the uid of a caseload's owner.
        generation: Of the database's data key when the backup was made.
        boxes: Pairs of a uid, or `CONTINUITY`, and the backup's secret sealed to it.
        header: The service's header as it was, in the service file's backup; else empty.
        version: Of the format.

    """

    service_id: str
    database: str
    made_at: datetime
    generation: int
    boxes: tuple[tuple[str, bytes], ...] = ()
    header: str = ""
    version: int = VERSION


def with_boxes(
    label: Label, secret: Masked, holders: Iterable[tuple[str, bytes]], sources: ClockAndRandom
) -> Label:
    """Return the label with the backup's secret sealed to each of its holders."""
    boxes = []
    for uid, public in holders:
        with secret.revealed() as whole:
            boxes.append((uid, seal(whole, public, _context(label, uid), sources)))
    return replace(label, boxes=tuple(boxes))


def open_box(label: Label, uid: str, private_key: Masked) -> Masked:
    """Return the backup's secret.

    Raises:
        BackupRefused: It is not sealed to this person.
        BackupDamaged: The box, or the label around it, was changed.

    """
    box = dict(label.boxes).get(uid)
    if box is None:
        raise BackupRefused("not-yours")
    try:
        return Masked(unseal(box, private_key, _context(label, uid)))
    except HeaderAltered:
        raise BackupDamaged("label") from None


def spell_label(label: Label) -> bytes:
    """Return the one spelling of a label."""
    return canonical(
        {
            "format": FORMAT,
            "version": label.version,
            "service_id": label.service_id,
            "database": label.database,
            "made_at": moment_text(label.made_at),
            "generation": label.generation,
            "boxes": [[uid, box.hex()] for uid, box in label.boxes],
            "header": label.header,
        }
    )


def read_label(spelt: bytes) -> Label:
    """Return the label that was spelt.

    Raises:
        BackupDamaged: It is not as it was written.
        RecordTooNew: A later version wrote it.

    """
    try:
        fields = strict_json.parse(spelt)
        if fields["format"] != FORMAT:
            raise BackupDamaged("label")
        if fields["version"] not in (FIRST, VERSION):
            raise RecordTooNew("backup")
        label = Label(
            service_id=fields["service_id"],
            database=fields["database"],
            made_at=moment_from(fields["made_at"]),
            generation=int(fields["generation"]),
            boxes=tuple((uid, bytes.fromhex(box)) for uid, box in fields["boxes"]),
            header=fields["header"],
            version=fields["version"],
        )
        named = ("service_id", "database", "header")
        texts = (*(fields[each] for each in named), *(uid for uid, _ in fields["boxes"]))
        if not all(isinstance(each, str) for each in texts):
            raise BackupDamaged("label")
    except (strict_json.BadJson, KeyError, TypeError, ValueError):
        raise BackupDamaged("label") from None
    return label


def _context(label: Label, recipient: str) -> bytes:
    return canonical(
        {
            "use": "backup",
            "service": label.service_id,
            "database": label.database,
            "made_at": moment_text(label.made_at),
            "to": recipient,
        }
    )


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands behind the database.

    Attributes:
        label: As it is spelt.
        manifest: Encrypted.
        signature: As it is spelt; empty in the first version of the format.
        start: Where it begins: the size of the database in bytes.

    """

    label: bytes
    manifest: bytes
    signature: bytes
    start: int


def add_tail(path: Path, label: bytes, manifest: bytes, signature: bytes) -> None:
    """Write the tail behind a database, and all of it through to the disk."""
    body = label + manifest + signature
    length = _whole_pages(len(body) + _FOOTER.size)
    footer = _FOOTER.pack(_MARK, len(label), len(manifest), len(signature))
    with path.open("ab", buffering=0) as file:
        file.write(body.ljust(length - _FOOTER.size, b"\0") + footer)
        flush_file(file.fileno())


def read_tail(path: Path) -> Tail:
    """Return the tail of a backup.

    Raises:
        BackupPlaceMissing: The file cannot be reached.
        BackupDamaged: It is not a whole backup.
        RecordTooNew: A later version made it.

    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise BackupDamaged("no-backup")
        with _opened(path) as file:
            return _read_tail(file, file.seek(0, os.SEEK_END))
    except OSError:
        raise BackupPlaceMissing from None


def digest_of(path: Path, size: int, *, from_disk: bool = True) -> bytes:
    """Return the SHA-256 of the first `size` bytes; `from_disk` itself where that can be."""
    digest = hashlib.sha256()
    with _opened(path) as file:
        if from_disk:
            _forget_cached(file.fileno())
        for part in _parts(file, size):
            digest.update(part)
    return digest.digest()


def take_database(backup: "BackupFile", path: Path) -> None:
    """Copy the database of a backup into an empty file, as whoever made it signed it.

    It is read once: whoever reaches the folder may exchange the backup between two readings.

    Raises:
        BackupDamaged: It is not what was signed.
        OSError: The disk refuses.

    """
    digest, size = hashlib.sha256(), backup.manifest.size
    with _opened(backup.path) as source, path.open("wb") as target:
        _forget_cached(source.fileno())
        for part in _parts(source, size):
            digest.update(part)
            target.write(part)
    if digest.digest() != backup.manifest.sha256:
        raise BackupDamaged("digest")


def _opened(path: Path) -> BinaryIO:
    """Open a file; no link is followed and no pipe waited for."""
    return os.fdopen(os.open(path, os.O_RDONLY | _CAREFULLY), "rb")


def _parts(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the first `size` bytes of a file, or fewer where it is shorter."""
    left = size
    while left and (part := file.read(min(_AT_A_TIME, left))):
        yield part
        left -= len(part)


def _read_tail(file: BinaryIO, size: int) -> Tail:
    if size % PAGE or not size:
        raise BackupDamaged("cut-off")
    file.seek(size - _LONGEST_FOOTER)
    footer, lengths = _lengths(file.read())
    length = _whole_pages(sum(lengths) + footer)
    if length > _LIMIT or length >= size:
        raise BackupDamaged("cut-off")
    file.seek(size - length)
    body = file.read()[:-footer]
    ends = list(itertools.accumulate(lengths))
    if any(body[ends[-1] :]):
        raise BackupDamaged("tail")
    label, manifest, signature = (
        body[start:end] for start, end in zip((0, *ends), ends, strict=False)
    )
    return Tail(label, manifest, signature, size - length)


def _lengths(end: bytes) -> tuple[int, tuple[int, int, int]]:
    """Return how long the footer is in this end, and label, manifest and signature are."""
    mark, label, manifest, signature = _FOOTER.unpack(end[-_FOOTER.size :])
    if mark == _MARK:
        return _FOOTER.size, (label, manifest, signature)
    mark, label, manifest = _FIRST_FOOTER.unpack(end[-_FIRST_FOOTER.size :])
    if mark == _FIRST_MARK:
        return _FIRST_FOOTER.size, (label, manifest, 0)
    if _ANY_MARK.search(end):
        raise RecordTooNew("backup")
    raise BackupDamaged("cut-off")


def _whole_pages(length: int) -> int:
    return -(-length // PAGE) * PAGE


def _forget_cached(descriptor: int) -> None:
    # What was just written would else be read from memory, and the stick not at all.
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup.

    Attributes:
        id: Of the backup; each of its copies has the same.
        header_generation: Of the service's header when it was made.
        application: The version of the application that made it.
        figures: Of the database, when it was copied.
        size: Of the database, in bytes.
        sha256: Of the database as it lies in the file.
        made_by: The uid of the person whose session made it.
        header: As in the label, in a caseload's backup; empty in the service file's, and in the
            first version of the format.
        spoilt: How many entries of the audit were not as they had been written.

    """

    id: str
    header_generation: int
    application: str
    figures: Figures
    size: int
    sha256: bytes
    made_by: str
    header: str = ""
    spoilt: int = 0


def lock_manifest(manifest: Manifest, key: Masked, label: bytes, nonce: bytes) -> bytes:
    """Return a manifest encrypted under the backup's key, bound to its spelt label."""
    figures = manifest.figures
    spelt = canonical(
        {
            "id": manifest.id,
            "header_generation": manifest.header_generation,
            "application": manifest.application,
            "schema": figures.schema,
            "rows": dict(figures.rows),
            "audit": [figures.mark.n, figures.mark.head.hex()],
            "changed_at": moment_text(figures.changed_at) if figures.changed_at else None,
            "size": manifest.size,
            "sha256": manifest.sha256.hex(),
            "made_by": manifest.made_by,
            "header": manifest.header,
            **({"spoilt": manifest.spoilt} if manifest.spoilt else {}),
        }
    )
    manifest_key = _manifest_key(key)
    sealed = nonce + ChaCha20Poly1305(manifest_key).encrypt(nonce, spelt, label)
    wipe(manifest_key)
    return sealed


def open_manifest(sealed: bytes, key: Masked, label: bytes) -> Manifest:
    """Return a backup's manifest.

    Raises:
        BackupDamaged: It, or the label, was changed, or the key is another backup's.

    """
    manifest_key = _manifest_key(key)
    nonce, rest = sealed[:_NONCE], sealed[_NONCE:]
    try:
        spelt = ChaCha20Poly1305(manifest_key).decrypt(nonce, rest, label)
    except (InvalidTag, ValueError):
        raise BackupDamaged("manifest") from None
    finally:
        wipe(manifest_key)
    fields = strict_json.parse(spelt)
    n, head = fields["audit"]
    return Manifest(
        id=fields["id"],
        header_generation=fields["header_generation"],
        application=fields["application"],
        figures=Figures(
            schema=fields["schema"],
            rows=tuple(sorted(fields["rows"].items())),
            mark=Mark(n, bytes.fromhex(head)),
            changed_at=optional_moment_from(fields["changed_at"]),
        ),
        size=fields["size"],
        sha256=bytes.fromhex(fields["sha256"]),
        made_by=fields["made_by"],
        header=fields.get("header", ""),
        spoilt=fields.get("spoilt", 0),
    )


def _manifest_key(key: Masked) -> bytearray:
    with key.revealed() as whole:
        return derive(whole, "backup manifest")


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup whose secret is known; the database inside it was not looked at.

    Attributes:
        signature: Of whoever made it, over what is in the file; whether they might is asked of
            the header. None in the first version of the format.

    """

    path: Path
    label: Label
    manifest: Manifest
    secret: Masked
    signature: BackupSignature | None

    @property
    def header(self) -> str:
        """The service's header as it was when this was made, as it is spelt; else empty."""
        return self.label.header or self.manifest.header


def label_of(path: Path) -> Label:
    """Return what a backup says of itself to anybody.

    Raises:
        BackupPlaceMissing: The file cannot be reached.
        BackupDamaged: It is no whole backup.
        RecordTooNew: A later version made it.

    """
    return read_label(read_tail(path).label)


def signature_in(tail: Tail, version: int) -> BackupSignature | None:
    """Return who signed a backup of this version of the format.

    Raises:
        BackupDamaged: It is not as it was signed, or the signature was taken away.

    """
    if version == FIRST and not tail.signature:
        return None
    return read_signature(tail.signature, tail.label, tail.manifest)


def open_backup(path: Path, uid: str, private_key: Masked) -> BackupFile:
    """Return a backup opened with a person's private key.

    Raises:
        BackupRefused: It is not sealed to this person.
        BackupDamaged: Label, manifest or signature is not as it was written.
        KnownRecordError: As `label_of` raises.

    """
    tail = read_tail(path)
    label = read_label(tail.label)
    secret = open_box(label, uid, private_key)
    key, audit_key = halves(secret)
    audit_key.forget()
    try:
        manifest = open_manifest(tail.manifest, key, tail.label)
        signature = signature_in(tail, label.version)
        if signature is not None and signature.sha256 != manifest.sha256:
            raise BackupDamaged("signature")
    except KnownRecordError:
        secret.forget()
        raise
    finally:
        key.forget()
    return BackupFile(path, label, manifest, secret, signature)

"""A backup as a file: the encrypted database, and behind it the tail.

::

    database part   as SQLCipher reads it, under a key of its own; whole pages
    label           in the clear (`backup_label`)
    manifest        encrypted (`backup_manifest`)
    zeros           up to a whole page
    footer          a mark, and the lengths of label and manifest

The database comes first, so that it is read where it lies: nothing has to be unpacked to check
it or to put it back, and making one writes each page once.
"""

import hashlib
import os
import stat
import struct
from dataclasses import dataclass
from pathlib import Path

from therapist_app.record.database.connection import PAGE
from therapist_app.record.errors import BackupDamaged, BackupPlaceMissing

ENDING = ".tvb"
_FOOTER = struct.Struct(">16sII")
_MARK = b"record backup 1\n"
_LIMIT = 1 << 20
_FLAGS = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")
_CAREFULLY = sum(getattr(os, each, 0) for each in _FLAGS)


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands behind the database.

    Attributes:
        label: As it is spelt.
        manifest: Encrypted.
        start: Where it begins: the size of the database in bytes.

    """

    label: bytes
    manifest: bytes
    start: int


def add_tail(path: Path, label: bytes, manifest: bytes) -> None:
    """Write the tail behind a database, and all of it through to the disk."""
    body = label + manifest
    length = -(-(len(body) + _FOOTER.size) // PAGE) * PAGE
    footer = _FOOTER.pack(_MARK, len(label), len(manifest))
    with path.open("ab", buffering=0) as file:
        file.write(body.ljust(length - _FOOTER.size, b"\0") + footer)
        os.fsync(file.fileno())


def read_tail(path: Path) -> Tail:
    """Return the tail of a backup.

    Raises:
        BackupPlaceMissing: The file cannot be reached.
        BackupDamaged: It is not a whole backup.

    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise BackupDamaged("no-backup")
        descriptor = os.open(path, os.O_RDONLY | _CAREFULLY)
        with os.fdopen(descriptor, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(size - _LIMIT, 0))
            return _split(file.read(), size)
    except OSError:
        raise BackupPlaceMissing from None


def digest_of(path: Path, size: int, *, from_disk: bool = True) -> bytes:
    """Return the SHA-256 of the first `size` bytes; `from_disk` itself where that can be."""
    digest, left = hashlib.sha256(), size
    with path.open("rb", buffering=0) as file:
        if from_disk:
            _forget_cached(file.fileno())
        while left and (part := file.read(min(_LIMIT, left))):
            digest.update(part)
            left -= len(part)
    return digest.digest()


def _split(end: bytes, size: int) -> Tail:
    if len(end) < _FOOTER.size or size % PAGE:
        raise BackupDamaged("cut-off")
    mark, label, manifest = _FOOTER.unpack(end[-_FOOTER.size :])
    length = -(-(label + manifest + _FOOTER.size) // PAGE) * PAGE
    if mark != _MARK or length > len(end) or length >= size:
        raise BackupDamaged("cut-off")
    tail = end[-length:]
    if any(tail[label + manifest : -_FOOTER.size]):
        raise BackupDamaged("tail")
    return Tail(tail[:label], tail[label : label + manifest], size - length)


def _forget_cached(descriptor: int) -> None:
    # What was just written would else be read from memory, and the stick not at all.
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)

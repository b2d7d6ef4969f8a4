"""The anchor beside each database: what was the last entry of its audit when last seen.

Encryption proves that no page was forged; it does not prove that the pages are the newest. A
deleted write-ahead log or an older copy of the file reads without complaint. So the number and
head of the newest audit entry also stand in a small file of two 512-byte slots, written in
turn after each commit: a write that is cut off spoils one slot, and the other counts. Waiting
for the disk each time would cost a draft as much as its own commit does; so a draft's mark is
written without waiting (a power cut may leave the anchor behind, never ahead).

A slot also repeats the first 16 bytes of the database, the salt without which none of its pages
can be verified. They are no secret, and whether they are right shows when they are used.

When the database is closed, the slot of its newest mark is sealed with an HMAC over the whole
file. A page that was exchanged for an older copy of itself verifies, and need not disturb
anything else; the seal shows it. Opening takes the seal off before anything can change the file.

While the database is open its file is not opened here a second time: closing that again would
let go of the lock that keeps a second window out, since such locks belong to the process (POSIX).
"""

import contextlib
import hashlib
import hmac
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from therapist_app.record.crypto.key_derivation import authenticate
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.errors import CannotWrite, DiskFull, NotARecord
from therapist_app.record.folder.files import (
    flush_data,
    read_private_file,
    replace_file,
    translate_os_error,
)
from therapist_app.record.folder.layout import database_beside, log_beside

_SLOT = 512
_MAGIC = b"anchor 1"
_HEAD = 32
_SIGNED = len(_MAGIC) + 8 + _HEAD
_SALTED = _SIGNED + 32
_SALT = 16
_SEAL = 32


@dataclass(frozen=True, slots=True)
class Mark:
    """One audit entry: its number and its head."""

    n: int
    head: bytes


def content_of(database: Path) -> bytes | None:
    """Return the SHA-256 of a database that is closed; None where that cannot be read."""
    try:
        if not stat.S_ISREG(database.lstat().st_mode):
            return None
        with database.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return None


class Anchor:
    """The anchor file of one open database.

    Attributes:
        is_torn: Whether a slot that held a mark cannot be read any more.
        salt: The beginning of the database as it was when the newest mark was written.
        was_changed: Whether the database is not as it was closed, as far as the seal tells.

    """

    def __init__(
        self, path: Path, key: Masked, *, salt: bytes = b"", content: bytes | None = None
    ) -> None:
        """Take the salt of the database, and what `content_of` said before it was opened."""
        self._path = path
        self._key = key
        self._own_salt = salt
        self._content = content
        self._slot = 0
        self._descriptor: int | None = None
        self.is_torn = False
        self.salt = b""
        self.was_changed = False
        self._mark: Mark | None = None
        self._seal = bytes(_SEAL)

    def read(self) -> Mark | None:
        """Return the newest mark that is whole, or None when there is none at all."""
        try:
            data = read_private_file(self._path, 2 * _SLOT)
        except (FileNotFoundError, CannotWrite, NotARecord):
            return None
        marks = {slot: self._mark_in(data[slot * _SLOT :][:_SLOT]) for slot in (0, 1)}
        whole = {slot: mark for slot, mark in marks.items() if mark is not None}
        torn = [slot for slot in marks if slot not in whole]
        self.is_torn = any(data[slot * _SLOT :][:_SLOT] != bytes(_SLOT) for slot in torn)
        if not whole:
            return None
        extras = {slot: data[slot * _SLOT + _SALTED :][: _SALT + _SEAL] for slot in whole}
        newest = max(whole, key=lambda slot: whole[slot].n)
        self._slot = 1 - newest
        self._mark = whole[newest]
        self.salt, self._seal = extras[newest][:_SALT], extras[newest][_SALT:]
        if any(self._seal) and self._content is not None and not self._is_log_there():
            self.was_changed = self._seal != self._sealing(whole[newest], self._content)
        return whole[newest]

    def unseal(self) -> None:
        """Take the seal off: the database may change from now on."""
        if any(self._seal):
            self._write_seal(bytes(_SEAL), through=True)

    def create(self, mark: Mark) -> None:
        """Put a fresh anchor in place; where that cannot be written, what stood there stays.

        Raises:
            CannotWrite: Nothing was changed.
            DiskFull: Nothing was changed.

        """
        self._let_go()
        replace_file(self._path, self._spelt(mark) + bytes(_SLOT))
        self._slot = 1
        self._mark = mark

    def write(self, mark: Mark, *, through: bool = True) -> None:
        """Write a mark over the older of the two slots, and wait for the disk if asked to."""
        self._write(self._spelt(mark), self._slot * _SLOT, through=through)
        self._slot = 1 - self._slot
        self._mark = mark

    def hand_over(self, key: Masked, mark: Mark) -> None:
        """Write a mark under the key that comes next, and go on with that key.

        The slot beside it still verifies under the key of before: whichever of the two opens
        the file after a crash finds its mark.

        Raises:
            CannotWrite: It goes on with the key of before.
            DiskFull: It goes on with the key of before.

        """
        before, self._key = self._key, key
        try:
            self.write(mark)
        except (CannotWrite, DiskFull):
            self._key = before
            raise

    def close(self) -> None:
        """Seal a mark that was written for a database that is closed now; let go of the file."""
        if self._descriptor is None:
            return
        with contextlib.suppress(CannotWrite, DiskFull):
            content = content_of(database_beside(self._path))
            if self._mark is not None and content is not None and not self._is_log_there():
                self._write_seal(self._sealing(self._mark, content), through=False)
        self._let_go()

    def _let_go(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _write_seal(self, seal: bytes, *, through: bool) -> None:
        self._write(seal, (1 - self._slot) * _SLOT + _SALTED + _SALT, through=through)
        self._seal = seal

    def _write(self, data: bytes, place: int, *, through: bool) -> None:
        try:
            if self._descriptor is None:
                self._descriptor = os.open(self._path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
            os.lseek(self._descriptor, place, os.SEEK_SET)
            os.write(self._descriptor, data)
            if through:
                flush_data(self._descriptor)
        except OSError as error:
            raise translate_os_error(error) from None

    def _is_log_there(self) -> bool:
        try:
            return log_beside(database_beside(self._path)).stat().st_size > 0
        except OSError:
            return False

    def _sealing(self, mark: Mark, content: bytes) -> bytes:
        return authenticate(self._key, b"closed" + mark.head + content)

    def _spelt(self, mark: Mark) -> bytes:
        signed = _MAGIC + mark.n.to_bytes(8, "big") + mark.head
        slot = signed + authenticate(self._key, signed) + (self._own_salt or self.salt)
        return slot.ljust(_SLOT, b"\0")

    def _mark_in(self, slot: bytes) -> Mark | None:
        signed, mac = slot[:_SIGNED], slot[_SIGNED : _SIGNED + 32]
        if not signed.startswith(_MAGIC) or not hmac.compare_digest(
            authenticate(self._key, signed), mac
        ):
            return None
        return Mark(int.from_bytes(signed[len(_MAGIC) : len(_MAGIC) + 8], "big"), signed[-_HEAD:])

"""The anchor beside each database: what was the last entry of its audit when last seen.

Encryption proves that no page was forged; it does not prove that the pages are the newest. A
deleted write-ahead log or an older copy of the file reads without complaint. So the number and
head of the newest audit entry also stand in a small file of two 512-byte slots, written in
turn after each commit: a write that is cut off spoils one slot, and the other counts. Waiting
for the disk each time would cost a draft as much as its own commit does; so a draft's mark is
written without waiting (a power cut may leave the anchor behind, never ahead).

A slot also repeats the first 16 bytes of the database, the salt without which none of its pages
can be verified. They are no secret, and whether they are right shows when they are used.

When the database is closed, both slots get its newest mark, sealed with an HMAC over the whole
file. A page that was exchanged for an older copy of itself verifies, and need not disturb
anything else; the seal shows it. Opening takes the seal off before anything can change the file:
in its place comes an HMAC that says that it is open. So nobody without the key can take it off. A
log or a journal beside a file that is as it was sealed is none of its own (`opening`).

A page that was exchanged while the file was open is another one than was read or written in that
session (`known_pages`). Such a file gets a seal that fits no file: whoever opens it next is told
what they would be told if it had been changed a moment later.

While the database is open its file is not opened here a second time: closing that again would
let go of the lock that keeps a second window out, since such locks belong to the process (POSIX).
"""

import contextlib
import hashlib
import hmac
import os
import stat
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path

from therapist_app.record.crypto.key_derivation import authenticate
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import PAGE
from therapist_app.record.database.known_pages import KnownPages, begun_macs
from therapist_app.record.errors import CannotWrite, DiskFull, NotARecord
from therapist_app.record.folder.files import (
    CAREFULLY,
    flush_data,
    read_private_file,
    replace_file,
    translate_os_error,
)
from therapist_app.record.folder.layout import database_beside, journal_beside, log_beside

_SLOT = 512
_MAGIC, _FIRST = b"anchor 2", b"anchor 1"
"""Those of the first version have nothing in the place of a seal that was taken off."""
_HEAD = 32
_SIGNED = len(_MAGIC) + 8 + _HEAD
_SALTED = _SIGNED + 32
_SALT = 16
_SEAL = 32
_AT_ONCE = 64 * PAGE


@dataclass(frozen=True, slots=True)
class Mark:
    """One audit entry: its number and its head."""

    n: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What a database that is closed holds.

    Attributes:
        digest: Its SHA-256.
        macs: The beginning of the HMAC of each of its pages, in their order.

    """

    digest: bytes
    macs: bytes


def content_of(database: Path, *, alone: bool = False) -> Content | None:
    """Return the content of a database that is closed; None where that cannot be read.

    It is another one where there is a journal beside it, unless the file `alone` is meant. A log
    that was folded in can come back after a power cut.
    """
    try:
        if not stat.S_ISREG(database.lstat().st_mode):
            return None
        with database.open("rb") as file:
            content = _read(file)
    except OSError:
        return None
    if alone or not _holds_anything(journal_beside(database)):
        return content
    digest = hashlib.sha256(content.digest + b"and a journal").digest()
    return replace(content, digest=digest)


def _read(file: BufferedReader) -> Content:
    digest, macs = hashlib.sha256(), bytearray()
    with memoryview(bytearray(_AT_ONCE)) as buffer:
        while length := file.readinto(buffer):
            digest.update(buffer[:length])
            end = length + -length % PAGE
            buffer[length:end] = bytes(end - length)  # the end of a file that was cut off
            macs += begun_macs(buffer[:end])
    return Content(digest.digest(), bytes(macs))


def lying_beside(database: Path) -> tuple[Path, ...]:
    """Return the log and the journal of a database, those that are there and hold anything.

    What is no file counts as well: the library would wait without end for a pipe.
    """
    return tuple(
        each for each in (log_beside(database), journal_beside(database)) if _holds_anything(each)
    )


def _holds_anything(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return found.st_size > 0 or not stat.S_ISREG(found.st_mode)


class Anchor:
    """The anchor file of one open database.

    Attributes:
        is_torn: Whether a slot that held a mark cannot be read any more.
        salt: The beginning of the database as it was when the newest mark was written.
        was_changed: Whether the database is not as it was closed, as far as the seal tells.
        is_as_closed: Whether the seal says that it is.
        was_left_open: Whether nobody closed it after the newest mark: no seal is on it then.

    """

    def __init__(
        self, path: Path, key: Masked, *, salt: bytes = b"", content: Content | None = None
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
        self.is_as_closed = False
        self.was_left_open = False
        self._mark: Mark | None = None
        self._are_both = False
        self._is_of_two_keys = False
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
        self._are_both = len(whole) == len(marks) and len(set(whole.values())) == 1
        self._slot = 1 - newest
        self._mark = whole[newest]
        self.salt, self._seal = extras[newest][:_SALT], extras[newest][_SALT:]
        self.was_left_open = self._seal == self._open(whole[newest])
        if self._content is not None and self._is_sealed(whole[newest], data[newest * _SLOT :]):
            self.is_as_closed = self._seal == self._sealing(whole[newest], self._content)
            self.was_changed = not self.is_as_closed
        return whole[newest]

    def _is_sealed(self, mark: Mark, slot: bytes) -> bool:
        """Whether the file was closed under a mark; one that was cut off bears that it is open."""
        is_bare = slot.startswith(_FIRST) and not any(self._seal)
        return not is_bare and self._seal != self._open(mark)

    def unseal(self) -> None:
        """Take the seal off: the database may change from now on."""
        if self._mark is None or self._seal == self._open(self._mark):
            return
        if self._are_both:  # the newest one last, as a mark that is cut off is told by it
            self._write(self._spelt(self._mark), self._slot * _SLOT, through=True)
        self._write_seal(self._open(self._mark), through=True)

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
        self._is_of_two_keys = False

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
        self._is_of_two_keys = True

    def close(self, pages: KnownPages | None = None) -> None:
        """Seal a mark that was written for a database that is closed now; let go of the file.

        While a key is being changed the slot beside it is of the other key, and stays.

        Args:
            pages: What the file must hold, where that is known. No seal is put on one of which
                something was missed; one that fits nothing is, where the file holds something else.

        """
        if self._descriptor is None:
            return
        with contextlib.suppress(CannotWrite, DiskFull):
            content = content_of(database_beside(self._path))
            is_alone = not lying_beside(database_beside(self._path))
            is_sure = pages is None or pages.is_sure
            if self._mark is not None and content is not None and is_alone and is_sure:
                is_known = pages is None or pages.are(content.macs)
                seal = self._sealing(self._mark, content, b"closed" if is_known else b"changed")
                self._write_seal(seal, through=False)
                if not self._is_of_two_keys:
                    both = self._spelt(self._mark)[: _SALTED + _SALT] + seal
                    self._write(both, self._slot * _SLOT, through=False)
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
                self._descriptor = os.open(self._path, os.O_WRONLY | CAREFULLY)
            os.lseek(self._descriptor, place, os.SEEK_SET)
            os.write(self._descriptor, data)
            if through:
                flush_data(self._descriptor)
        except OSError as error:
            raise translate_os_error(error) from None

    def _sealing(self, mark: Mark, content: Content, how: bytes = b"closed") -> bytes:
        return authenticate(self._key, how + mark.head + content.digest)

    def _open(self, mark: Mark) -> bytes:
        return authenticate(self._key, b"open" + mark.n.to_bytes(8, "big") + mark.head)

    def _spelt(self, mark: Mark) -> bytes:
        signed = _MAGIC + mark.n.to_bytes(8, "big") + mark.head
        salt = (self._own_salt or self.salt).ljust(_SALT, b"\0")
        slot = signed + authenticate(self._key, signed) + salt + self._open(mark)
        return slot.ljust(_SLOT, b"\0")

    def _mark_in(self, slot: bytes) -> Mark | None:
        signed, mac = slot[:_SIGNED], slot[_SIGNED : _SIGNED + 32]
        if not signed.startswith((_MAGIC, _FIRST)) or not hmac.compare_digest(
            authenticate(self._key, signed), mac
        ):
            return None
        return Mark(int.from_bytes(signed[len(_MAGIC) : len(_MAGIC) + 8], "big"), signed[-_HEAD:])

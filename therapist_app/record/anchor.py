"""The anchor beside each database: what was the last entry of its audit when last seen.

Encryption proves that no page was forged; it does not prove that the pages are the newest. A
deleted write-ahead log or an older copy of the file reads without complaint. So the number and
head of the newest audit entry also stand in a small file of two 512-byte slots, written in
turn after each commit: a write that is cut off spoils one slot, and the other counts. Waiting
for the disk each time would cost a draft as much as its own commit does; so a draft's mark is
written without waiting (a power cut may leave the anchor behind, never ahead).
"""

import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from therapist_app.record.deriving import authenticate
from therapist_app.record.errors import NotARecord
from therapist_app.record.files import (
    create_private_file,
    flush_data,
    read_private_file,
    translate_os_error,
)
from therapist_app.record.wiping import Masked

_SLOT = 512
_MAGIC = b"anchor 1"
_HEAD = 32
_SIGNED = len(_MAGIC) + 8 + _HEAD


@dataclass(frozen=True, slots=True)
class Mark:
    """One audit entry: its number and its head."""

    n: int
    head: bytes


class Anchor:
    """The anchor file of one open database.

    Attributes:
        is_torn: Whether a slot that held a mark cannot be read any more.

    """

    def __init__(self, path: Path, key: Masked) -> None:
        self._path = path
        self._key = key
        self._slot = 0
        self._descriptor: int | None = None
        self.is_torn = False

    def read(self) -> Mark | None:
        """Return the newest mark that is whole, or None when there is none at all."""
        try:
            data = read_private_file(self._path, 2 * _SLOT)
        except (FileNotFoundError, NotARecord):
            return None
        marks = {slot: self._mark_in(data[slot * _SLOT :][:_SLOT]) for slot in (0, 1)}
        whole = {slot: mark for slot, mark in marks.items() if mark is not None}
        torn = [slot for slot in marks if slot not in whole]
        self.is_torn = any(data[slot * _SLOT :][:_SLOT] != bytes(_SLOT) for slot in torn)
        if not whole:
            return None
        newest = max(whole, key=lambda slot: whole[slot].n)
        self._slot = 1 - newest
        return whole[newest]

    def create(self, mark: Mark) -> None:
        """Put a fresh anchor in place, whatever stood there."""
        self.close()
        self._path.unlink(missing_ok=True)
        create_private_file(self._path, self._spelt(mark) + bytes(_SLOT))
        self._slot = 1

    def write(self, mark: Mark, *, through: bool = True) -> None:
        """Write a mark over the older of the two slots, and wait for the disk if asked to."""
        try:
            if self._descriptor is None:
                self._descriptor = os.open(self._path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
            os.lseek(self._descriptor, self._slot * _SLOT, os.SEEK_SET)
            os.write(self._descriptor, self._spelt(mark))
            if through:
                flush_data(self._descriptor)
        except OSError as error:
            raise translate_os_error(error) from None
        self._slot = 1 - self._slot

    def hand_over(self, key: Masked, mark: Mark) -> None:
        """Write a mark under the key that comes next, and go on with that key.

        The slot beside it still verifies under the key of before: whichever of the two opens
        the file after a crash finds its mark.
        """
        self._key = key
        self.write(mark)

    def close(self) -> None:
        """Let go of the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _spelt(self, mark: Mark) -> bytes:
        signed = _MAGIC + mark.n.to_bytes(8, "big") + mark.head
        return (signed + authenticate(self._key, signed)).ljust(_SLOT, b"\0")

    def _mark_in(self, slot: bytes) -> Mark | None:
        signed, mac = slot[:_SIGNED], slot[_SIGNED : _SIGNED + 32]
        if not signed.startswith(_MAGIC) or not hmac.compare_digest(
            authenticate(self._key, signed), mac
        ):
            return None
        return Mark(int.from_bytes(signed[len(_MAGIC) : len(_MAGIC) + 8], "big"), signed[-_HEAD:])

"""The pages of an open file, as they must be found again once it is closed.

Each page ends in the HMAC that SQLCipher made for it, over a fresh IV: no two writings of a page
bear the same, and none that verifies can be made without the key. So the first 8 bytes of it tell
one writing of a page from every other: those that stood in the file before it was opened, and after
each commit those of the pages that went into the write-ahead log. Whatever else stands in the file
as it is closed was put there by somebody else. So was what stands in the file under a page that is
written for the first time since the log was begun: what the session made of it may rest on that.

The log is begun anew only after it was folded into the file; so that none of it is missed, it is
folded here, after what it holds was taken, and never by the library itself. It and the file stay
open here for as long as the connection: what somebody lays in their place is not read.
"""

import os
import struct
import sys
from array import array
from pathlib import Path

from sqlcipher3 import dbapi2

from therapist_app.record.database.connection import FOLDED_AFTER, PAGE, open_beside, was_turned

_HEADER = 32
_BEGUN_AT, _BEGUN = 12, 12
"""Where the header of a log has its number and its salts, which are others each time it begins."""
_MAC = 64
_FRAME = struct.Struct(f">2I 16x {PAGE - _MAC}x 8s {_MAC - 8}x")
"""The number of a page, how many there are after a commit, and the beginning of its HMAC."""
_BEGUN_MAC = 8
_AT_ONCE = 256
_KEEP_STILL = "PRAGMA wal_autocheckpoint = 0"


def begun_macs(pages: memoryview) -> bytes:
    """Return the beginning of the HMAC of each page, of a whole number of pages."""
    with pages.cast("Q") as words:
        return words[(PAGE - _MAC) // 8 :: PAGE // 8].tobytes()


class KnownPages:
    """What each page of an open file bears, as it was read and as this session wrote it.

    Attributes:
        is_sure: Whether nothing was missed.
        is_still: Whether the log is not folded when it is long.

    """

    _place: int
    _log: int

    def __init__(self, macs: bytes | None) -> None:
        """Take what stood in the file before it was opened; None where that could not be read."""
        self._macs = array("Q", macs or b"")
        self._first_is_known = True
        self._connection: dbapi2.Connection | None = None
        self._taken = 0
        self._begun = b""
        self._in_log: set[int] = set()
        self._was_exchanged = False
        self.is_sure = macs is not None
        self.is_still = False

    def go_on_over(self, connection: dbapi2.Connection, path: Path) -> None:
        """Watch the log of a connection to the file from now on, and take what it holds already.

        After the connection before it is the same log where closing that did not fold it in: under
        what was taken of it stands what was known before, not what is known now.
        """
        connection.execute(_KEEP_STILL).fetchall()
        self._connection = connection
        self._first_is_known = self._first_is_known and not was_turned(connection)
        try:
            self._place, self._log = open_beside(connection, path)
        except OSError:
            self.is_sure = False
        self.take()

    def take(self) -> int:
        """Take what was committed since, and return how many pages the log holds.

        While somebody reads a part of an answer it is taken the next time; nothing goes until then.
        """
        frames = self._asked("NOOP")
        if self.is_sure:
            try:
                self._read(frames)
            except (OSError, ValueError):
                self.is_sure = False
        return frames

    def fold(self) -> None:
        """Take what was committed, and fold the log into the file where it is long."""
        if self.take() >= int(FOLDED_AFTER) and not self.is_still:
            self._asked("PASSIVE")

    def end(self) -> None:
        """Take the last, before the connection is closed and the log with it."""
        if self.take() != self._taken:
            self.is_sure = False

    def are(self, macs: bytes) -> bool:
        """Whether pages that stand in the file are those that are known."""
        found = array("Q", macs)
        if not self._first_is_known:
            found[:1] = self._macs[:1]
        return found == self._macs and not self._was_exchanged

    def _begin_log(self, begun: bytes) -> None:
        self._begun = begun
        self._taken = 0
        self._in_log.clear()

    def _asked(self, how: str) -> int:
        """Return how many frames the log holds, as the library knows it; -1 if it is in use.

        Of a file that is not watched none are of interest.
        """
        if self._connection is None:
            return 0
        try:
            answer = self._connection.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
        except dbapi2.Error:
            return -1
        [(_is_busy, frames, _folded)] = answer
        return int(frames)

    def _read(self, frames: int) -> None:
        if frames < 0:
            return
        begun = _whole(self._log, _BEGUN_AT, _BEGUN) if frames else b""
        if begun != self._begun or frames < self._taken:
            self._begin_log(begun)
        macs = self._macs
        while self._taken < frames:
            count = min(_AT_ONCE, frames - self._taken)
            read = _whole(self._log, _HEADER + self._taken * _FRAME.size, count * _FRAME.size)
            for number, size, mac in _FRAME.iter_unpack(read):
                if number not in self._in_log:
                    self._look_under(number)
                    self._in_log.add(number)
                if number > len(macs):  # what was never written reads as nothing
                    macs.extend([0] * (number - len(macs)))
                macs[number - 1] = _spelt(mac)
                if size and size != len(macs):
                    macs.extend([0] * (size - len(macs)))
                    del macs[size:]
            self._taken += count

    def _look_under(self, number: int) -> None:
        """See whether a page stood in the file as it is known before it was written."""
        if number == 1 and not self._first_is_known:
            self._first_is_known = True
        elif number <= len(self._macs) and (known := self._macs[number - 1]):
            found = _spelt(_whole(self._place, number * PAGE - _MAC, _BEGUN_MAC))
            self._was_exchanged = self._was_exchanged or found != known


def _whole(file: int, at: int, length: int) -> bytes:
    os.lseek(file, at, os.SEEK_SET)
    data = os.read(file, length)
    if len(data) < length:
        raise ValueError("cut-off")
    return data


def _spelt(mac: bytes) -> int:
    """Return the beginning of an HMAC as an array of such holds it."""
    return int.from_bytes(mac, sys.byteorder)

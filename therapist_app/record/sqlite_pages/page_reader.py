"""Reading an encrypted file page by page, without SQLite: for what SQLite refuses to open.

The format is that of SQLCipher 4 with a raw key (`sqlcipher.net/sqlcipher-api`): each page of
4096 bytes ends in an IV of 16 and an HMAC-SHA-512 over all before it and the page's number;
the first 16 bytes of the file are the salt of the HMAC's key. A page counts only when its HMAC
verifies, so nothing read here was ever anything but what the application wrote. The file and its
write-ahead log are opened for reading alone.
"""

import hashlib
import hmac
import struct
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from therapist_app.record.crypto.wiping import Masked, wipe_bytes
from therapist_app.record.folder.layout import log_beside

_HEADER, _FRAME = 32, 24
_MAGIC = 0x377F0682
"""The last bit says whether the words of checksums stand with their highest byte first."""
PAGE, USABLE = 4096, 4016
LOCK_PAGE = 0x4000_0000 // PAGE + 1
"""Never written to: the system's locks on the file stand over it."""
_IV, SALT = 16, 16
_SALT_MASK, _ROUNDS = 0x3A, 2
_FIRST = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Log:
    """What a log holds.

    Attributes:
        pages: Where the newest committed copy of each page begins, by its number.
        size: How many pages the file has after the last commit; 0 where there was none.
        is_whole: Whether nothing that follows the last commit looks like a part of this log.

    """

    pages: Mapping[int, int]
    size: int
    is_whole: bool


def read_log(file: BinaryIO) -> Log:
    """Return what a write-ahead log holds, as far as it was committed.

    The format is SQLite's own (`sqlite.org/walformat.html`): a header of 32 bytes, then frames of
    24 bytes and one page, each with a checksum over everything before it. There is nothing in it
    when its beginning is damaged.
    """
    file.seek(0)
    data = file.read()
    header = data[:_HEADER]
    if len(header) < _HEADER:
        return Log({}, 0, is_whole=not header)
    order = ">" if int.from_bytes(header[:4], "big") & 1 else "<"
    sums = _summed((0, 0), header[:24], order)
    if int.from_bytes(header[:4], "big") & ~1 != _MAGIC or _spelt(sums) != header[24:]:
        return Log({}, 0, is_whole=False)
    kept: dict[int, int] = {}
    fresh: dict[int, int] = {}
    size, place, end = 0, _HEADER, _HEADER
    while frame := data[place : place + _FRAME + PAGE]:
        sums = _summed(sums, frame[:8] + frame[_FRAME:], order)
        is_part = frame[8:16] == header[16:24]
        if len(frame) < _FRAME + PAGE or not is_part or _spelt(sums) != frame[16:24]:
            break
        number, committed = struct.unpack(">II", frame[:8])
        fresh[number] = place + _FRAME
        place += len(frame)
        if committed:
            kept |= fresh
            fresh, size, end = {}, committed, place
    return Log(kept, size, is_whole=header[16:24] != data[end + 8 : end + 16])


def _spelt(sums: tuple[int, int]) -> bytes:
    return struct.pack(">II", *sums)


def _summed(sums: tuple[int, int], data: bytes, order: str) -> tuple[int, int]:
    first, second = sums
    for one, two in struct.iter_unpack(f"{order}II", data[: len(data) // 8 * 8]):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second


class PageReader:
    """The pages of one file, the newest of each.

    Attributes:
        count: How many there are.
        log_is_whole: Whether the write-ahead log could be followed to its end.
        verifies: Whether any page verifies at all.

    """

    def __init__(self, path: Path, key: Masked, salt: bytes = b"") -> None:
        """Open a file under its SQLCipher key; `salt` stands in where the file's own is damaged."""
        self._key = key
        self._at_hand: tuple[bytearray, bytearray] | None = None
        self._open = ExitStack()
        self._file: BinaryIO = self._open.enter_context(path.open("rb"))
        log = log_beside(path)
        self._log = self._open.enter_context(log.open("rb")) if log.is_file() else None
        read = read_log(self._log) if self._log else None
        self._in_log = read.pages if read else {}
        self.log_is_whole = read is None or read.is_whole
        inside = path.stat().st_size // PAGE
        # What a log says of the size is not authenticated: it adds no more than it holds.
        self.count = max(inside, min(read.size if read else 0, inside + len(self._in_log)))
        self.verifies = False
        self._mac_key = self._fitting(_at(self._file, 0, SALT), salt)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()
        self._mac_key.forget()

    @contextmanager
    def keys_at_hand(self) -> Generator[None]:
        """Keep both keys whole while many pages are read, which takes a third less then."""
        with self._key.revealed() as key, self._mac_key.revealed() as mac_key:
            self._at_hand = key, mac_key
            try:
                yield
            finally:
                self._at_hand = None

    def page(self, number: int) -> bytes | None:
        """Return a page as SQLite wrote it, or None when it cannot be read or does not verify."""
        if self._at_hand is None:
            with self.keys_at_hand():
                return self.page(number)
        key, mac_key = self._at_hand
        raw = self._raw(number)
        return self._decrypted(number, raw, key) if _is_signed(number, raw, mac_key) else None

    def _raw(self, number: int) -> bytes:
        if number in self._in_log and self._log is not None:
            return _at(self._log, self._in_log[number], PAGE)
        return _at(self._file, (number - 1) * PAGE, PAGE)

    def _fitting(self, own: bytes, other: bytes) -> Masked:
        # The first page that verifies tells which salt is the right one.
        keys = [self._key_under(salt) for salt in (own, other) if len(salt) == SALT]
        keys = keys or [self._key_under(bytes(SALT))]
        for number in range(1, self.count + 1):
            raw = self._raw(number)
            for key in keys:
                with key.revealed() as whole:
                    self.verifies = _is_signed(number, raw, whole)
                if self.verifies:
                    return key
        return keys[0]

    def _key_under(self, salt: bytes) -> Masked:
        masked = bytes(each ^ _SALT_MASK for each in salt)
        with self._key.revealed() as whole:
            derived = hashlib.pbkdf2_hmac("sha512", whole, masked, _ROUNDS, len(whole))
        key = Masked(bytearray(derived))
        wipe_bytes(derived)
        return key

    @staticmethod
    def _decrypted(number: int, raw: bytes, key: bytearray) -> bytes:
        begin = SALT if number == 1 else 0
        cipher = Cipher(AES(key), CBC(raw[USABLE : USABLE + _IV])).decryptor()
        return _FIRST[:begin] + cipher.update(raw[begin:USABLE]) + cipher.finalize()


def _is_signed(number: int, raw: bytes, mac_key: bytearray) -> bool:
    if len(raw) != PAGE:
        return False
    end = USABLE + _IV
    signed = raw[SALT if number == 1 else 0 : end] + number.to_bytes(4, "little")
    return hmac.compare_digest(hmac.digest(mac_key, signed, "sha512"), raw[end:])


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    try:
        file.seek(place)
        return file.read(length)
    except OSError:  # a sector that cannot be read
        return b""

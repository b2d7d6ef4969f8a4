"""Reading a write-ahead log: which page stands where in it, as far as it was committed.

The format is SQLite's own (`sqlite.org/walformat.html`): a header of 32 bytes, then frames of
24 bytes and one page, each with a checksum over everything before it.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

_HEADER, _FRAME, _PAGE = 32, 24, 4096
_MAGIC = 0x377F0682
"""The last bit says whether the words of checksums stand with their highest byte first."""


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
    """Return what a log holds; nothing when its beginning is damaged."""
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
    while frame := data[place : place + _FRAME + _PAGE]:
        sums = _summed(sums, frame[:8] + frame[_FRAME:], order)
        is_part = frame[8:16] == header[16:24]
        if len(frame) < _FRAME + _PAGE or not is_part or _spelt(sums) != frame[16:24]:
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

"""Older pages of a database, laid beside a newer one as somebody without any key can do."""

import struct
from collections.abc import Mapping
from pathlib import Path

from therapist_app.record.database.connection import PAGE

_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_LOG = 0x377F0682
_SECTOR = 512
_NONCE = 7


def pages_that_differ(before: bytes, now: bytes) -> dict[int, bytes]:
    """Return each page, by its number, as it was before, where that is another one now."""
    count = min(len(before), len(now)) // PAGE
    pages = {n + 1: before[n * PAGE :][:PAGE] for n in range(count)}
    return {n: page for n, page in pages.items() if page != now[(n - 1) * PAGE :][:PAGE]}


def journal_of(pages: Mapping[int, bytes], count: int) -> bytes:
    """Return a rollback journal that puts pages back into a database of so many."""
    head = _JOURNAL + struct.pack(">5I", len(pages), _NONCE, count, _SECTOR, PAGE)
    records = [
        struct.pack(">I", n)
        + page
        + struct.pack(">I", (_NONCE + sum(page[at] for at in range(PAGE - 200, 0, -200))) % 2**32)
        for n, page in pages.items()
    ]
    return head.ljust(_SECTOR, b"\0") + b"".join(records)


def log_of(pages: Mapping[int, bytes], count: int) -> bytes:
    """Return a write-ahead log that has pages for the newest of a database of so many."""
    head = struct.pack(">6I", _LOG, 3_007_000, PAGE, 0, 1, 2)
    total = _sum(head, (0, 0))
    spelt = head + struct.pack(">2I", *total)
    for number, (n, page) in enumerate(pages.items(), 1):
        frame = struct.pack(">2I", n, count if number == len(pages) else 0)
        total = _sum(page, _sum(frame, total))
        spelt += frame + struct.pack(">4I", 1, 2, *total) + page
    return spelt


def put_into(path: Path, pages: Mapping[int, bytes]) -> None:
    """Put pages into the file itself."""
    data = bytearray(path.read_bytes())
    for n, page in pages.items():
        data[(n - 1) * PAGE : n * PAGE] = page
    path.write_bytes(data)


def _sum(data: bytes, before: tuple[int, int]) -> tuple[int, int]:
    first, second = before
    for one, other in struct.iter_unpack("<2I", data):
        first = (first + one + second) % 2**32
        second = (second + other + first) % 2**32
    return first, second

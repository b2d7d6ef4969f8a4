"""The bytes of a database that hold neither a row nor the order of rows: SQLite's empty space.

Every page is gone through as `sqlite.org/fileformat2.html` describes it: what a cell, the list of
cells, a page of the free list or the rest of a long row holds is in use, and all else is not. A
page that nothing leads to, or that cannot be followed, counts as unused from end to end: nothing
escapes by being unknown.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from therapist_app.record.sqlite_pages.page_reader import LOCK_PAGE, USABLE
from therapist_app.record.sqlite_pages.tree_reader import (
    INTERIOR_TABLE,
    INTERIORS,
    KINDS,
    LEAF_TABLE,
    Page,
    four,
    length_on_page,
    varint,
)

_FILE_HEADER = 100
_FIRST_FREE = 32
_BLOCK = 4
Span = tuple[int, int]


@dataclass(slots=True)
class UnusedSpace:
    """What stands in the space that is not in use.

    Attributes:
        runs: Bytes that are not zero and stand beside each other, each stretch once, with the
            roots of the trees on whose pages they stand; 0 for a page that belongs to none.
        pages: How many pages were gone through.
        unread: How many pages could not be read.

    """

    runs: dict[bytes, set[int]] = field(default_factory=dict)
    pages: int = 0
    unread: int = 0


def unused_space(page: Page, count: int, roots: Iterable[int]) -> UnusedSpace:
    """Go through all pages and return what stands where nothing should.

    Args:
        page: Reads a page by its number, counted from 1.
        count: How many pages there are.
        roots: The first page of each table and index, page 1 among them.

    """
    used = _Use(page, count, roots)
    found = UnusedSpace(pages=count)
    for number in range(1, count + 1):
        data = page(number)
        if data is not None:
            for run in _runs(data, used.spans.get(number, [])):
                found.runs.setdefault(run, set()).add(used.trees.get(number, 0))
        elif number != LOCK_PAGE:
            found.unread += 1
    return found


def _runs(data: bytes, spans: Iterable[Span]) -> Iterator[bytes]:
    rest = bytearray(data)
    for begin, end in spans:
        rest[begin:end] = bytes(len(rest[begin:end]))
    return (run for run in bytes(rest).split(b"\0") if run)


class _Use:
    """Which bytes of each page are in use, and to which tree each page belongs."""

    def __init__(self, page: Page, count: int, roots: Iterable[int]) -> None:
        self.spans: dict[int, list[Span]] = {}
        self.trees: dict[int, int] = {}
        self._page = page
        self._count = count
        self._note_free()
        waiting = [(root, root) for root in roots]
        while waiting:
            number, root = waiting.pop()
            if number not in self.trees:
                self.trees[number] = root
                waiting += [(each, root) for each in self._note_tree(number, root)]

    def _read(self, number: int) -> bytes | None:
        return self._page(number) if 0 < number <= self._count else None

    def _note_free(self) -> None:
        first = self._read(1)
        number = four(first, _FIRST_FREE) if first else 0
        while number not in self.spans and (data := self._read(number)) is not None:
            following, listed = struct.unpack_from(">II", data)
            self.spans[number] = [(0, 2 * _BLOCK + 4 * listed)]
            number = following

    def _note_tree(self, number: int, root: int) -> list[int]:
        """Note what a page of a tree holds, and return the pages below it."""
        data = self._read(number)
        begin = _FILE_HEADER if number == 1 else 0
        if data is None or data[begin] not in KINDS:
            return []
        kind = data[begin]
        first = begin + (12 if kind in INTERIORS else 8)
        [count] = struct.unpack_from(">H", data, begin + 3)
        spans = [(0, first + 2 * count), *_free_blocks(data, begin)]
        below = [four(data, begin + 8)] if kind in INTERIORS else []
        try:
            for place in struct.unpack_from(f">{count}H", data, first):
                spans.append((place, self._end_of_cell(data, kind, place, root)))
                if kind in INTERIORS:
                    below.append(four(data, place))
        except (struct.error, IndexError):
            return below
        self.spans[number] = spans
        return below

    def _end_of_cell(self, data: bytes, kind: int, begin: int, root: int) -> int:
        length, place = varint(data, begin + (4 if kind in INTERIORS else 0))
        if kind == INTERIOR_TABLE:
            return place
        if kind == LEAF_TABLE:
            _number, place = varint(data, place)
        here = length_on_page(length, kind)
        if here == length:
            return place + length
        self._note_rest(four(data, place + here), length - here, root)
        return place + here + _BLOCK

    def _note_rest(self, number: int, left: int, root: int) -> None:
        while left > 0 and number not in self.spans and (data := self._read(number)) is not None:
            here = min(left, USABLE - _BLOCK)
            self.spans[number], self.trees[number] = [(0, _BLOCK + here)], root
            left -= here
            number = four(data, 0)


def _free_blocks(data: bytes, begin: int) -> Iterator[Span]:
    [place] = struct.unpack_from(">H", data, begin + 1)
    while 0 < place <= USABLE - _BLOCK:
        yield place, place + _BLOCK
        [following] = struct.unpack_from(">H", data, place)
        place = following if following > place else 0

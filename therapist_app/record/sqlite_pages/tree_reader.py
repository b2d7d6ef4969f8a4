"""Reading rows from single pages of a database: SQLite's b-trees (`sqlite.org/fileformat2.html`).

A page is read by itself, so that one that cannot be read takes nothing with it but its own rows.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from therapist_app.record.sqlite_pages.page_reader import USABLE

Value = int | str | bytes | None
Page = Callable[[int], bytes | None]
"""Returns a page by its number, or None when it cannot be read."""

_INTERIOR_INDEX, INTERIOR_TABLE, _LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13
_TABLES = (INTERIOR_TABLE, LEAF_TABLE)
INTERIORS = (_INTERIOR_INDEX, INTERIOR_TABLE)
KINDS = (*INTERIORS, _LEAF_INDEX, LEAF_TABLE)
_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FIXED = {8: 0, 9: 1}
_FIRST_LENGTH = 12
_GOES_ON = 0x80
_LEAST = (USABLE - 12) * 32 // 255 - 23
_MOST = {True: USABLE - 35, False: (USABLE - 12) * 64 // 255 - 23}


@dataclass(frozen=True, slots=True)
class TreePage:
    """One page of a tree.

    Attributes:
        children: The pages below it.
        rows: Its rows: the number of the row in a table that has such numbers, else None, and
            the values. None for a row whose rest cannot be read.

    """

    children: tuple[int, ...]
    rows: tuple[tuple[int | None, tuple[Value, ...]] | None, ...]


class _Broken(Exception):
    """A row cannot be read."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What a page of a tree says of itself, before any row of it is read.

    Attributes:
        kind: One of `KINDS`.
        places: Where each cell begins.
        children: The pages below it.

    """

    kind: int
    places: tuple[int, ...]
    children: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many rows stand on the page, whether or not they can be read."""
        return 0 if self.kind == INTERIOR_TABLE else len(self.places)


def cells_of(data: bytes, number: int) -> Cells | None:
    """Return the cells of a page that was read; None when it is no page of a tree."""
    begin = 100 if number == 1 else 0
    if data[begin] not in KINDS:
        return None
    kind = data[begin]
    [count] = struct.unpack_from(">H", data, begin + 3)
    first = begin + (12 if kind in INTERIORS else 8)
    try:
        places = struct.unpack_from(f">{count}H", data, first)
        children = [four(data, place) for place in places] if kind in INTERIORS else []
        if kind in INTERIORS:
            children.append(four(data, begin + 8))
    except struct.error:
        return None
    return Cells(kind, places, tuple(children))


def read_tree_page(page: Page, number: int) -> TreePage | None:
    """Return a page of a tree; None when it cannot be read or is no such page."""
    data = page(number)
    cells = None if data is None else cells_of(data, number)
    if data is None or cells is None:
        return None
    of = () if cells.kind == INTERIOR_TABLE else cells.places
    return TreePage(cells.children, tuple(_row(page, data, cells.kind, each) for each in of))


def _row(
    page: Page, data: bytes, kind: int, place: int
) -> tuple[int | None, tuple[Value, ...]] | None:
    try:
        place += 4 if kind in INTERIORS else 0
        length, place = varint(data, place)
        number = None
        if kind == LEAF_TABLE:
            number, place = varint(data, place)
        return number, _values(_payload(page, data, place, length, kind))
    except (_Broken, IndexError, struct.error, UnicodeDecodeError):
        return None


def _payload(page: Page, data: bytes, place: int, length: int, kind: int) -> bytes:
    local = length_on_page(length, kind)
    if local == length:
        return _cut(data, place, length)
    found = _cut(data, place, local)
    following = four(data, place + local)
    while len(found) < length:
        more = page(following) if following else None
        if more is None:
            raise _Broken
        found += more[4 : 4 + min(USABLE - 4, length - len(found))]
        following = four(more, 0)
    return found


def length_on_page(length: int, kind: int) -> int:
    """Return how many bytes of a row of `length` bytes stand on the page of its cell.

    What is more goes on in a chain of other pages, whose number follows in four bytes.
    """
    most = _MOST[kind in _TABLES]
    if length <= most:
        return length
    local = _LEAST + (length - _LEAST) % (USABLE - 4)
    return local if local <= most else _LEAST


def _values(record: bytes) -> tuple[Value, ...]:
    end, place = varint(record, 0)
    body, size = end, len(record)
    found: list[Value] = []
    while place < end:
        serial = record[place]
        if serial < _GOES_ON:
            place += 1
        else:
            serial, place = varint(record, place)
        if serial >= _FIRST_LENGTH:
            after = body + (serial - _FIRST_LENGTH) // 2
            if after > size:
                raise _Broken
            data = record[body:after]
            found.append(data.decode() if serial % 2 else data)
        else:
            after = body + _WIDTHS.get(serial, 0)
            found.append(_number(record, body, serial))
        body = after
    return tuple(found)


def _number(record: bytes, place: int, serial: int) -> Value:
    if serial in _WIDTHS:
        return int.from_bytes(_cut(record, place, _WIDTHS[serial]), "big", signed=True)
    return _FIXED.get(serial)


def _cut(data: bytes, place: int, length: int) -> bytes:
    if place + length > len(data):
        raise _Broken
    return data[place : place + length]


def four(data: bytes, place: int) -> int:
    """Return the number that four bytes spell."""
    return int(struct.unpack_from(">I", data, place)[0])


def varint(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and where it ends."""
    value = 0
    for step in range(8):
        byte = data[place + step]
        value = value << 7 | byte & 0x7F
        if byte < _GOES_ON:
            return value, place + step + 1
    value = value << 8 | data[place + 8]
    return value - (1 << 64 if value >> 63 else 0), place + 9

"""A spreadsheet as rows of plain words, read within limits and from memory alone."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from session_forms.picked_files import read_at_most
from therapist_app.workflows.errors import ListRefused
from therapist_app.workflows.importing.workbook import (
    BEGINNING,
    MOST_COLUMNS,
    read_workbook_lines,
)

MOST_BYTES = 10_000_000
MOST_ROWS = 5_000
MOST_ROWS_WITH_EMPTY = 20_000
DELIMITERS = (",", ";", "\t")
_BEFORE_WORDS = "utf-8-sig"
_OLDER_WINDOWS = "cp1252"

_COMPOUND = b"\xd0\xcf\x11\xe0"
"""What a compound file begins with: an older workbook, or a newer one under a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which a workbook under a password lies ([MS-OFFCRYPTO] names it)."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row beneath the heads.

    Attributes:
        number: Its number in the sheet, counted from 1, as a spreadsheet program shows it.
        cells: Its words, one for each head; words beyond the last head come after them.

    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListSheet:
    """The heads of a list, and every row beneath them that is not empty."""

    heads: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_list(data: bytes) -> ListSheet:
    """Return the list in the bytes of a file: an .xlsx workbook, or separated values.

    Commas, semicolons or tabs stand between separated values; they are written in UTF-8, with or
    without a byte order mark, or in Windows-1252. Of a workbook the first sheet is read.

    Raises:
        ListRefused: `detail` says why: size, workbook, text, quotes, empty, rows, columns or
            heads.

    """
    if len(data) > MOST_BYTES:
        raise ListRefused("size")
    if data.startswith(BEGINNING):
        return sheet_of(read_workbook_lines(data))
    if data.startswith(_COMPOUND) and _ENCRYPTED in data:
        raise ListRefused("workbook")
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return sheet_of(enumerate(reader, start=1))
    except csv.Error:
        raise ListRefused("quotes") from None


def sheet_of(lines: Iterable[tuple[int, Sequence[str]]]) -> ListSheet:
    """Return numbered lines as heads and rows; the first that is not empty holds the heads.

    Raises:
        ListRefused: `detail` is empty, rows, columns or heads.

    """
    heads: tuple[str, ...] = ()
    rows: list[SheetRow] = []
    for count, (number, line) in enumerate(lines):
        if count > MOST_ROWS_WITH_EMPTY or len(rows) > MOST_ROWS:
            raise ListRefused("rows")
        cells = _without_empty_end(line)
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise ListRefused("columns")
        if heads:
            rows.append(SheetRow(number, cells + ("",) * (len(heads) - len(cells))))
        else:
            heads = cells
            named = [each for each in heads if each]
            if len(named) != len(set(named)):
                raise ListRefused("heads")
    if not rows:
        raise ListRefused("empty")
    return ListSheet(heads, tuple(rows))


def plain(cell: str) -> str:
    """Return the words of a cell in one line, without marks that nobody sees."""
    composed = unicodedata.normalize("NFC", cell)
    seen = (each for each in composed if unicodedata.category(each) not in {"Cf", "Co", "Cs"})
    spaced = (" " if unicodedata.category(each) == "Cc" else each for each in seen)
    return " ".join("".join(spaced).split())


def _without_empty_end(line: Sequence[str]) -> tuple[str, ...]:
    cells = [plain(each) for each in line]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise ListRefused("text")
    for encoding in (_BEFORE_WORDS, _OLDER_WINDOWS):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListRefused("text")


def _delimiter(text: str) -> str:
    """Return what stands between the values of the first line that is not empty."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def read_file(path: Path) -> ListSheet:
    """Return the list in a file; nothing of it is written anywhere.

    Raises:
        ListRefused: `detail` is "unreadable", or what `read_list` refuses.

    """
    try:
        data = read_at_most(path, MOST_BYTES)
    except OSError:
        raise ListRefused("unreadable") from None
    return read_list(data)

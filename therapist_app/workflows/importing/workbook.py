"""The first sheet of an .xlsx file as lines of plain words: nothing is calculated.

A cell with a formula, or with the error of one, reads as an equals sign, which no cell may hold.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from session_forms.exchange.xlsform.workbook import (
    BROKEN,
    Node,
    RefusedXml,
    column_of,
    paths_of_sheets,
    read_part,
    shared_texts,
)
from therapist_app.workflows.errors import ListRefused

BEGINNING = b"PK\x03\x04"
FORMULA = "="
MOST_PARTS = 1_000
MOST_COLUMNS = 60
_DATE_FORMATS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
# What is begun and not ended goes to the end, or each beginning would be looked at to there.
_NO_DATE_IN_FORMAT = re.compile(r'"[^"]*(?:"|\Z)|\\.|\[[^\]]*(?:\]|\Z)')
# Before March 1900 spreadsheet programs count a day that never was.
_FIRST_SURE_DAY = 61
_LAST_DAY = 2_958_465


@dataclass(frozen=True, slots=True)
class _Words:
    """What cells refer to: shared texts, which styles show a day, and the day of number 0."""

    shared: Sequence[str]
    days: Sequence[bool]
    day_zero: date


def read_workbook_lines(data: bytes) -> list[tuple[int, list[str]]]:
    """Return number and cells of each row of the first sheet.

    Raises:
        ListRefused: "workbook": it is no such file, is too large once unpacked, or is broken.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.namelist()) > MOST_PARTS:
                raise RefusedXml
            return list(_lines(archive))
    except BROKEN:
        raise ListRefused("workbook") from None


def _lines(archive: zipfile.ZipFile) -> Iterator[tuple[int, list[str]]]:
    book = read_part(archive, "xl/workbook.xml")
    first = next(book.all("sheet"))
    path = paths_of_sheets(archive)[first.attributes["id"]]
    words = _words(archive, book)
    last = 0
    for row in read_part(archive, path).all("row"):
        number = int(row.attributes.get("r", last + 1))
        if number <= last:
            raise RefusedXml
        last = number
        yield number, _cells(row, words)


def _words(archive: zipfile.ZipFile, book: Node) -> _Words:
    days: list[bool] = []
    if "xl/styles.xml" in archive.namelist():
        days = list(_styles_of_days(read_part(archive, "xl/styles.xml")))
    is_1904 = any(
        each.attributes.get("date1904") in {"1", "true"} for each in book.all("workbookPr")
    )
    return _Words(shared_texts(archive), days, date(1904, 1, 1) if is_1904 else date(1899, 12, 30))


def _styles_of_days(styles: Node) -> Iterator[bool]:
    own = {
        int(each.attributes["numFmtId"]): _shows_a_day(each.attributes.get("formatCode", ""))
        for each in styles.all("numFmt")
    }
    for table in styles.all("cellXfs"):
        for style in table.all("xf"):
            number = int(style.attributes.get("numFmtId", 0))
            yield number in _DATE_FORMATS or own.get(number, False)


def _shows_a_day(code: str) -> bool:
    left = _NO_DATE_IN_FORMAT.sub("", code).lower()
    return "y" in left or "d" in left


def _cells(row: Node, words: _Words) -> list[str]:
    cells: list[str] = []
    following = 0
    for cell in row.all("c"):
        column = column_of(cell, following)
        following = column + 1
        value = _value(cell, words)
        if value:
            # One beyond what is read, so that a list that is too wide is refused and not cut.
            column = min(column, MOST_COLUMNS)
            cells += [""] * (column + 1 - len(cells))
            cells[column] = value
    return cells


def _value(cell: Node, words: _Words) -> str:
    kind = cell.attributes.get("t", "n")
    if kind == "e" or any(True for _formula in cell.all("f")):
        return FORMULA
    if kind == "inlineStr":
        return cell.words()
    value = next((each.text for each in cell.all("v")), "")
    if not value or kind in {"str", "d"}:
        return value
    if kind == "s":
        return words.shared[int(value)]
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    return _number(value, words, int(cell.attributes.get("s", 0)))


def _number(value: str, words: _Words, style: int) -> str:
    """Return a number as its sheet shows it: a day as 1990-02-28, and 3, not 3.0."""
    number = float(value)
    is_day = style < len(words.days) and words.days[style]
    if is_day and _FIRST_SURE_DAY <= number <= _LAST_DAY and number.is_integer():
        return (words.day_zero + timedelta(days=int(number))).isoformat()
    return str(int(number)) if number.is_integer() else value

"""Sheets of a spreadsheet as rows of named cells."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import islice

from session_forms.errors import DefinitionError
from session_forms.exchange.plain_data.json_files import read_bytes

MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_IN_CELL = 32_767
"""What a cell of the usual spreadsheet programs can hold."""

NAMES = ("survey", "choices", "settings")


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: Its number in the sheet, counted from 1.
        cells: Its cells by the heading above them; empty ones are not there.

    """

    number: int
    cells: Mapping[str, str]


Sheets = Mapping[str, Sequence[Row]]
"""The rows of each sheet, by the sheet's name in lower case."""


_OTHER_SPELLINGS: Mapping[str, str] = {
    "relevance": "relevant",
    "caption": "label",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "requiredmsg": "required_message",
    "value": "name",
}
"""Headings that older spreadsheets have, by what they are called today."""

_OF_BIND: Mapping[str, str] = {
    "relevant": "relevant",
    "required": "required",
    "constraint": "constraint",
    "calculate": "calculation",
    "readonly": "readonly",
}
"""What may stand behind `bind` in a heading."""

_BEFORE_ONE_COLON = frozenset({"bind", "label", "hint", "guidance_hint", "media"})


def rows_of(name: str, lines: Iterable[Sequence[str]]) -> list[Row]:
    """Return the rows below the headings; a row without any cell is left out.

    Raises:
        DefinitionError: There are too many rows, or a heading stands there twice.

    """
    headings: list[str] | None = None
    rows = []
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS:
            what = f"the sheet has more than {MOST_ROWS} rows"
            raise DefinitionError(name, None, "", what, "remove the empty ones or split it")
        cells = [cell.strip()[:MOST_IN_CELL] for cell in line[:MOST_COLUMNS]]
        if headings is None:
            headings = _headings(name, cells) if any(cells) else None
            continue
        named = {key: cell for key, cell in zip(headings, cells, strict=False) if key and cell}
        if named:
            rows.append(Row(number, named))
    return rows


def _headings(name: str, cells: Sequence[str]) -> list[str]:
    headings = [_heading(cell) for cell in cells]
    headings = [_today(each, headings) for each in headings]
    twice = next((each for each in headings if each and headings.count(each) > 1), None)
    if twice is not None:
        what, to_do = "a heading stands there twice", "give each column its own"
        raise DefinitionError(name, None, "", what, to_do)
    return headings


def _heading(cell: str) -> str:
    """Return a heading in the usual spelling; what follows two colons is a language."""
    base, colons, rest = cell.partition("::")
    if not colons and ":" in cell:
        before, _colon, after = cell.partition(":")
        if _plain(before) in _BEFORE_ONE_COLON:
            base, colons, rest = before, "::", after
    if _plain(base) == "bind" and _plain(rest) in _OF_BIND:
        return _OF_BIND[_plain(rest)]
    return _plain(base) + colons + rest.strip()


def _plain(words: str) -> str:
    return words.strip().lower().replace(" ", "_")


def _today(heading: str, beside: Sequence[str]) -> str:
    """Return what a heading is called today, unless that stands beside it already."""
    base, colons, rest = heading.partition("::")
    name = _OTHER_SPELLINGS.get(base, base)
    taken = any(each.partition("::")[0] == name for each in beside)
    return heading if taken else name + colons + rest


def read_csv_sheets(path: Traversable, beside: Iterable[Traversable]) -> Sheets:
    """Return the sheets of a form in CSV.

    Either all stand in the file at `path`, each below a line with its name and with its
    cells one column to the right, or it is the survey, and `choices.csv` and `settings.csv`
    stand `beside` it.

    Raises:
        DefinitionError: One of them cannot be read.

    """
    lines = _csv_lines(path)
    first = next((line for line in lines if any(line)), [""])
    if first[0].strip().lower() in NAMES and not any(first[1:]):
        return {name: rows_of(path.name, sheet) for name, sheet in _stacked(lines).items()}
    sheets = {"survey": rows_of(path.name, lines)}
    for each in beside:
        if each.is_file():
            sheets[each.name.partition(".")[0]] = rows_of(each.name, _csv_lines(each))
    return sheets


def _csv_lines(path: Traversable) -> list[list[str]]:
    try:
        text = read_bytes(path).decode("utf-8-sig")
        return list(islice(csv.reader(io.StringIO(text, newline=None)), MOST_ROWS + 1))
    except (ValueError, csv.Error):
        what, to_do = "this is no CSV in UTF-8 that can be read", "save it as CSV once more"
    raise DefinitionError(path.name, None, "", what, to_do)


def _stacked(lines: list[list[str]]) -> dict[str, list[list[str]]]:
    """Return the lines of each sheet; those of the others are left empty, to count rows."""
    sheets: dict[str, list[list[str]]] = {}
    name = ""
    for number, line in enumerate(lines):
        title = line[0].strip().lower() if line else ""
        if title:
            name = title
        elif name in NAMES:
            sheet = sheets.setdefault(name, [])
            sheet += [[] for _ in range(number - len(sheet))]
            sheet.append(line[1:])
    return sheets

"""The sheets of an .xlsx file: a zip of XML, read within limits."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from session_forms.errors import DefinitionError
from session_forms.exchange.xlsform.sheets import MOST_COLUMNS, MOST_ROWS, NAMES, Sheets, rows_of

MOST_NODES = 400_000
MOST_LEVELS = 50

_ENCODING = re.compile(rb"""\A<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']""")


class RefusedXml(Exception):
    """The XML is broken, too large, in another encoding, or declares something."""


@dataclass(slots=True)
class Node:
    """One element.

    Attributes:
        name: Its name, without a namespace.
        attributes: Its attributes, without namespaces.
        below: The elements in it.
        text: The text directly in it.

    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    below: list["Node"] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> Iterator["Node"]:
        """Yield every element of that name in it, however deep."""
        for each in self.below:
            if each.name == name:
                yield each
            yield from each.all(name)

    def words(self) -> str:
        """Return the text of the runs in it; how signs are read aloud is left out."""
        if self.name == "t":
            return self.text
        return "".join(each.words() for each in self.below if each.name != "rPh")


def parse_xml(data: bytes) -> Node:
    """Return the root of `data`.

    Raises:
        RefusedXml: It is no XML in UTF-8, too large, or has a document type.

    """
    encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if encoding and encoding[1].lower() not in {b"utf-8", b"us-ascii"}:
        raise RefusedXml
    if b"<!DOCTYPE" in data or b"\0" in data:
        raise RefusedXml
    tree = _Tree()
    try:
        tree.parser.Parse(data, True)
    except expat.ExpatError:
        raise RefusedXml from None
    return tree.root


class _Tree:
    """Builds nodes from what the parser meets."""

    def __init__(self) -> None:
        self.root = Node("")
        self._open = [self.root]
        self._count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_NODES or len(self._open) > MOST_LEVELS:
            raise RefusedXml
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        node = Node(name.rpartition(":")[2], plain)
        self._open[-1].below.append(node)
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text


MOST_IN_PART = 10_000_000
"""The largest part, unpacked, that is read."""

BROKEN = (
    OSError,
    EOFError,
    LookupError,
    ValueError,
    OverflowError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    RefusedXml,
)
"""What the zip reader and our own reading raise over a file that is broken or hostile."""

_CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


def read_workbook(name: str, data: bytes) -> Sheets:
    """Return the sheets of the .xlsx file `name` that a form is made of.

    Raises:
        DefinitionError: It is no such file, is too large, or holds what is not read.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = {key: list(lines) for key, lines in _sheets(archive).items()}
    except BROKEN:
        what, to_do = "this is no .xlsx file that can be read", "save it as .xlsx once more"
        raise DefinitionError(name, None, "", what, to_do) from None
    return {key: rows_of(f"{name}, sheet {key}", lines) for key, lines in found.items()}


def _sheets(archive: zipfile.ZipFile) -> dict[str, list[list[str]]]:
    paths = paths_of_sheets(archive)
    shared = shared_texts(archive)
    return {
        sheet.attributes["name"].strip().lower(): _lines(
            read_part(archive, paths[sheet.attributes["id"]]), shared
        )
        for sheet in read_part(archive, "xl/workbook.xml").all("sheet")
        if sheet.attributes["name"].strip().lower() in NAMES
    }


def paths_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return where each sheet lies in a file, by the id by which its workbook names it."""
    return {
        each.attributes["Id"]: _path(each.attributes["Target"])
        for each in read_part(archive, "xl/_rels/workbook.xml.rels").all("Relationship")
    }


def shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells refer to by their number."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [each.words() for each in read_part(archive, "xl/sharedStrings.xml").all("si")]


def read_part(archive: zipfile.ZipFile, path: str) -> Node:
    """Return the root of the XML at a path of a file.

    Raises:
        RefusedXml: It is too large once unpacked, or is refused by `parse_xml`.

    """
    with archive.open(path) as part:
        data = part.read(MOST_IN_PART + 1)
    if len(data) > MOST_IN_PART:
        raise RefusedXml
    return parse_xml(data)


def column_of(cell: Node, following: int) -> int:
    """Return in which column a cell stands, counted from 0; where it does not say, what follows."""
    place = _CELL.fullmatch(cell.attributes.get("r", ""))
    if place is None:
        return following
    number = 0
    for letter in place[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _lines(sheet: Node, shared: Sequence[str]) -> list[list[str]]:
    """Return the cells line by line, with empty ones for what is not written."""
    lines: list[list[str]] = []
    for row in sheet.all("row"):
        number = int(row.attributes.get("r", len(lines) + 1))
        if number <= len(lines):
            raise RefusedXml
        lines += [[] for _ in range(min(number, MOST_ROWS + 1) - len(lines))]
        lines[-1] = _cells(row, shared)
    return lines


def _cells(row: Node, shared: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.all("c"):
        column = column_of(cell, len(cells))
        if column < MOST_COLUMNS:
            cells += [""] * (column + 1 - len(cells))
            cells[column] = _value(cell, shared)
    return cells


def _value(cell: Node, shared: Sequence[str]) -> str:
    kind = cell.attributes.get("t", "n")
    value = next((each.text for each in cell.all("v")), "")
    if kind == "s":
        return shared[int(value)]
    if kind == "inlineStr":
        return cell.words()
    if kind == "b":
        return "yes" if value == "1" else "no"
    return _number(value) if kind == "n" else value


def _number(value: str) -> str:
    """Return a number as a person would type it: 3, not 3.0."""
    number = float(value) if value else 0.0
    return str(int(number)) if value and number.is_integer() else value

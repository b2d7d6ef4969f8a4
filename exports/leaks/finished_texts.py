"""The texts of finished files, each with the place where a person finds it."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject
from typing_extensions import override

from session_forms.exchange.xlsform.workbook import Node, paths_of_sheets, read_part
from session_forms.words.texts import pgettext

SAID_ATTRIBUTES = frozenset({"alt", "aria-label", "aria-description", "title"})
"""Attributes of an HTML file whose words are said or shown."""
OWN_DETAILS = frozenset({"/CreationDate", "/ModDate"})
"""Details of a PDF that are the same in every file of ours."""


class Piece(NamedTuple):
    """One text of a file.

    Attributes:
        place: Where in the file, in words.
        text: Names may run over its lines; a number or a day stands within one.
        is_typed: Whether a person typed it for this occasion.

    """

    file: str
    place: str
    text: str
    is_typed: bool = False


def pieces_of(files: Mapping[str, bytes]) -> Iterator[Piece]:
    """Yield the name of every file and all that can be read in it."""
    for name, data in files.items():
        yield Piece(name, pgettext("place in a file", "name of the file"), name)
        for place, text in texts_of(name, data):
            yield Piece(name, place, text)


def texts_of(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield (place, text) for each page, row, value or line of a finished file."""
    if name.endswith(".pdf"):
        yield from _pdf(data)
        return
    if name.endswith(".xlsx"):
        yield from _workbook(data)
        return
    text = data.decode("utf-8-sig")
    if name.endswith(".csv"):
        for number, row in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            yield pgettext("place in a file", "row {number}").format(number=number), "\n".join(row)
    elif name.endswith(".html"):
        yield from _web_page(text)
    elif name.endswith(".json"):
        yield from _first_of_each(_values("", json.loads(text)))
    else:
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield pgettext("place in a file", "line {number}").format(number=number), line


def _workbook(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the title, the name of each sheet, and what stands in the cells of each line."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for title in read_part(archive, "docProps/core.xml").all("title"):
            yield pgettext("place in a file", "details of the file"), title.text
        paths = paths_of_sheets(archive)
        for sheet in read_part(archive, "xl/workbook.xml").all("sheet"):
            name = sheet.attributes["name"]
            yield pgettext("place in a file", "name of a sheet"), name
            lines = read_part(archive, paths[sheet.attributes["id"]]).all("row")
            for number, line in enumerate(lines, start=1):
                place = pgettext("place in a file", "sheet {name}, row {number}")
                yield place.format(name=name, number=number), "\n".join(_cells(line))


def _cells(line: Node) -> Iterator[str]:
    for cell in line.below:
        yield "".join(each.text if each.name == "v" else each.words() for each in cell.below)


def _web_page(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a browser shows and what a screen reader says, by line."""
    reader = _WebReader()
    reader.feed(text)
    reader.close()
    for number, words in reader.found:
        yield pgettext("place in a file", "line {number}").format(number=number), words


class _WebReader(HTMLParser):
    """Collects words with their line; what a style sheet holds is none."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._is_style = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        for name, value in attrs:
            if name in SAID_ATTRIBUTES and value:
                self.found.append((self.getpos()[0], value))

    @override
    def handle_endtag(self, tag: str) -> None:
        self._is_style = False

    @override
    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_style:
            self.found.append((self.getpos()[0], data))

    @override
    def handle_comment(self, data: str) -> None:
        self.found.append((self.getpos()[0], data))


def _first_of_each(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each text where it first stands: a description says the same thousands of times."""
    said: set[str] = set()
    for place, text in found:
        if text not in said:
            said.add(text)
            yield place, text


def _values(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Yield every key and every value, each with the way to it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield path, str(key)
            yield from _values(f"{path}.{key}".lstrip("."), each)
    elif isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _values(f"{path}.{number}".lstrip("."), each)
    else:
        yield path, str(value)


def _pdf(data: bytes) -> Iterator[tuple[str, str]]:
    reader = PdfReader(io.BytesIO(data))
    for number, page in enumerate(reader.pages, start=1):
        yield (
            pgettext("place in a file", "page {number}").format(number=number),
            page.extract_text(),
        )
    for detail, value in (reader.metadata or {}).items():
        if detail not in OWN_DETAILS:
            yield pgettext("place in a file", "details of the file"), str(value)
    for said in _said_aloud(reader.root_object.get("/StructTreeRoot")):
        yield pgettext("place in a file", "words read aloud for a picture"), said


def _said_aloud(part: object) -> Iterator[str]:
    """Yield what is read aloud instead of what is drawn, in a part of a PDF and all in it."""
    found = part.get_object() if isinstance(part, PdfObject) else None
    if isinstance(found, DictionaryObject):
        if "/Alt" in found:
            yield str(found["/Alt"])
        yield from _said_aloud(found.get("/K"))
    elif isinstance(found, ArrayObject):
        for each in found:
            yield from _said_aloud(each)

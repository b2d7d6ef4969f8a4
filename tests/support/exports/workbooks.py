"""Workbooks read back by the standard library, apart from our own reader."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets_in(data):
    """Return the lines of each sheet by its name; a line ends with its last cell that is filled."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [
            each.attrib["name"]
            for each in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        return {
            name: _lines(ET.fromstring(archive.read(f"xl/worksheets/sheet{at}.xml")))
            for at, name in enumerate(names, start=1)
        }


def _lines(sheet):
    return [_cells(row) for row in sheet.iter(f"{MAIN}row")]


def _cells(row):
    found = {_column(cell.attrib["r"]): _value(cell) for cell in row.iter(f"{MAIN}c")}
    return [found.get(at, "") for at in range(max(found, default=-1) + 1)]


def _column(place):
    number = 0
    for letter in re.match("[A-Z]+", place)[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell):
    if cell.attrib.get("t") == "inlineStr":
        return "".join(each.text or "" for each in cell.iter(f"{MAIN}t"))
    number = cell.find(f"{MAIN}v").text
    return float(number) if "." in number or "e" in number else int(number)

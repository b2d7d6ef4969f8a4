"""A workbook that spreadsheet programs open: sheets of lines as one .xlsx file.

    data = workbook("Title", [Sheet("people", [("Group", "n"), ("25-34", 12)])])

Office Open XML as ECMA-376 has it: text is typed as text and numbers as numbers, so that nothing is
run or guessed. The same sheets give the same bytes: no clock and no machine.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from xml.sax.saxutils import escape, quoteattr

from exports.document.tables import Cell, Column, Table, neutral

CellValue = str | int | float | None
"""What a cell holds; None and no text leave it empty."""
MOST_LINES = 1_048_576
MOST_COLUMNS = 16_384
MOST_LETTERS = 32_767
MOST_OF_A_NAME = 31
"""What a sheet, a cell and the name of a sheet can hold in spreadsheet programs."""
NARROWEST, WIDEST = 9, 60
"""Widths of columns, in letters."""
HEAD, BODY = 1, 2
"""Styles of cells: bold, and running over several lines."""
_LETTERS = 26
_OPEN_XML = "http://schemas.openxmlformats.org"
_MAIN = f"{_OPEN_XML}/spreadsheetml/2006/main"
_PACKAGE = f"{_OPEN_XML}/package/2006"
_OFFICE = f"{_OPEN_XML}/officeDocument/2006/relationships"
_PROPERTIES = f"{_PACKAGE}/relationships/metadata/core-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_LINE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1F]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What spreadsheet programs would take for another sign."""
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet.

    Attributes:
        name: Shortened and told apart from the others where spreadsheet programs ask for it.
        lines: Its lines of cells, the heads first.
        heads: How many lines are heads: bold, and in sight while the others are scrolled.

    """

    name: str
    lines: Sequence[Sequence[CellValue]]
    heads: int = 1


def workbook(title: str, sheets: Sequence[WorkbookSheet]) -> bytes:
    """Return the sheets as one .xlsx file.

    A text that a spreadsheet program could run is made harmless, also for whoever saves a sheet
    as CSV.

    Raises:
        ValueError: There is no sheet, or one holds more than a sheet can.

    """
    if not sheets:
        raise ValueError("A workbook has a sheet.")
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations(
            ("r1", f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            ("r2", _PROPERTIES, "docProps/core.xml"),
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{_said(title)}</dc:title></cp:coreProperties>"
        ),
        "xl/workbook.xml": _list_of(names_of(sheets)),
        "xl/_rels/workbook.xml.rels": _relations(
            *(
                (f"r{at}", f"{_OFFICE}/worksheet", f"worksheets/sheet{at}.xml")
                for at in range(1, len(sheets) + 1)
            ),
            (f"r{len(sheets) + 1}", f"{_OFFICE}/styles", "styles.xml"),
        ),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{at}.xml": _sheet(each) for at, each in enumerate(sheets, start=1)},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(archive_entry(name), f"{_FIRST_LINE}{content}".encode())
    return made.getvalue()


def table_lines(table: Table) -> list[Sequence[CellValue]]:
    """Return the lines of a table, its heads first: a number is a number, else what is shown."""
    return [
        [column.title for column in table.columns],
        *([*map(_value, row, table.columns)] for row in table.rows),
    ]


def _value(cell: Cell, column: Column) -> CellValue:
    if cell.value is not None and column.kind != "text":
        return cell.value
    return cell.text


def names_of(sheets: Iterable[WorkbookSheet]) -> list[str]:
    """Return the names of sheets as spreadsheet programs allow them, no two the same."""
    names: list[str] = []
    taken: set[str] = set()
    for sheet in sheets:
        bare = _NOT_IN_A_NAME.sub(" ", sheet.name)[:MOST_OF_A_NAME].strip("' ") or "-"
        name, number = bare, 1
        while name.casefold() in taken:
            number += 1
            ending = f" {number}"
            name = bare[: MOST_OF_A_NAME - len(ending)] + ending
        taken.add(name.casefold())
        names.append(name)
    return names


def archive_entry(name: str) -> zipfile.ZipInfo:
    """Return the head of a file in a ZIP: its day is the first that one knows, on any system."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _content_types(sheets: int) -> str:
    of_sheets = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{of_sheets}</Types>"
    )


def _relations(*each: tuple[str, str, str]) -> str:
    related = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in each
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'


def _list_of(names: Iterable[str]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(_plain(name))} sheetId="{at}" r:id="r{at}"/>'
        for at, name in enumerate(names, start=1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets></workbook>"
    )


def _sheet(sheet: WorkbookSheet) -> str:
    if len(sheet.lines) > MOST_LINES or any(len(line) > MOST_COLUMNS for line in sheet.lines):
        raise ValueError("A sheet cannot hold so much.")
    pane = (
        f'<pane ySplit="{sheet.heads}" topLeftCell="A{sheet.heads + 1}" '
        'activePane="bottomLeft" state="frozen"/>'
        if sheet.heads
        else ""
    )
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(_widths(sheet.lines), start=1)
    )
    rows = "".join(
        f'<row r="{number}">'
        f"{''.join(_cells(line, number, HEAD if number <= sheet.heads else BODY))}</row>"
        for number, line in enumerate(sheet.lines, start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}">'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"{f'<cols>{widths}</cols>' if widths else ''}<sheetData>{rows}</sheetData></worksheet>"
    )


def _widths(lines: Sequence[Sequence[CellValue]]) -> list[int]:
    """Return the width of each column: that of its longest cell, within limits."""
    widths: list[int] = []
    for line in lines:
        widths += [NARROWEST] * (len(line) - len(widths))
        for at, cell in enumerate(line):
            if cell is not None:
                widths[at] = max(widths[at], len(str(cell)) + 1)
    return [min(each, WIDEST) for each in widths]


def _cells(line: Sequence[CellValue], number: int, style: int) -> Iterator[str]:
    for at, cell in enumerate(line):
        place = f"{column_letters(at)}{number}"
        if isinstance(cell, str):
            if cell:
                yield (
                    f'<c r="{place}" s="{style}" t="inlineStr"><is>'
                    f'<t xml:space="preserve">{_said(cell)}</t></is></c>'
                )
        elif cell is not None:
            if not isfinite(cell):
                raise ValueError("A cell holds a number, or nothing.")
            yield f'<c r="{place}"><v>{cell!r}</v></c>'


def column_letters(at: int) -> str:
    """Return how a column is called: A for 0, AA for 26."""
    letters = ""
    at += 1
    while at:
        at, left = divmod(at - 1, _LETTERS)
        letters = chr(ord("A") + left) + letters
    return letters


def _said(text: str) -> str:
    """Return a text that nothing runs, as it stands in the file."""
    harmless = neutral(_plain(text))
    if len(harmless) > MOST_LETTERS:
        raise ValueError("A cell cannot hold so long a text.")
    return escape(_LOOKS_ESCAPED.sub("_x005F_", harmless))


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)

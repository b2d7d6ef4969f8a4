"""A finished table as CSV: safe in a spreadsheet, numbers stay numbers.

UTF-8 with a mark, CRLF, all text quoted where needed (RFC 4180). A text cell that a spreadsheet
would run is led by an apostrophe (OWASP, CSV injection); a number is written as a number, so
that -7 survives.
"""

import codecs
import csv
import io
import re

from exports.document.tables import Cell, Table

RUNS = re.compile(r"\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n\0]")
"""What a spreadsheet would run: also after spaces, and in full width."""


def table_as_csv(table: Table) -> bytes:
    """Return the table, with the stable ids of its columns in the first line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.id for column in table.columns])
    for row in table.rows:
        writer.writerow([_written(cell) for cell in row])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _written(cell: Cell) -> str:
    if cell.value is not None:
        return repr(cell.value)
    return neutral(cell.text)


def neutral(text: str) -> str:
    """Return a text cell that no spreadsheet runs."""
    clean = text.replace("\0", "")
    return f"'{clean}" if RUNS.match(text) else clean

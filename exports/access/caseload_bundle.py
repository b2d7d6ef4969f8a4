"""Every client of a caseload in one locked PDF, for whoever goes on with another program.

    sealed = sealed_caseload(taken, passphrase, made_on=today, practice=False)

The PDF has one page, which says what is in it, and a ZIP attached: of each client a text to read
and the same as JSON, all their rows of the record as JSON, and each table of it as CSV.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable

from exports.access.access_bundle import parts_as_json
from exports.access.access_record import AccessRecord
from exports.document.tables import neutral
from exports.document.workbook import archive_entry
from exports.package.package import as_json
from exports.package.sealing import lock_pdf
from exports.paper.pages.page import Sheet, make_pdf
from exports.paper.pages.typography import prose, space, words
from session_forms.words.day_words import written_day
from session_forms.words.texts import _

FORMAT = 1
ARCHIVE, ROWS = "clients.zip", "rows.json"

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TakenClient:
    """All that is held about one client.

    Attributes:
        record: In plain words, with every line.
        rows: As the record keeps them, each with the name of its table.

    """

    record: AccessRecord
    rows: tuple[tuple[str, Row], ...]


def caseload_files(clients: Sequence[TakenClient]) -> dict[str, bytes]:
    """Return the files of a copy: the same clients give the same bytes."""
    files: dict[str, bytes] = {}
    tables: dict[str, list[Row]] = {}
    for client in clients:
        record = client.record
        told = {"format": FORMAT, "client_code": record.code, "parts": parts_as_json(record)}
        files[f"clients/{record.code}.json"] = as_json(told)
        files[f"clients/{record.code}.txt"] = "\n".join(_lines(record)).encode()
        for table, row in client.rows:
            tables.setdefault(table, []).append({each: _plain(row[each]) for each in row})
    files[ROWS] = as_json({"format": FORMAT, "tables": tables})
    return files | {f"tables/{name}.csv": _as_csv(rows) for name, rows in tables.items()}


def sealed_caseload(
    clients: Sequence[TakenClient], passphrase: str, *, made_on: date, practice: bool
) -> bytes:
    """Return the copy as one PDF, with the ZIP inside, that only the passphrase opens.

    Raises:
        SealRefused: The passphrase is longer than a PDF takes.

    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in sorted(caseload_files(clients).items()):
            archive.writestr(archive_entry(name), data)
    page = caseload_page(len(clients), made_on=made_on, practice=practice)
    return lock_pdf(page, {ARCHIVE: made.getvalue()}, passphrase)


def caseload_page(count: int, *, made_on: date, practice: bool) -> bytes:
    """Return the page of the copy, which says what is attached to it."""
    title = _("Copy of a caseload")
    sheet = Sheet(title, foot=(written_day(made_on),), practice=practice)
    return make_pdf(sheet, lambda: list(_story(title, count, made_on)))


def _story(title: str, count: int, made_on: date) -> Iterator[Flowable]:
    yield words(title, "title")
    yield space(8)
    for line in (
        _("All that was held on {day} about the clients of one therapist. Clients: {count}."),
        _(
            "The files are attached to this page as clients.zip: look for attachments or attached "
            "files in a program for PDF."
        ),
        _(
            "The folder clients has each client as a text to read and as JSON. The folder tables "
            "has each table of the record as CSV; rows.json has the same for programs, with every "
            "character as it was typed. Scores are not in it: they are worked out from answers."
        ),
        _(
            "This file stays locked where you keep it. What you take out of it is not: keep that "
            "on an encrypted disk, and delete it when it is no longer needed."
        ),
    ):
        yield prose(line.format(day=written_day(made_on), count=count))
        yield space(5)


def _lines(record: AccessRecord) -> Iterator[str]:
    yield record.code
    for part in record.parts:
        yield f"\n\n{part.title}"
        for item in part.items:
            yield f"\n{item.title}"
            for line in item.lines:
                yield f"{line.what}: {line.value}"
    yield ""


def _plain(value: object) -> object:
    """Return a value as JSON has it: bytes, of which no table of clients keeps words, as hex."""
    return value.hex() if isinstance(value, bytes) else value


def _as_csv(rows: Sequence[Row]) -> bytes:
    """Return rows of one table, with cells that no spreadsheet runs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([neutral(each) if isinstance(each, str) else each for each in row.values()])
    return codecs.BOM_UTF8 + out.getvalue().encode()

"""A release as files: report, tables as CSV, workbook and FHIR, codebook, description, manifest.

The same release gives the same bytes: no clock, no machine, files in order of their names.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from exports.client_summary.client_tables import CANNOT_TELL_WORDS, DECLINED_WORDS
from exports.document.document import Report
from exports.document.tables import FEW, NONE, Cell, Column, Table, table_as_csv, with_ends
from exports.document.typesetting import report_pdf
from exports.document.web_page import report_html
from exports.occasion import Occasion, month_in_words
from exports.package.measure_report import measure_report
from exports.package.release_workbook import release_workbook
from session_forms.words.texts import N_, _, pgettext

MANIFEST = "manifest.json"
SIGNATURE = "signature.json"
PACKAGE = "package"
"""What the package is called as a folder, in the folder of its release."""
REPORT = "report.pdf"
WEB_PAGE = "report.html"
WORKBOOK = "tables.xlsx"
MEASURE_REPORT = "measure-report.json"
RELEASE = "release"
"""The column of every table that names the release."""
DESCRIPTION = "datapackage.json"
FORMAT = 1
MISSING = ("", FEW, NONE, DECLINED_WORDS, CANNOT_TELL_WORDS)
TYPES = {"text": "string", "count": "integer", "percent": "integer", "figure": "number"}
SHOWN_OF_HASH = 12
FEW_IN_TABLES = N_(
    "In tables/ “{few}” stands for every number that is not told: of too few people, or a share "
    "close to nobody or to everybody. Beside each share stand the ends of its 95 % interval."
)


def package_files(report: Report, occasion: Occasion) -> dict[str, bytes]:
    """Return every file of the package but manifest and signature, by name.

    A table without a row has no file: it would be the same in every release.
    """
    marked = _marked_tables(report, occasion)
    codebook = _codebook(marked)
    files = _table_files(marked, codebook, occasion)
    tables = digest_of(files)
    files[WORKBOOK] = release_workbook(report, occasion, marked, codebook)
    measured = measure_report(report, occasion)
    if measured is not None:
        files[MEASURE_REPORT] = as_json(measured, indent=None)
    files[DESCRIPTION] = _description(report, occasion, marked, files)
    files["README.txt"] = _readme(report, occasion, tables).encode()
    foot = _foot(occasion, tables)
    files[REPORT] = report_pdf(report, foot, practice=occasion.practice)
    files[WEB_PAGE] = report_html(report, foot, practice=occasion.practice)
    return dict(sorted(files.items()))


def report_alone(report: Report, occasion: Occasion) -> tuple[bytes, str]:
    """Return the report as a PDF, and the hash over its tables as its package has it."""
    marked = _marked_tables(report, occasion)
    tables = digest_of(_table_files(marked, _codebook(marked), occasion))
    return report_pdf(report, _foot(occasion, tables), practice=occasion.practice), tables


def _marked_tables(report: Report, occasion: Occasion) -> tuple[Table, ...]:
    there = (with_ends(each) for each in report.tables if each.rows)
    return tuple(_marked(each, occasion.release_id) for each in there)


def _table_files(marked: Sequence[Table], codebook: Table, occasion: Occasion) -> dict[str, bytes]:
    files = {f"tables/{table.id}.csv": table_as_csv(table) for table in marked}
    files["codebook.csv"] = table_as_csv(_marked(codebook, occasion.release_id))
    return files


def _foot(occasion: Occasion, tables: str) -> tuple[str, str, str]:
    return (
        _("Release {id}").format(id=occasion.release_id),
        month_in_words(occasion.month),
        _("tables {hash}").format(hash=tables[:SHOWN_OF_HASH]),
    )


def manifest_of(files: Mapping[str, bytes], occasion: Occasion) -> bytes:
    """Return the list of all files with their hashes, which is what gets signed."""
    content = {
        "format": FORMAT,
        "release": occasion.release_id,
        "profile": occasion.profile,
        "month": occasion.month,
        "practice": occasion.practice,
        **({"left_out": sorted(occasion.left_out)} if occasion.is_about_one else {}),
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        },
    }
    return as_json(content)


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return one hash over files and their names, in order."""
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


def as_json(content: object, *, indent: int | None = 1) -> bytes:
    """Return JSON in its one spelling."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=indent, allow_nan=False)
    return f"{text}\n".encode()


def _marked(table: Table, release_id: str) -> Table:
    """Return a table whose rows name their release.

    The same figures for two recipients are then no two files that are equal to the byte, and no
    hash of one is that of the other.
    """
    column = Column(RELEASE, pgettext("codebook", "Release"), "text", _("Which release it is of"))
    cell = Cell(release_id)
    rows = tuple((cell, *row) for row in table.rows)
    return replace(table, columns=(column, *table.columns), rows=rows)


def _codebook(tables: Sequence[Table]) -> Table:
    columns = (
        Column("table", pgettext("codebook", "Table"), "text", pgettext("codebook", "Table")),
        Column("column", pgettext("codebook", "Column"), "text", pgettext("codebook", "Column")),
        Column("title", pgettext("codebook", "Title"), "text", pgettext("codebook", "Title")),
        Column("kind", pgettext("codebook", "Kind"), "text", pgettext("codebook", "Kind")),
        Column(
            "description",
            pgettext("codebook", "Description"),
            "text",
            pgettext("codebook", "Description"),
        ),
    )
    rows = tuple(
        tuple(
            Cell(each)
            for each in (table.id, column.id, column.title, column.kind, column.description)
        )
        for table in tables
        for column in table.columns
    )
    return Table("codebook", pgettext("table", "Codebook"), columns, rows)


def _description(
    report: Report, occasion: Occasion, tables: Sequence[Table], files: Mapping[str, bytes]
) -> bytes:
    """Return the Frictionless description (Data Package specification, version 1)."""
    programme, version = report.programme
    return as_json(
        {
            "profile": "tabular-data-package",
            "name": f"release-{occasion.release_id.lower()}",
            "title": report.title,
            "description": report.rule,
            "release": _release_facts(occasion),
            "programme": {"id": programme, "version": version},
            "application": {"version": occasion.app_version},
            "forms": [{"id": form_id, "version": number} for form_id, number in report.forms],
            "resources": [_resource(table, files[f"tables/{table.id}.csv"]) for table in tables],
        }
    )


def _release_facts(occasion: Occasion) -> dict[str, object]:
    """Return what is said of the release; a summary says no month of the client's course."""
    facts: dict[str, object] = {
        "id": occasion.release_id,
        "profile": occasion.profile,
        "purpose": occasion.purpose,
        "month": occasion.month,
        "practice": occasion.practice,
        "replaces": occasion.replaces,
    }
    if occasion.is_about_one:
        facts["left_out"] = sorted(occasion.left_out)
    else:
        facts["last_month"] = occasion.last_month
        facts["caseloads_open"] = occasion.caseloads_open
        facts["caseloads_all"] = occasion.caseloads_all
    return facts


def _resource(table: Table, data: bytes) -> dict[str, object]:
    return {
        "profile": "tabular-data-resource",
        "name": table.id,
        "title": table.title,
        "path": f"tables/{table.id}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {
            "missingValues": list(MISSING),
            "fields": [
                {
                    "name": column.id,
                    "title": column.title,
                    "type": TYPES[column.kind],
                    "description": column.description,
                }
                for column in table.columns
            ],
        },
    }


def _readme(report: Report, occasion: Occasion, tables: str) -> str:
    programme, version = report.programme
    covers = _("Covers {covers}, up to the end of {month}.").format(
        covers=occasion.covers, month=month_in_words(occasion.last_month)
    )
    lines = [
        report.title,
        "",
        _("Practice: invented data") if occasion.practice else "",
        _("Release {id}, {month}.").format(
            id=occasion.release_id, month=month_in_words(occasion.month)
        ),
        _("It takes the place of release {id}.").format(id=occasion.replaces)
        if occasion.replaces
        else "",
        _("Purpose: {purpose}.").format(purpose=occasion.purpose_in_words),
        *(() if occasion.is_about_one else (covers,)),
        _("Programme {id} {version}; application {app}.").format(
            id=programme, version=version, app=occasion.app_version
        ),
        report.rule,
        "",
        _("report.pdf is the report, report.html the same for a browser or a screen reader."),
        _("Each table of it is a file in tables/, and a sheet of tables.xlsx."),
        "" if occasion.is_about_one else _(FEW_IN_TABLES).format(few=FEW),
        _("codebook.csv says what each column holds; datapackage.json says so for programs."),
        _("measure-report.json holds the figures as FHIR R4 MeasureReports.")
        if report.for_programs
        else "",
        _("manifest.json lists every file with its hash; signature.json signs the list."),
        _(
            "The signature says that this comes from the service, not who there approved it: ask a "
            "lead of the service for its number, {id}."
        ).format(id=occasion.release_id),
        _("Hash of tables and codebook: {hash}").format(hash=tables),
        "",
        _(
            "To check that nothing was changed, open it in the application, under “Received "
            "reports”."
        ),
        _("With its code and without its window: python -m exports verify FOLDER-OR-FILE"),
        _("To try what can be worked out from it: python -m exports audit FOLDER-OR-FILE")
        if report.for_programs
        else "",
        "",
    ]
    return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1])

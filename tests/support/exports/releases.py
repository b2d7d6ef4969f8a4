"""A small report, and releases of invented clients as they are prepared."""

from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.disclosure.disclosure import READER_PROFILES
from exports.document.document import PreviewPage, Prose, Report
from exports.document.tables import Cell, Column, Table
from exports.package.release import (
    prepare_client_summary,
    prepare_service_report,
)
from exports.reports.service_report import tabulated
from programme.loading import library as programmes
from session_forms.library import library
from tests.support.exports.cases import case_file, many, occasion, pseudonym, record_key

TABLE = Table(
    "means",
    "Means",
    (Column("measure", "Measure", "text", "Name"), Column("n", "Clients", "count", "How many")),
    ((Cell("PHQ-9"), Cell("12", 12)), (Cell("GAD-7"), Cell("*"))),
    ("A note.",),
)


REPORT = Report(
    "Report",
    "R-4F2A-77",
    (PreviewPage("One", (Prose("words"), TABLE)),),
    ("pps", "1"),
    (("phq-9", 1),),
    rule=READER_PROFILES["internal-review"].rule,
)


CONTEXT = ExportContext(pseudonym, record_key, library.installed(), programmes.installed())


def service_report(cases=None, when=None):
    files = many(12) if cases is None else cases
    counted = [pseudonymise(each, CONTEXT) for each in files]
    caseload = tabulated(counted, forms=CONTEXT.forms, programme=CONTEXT.programme)
    return prepare_service_report([caseload], files, when or occasion(), CONTEXT)


def client_summary(when=None):
    return prepare_client_summary(case_file(3), when or occasion("single-case"), CONTEXT)

"""openpyxl and pdfua take what many services say together, number for number."""

import io

import openpyxl
import pytest
from pdfua import Validator

from exports.combining.combined import combine
from exports.combining.combined_report import combined_report, combined_workbook
from exports.combining.finding import packages_in
from exports.combining.gathering import Opener, gather
from exports.combining.measure_words import measure_words
from exports.document.typesetting import report_pdf
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.support.exports.many_packages import package

pytestmark = pytest.mark.filterwarnings("ignore")
QUARTER = "2026-Q4"
NOT_CLAIMED = "UA-28-004"
"""No file of ours claims to conform to PDF/UA: most of its rules no machine can check (ADR 52)."""


@pytest.fixture(scope="module")
def combined(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packages")
    for service in range(25):
        (folder / f"{service}.outcomes").write_bytes(package(service))
    (folder / "before.outcomes").write_bytes(package(1, "2026-Q3"))
    (folder / "again.outcomes").write_bytes(package(2))
    (folder / "torn.outcomes").write_bytes(b"no package")
    return combine(gather(packages_in([folder]), Opener()))


@pytest.fixture(scope="module")
def words():
    return measure_words(forms.installed(), programmes.installed())


def test_openpyxl_reads_every_sum_as_a_number(combined, words):
    data = combined_workbook(combined, QUARTER, words)

    book = openpyxl.load_workbook(io.BytesIO(data))

    heads, *lines = book["totals"].iter_rows(values_only=True)
    totals = combined.totals(QUARTER)
    at = heads.index("Clients")
    assert [line[at] for line in lines] == [each.n for each in totals]
    measures = [line[heads.index("Measure")] for line in lines]
    assert measures == [each.key.measure for each in totals]
    assert {"main_figures", "services", "counted", "left_out", "refused"} <= set(book.sheetnames)


def test_pdfua_finds_no_more_than_that_conformance_is_not_claimed(combined, words, tmp_path):
    report = combined_report(combined, QUARTER, words, programme=("pps-core", "0.3.0"))
    path = tmp_path / "combined.pdf"
    path.write_bytes(report_pdf(report, (report.title, report.chip), practice=True))

    found = Validator().validate(path)

    assert {each.rule_id for each in found.findings} == {NOT_CLAIMED}

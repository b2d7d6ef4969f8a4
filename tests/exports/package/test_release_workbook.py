"""The workbook of a release: every table, the codebook, rules and notes, all told as on paper."""

from dataclasses import replace
from random import Random

import pytest

from exports.disclosure.disclosure import READER_PROFILES
from exports.document.tables import neutral, with_ends
from exports.package.package import WORKBOOK, package_files
from exports.reports.service_report import service_report, tabulated
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.exports.cases import occasion
from tests.support.exports.releases import REPORT
from tests.support.exports.workbooks import sheets_in


def sheets(report=REPORT, when=None):
    when = when or occasion()
    return sheets_in(package_files(report, when)[WORKBOOK])


@pytest.fixture(scope="module")
def service():
    content = Content(programmes.installed(), forms.installed())
    shelves = {"forms": content.forms, "programme": content.programme}
    cases = random_service(content, Random(4), 40).whole
    return service_report([tabulated(cases, **shelves)], occasion(), **shelves)


def test_each_table_is_a_sheet_and_its_numbers_are_numbers():
    assert sheets()["means"] == [
        ["Release", "Measure", "Clients"],
        ["R-4F2A-77", "PHQ-9", 12],
        ["R-4F2A-77", "GAD-7", "*"],
    ]


def test_the_codebook_is_a_sheet():
    assert ["means", "n", "Clients", "count", "How many"] in sheets()["codebook"]


def test_rules_and_notes_are_the_first_sheet():
    found = sheets()
    rules = next(iter(found.values()))

    assert next(iter(found)) == "Rules and notes"
    assert rules[0] == ["Report", "Practice: invented data"]
    assert ["Release", "R-4F2A-77"] in rules
    assert ["Covers", "1 of 3 caseloads"] in rules
    assert ["Up to the end of", "November 2026"] in rules
    assert ["Rules", READER_PROFILES["internal-review"].rule] in rules
    assert rules[-2:] == [["means", "Means"], ["", "A note."]]
    assert not any("In place of release" in line for line in rules)


def test_a_release_that_is_issued_again_names_the_earlier_one():
    rules = sheets(when=replace(occasion(practice=False), replaces="R-1111-11"))["Rules and notes"]

    assert rules[0] == ["Report"]
    assert ["In place of release", "R-1111-11"] in rules


def test_of_one_client_no_month_of_the_course_is_told():
    rules = sheets(when=occasion("single-case"))["Rules and notes"]

    assert not any(line[0] in {"Covers", "Up to the end of"} for line in rules)


def test_every_table_of_a_service_report_is_in_it_as_it_is_shown(service):
    found = sheets(service)

    for table in service.tables:
        if table.rows:
            shown = [
                [cell.text if cell.value is None else cell.value for cell in row]
                for row in with_ends(table).rows
            ]
            assert found[table.id][1:] == [
                ["R-4F2A-77", *map(kept, row)] for row in map(cut, shown)
            ]
    assert len(found) == 2 + len([table for table in service.tables if table.rows])


def kept(cell):
    return neutral(cell) if isinstance(cell, str) else cell


def cut(row):
    """Return a row up to its last cell that holds something."""
    return row[: max(at for at, cell in enumerate(row, start=1) if cell != "")]


def test_two_recipients_have_no_workbook_in_common():
    one, two = (
        package_files(REPORT, replace(occasion(), release_id=each))[WORKBOOK]
        for each in ("R-1111-11", "R-2222-22")
    )

    assert one != two


def test_the_same_release_has_the_same_workbook():
    assert (
        package_files(REPORT, occasion())[WORKBOOK] == package_files(REPORT, occasion())[WORKBOOK]
    )

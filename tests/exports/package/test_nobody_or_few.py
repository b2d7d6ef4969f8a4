"""No byte of a release says whether nobody or a few are behind a figure that is not told."""

from dataclasses import replace

import pytest

from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.disclosure.disclosure import READER_PROFILES, is_told
from exports.disclosure.protected import Estimated, Number, Part
from exports.package.release import prepare_service_report
from exports.reports.service_report import tabulated
from programme.loading import library as programmes
from session_forms.library import library
from tests.support.exports.cases import many, occasion, pseudonym, record_key

CONTEXT = ExportContext(pseudonym, record_key, library.installed(), programmes.installed())
PROFILE = READER_PROFILES["internal-review"]


@pytest.fixture(scope="module")
def caseload():
    cases = [pseudonymise(each, CONTEXT) for each in many(25)]
    return tabulated(cases, forms=CONTEXT.forms, programme=CONTEXT.programme)


@pytest.fixture(scope="module")
def of_nobody(caseload):
    return released(caseload, 0)


def released(caseload, few):
    """Return the files of a release in which so few are behind all that is not told."""

    def behind(cell):
        match cell:
            case Number(value=value):
                return replace(cell, value=few) if value < PROFILE.least else cell
            case Part(part, whole):
                return Part(behind(part), behind(whole))
            case Estimated() if not is_told(cell, PROFILE):
                return replace(cell, value=40.0 if few else None, people=few, sure=0)
            case _:
                return cell

    tables = tuple(
        replace(table, rows=tuple(tuple(map(behind, row)) for row in table.rows))
        for table in caseload.tables
    )
    made = replace(caseload, tables=tables)
    return dict(prepare_service_report([made], many(25), occasion(), CONTEXT).files)


@pytest.mark.parametrize("few", [1, PROFILE.least - 1])
def test_nobody_is_written_in_every_file_as_a_few_are(caseload, of_nobody, few):
    nobody, some = of_nobody, released(caseload, few)

    assert nobody.keys() == some.keys()
    assert [name for name, data in nobody.items() if data != some[name]] == []


def test_what_is_told_is_another_release(caseload, of_nobody):
    assert of_nobody != released(caseload, PROFILE.least)


def test_every_line_for_programs_has_its_measure(of_nobody):
    """One without would be a figure that nobody is behind."""
    header, *lines = of_nobody["tables/cells.csv"].decode("utf-8-sig").splitlines()
    place = header.split(",").index("measure")

    assert lines
    assert all(line.split(",")[place] for line in lines)

"""A figure of a report, opened: its rule and sum as protected, and exactly whose it is."""

from dataclasses import replace

import pytest

from exports.disclosure.disclosure import READER_PROFILES, finish
from exports.disclosure.protected import added, change, row_key
from exports.document.document import PreviewPage
from exports.document.tables import Column, Count, Figure, RawTable, Share, Table
from exports.estimates.influence import of_nobody
from exports.opened_figures import (
    FigureName,
    OpenedFigure,
    OpenedNumber,
    figures_of,
    open_figure,
    people_behind,
)
from exports.reports.first_page import FIGURES
from exports.reports.questions import QUESTIONS
from exports.reports.report_pictures import BEHIND, PICTURES, SOURCES
from exports.reports.service_report import PARTS, raw_tables, tabulated
from programme.loading import library as programmes
from session_forms.library import library
from tests.support.exports.cases import Shape, case_file, many
from tests.support.exports.reports import passed, report

PROFILE = READER_PROFILES["internal-review"]


@pytest.fixture(scope="module")
def cases():
    return passed(many(40))


@pytest.fixture(scope="module")
def caseload(cases):
    return tabulated(cases, forms=library.installed(), programme=programmes.installed())


@pytest.fixture(scope="module")
def raw(cases):
    return tuple(raw_tables(cases, library.installed(), programmes.installed()))


@pytest.fixture(scope="module")
def made():
    return report(many(40))


def opened_of(caseload, figure):
    return open_figure([caseload], programmes.installed(), PROFILE, figure)


def tables_of(made):
    return {table.id: table for table in made.tables if table.keys}


def test_every_picture_and_main_figure_of_a_page_can_be_opened(made, caseload):
    tables = tables_of(made)
    for page in made.pages:
        for each in figures_of(page, tables):
            assert opened_of(caseload, each.id) is not None, each
    first = {each.id for each in figures_of(made.pages[0], tables)}
    assert {"classes/phq-9.all", "attendance/attendance.came"} <= first
    assert set(PICTURES) < set(BEHIND)
    assert {*FIGURES, *(each.figure for each in QUESTIONS)} <= set(SOURCES)
    assert {name for part in PARTS for name in part.pictures} == set(BEHIND)
    assert {each.table for each in SOURCES.values()} <= {each.id for each in caseload.tables}


def test_a_figure_is_called_by_its_table_and_what_its_row_is_about(made):
    names = {each.id: each.words for each in figures_of(made.pages[2], tables_of(made))}

    assert names["classes/phq-9.all"].startswith("Reliable change · PHQ-9 · all")


def test_an_opened_figure_says_what_the_report_prints_its_rule_and_its_sum(made, caseload):
    [row] = [
        dict(zip([column.id for column in table.columns], row, strict=True))
        for table in made.tables
        if table.id == "attendance"
        for key, row in zip(table.keys, table.rows, strict=True)
        if key == "attendance.came"
    ]

    opened = opened_of(caseload, "attendance/attendance.came")

    numbers = {each.column: each for each in opened.numbers}
    assert {name: each.said for name, each in numbers.items()} == {
        name: row[name].text for name in ("clients", "sessions")
    }
    assert numbers["clients"].rule == "Clients with at least one such session"
    assert numbers["sessions"].made_of.startswith("About ")
    assert "values of about" in numbers["sessions"].made_of
    assert numbers["clients"].made_of == ""


def test_a_share_says_of_how_many_only_where_it_is_told(caseload):
    found = {"told": 0, "not told": 0}
    for table in caseload.tables:
        for row in table.rows:
            opened = open_figure(
                [caseload], programmes.installed(), PROFILE, f"{table.id}/{row_key(row)}"
            )
            for each in opened.numbers if opened else ():
                if each.said.startswith(("under", "over", "few")):
                    assert each.made_of == ""
                    found["not told"] += 1
                found["told"] += bool(each.made_of)

    assert min(found.values()) > 10


def test_whose_a_figure_is_are_exactly_those_whom_it_counts(caseload, raw):
    tried = 0
    for table in raw:
        for row, key in zip(table.rows, map(row_key, change([table])[0].rows), strict=True):
            opened = opened_of(caseload, f"{table.id}/{key}")
            if opened is None or table.kind == "groups":
                continue
            behind = people_behind(raw, opened)
            for column, cell in zip(table.columns, row, strict=True):
                match cell:
                    case Count(_key, people) | Share(Count(_key, people)):
                        assert behind[column.id] == people
                        tried += 1
                    case _:
                        pass

    assert tried > 100


def test_small_groups_that_stand_together_are_opened_together():
    bands = ("25-34",) * 20 + ("35-44",) * 7 + ("65+",) * 7
    cases = passed(case_file(at, Shape(age_band=band)) for at, band in enumerate(bands, 1))
    raw = tuple(raw_tables(cases, library.installed(), programmes.installed()))
    caseload = tabulated(cases, forms=library.installed(), programme=programmes.installed())
    [table] = [each for each in added([caseload.tables]) if each.id == "by_age_band"]
    [finished], _protection = finish((table,), PROFILE)
    together = f"by_age_band/{finished.keys[-1]}"
    assert finished.rows[-1][0].text == "All other groups together"

    opened = opened_of(caseload, together)

    assert len(opened.keys) > 1
    assert not opened.keys & set(finished.keys[:-1])
    behind = people_behind(raw, opened)["clients"]
    groups = [row for each in raw if each.id == "by_age_band" for row in each.rows]
    alone = {finished.rows[at][0].text for at in range(len(finished.rows) - 1)}
    expected = frozenset().union(*(row[1].people for row in groups if row[0] not in alone))
    assert behind == expected


@pytest.mark.parametrize("figure", ["", "nothing/x", "classes/nothing", "classes"])
def test_what_the_report_does_not_have_cannot_be_opened(caseload, figure):
    assert opened_of(caseload, figure) is None


def test_a_page_without_tables_has_no_figures(made):
    page = PreviewPage("x", (), behind=("gone", "classes/nothing"))

    assert figures_of(page, tables_of(made)) == ()
    nameless = replace(tables_of(made)["classes"], keys=())
    assert figures_of(PreviewPage("x", (nameless,)), {"classes": nameless}) == ()
    assert all(isinstance(each, Table) for each in tables_of(made).values())


def test_a_number_that_nothing_is_known_of_is_nobodys():
    column = Column("mean", "Mean", "figure", "")
    nobody = tuple((each, Figure(of_nobody(each, 1))) for each in ("a", "b"))
    table = RawTable("t", "T", (column, column), (("words", "alone"), *nobody))
    number = OpenedNumber("mean", "Mean", "-", "", "")
    opened = OpenedFigure(FigureName("t/a", "T"), (number,), (), frozenset({"a"}))

    assert people_behind([table], opened) == {"mean": frozenset()}

"""Where clients came from and how long they waited: exact figures, and the page of it."""

from dataclasses import replace
from itertools import pairwise

from exports.case.case import CaseForm, PseudonymisedCase
from exports.document.typesetting import LEFT_FOR_A_PART, height_of
from exports.paper.pages.page import HEIGHT
from exports.reports.attrition_tables import ELIGIBILITY, FIRST_CONTACT, SOURCES
from exports.reports.service_report import service_report, tabulated
from programme.loading import library as programmes
from session_forms.library import library
from tests.support.exports.cases import occasion
from tests.support.exports.cohorts import case
from tests.support.exports.exact import exact_rows


def came(
    key: int, source: str = "", decided: tuple[str, ...] = (), waited: int | None = None
) -> PseudonymisedCase:
    """Return a course of three sessions with what came before it."""
    forms = [CaseForm(ELIGIBILITY, 1, "", 0, {"decision": each}, {}) for each in decided]
    if source:
        forms.append(CaseForm(FIRST_CONTACT, 1, "", 0, {"source": source}, {}))
    return replace(case(3, key=key, waited=waited), forms=tuple(forms))


COHORT = [
    *[came(key, "helpline", ("this_programme",), waited=1) for key in range(1, 9)],
    *[came(key, "police", ("else_first", "this_programme"), waited=6) for key in range(9, 15)],
    *[came(key, "self", ("open",), waited=20) for key in range(15, 20)],
    *[came(key) for key in range(20, 26)],
]


def test_the_sources_are_those_of_the_form() -> None:
    question = library.installed().latest(FIRST_CONTACT).question("source")

    assert set(SOURCES) == {each.id for each in question.options}


def test_sources_are_people_by_who_made_the_first_contact() -> None:
    told = {row[0]: row[1:] for row in exact_rows(COHORT, "sources")}

    assert told["A helpline"] == ["8", "42 %"]
    assert told["The police"] == ["6", "32 %"]
    assert told["The person themselves"] == ["5", "26 %"]


def test_two_first_contacts_of_one_person_are_one_person() -> None:
    twice = replace(came(1, "self"), forms=(*came(1, "self").forms, *came(1, "police").forms))

    told = {row[0]: row[1] for row in exact_rows([twice], "sources")}

    assert told["The police"] == "1"
    assert told.get("The person themselves") in (None, "0")


def test_the_wait_stands_in_bands_that_leave_no_week_out() -> None:
    cases = [came(week + 1, waited=week) for week in range(30)]

    told = {row[0]: row[1] for row in exact_rows(cases, "wait_bands")}

    assert told == {
        "Up to 2 weeks": "3",
        "3 to 4 weeks": "2",
        "5 to 8 weeks": "4",
        "9 to 12 weeks": "4",
        "13 weeks or more": "17",
    }


def test_something_else_first_stays_told_once_it_was_so() -> None:
    told = {row[0]: row[1] for row in exact_rows(COHORT, "right_help")}

    assert told == {
        "This programme, decided at once": "8",
        "Something else came first": "6",
        "Decided otherwise, or left open": "5",
    }


def test_few_people_are_told_of_nobody_and_the_page_is_one_sheet() -> None:
    forms, programme = library.installed(), programmes.installed()
    cases = [*COHORT, came(99, "court", ("other_service",), waited=3)]
    made = service_report(
        [tabulated(cases, forms=forms, programme=programme)],
        occasion(),
        forms=forms,
        programme=programme,
    )

    [page] = [each for each in made.pages if each.title == "Before the course"]
    sources = [table for table in made.tables if table.id == "sources"]
    told = {row[0].text: row[1].text for table in sources for row in table.rows}

    assert told.get("A court, probation or a lawyer", "fewer than 5") != "1"
    assert 0.3 <= height_of(page) / HEIGHT <= 1


def test_a_short_theme_shares_the_sheet_of_the_one_before_where_both_fit() -> None:
    forms, programme = library.installed(), programmes.installed()
    made = service_report(
        [tabulated(COHORT[:14], forms=forms, programme=programme)],
        occasion(),
        forms=forms,
        programme=programme,
    )
    _first, *themes, _attack, _about = [each for each in made.pages if each.printed]

    assert themes[0].on_new_sheet
    assert not all(each.on_new_sheet for each in themes)
    for before, theme in pairwise(themes):
        if before.on_new_sheet and theme.on_new_sheet:
            more = max(height_of(theme), HEIGHT * LEFT_FOR_A_PART)
            assert height_of(before) + more > HEIGHT
            assert height_of(before) >= HEIGHT / 2

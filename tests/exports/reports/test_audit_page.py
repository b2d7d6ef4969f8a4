"""The page that says how far the figures of a report can be narrowed, and what waits for it."""

from random import Random

import pytest

from exports.disclosure import witnesses
from exports.disclosure.narrowing import CountRange
from exports.document.document import Facts, Prose
from exports.errors import FigureCertain
from exports.reports import audit_page
from exports.reports.service_report import EarlierQuarter, service_report, tabulated
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.exports.cases import occasion

TITLE = "How far the figures can be narrowed"


@pytest.fixture(scope="module")
def content():
    return Content(programmes.installed(), forms.installed())


@pytest.fixture(scope="module")
def caseload(content):
    cases = random_service(content, Random(4), 40).whole
    return tabulated(cases, forms=content.forms, programme=content.programme)


def made(content, caseload, earlier=()):
    return service_report(
        [caseload], occasion(), forms=content.forms, programme=content.programme, earlier=earlier
    )


def page_of(report):
    [page] = [each for each in report.pages if each.title == TITLE]
    [facts] = [each for each in page.blocks if isinstance(each, Facts)]
    prose = " ".join(each.text for each in page.blocks if isinstance(each, Prose))
    return dict(facts.rows), prose


def test_the_page_says_what_was_tried_and_how_narrow_a_figure_can_be(content, caseload):
    report = made(content, caseload)
    facts, prose = page_of(report)

    assert int(facts["Counts of clients"]) > 200
    assert int(facts["Rules of the programme"]) > 450
    assert facts["Reports of earlier quarters"] == "0"
    assert "may be any number from " in facts["Narrowest"]
    assert "with a chance of" in facts["Best guess"]
    assert "Proved: for each count" in prose
    assert report.is_decided
    assert report.checks[-1][0] == "Proved that no count can be worked out"
    assert report.pages[-1].title != TITLE == report.pages[-2].title


def test_figures_are_named_in_words_and_never_by_a_key(content, caseload):
    facts, _prose = page_of(made(content, caseload))

    assert facts["Narrowest"].startswith("\N{LEFT DOUBLE QUOTATION MARK}")
    for words in (facts["Narrowest"], facts["Best guess"]):
        assert ": " in words
        assert "_" not in words


def test_earlier_reports_make_a_guess_surer_and_are_counted(content, caseload):
    other = tabulated(
        random_service(content, Random(5), 40).whole,
        forms=content.forms,
        programme=content.programme,
    )
    earlier = (EarlierQuarter("2026-Q2", (other,), 1), EarlierQuarter("2026-Q3", (), 1))

    report = made(content, caseload, earlier)

    assert page_of(report)[0]["Reports of earlier quarters"] == "1"
    assert report.checks[-1][1].endswith("reports of earlier quarters: 1")


def test_what_is_not_decided_is_said_and_asks_for_two_people(content, caseload, monkeypatch):
    monkeypatch.setattr(witnesses, "TRIES", 1)

    report = made(content, caseload)

    assert "Not decided: no count is certain by arithmetic" in page_of(report)[1]
    assert "It leaves only where two people approve it." in page_of(report)[1]
    assert not report.is_decided
    assert report.checks[-1][0] == "Not decided whether a count can be worked out"


def test_a_certain_figure_makes_no_report(content, caseload, monkeypatch):
    true = audit_page.audit

    def planted(printed, programme, **given):
        def pin(ranges, _known):
            return {**ranges, "clients": CountRange(40, 40)}

        return true(printed, programme, **given, deeper=pin)

    monkeypatch.setattr(audit_page, "audit", planted)

    with pytest.raises(FigureCertain, match="would be certain"):
        made(content, caseload)


def test_where_nothing_can_be_guessed_no_guess_is_told(content, caseload, monkeypatch):
    monkeypatch.setattr("exports.disclosure.audit.surest_guess", lambda *_given: None)

    assert "Best guess" not in page_of(made(content, caseload))[0]

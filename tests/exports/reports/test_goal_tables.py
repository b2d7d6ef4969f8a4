"""Goals in exports: one number, small counts hidden, never a word."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from exports.case.casefile import FilledCase
from exports.case.pseudonymise import (
    ExportContext,
    goal_scores,
    pseudonymise,
)
from exports.client_summary.client_summary import client_summary
from exports.client_summary.client_tables import goal_tables
from exports.disclosure.disclosure import NONE
from exports.document.tables import Count
from exports.reports.goal_tables import goal_means
from programme.loading import library as programmes
from session_forms.answers import QuestionId
from session_forms.library import library
from tests.support.exports.cases import case_file, many, occasion, pseudonym, record_key
from tests.support.exports.exact import exact_rows

WORDS = "Sleep by the old mill"


def goals(*levels, baseline=-2):
    rows = tuple(
        MappingProxyType(
            {"goal_text": WORDS}
            | ({} if baseline is None else {"baseline_level": baseline})
            | ({} if level is None else {"rating": level})
        )
        for level in levels
    )
    return {QuestionId("goals"): rows}


def case_with(*fillings, base=None):
    file = base or case_file(1)
    filled = tuple(
        FilledCase("goals", 2, "S04", week, answers) for week, answers in enumerate(fillings, 3)
    )
    return pseudonymise(
        replace(file, filled=(*file.filled, *filled)),
        ExportContext(pseudonym, record_key, library.installed(), programmes.installed()),
    )


def test_only_the_form_of_the_goals_has_a_goal_score():
    assert goal_scores("phq-9", goals(1)) == {}
    assert goal_scores("goals", goals(None)) == {}
    assert goal_scores("goals", goals(1, 1, 1))["goal_attainment"].value == 63.7


def test_the_number_leaves_and_no_word_with_it():
    case = case_with(goals(1, 0))

    [form] = case.of_form("goals")
    assert form.answers == {}
    assert set(form.scores) == {"goal_attainment", "goal_attainment_start"}
    assert WORDS not in repr(case)


def test_a_client_reads_first_and_later_ratings_with_what_is_missing():
    [table] = goal_tables(case_with(goals(None), goals(-1, None), goals(0, 1, baseline=None)))

    assert [[cell.text for cell in row] for row in table.rows] == [
        ["S04", "4", "30", "40", "1 rated"],
        ["S04", "4", NONE, "56.2", "all rated"],
    ]


def test_without_a_rating_there_is_no_table():
    assert goal_tables(case_with(goals(None))) == ()
    assert exact_rows([case_with(goals(None))], "goal_attainment")[0][1:3] == ["0", NONE]


def test_the_summary_of_one_client_holds_the_goals():
    case = case_with(goals(0, 1))

    made = client_summary(
        case,
        occasion("single-case"),
        forms=library.installed(),
        programme=programmes.installed(),
    )

    assert "goals" in [table.id for table in made.tables]
    assert "50 is what was expected" in repr(made.pages[1])


def test_the_mean_counts_the_last_rating_of_each_client_and_who_has_none():
    cases = [
        case_with(*given, base=case_file(n))
        for n, given in enumerate(((goals(-2), goals(0)), (goals(1),), (goals(-1),), ()), 1)
    ]

    [row] = goal_means(cases).rows
    counts = {each.key: each.value for each in row if isinstance(each, Count)}
    assert counts == {"goals.rated": 3, "goals.reached": 2}
    assert row[2].statistic.value == pytest.approx(50)


def test_the_service_report_holds_the_mean_goal_score():
    cases = [case_with(goals(number % 3 - 1, 0), base=file) for number, file in enumerate(many(40))]

    [row] = exact_rows(cases, "goal_attainment")

    assert row[1] == "40"
    assert float(row[2]) == pytest.approx(50, abs=1)

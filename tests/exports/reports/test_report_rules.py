"""What the report says of its own counts is so, and of each count something is said."""

from itertools import combinations
from random import Random

import pytest

from exports.document.tables import Figure
from exports.reports.audit_page import drawn_as, report_constraints
from exports.reports.course_tables import CLIENTS
from exports.reports.service_report import raw_tables
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.protecting import release, statistics_of
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.exports.exact import broken

ALONE = {
    "gate.any": "a gate may be passed over before any session, with or without what else is noted",
    "passed_over": "any form may be filled in by anybody, and may fit no form any more",
}
"""Counts of which nothing is told but that they are of clients, each with the reason."""


@pytest.fixture(scope="module")
def content():
    return Content(programmes.installed(), forms.installed())


@pytest.fixture(scope="module")
def made(content):
    return release(random_service(content, Random(3), 40).whole, content)


@pytest.mark.parametrize("clients", [1, 14, 40])
def test_a_figure_of_nobody_is_named_like_one_of_few(content, clients):
    """A row or a line for programs without its key would say that nobody is behind it."""
    keys = {
        each: row_keys(random_service(content, Random(each), each).whole, content)
        for each in (clients, 60)
    }

    named = [(one, keys[60][where]) for where, one in keys[clients].items() if where in keys[60]]
    assert len(named) > 60
    assert all(one == other for one, other in named)


def test_what_clients_move_a_figure_by_comes_to_nothing_over_all_of_them(made):
    """Else who counts no further than so far pulls it to one side whenever it is told."""
    off = {key: sum(each.influence.values()) / each.span for key, each in made.statistics.items()}

    assert len(off) > 100
    assert {key: part for key, part in off.items() if abs(part) > 0.01} == {}


def test_no_figure_stands_under_two_keys(content):
    """Two draws of one figure are together nearer to it than either."""
    alike = None
    for seed in range(4):
        cases = random_service(content, Random(seed), 60).whole
        found = statistics_of(tuple(raw_tables(cases, content.forms, content.programme)))
        told = {key: (each.value, tuple(each.influence.items())) for key, each in found.items()}
        pairs = {pair for pair in combinations(sorted(told), 2) if told[pair[0]] == told[pair[1]]}
        alike = pairs if alike is None else alike & pairs

    never = {"attendance.cancelled_service.rate", "attendance.not said.rate"}
    assert not {pair for pair in alike if not never & {*pair}}


def row_keys(cases, content):
    """Return the keys of all figures of a row, by its table and its first words."""
    return {
        (table.id, row[0]): [cell.statistic.key for cell in row if isinstance(cell, Figure)]
        for table in raw_tables(cases, content.forms, content.programme)
        for row in table.rows
    }


@pytest.mark.parametrize(("seed", "clients"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 30)])
def test_what_is_said_of_counts_is_so(content, seed, clients):
    true = release(random_service(content, Random(seed), clients).whole, content).true
    constraints = report_constraints(content.programme, true)

    named = {key for each in constraints for key in each.terms}
    assert {
        "drop_out.S04.stopped",
        "follow_up.FU3.better_at_end",
        "drop_out.end.left_out",
        "waits.second.left_out",
        "wait.to_2",
        "phq-9.going_on.unchanged",
        "negative.gad-7",
    } <= named
    assert not broken(constraints, true)


def test_what_is_said_of_counts_is_so_of_each_client_alone(content, made):
    """What holds of each of them holds of all, since counts are sums."""
    constraints = report_constraints(content.programme, made.true)
    cases = random_service(content, Random(3), 40).whole
    kinds = {(each.status, len(each.sessions) // 8): each for each in cases}

    assert {"ended", "follow_up"} <= {status for status, _sessions in kinds}
    for each in kinds.values():
        assert not broken(constraints, release([each], content).true)


OF_NO_COUNT = "fidelity.phase."
"""How figures begin that are of people whom no count is of: adherence by what came of it."""


@pytest.mark.parametrize("seed", [3, 5])
def test_what_has_one_name_is_of_the_same_people_and_every_figure_has_that_of_a_count(
    content, seed
):
    made = release(random_service(content, Random(seed), 60).whole, content)
    named = drawn_as(content.programme)
    behind = {key: frozenset(each.influence) for key, each in made.statistics.items()}

    found = {}
    for key, people in (made.people | behind).items():
        found.setdefault(named(key), set()).add(people)

    assert {name: len(each) for name, each in found.items() if len(each) > 1} == {}
    counted = set(map(named, made.people))
    assert {each for each in behind if named(each) not in counted} == {
        each for each in behind if each.startswith(OF_NO_COUNT)
    }


def test_what_the_programme_makes_one_and_the_same_has_one_name(content):
    named = drawn_as(content.programme)

    assert named("fidelity.module.M01.held") == named("fidelity.S01.held")
    assert named("fidelity.module.M01") == named("fidelity.S01.rated")
    assert named("due.gad-7.done") == named("due.phq-9")
    assert named("due.experience") == named("reached.last") == "fidelity.S20.held"
    assert named("due.phq-9") != named("due.phq-4") != named("attendance.came")


def test_in_a_course_without_tracks_its_end_has_a_name_of_its_own(content):
    without = content.programme.model_copy(update={"tracks": ()})

    assert drawn_as(without)("reached.last") != drawn_as(without)("fidelity.S20.held")


def test_a_number_that_is_off_by_one_breaks_what_is_said(content, made):
    """Of the divisions that are new: each of them is looked at."""
    constraints = report_constraints(content.programme, made.true)

    for key in (
        "phq-9.all",
        "phq-9.ended.improved",
        "wait.3_to_4",
        "right_help.at_once",
        "dose.1",
        "status.ended",
        "negative.gad-7",
    ):
        assert broken(constraints, {**made.true, key: made.true[key] + 1}), key


def test_of_every_count_it_is_decided_whether_the_report_says_what_holds_all_of_it(content, made):
    ruled = {
        key
        for each in report_constraints(content.programme, made.true)
        if CLIENTS not in each.terms or len(each.terms) > 2
        for key in each.terms
    }

    assert made.true.keys() - ruled - ALONE.keys() == {CLIENTS} - ruled, (
        "see RULES beside the table in exports/reports"
    )
    assert not ALONE.keys() & ruled


def test_groups_of_two_divisions_are_not_taken_together(content, made):
    apart = [
        set(each.terms)
        for each in report_constraints(content.programme, made.true)
        if sum("=" in key for key in each.terms) > 1
    ]

    assert any(each >= {CLIENTS, "clients.mode=in person", "clients.mode=remote"} for each in apart)
    assert not any({"clients.age_band=under 35", "clients.mode=remote"} <= each for each in apart)


def test_a_row_that_tells_nothing_is_known_to_be_of_few(content, made):
    printed = {key: number for key, number in made.true.items() if number}
    del printed["fidelity.S20.held"], printed["fidelity.S20.rated"]

    named = {
        key
        for each in report_constraints(content.programme, printed)
        for key in each.terms
        if key not in printed
    }

    assert {"fidelity.S20.held", "status.active", "attendance.other"} <= named
    assert all(made.true.get(key, 0) == 0 or key.startswith("fidelity.S20") for key in named)


def test_of_tables_that_are_not_there_no_row_is_made_up(content):
    known = {CLIENTS, "phq-9.scored", "phq-9.paired"}

    named = {key for each in report_constraints(content.programme, known) for key in each.terms}

    assert named == known

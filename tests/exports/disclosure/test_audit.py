"""The audit of releases: what arithmetic, the programme and chance make of printed counts."""

import subprocess
import sys
from random import Random

import pytest

from exports.disclosure import integer_programme
from exports.disclosure.audit import (
    Surest,
    audit,
    chances_of,
    ranges_of,
    surest_guess,
    weights_of,
)
from exports.disclosure.cell_keys import MOST, most_changed
from exports.disclosure.constraints import Constraint, apart, divided
from exports.disclosure.constraints import within as is_within
from exports.disclosure.narrowing import CountRange, narrowed
from exports.reports.audit_page import report_constraints
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.protecting import release
from tests.campaigns.disclosure.services import Content, random_service

LEAST = 5


@pytest.fixture(scope="module")
def content():
    return Content(programmes.installed(), forms.installed())


@pytest.fixture(scope="module")
def made(content):
    return release(random_service(content, Random(3), 40).whole, content)


def known(content, made):
    return report_constraints(content.programme, made.printed)


@pytest.mark.parametrize("caseloads", [1, 3])
def test_the_chances_of_each_count_add_up_and_small_numbers_are_one(caseloads):
    chances = chances_of(LEAST, caseloads)

    for count in range(40):
        assert sum(chances(count).values()) == pytest.approx(1)
        assert not {1, 2, 3, 4} & chances(count).keys()
    assert (chances(0) == {0: 1.0}) == (caseloads == 1)
    assert max(chances(30)) == 30 + most_changed(caseloads)


def test_what_a_printed_count_may_be_reaches_as_far_as_changes_do():
    chances = chances_of(LEAST)
    ranges = ranges_of({"few": 0, "many": 30}, chances, MOST + LEAST)

    assert ranges["few"] == CountRange(0, MOST + LEAST - 1)
    assert ranges["many"] == CountRange(30 - MOST, 30 + MOST)
    assert sum(weights_of(0, chances, MOST + LEAST).values()) == pytest.approx(1)


SMALL = {
    "whole": CountRange(0, 9),
    "a": CountRange(4, 9),
    "b": CountRange(3, 9),
    "c": CountRange(0, 9),
}


@pytest.mark.parametrize("deeper", [narrowed, integer_programme.solved])
def test_sums_narrow_what_a_count_may_be(deeper):
    found = deeper(SMALL, (divided("whole", "abc"), is_within("c", "a")))

    assert found["a"] == CountRange(4, 6)
    assert found["b"] == CountRange(3, 5)
    assert found["c"] == CountRange(0, 2)
    assert found["whole"] == CountRange(7, 9)


@pytest.mark.parametrize("deeper", [narrowed, integer_programme.solved])
def test_a_planted_constraint_pins_a_count(deeper):
    pinned = deeper(SMALL, (divided("whole", "ab"), Constraint({"whole": 1}, 0, 7)))

    assert pinned["a"] == CountRange(4, 4)


def test_only_solving_whole_sees_two_constraints_together():
    known = {"a": CountRange(0, 9), "b": CountRange(0, 9)}
    both = (Constraint({"a": 1, "b": 1}, 9, 9), Constraint({"a": 1, "b": -1}, 3, 3))

    assert narrowed(known, both)["b"] == CountRange(0, 6)
    assert integer_programme.solved(known, both)["b"] == CountRange(3, 3)


def test_figures_that_contradict_each_other_leave_no_number():
    found = narrowed({"a": CountRange(5, 9), "b": CountRange(0, 3)}, (apart("b", "a"),))

    assert found["a"].values == 0
    assert integer_programme.solved(
        {"a": CountRange(5, 9), "b": CountRange(0, 3)}, (apart("b", "a"),)
    )


def test_a_release_is_narrowed_and_nothing_is_certain(content, made):
    found = audit([made.printed], known(content, made), least=LEAST)

    assert found.figures == len(made.printed)
    assert found.constraints > 500
    assert found.range.low <= made.true[found.narrowest] <= found.range.high
    assert found.verdict == "proved"
    assert not found.certain


def test_a_count_that_stands_nowhere_is_of_few_and_narrows_the_others():
    printed = {"whole": 30, "a": 30}

    alone, both = (
        audit([printed], (divided("whole", parts),), least=LEAST) for parts in (("a",), ("a", "b"))
    )

    assert both.figures == 2
    assert both.range == CountRange(20, 40)
    assert alone.range == CountRange(20, 40)


def test_the_integer_programme_is_never_wider_and_never_wrong(content, made):
    ranges = ranges_of(made.printed, chances_of(LEAST), MOST + LEAST)
    constraints = report_constraints(content.programme, ranges)
    some = {key: ranges[key] for key in sorted(ranges) if key.startswith(("reached", "came"))}
    known = tuple(each for each in constraints if some.keys() >= each.terms.keys())

    deeper, plain = integer_programme.solved(some, known), narrowed(some, known)

    for key, each in deeper.items():
        assert plain[key].low <= each.low <= made.true[key] <= each.high <= plain[key].high


def test_the_audit_goes_deeper_where_it_can(made):
    planted = audit(
        [made.printed],
        (),
        least=LEAST,
        deeper=lambda ranges, known: {**ranges, "clients": CountRange(40, 40)} if not known else {},
    )

    assert planted.narrowest == "clients"
    assert planted.verdict == "certain"
    assert planted.certain == ("clients",)


def test_a_guess_becomes_surer_with_each_printing():
    chances = chances_of(LEAST)
    once = surest_guess([{"a": 20}], chances, MOST + LEAST)
    often = surest_guess([{"a": 20}, {"a": 21}, {"a": 19}], chances, MOST + LEAST)

    assert once.number == often.number == 20
    assert once.chance < often.chance < 0.5
    assert surest_guess([{}], chances, MOST + LEAST) is None


@pytest.mark.parametrize("before", [13, 60])
def test_what_was_printed_of_other_people_makes_no_guess_surer(before):
    """A count that grew is the same nowhere, and what lies between both is what it never was."""
    chances = chances_of(LEAST)

    alone = surest_guess([{"a": 33}], chances, MOST + LEAST)
    found = surest_guess([{"a": 33}, {"a": before}], chances, MOST + LEAST)

    assert found.number == 33
    assert found.chance == pytest.approx(alone.chance, abs=0.01)


def test_a_count_that_stands_in_an_earlier_printing_alone_is_not_guessed():
    chances = chances_of(LEAST)

    assert surest_guess([{"a": 33}, {"b": 12}], chances, MOST + LEAST).key == "a"
    assert surest_guess([{}, {"b": 12}], chances, MOST + LEAST) is None


def test_nothing_is_guessed_from_a_number_that_no_rule_prints():
    assert surest_guess([{"a": 3}], chances_of(LEAST), MOST + LEAST) is None


def test_the_same_figures_twice_tell_nothing_more(content, made):
    once, twice = (
        audit(each, known(content, made), least=LEAST)
        for each in ([made.printed], [made.printed] * 2)
    )

    assert once == twice


def test_a_guess_is_never_said_to_be_certain() -> None:
    assert Surest("clients", 84, 0.9999).percent == 99
    assert Surest("clients", 84, 0.42).percent == 42


def test_what_solves_it_says_nothing_among_the_lines_of_the_audit():
    solves = (
        "from exports.disclosure.integer_programme import solved\n"
        "from exports.disclosure.narrowing import CountRange\n"
        'print(len(solved({"a": CountRange(0, 3)}, [])))'
    )

    said = subprocess.run([sys.executable, "-c", solves], capture_output=True, check=True)

    assert said.stdout.split() == [b"1"]  # it greets once in each process

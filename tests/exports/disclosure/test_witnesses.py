"""Whole sets of numbers prove that a count is open: never of one that is not."""

from collections import Counter
from itertools import product
from math import inf
from random import Random

import pytest

from exports.disclosure import witnesses
from exports.disclosure.cells import cell_table, versions_of
from exports.disclosure.constraints import Constraint, apart, divided
from exports.disclosure.constraints import within as is_within
from exports.disclosure.disclosure import READER_PROFILES
from exports.disclosure.narrowing import CountRange, Network
from exports.disclosure.protected import added
from exports.disclosure.witnesses import undecided_counts
from exports.reports.audit_page import audited
from exports.reports.service_report import tabulated
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.services import Content, random_service
from tests.support.sampling import beyond


def undecided(ranges, *constraints):
    network = Network(constraints)
    return undecided_counts(network, network.narrowed(ranges))


def possible(ranges, constraints):
    """Return by trying everything which numbers each count can be."""
    found = {key: set() for key in ranges}
    spans = [range(each.low, each.high + 1) for each in ranges.values()]
    for numbers in product(*spans):
        made = dict(zip(ranges, numbers, strict=True))
        if Network(constraints).is_kept_by(made):
            for key, number in made.items():
                found[key].add(number)
    return found


def test_counts_that_nothing_holds_together_are_open():
    assert undecided({"a": CountRange(0, 1), "b": CountRange(3, 9)}) == ()


def test_a_count_that_is_one_number_is_not_open():
    assert undecided({"a": CountRange(2, 2), "b": CountRange(3, 9)}) == ("a",)


def test_a_count_that_others_pin_is_not_open():
    ranges = {"whole": CountRange(4, 9), "a": CountRange(4, 9), "b": CountRange(0, 9)}

    assert undecided(ranges, divided("whole", "ab"), Constraint({"whole": 1}, 0, 4)) == (
        "a",
        "b",
        "whole",
    )


def test_what_arithmetic_cannot_see_is_not_called_open():
    """Each pair makes one, so all three make one and a half: no whole numbers do."""
    ranges = {each: CountRange(0, 1) for each in "abc"}
    pairs = [Constraint({one: 1, two: 1}, 1, 1) for one, two in ("ab", "bc", "ac")]

    assert Network(pairs).narrowed(ranges) == ranges
    assert undecided(ranges, *pairs) == ("a", "b", "c")


def test_a_count_that_can_be_moved_to_nowhere_is_not_called_open():
    """Together they make two and are alike, which no constraint by itself says of either."""
    ranges = {"a": CountRange(0, 2), "b": CountRange(0, 2)}
    both = (Constraint({"a": 1, "b": 1}, 2, 2), Constraint({"a": 1, "b": -1}, 0, 0))

    assert Network(both).narrowed(ranges) == ranges
    assert undecided(ranges, *both) == ("a", "b")


def test_a_cell_of_a_table_is_open_where_the_others_can_make_room():
    """All low and all high leave the middle of three by three cells as it is."""
    cells = {f"{row}{column}": CountRange(0, 3) for row in "abc" for column in "xyz"}
    rows = {row: CountRange(3, 3) for row in "abc"}
    columns = {column: CountRange(3, 3) for column in "xyz"}
    sums = [divided(row, [f"{row}{column}" for column in "xyz"]) for row in "abc"]
    sums += [divided(column, [f"{row}{column}" for row in "abc"]) for column in "xyz"]

    assert undecided({**cells, **rows, **columns}, *sums) == ("a", "b", "c", "x", "y", "z")


def test_figures_that_contradict_each_other_leave_all_undecided():
    ranges = {"a": CountRange(5, 9), "b": CountRange(0, 3), "c": CountRange(0, 9)}

    assert undecided(ranges, apart("b", "a")) == ("a", "b", "c")


def test_where_tries_end_the_rest_is_undecided(monkeypatch):
    monkeypatch.setattr(witnesses, "TRIES", 1)

    assert undecided({"a": CountRange(0, 1)}) == ("a",)


def test_a_count_that_is_the_same_at_both_ends_is_tried_by_itself():
    """All low and all high give b the same number: the more of a, the less of b and the like."""
    ranges = {"a": CountRange(0, 2), "b": CountRange(0, 2), "c": CountRange(0, 2)}
    sums = (Constraint({"a": 1, "b": 1, "c": 1}, 3, 3),)

    assert undecided(ranges, *sums) == ()


@pytest.mark.parametrize("seed", range(40))
def test_what_is_called_open_is_open_by_trying_everything(seed):
    chance = Random(seed)
    ranges = {
        key: CountRange(low := chance.randint(0, 2), low + chance.randint(0, 2)) for key in "abcd"
    }
    most = chance.choice((3, inf))
    made = [
        chance.choice(
            (
                divided("a", chance.sample("bcd", 2)),
                apart("b", chance.sample("acd", 2)),
                is_within("c", chance.sample("abd", 2)),
                Constraint({"b": 1, "c": 1, "d": chance.choice((1, -1))}, 1, most),
            )
        )
        for _each in range(chance.randint(1, 4))
    ]
    truth = possible(ranges, made)

    left = set(undecided(ranges, *made))

    assert {key for key in ranges if len(truth[key]) < 2} <= left
    assert left <= {key for key in ranges if len(truth[key]) < 2}


def verdicts(seeds):
    """Return what the attack on sums of random caseloads came to, as often as each."""
    content = Content(programmes.installed(), forms.installed())
    programme = content.programme
    versions = versions_of((programme.id, programme.version), [])
    found = Counter()
    for seed in seeds:
        chance = Random(seed)
        profile = READER_PROFILES[chance.choice(("internal-review", "external"))]
        caseloads = [
            tabulated(
                random_service(content, chance, chance.randint(12, 60)).whole,
                forms=content.forms,
                programme=programme,
            )
            for _each in range(chance.choice((1, 1, 2, 3)))
        ]
        cells = cell_table(added([each.tables for each in caseloads]), profile, "2026-Q3", versions)
        found[audited([cells], profile, len(caseloads), programme).verdict] += 1
    return found


def test_what_can_be_guessed_of_a_report_is_decided():
    assert verdicts(range(3)) == {"proved": 3}


@beyond(test_what_can_be_guessed_of_a_report_is_decided)
def test_at_most_one_report_in_a_hundred_is_not_decided():
    found = verdicts(range(3, 303))

    assert found["proved"] >= 297
    assert found.total() == 300

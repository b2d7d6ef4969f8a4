"""Changes by the keys of people: even on average, bounded, and the same for the same people."""

from itertools import product
from math import prod
from random import Random
from statistics import fmean, pvariance

import pytest

from exports.disclosure.cell_keys import (
    MOST,
    MOST_ADDED,
    MOST_SWAY,
    RARE,
    SWAY,
    VARIANCE,
    chance,
    changed,
    changes_added,
    changes_of,
    most_changed,
    probabilities,
    reached_by_changes,
    state_of,
    sway,
)


def people(count, seed=1):
    random = Random(seed)
    return frozenset(random.getrandbits(64) for _each in range(count))


@pytest.mark.parametrize("value", range(1, MOST + 1))
def test_the_chances_of_a_count_have_mean_nought_and_never_go_below_it(value):
    steps, upto = changes_of(value)
    chances = [one - other for one, other in zip(upto, (0.0, *upto), strict=False)]

    assert upto[-1] == pytest.approx(1)
    assert min(steps) == -value
    assert max(steps) == MOST
    assert sum(s * c for s, c in zip(steps, chances, strict=True)) == pytest.approx(0, abs=1e-6)


def test_the_variance_is_the_one_wanted():
    steps = range(-MOST, MOST + 1)
    chances = probabilities(steps)

    assert sum(s * s * c for s, c in zip(steps, chances, strict=True)) == pytest.approx(VARIANCE)
    assert sum(abs(s) * c for s, c in zip(steps, chances, strict=True)) <= 2


def test_the_same_people_are_changed_alike_and_nobody_stays_nobody():
    some = people(30)

    assert {changed(some) for _time in range(5)} == {changed(frozenset(sorted(some)))}
    assert changed(frozenset()) == 0


def test_one_person_more_draws_a_change_of_its_own():
    pairs = [(people(20, seed), people(21, seed)) for seed in range(2000)]
    first = [changed(one) - len(one) for one, _other in pairs]
    second = [changed(other) - len(other) for _one, other in pairs]

    assert abs(fmean(first)) < 0.2
    assert pvariance(first) == pytest.approx(VARIANCE, rel=0.1)
    assert abs(fmean(a * b for a, b in zip(first, second, strict=True))) < 0.5


def test_changes_average_out_over_many_services():
    counts = [people(3, seed) for seed in range(4000)]

    assert fmean(changed(each) for each in counts) == pytest.approx(3, abs=0.15)


def test_another_purpose_draws_another_change():
    some = [people(20, seed) for seed in range(200)]

    assert sum(changed(each) != changed(each, "whole") for each in some) > 20
    assert all(0 <= chance(each) < 1 for each in some)


def test_another_state_draws_another_change_and_the_same_state_the_same():
    some = [people(20, seed) for seed in range(200)]
    states = [state_of([("all", each, "")]) for each in some[:2]]
    first, again, other = (
        [changed(each, "", at) for each in some] for at in (*states[:1] * 2, states[1])
    )

    assert first == again
    assert sum(a != b for a, b in zip(first, other, strict=True)) > 100


def test_any_difference_is_another_state():
    some, more = people(20), people(21)
    figures = [("a", some, ""), ("b", some, "7.5")]

    assert state_of(figures) == state_of([*reversed(figures), figures[0]])
    for other in ([("a", more, ""), figures[1]], [figures[0], ("b", some, "7.6")], figures[:1]):
        assert state_of(other) != state_of(figures)


def test_two_changes_at_opposite_ends_are_rarer_than_any_campaign():
    chances = probabilities(range(-MOST, MOST + 1))

    assert chances[0] * chances[-1] < 1e-8


def test_a_figure_sways_within_its_bound():
    found = [sway(people(9, seed), "mean") for seed in range(500)]

    assert max(map(abs, found)) <= SWAY * MOST_SWAY
    assert abs(fmean(found)) < 0.2


@pytest.mark.parametrize("caseloads", [2, 3])
def test_a_count_of_nobody_rarely_comes_to_what_is_told_of_several_caseloads(caseloads):
    steps = range(-MOST, MOST + 1)
    chances = dict(zip(steps, probabilities(steps), strict=True))
    told = reached_by_changes(caseloads)

    beyond = {told: 0.0, told - 1: 0.0}
    for drawn in product(steps, repeat=caseloads):
        for least in beyond:
            if sum(drawn) >= least:
                beyond[least] += prod(chances[each] for each in drawn)

    assert beyond[told] < RARE <= beyond[told - 1]


def test_of_one_caseload_every_count_tells_of_somebody():
    assert reached_by_changes(1) == 0
    assert changed(frozenset()) == 0


def test_one_end_of_what_a_caseload_adds_is_met_by_nobody():
    """Of a caseload of one client who came it tells for certain that they are counted."""
    steps, upto = changes_added()

    assert (steps[0], steps[-1]) == (-MOST_ADDED, MOST_ADDED)
    assert upto[0] < 1e-8
    assert [most_changed(each) for each in (1, 2, 3)] == [10, 28, 42]

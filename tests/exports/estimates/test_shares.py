"""Intervals of parts and differences of two, with vectors from statsmodels."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.estimates.shares import Estimate, bounded_interval, difference

Z = 1.959963985
# statsmodels 0.15, proportion_confint(method="wilson")
WILSON = (
    (7, 20, 0.181192, 0.567146),
    (0, 12, 0.0, 0.242494),
    (12, 12, 0.757506, 1.0),
)


@pytest.mark.parametrize(("part", "whole", "low", "high"), WILSON)
def test_a_share_of_people_has_wilsons_interval(part, whole, low, high):
    share = part / whole

    found = bounded_interval(share, sqrt(share * (1 - share) / whole), whole, Z)

    assert found == pytest.approx((low, high), abs=1e-6)


def test_an_error_twice_as_large_is_worth_a_quarter_of_the_people():
    error = sqrt(0.35 * 0.65 / 20)

    assert bounded_interval(0.35, 2 * error, 20, Z) == pytest.approx(
        bounded_interval(0.35, error * 2, 5, Z)
    )


def test_figures_that_hardly_differ_between_people_have_a_narrow_interval():
    low, high = bounded_interval(0.89, 0.015, 32, 2.04)

    assert (low, high) == pytest.approx((0.855, 0.917), abs=2e-3)


def test_all_alike_say_no_more_than_their_number():
    assert bounded_interval(1, 0.001, 12, Z) == pytest.approx((0.757506, 1.0), abs=1e-6)
    assert bounded_interval(0.5, 0, 12, Z) == bounded_interval(0.5, sqrt(0.25 / 12), 12, Z)


def share(part, whole):
    value = part / whole
    ends = bounded_interval(value, sqrt(value * (1 - value) / whole), whole, Z)
    return Estimate(value, *ends)


def test_the_difference_of_two_quarters_is_newcombes():
    # statsmodels 0.15, confint_proportions_2indep(56, 70, 48, 80, method="newcomb")
    change = difference(share(56, 70), share(48, 80))

    assert (change.value, change.low, change.high) == pytest.approx(
        (0.2, 0.052431, 0.333873), abs=1e-6
    )
    assert change.excludes_zero
    assert difference(share(48, 80), share(56, 70)).excludes_zero
    assert not difference(share(12, 20), share(11, 20)).excludes_zero


def test_a_difference_of_means_takes_the_half_that_points_its_way():
    change = difference(Estimate(10, 7, 12), Estimate(6, 5, 10))

    assert (change.value, change.low, change.high) == pytest.approx((4, -1, 4 + 5**0.5))


@given(st.floats(0, 1), st.floats(0, 0.5), st.integers(2, 200), st.floats(1.5, 13))
def test_no_interval_passes_nothing_or_all(part, error, people, quantile):
    low, high = bounded_interval(part, error, people, quantile)

    assert 0 <= low <= part <= high <= 1

"""Shares, differences and bounds, with vectors from statsmodels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.estimates.shares import (
    Estimate,
    bounds_of,
    difference,
    share_of,
)

# statsmodels 0.15, proportion_confint(method="wilson")
WILSON = (
    (7, 20, 0.35, 0.181192, 0.567146),
    (0, 12, 0.0, 0.0, 0.242494),
    (12, 12, 1.0, 0.757506, 1.0),
)


@pytest.mark.parametrize(("part", "whole", "value", "low", "high"), WILSON)
def test_a_share_of_people_has_wilsons_interval(part, whole, value, low, high):
    share = share_of(part, whole)

    assert (share.value, share.low, share.high) == pytest.approx((value, low, high), abs=1e-6)


def test_of_nobody_there_is_no_share():
    assert share_of(0, 0) is None
    assert bounds_of(0, 0, 0) is None


def test_what_protection_changed_widens_the_interval_and_stays_within_the_whole():
    plain, changed = share_of(20, 40), share_of(20, 40, noise=2)

    assert changed.low < plain.low
    assert changed.high > plain.high
    assert share_of(13, 12, noise=2).value == 1
    assert share_of(-1, 12, noise=2).value == 0


def test_the_difference_of_two_quarters_is_newcombes():
    change = difference(share_of(56, 70), share_of(48, 80))

    assert (change.value, change.low, change.high) == pytest.approx(
        (0.2, 0.052431, 0.333873), abs=1e-6
    )
    assert change.excludes_zero
    assert difference(share_of(48, 80), share_of(56, 70)).excludes_zero
    assert not difference(share_of(12, 20), share_of(11, 20)).excludes_zero


def test_not_known_is_neither_kept_nor_lost():
    bounds = bounds_of(kept=12, lost=3, not_known=5)

    assert (bounds.low, bounds.high) == (0.6, 0.85)
    assert bounds.outer_low == pytest.approx(share_of(12, 20).low)
    assert bounds.outer_high == pytest.approx(share_of(17, 20).high)


@given(st.integers(0, 60), st.integers(1, 60), st.floats(0, 40))
def test_no_interval_passes_nothing_or_all(part, whole, noise):
    share = share_of(part, whole, noise)

    assert 0 <= share.low <= share.value <= share.high <= 1


def test_a_difference_of_means_takes_the_half_that_points_its_way():
    change = difference(Estimate(10, 7, 12), Estimate(6, 5, 10))

    assert (change.value, change.low, change.high) == pytest.approx((4, -1, 4 + 5**0.5))

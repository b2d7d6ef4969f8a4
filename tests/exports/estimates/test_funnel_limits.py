"""Limits of a funnel plot, with vectors from numpy and scipy's own winsorising."""

import pytest

from exports.estimates.funnel_limits import WIDE, funnel_limits

SITES = (
    (11, 20), (18, 36), (33, 61), (26, 41), (45, 76), (29, 96),
    (70, 121), (10, 16), (22, 51), (52, 86), (12, 31), (43, 66),
)  # fmt: skip


def test_the_spread_beyond_chance_is_the_one_reckoned_with_scipy():
    limits = funnel_limits(SITES)

    assert limits.share == pytest.approx(0.529244, abs=1e-6)
    assert limits.factor == pytest.approx(1.342019, abs=1e-6)
    assert limits.spread == pytest.approx(0.002037160, abs=1e-9)
    assert limits.at(96, 1.96) == pytest.approx((0.396485, 0.659929), abs=1e-6)
    assert limits.at(96, 1.96, widened=False) == pytest.approx((0.429476, 0.627846), abs=1e-6)
    assert limits.at(20, WIDE) == pytest.approx((0.183044, 0.859945), abs=1e-6)


def test_a_site_beyond_the_limits_is_seen_and_a_small_one_by_chance_is_not():
    limits = funnel_limits(SITES)

    assert [people for part, people in SITES if limits.is_outside(part, people)] == [96]


def test_sites_that_differ_by_chance_alone_do_not_widen_the_limits():
    limits = funnel_limits([(10, 20), (21, 40), (31, 60), (39, 80)])

    assert limits.spread == 0
    assert limits.at(50, 1.96) == limits.at(50, 1.96, widened=False)


@pytest.mark.parametrize("people", [1, 4, 400])
def test_limits_stay_between_nobody_and_everybody(people):
    low, high = funnel_limits([(1, 40), (0, 30)]).at(people, WIDE)

    assert 0 <= low <= high <= 1


def test_without_people_there_are_no_limits_and_one_site_has_no_spread():
    assert funnel_limits([]) is None
    assert funnel_limits([(0, 0)]) is None
    assert funnel_limits([(12, 11)]).spread == 0

"""The XmR chart: its limits by hand, and each rule with the nearest thing that is none."""

import pytest

from exports.estimates.run_limits import Signal, run_limits

WAITS = (11, 13, 10, 12, 14, 11, 12, 10, 15, 16, 15, 17, 16, 18, 17)


def signals(points, rule):
    return [each for each in run_limits(points).signals if each.rule == rule]


def places(points, rule):
    return [each.places for each in signals(points, rule)]


def test_the_limits_lie_2_66_mean_moving_ranges_from_the_mean():
    limits = run_limits(WAITS)

    assert (limits.mean, limits.low, limits.high) == pytest.approx((13.8, 8.48, 19.12))
    assert not limits.is_trial


def test_one_wild_step_does_not_widen_the_limits():
    limits = run_limits((10, 12, 11, 10, 12, 40, 11, 10, 12, 11, 10, 12, 11))

    assert (limits.low, limits.high) == pytest.approx((9.506769, 16.954769), abs=1e-6)
    assert [each.places for each in limits.signals if each.rule == "outside"] == [(5,)]


def test_fewer_than_twelve_points_give_trial_limits():
    assert run_limits(WAITS[:11]).is_trial
    assert not run_limits(WAITS[:12]).is_trial


@pytest.mark.parametrize("points", [(), (4,), (4, None, 5), (None, None)])
def test_without_two_points_in_a_row_there_are_no_limits(points):
    assert run_limits(points) is None


@pytest.mark.parametrize("value", [5, 1 / 3, 33.3, 0.1])
def test_a_flat_line_has_no_signal(value):
    for points in range(7, 30):
        limits = run_limits((value,) * points)

        assert (limits.low, limits.high, limits.signals) == (value, value, ())


def test_a_point_beyond_a_limit_stands_out_on_its_side():
    low = signals((*([10, 11] * 8), 2), "outside")

    assert low == [Signal("outside", False, (16,))]
    assert signals((*([10, 11] * 8), 20), "outside") == [Signal("outside", True, (16,))]


def test_seven_on_one_side_stand_out_and_six_do_not():
    assert places(WAITS, "side")[-1] == (8, 9, 10, 11, 12, 13, 14)
    assert signals(WAITS, "side")[-1].is_high
    assert places((*[0, 1] * 3, *[9, 8] * 3), "side") == []


def test_a_point_on_the_mean_ends_a_run():
    points = (1, 2, 1, 2, 1, 2, 1, 2, 10, 9, 10, 9, 5.4, 9, 10, 9, 10)
    mean = sum(points) / len(points)
    on_it = tuple(mean if each == 5.4 else each for each in points)

    assert places(on_it, "side") == [(0, 1, 2, 3, 4, 5, 6, 7)]


def test_seven_points_each_beyond_the_one_before_are_a_trend():
    rise, fall = (5, 1, 2, 3, 4, 5, 6, 7, 3), (3, 7, 6, 5, 4, 3, 2, 1, 5)

    assert signals(rise, "trend") == [Signal("trend", True, (1, 2, 3, 4, 5, 6, 7))]
    assert signals(fall, "trend") == [Signal("trend", False, (1, 2, 3, 4, 5, 6, 7))]
    assert places((1, 2, 3, 3, 4, 5, 6), "trend") == []
    assert places((1, 2, 3, 4, 5, 6, 5), "trend") == []


def test_two_of_three_near_a_limit_stand_out_when_all_lie_on_that_side():
    swinging = (0, 2) * 10
    limits = run_limits((*swinging, 5.4, 2, 5.4))
    near = 2 / 3 * (limits.high - limits.mean) + limits.mean

    assert near < 5.4 < limits.high
    assert places((*swinging, 5.4, 2, 5.4), "near") == [(20, 22)]
    assert places((*swinging, 5.4, 0, 5.4), "near") == []
    assert places((*swinging, 5.4, 2, 2), "near") == []


def test_near_the_lower_limit_is_said_as_low():
    swinging = (0, -2) * 10

    assert signals((*swinging, -5.4, -2, -5.4), "near") == [Signal("near", False, (20, 22))]


def test_a_month_that_is_not_known_ends_a_run():
    whole = (1, 2, 1, 2, 9, 8, 9, 8, 9, 8, 9)
    broken = (1, 2, 1, 2, 9, 8, 9, None, 8, 9, 8, 9)

    assert places(whole, "side") == [(4, 5, 6, 7, 8, 9, 10)]
    assert places(broken, "side") == []


def test_what_stands_out_is_marked_once():
    limits = run_limits((*([10, 11] * 8), 20))

    assert limits.marked == {place for each in limits.signals for place in each.places}


def test_the_mean_of_values_that_stand_still_on_each_side_of_a_gap_is_of_all_of_them():
    found = run_limits((5, 5, None, 7, 7))

    assert found.mean == 6
    assert run_limits((0.1, 0.1, 0.1)).mean == 0.1

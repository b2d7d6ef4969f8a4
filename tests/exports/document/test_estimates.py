"""Student's t, intervals and effect sizes against published figures."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.document.estimates import hedges_g, mean_of, t_outside, t_quantile

PRINTED_T = {1: 12.706, 2: 4.303, 3: 3.182, 5: 2.571, 10: 2.228, 20: 2.086, 30: 2.042, 120: 1.980}


@pytest.mark.parametrize(("df", "printed"), PRINTED_T.items())
def test_the_quantile_of_t_is_the_one_printed_in_tables(df, printed):
    assert t_quantile(df) == pytest.approx(printed, abs=5e-4)


def test_the_quantile_reaches_the_normal_one_with_many_values():
    assert t_quantile(10**6) == pytest.approx(1.959964, abs=1e-5)


def test_with_one_degree_of_freedom_t_is_cauchy_and_known_exactly():
    assert t_outside(1.0, 1) == pytest.approx(0.5, abs=1e-12)
    assert t_outside(3**0.5, 1) == pytest.approx(1 / 3, abs=1e-12)


def test_everything_lies_further_out_than_zero():
    assert t_outside(0.0, 5) == 1.0


@pytest.mark.parametrize("t", [0.1, 1.0, 4.3])
def test_with_two_degrees_of_freedom_t_is_known_exactly(t):
    assert t_outside(t, 2) == pytest.approx(1 - t / (2 + t * t) ** 0.5, abs=1e-12)


def test_nothing_lies_further_out_than_infinity():
    assert t_outside(inf, 5) == 0.0


def test_a_mean_comes_with_its_t_interval():
    mean = mean_of([2, 4, 4, 4, 5, 5, 7, 9])

    assert mean.value == 5
    assert mean.sd == pytest.approx(2.13809)
    assert (mean.low, mean.high) == pytest.approx((3.21251, 6.78749), abs=1e-5)


def test_a_single_value_has_a_mean_and_no_interval():
    mean = mean_of([7])

    assert (mean.n, mean.value, mean.low, mean.high) == (1, 7, None, None)


def test_no_values_have_no_mean():
    assert mean_of([]) is None


def test_effect_size_stands_on_the_baseline_sd_with_the_small_sample_correction():
    baselines = [10.0, 12.0, 14.0, 16.0]
    differences = [-2.0, -4.0, -3.0, -3.0]

    g = hedges_g(differences, baselines)

    assert g == pytest.approx((1 - 3 / 11) * -3 / 2.581989, abs=1e-6)


def test_three_pairs_are_enough_for_an_effect_size():
    g = hedges_g([-1.0, -2.0, -3.0], [10.0, 12.0, 14.0])

    assert g == pytest.approx((1 - 3 / 7) * -2 / 2)


@pytest.mark.parametrize("baselines", [[1.0, 2.0], [5.0, 5.0, 5.0]])
def test_too_few_pairs_or_no_spread_have_no_effect_size(baselines):
    assert hedges_g([1.0] * len(baselines), baselines) is None


@given(st.lists(st.integers(0, 27), min_size=2, max_size=40))
def test_a_mean_lies_within_its_interval(values):
    mean = mean_of(values)

    assert mean.low <= mean.value <= mean.high

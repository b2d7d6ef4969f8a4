"""Student's t against what is printed in tables and known exactly."""

from math import inf

import pytest

from exports.estimates.student import t_outside, t_quantile

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

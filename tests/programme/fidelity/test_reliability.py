"""Kappa and ICC with their intervals: by published figures, and by what other programs reckon.

The figures of kappa are those of statsmodels 0.15.0 (`cohens_kappa`, linear weights), those of
the ICC of pingouin 0.7.0 and of Shrout and Fleiss (1979), the quantiles of scipy 1.17.1.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.fidelity.agreement import weighted_kappa
from programme.fidelity.reliability import (
    ReliabilityEstimate,
    f_quantile,
    icc_estimate,
    kappa_estimate,
)

SHROUT_AND_FLEISS = [
    (9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7),
]  # fmt: skip
RATINGS = st.sampled_from(("0", "1", "2"))


def pairs_of(table: list[list[int]]) -> list[tuple[str, str]]:
    return [
        (str(one), str(other))
        for one, line in enumerate(table)
        for other, count in enumerate(line)
        for _each in range(count)
    ]


@pytest.mark.parametrize(
    ("table", "kappa", "low", "high"),
    [
        ([[4, 1, 0], [2, 10, 3], [0, 2, 14]], 0.7061224490, 0.5203876033, 0.8918572947),
        ([[3, 4, 3], [2, 5, 4], [4, 3, 5]], 0.0630914826, -0.2142515032, 0.3404344685),
        ([[0, 1, 0], [1, 2, 1], [0, 3, 22]], 0.4827586207, 0.2128057829, 0.7527114585),
    ],
)
def test_kappa_has_the_interval_that_another_program_reckons(table, kappa, low, high):
    found = kappa_estimate(pairs_of(table))

    assert (found.value, found.low, found.high) == pytest.approx((kappa, low, high), abs=1e-9)


def test_where_kappa_is_not_defined_there_is_no_interval():
    assert kappa_estimate([]) is None
    assert kappa_estimate([("1", "1")] * 20) is None


@given(st.lists(st.tuples(RATINGS, RATINGS), min_size=1, max_size=40))
def test_an_interval_of_kappa_holds_kappa_and_stays_within_one(pairs):
    found = kappa_estimate(pairs)

    assert (found is None) == (weighted_kappa(pairs) is None)
    if found is not None:
        assert -1 <= found.low <= found.value + 1e-12
        assert found.value - 1e-12 <= found.high <= 1


def test_the_icc_of_shrout_and_fleiss_reproduces():
    found = icc_estimate(SHROUT_AND_FLEISS)

    assert round(found.value, 2) == 0.29
    assert (round(found.low, 2), round(found.high, 2)) == (0.02, 0.76)


@pytest.mark.parametrize(
    ("scores", "value", "low", "high"),
    [
        (
            [(80, 90), (50, 60), (70, 70), (38, 50), (75, 60), (88, 75), (63, 63), (38, 25)],
            0.839999, 0.38, 0.97,
        ),
        ([(10, 30), (20, 40), (30, 50), (45, 60)], 0.518310, -0.01, 0.95),
        ([(50, 60), (55, 52), (49, 58), (53, 50), (58, 51)], -1.147186, -1.52, 0.12),
    ],
)  # fmt: skip
def test_the_icc_has_the_interval_that_another_program_reckons(scores, value, low, high):
    found = icc_estimate(scores)

    assert found.value == pytest.approx(value, abs=1e-6)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


def test_raters_who_never_differ_agree_wholly_and_a_shift_lowers_the_icc():
    assert icc_estimate([(10, 10), (50, 50), (90, 90)]) == ReliabilityEstimate(1, 1, 1)
    shifted = icc_estimate([(10, 30), (50, 70), (90, 110)])
    assert shifted.value < 1
    assert shifted.low < shifted.value <= shifted.high


@pytest.mark.parametrize("scores", [[], [(1, 2)], [(1,), (2,)], [(5, 5), (5, 5)], [(1, 3), (3, 1)]])
def test_where_the_icc_is_not_defined_there_is_none(scores):
    assert icc_estimate(scores) is None


@pytest.mark.parametrize(
    ("share", "upper", "lower", "value"),
    [
        (0.975, 7, 3.3, 12.277244772),
        (0.975, 2.2, 7, 6.373130713),
        (0.95, 5, 15, 2.901294536),
        (0.5, 1, 1, 1.0),
        (0.975, 1, 200, 5.100384941),
        (0.01, 4.5, 9, 0.083690946),
    ],
)
def test_the_quantiles_of_f_are_those_of_another_program(share, upper, lower, value):
    assert f_quantile(share, upper, lower) == pytest.approx(value, rel=1e-8)


def test_the_quantiles_of_f_end_where_it_ends():
    assert f_quantile(0.0, 3, 4) == pytest.approx(0, abs=1e-9)
    assert f_quantile(1.0, 3, 4) > 1e6

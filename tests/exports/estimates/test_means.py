"""Means and their intervals, with vectors from a reckoning by whole matrices in numpy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.estimates.means import cluster_spread, clustered_mean, mean_of


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


# CR2 by its matrices, degrees of freedom by Satterthwaite from the whole quadratic form.
CLUSTERS = (
    (([80, 90, 85], [70, 75], [95], [60, 70, 80, 90]), 79.5, 65.484301, 93.515699),
    (([8, 9, 9, 10, 7, 8, 9, 9], [4, 5], [6], [9, 9, 10]), 8.0, 4.103355, 11.896645),
)


@pytest.mark.parametrize(("by_person", "value", "low", "high"), CLUSTERS)
def test_values_of_one_person_belong_together(by_person, value, low, high):
    mean = clustered_mean(by_person)

    assert (mean.value, mean.low, mean.high) == pytest.approx((value, low, high), abs=1e-6)


def test_degrees_of_freedom_fall_where_one_person_gives_most_values():
    even = cluster_spread([3, 3, 3, 3], [1, -1, 1, -1])
    uneven = cluster_spread([8, 2, 1, 3], [8, -7, -2, 4])

    assert even.df == pytest.approx(3)
    assert uneven.df == pytest.approx(1.867925, abs=1e-6)


def test_people_without_values_do_not_count():
    assert clustered_mean([[1, 2], [], [4]]) == clustered_mean([[1, 2], [4]])


def test_many_values_of_one_person_have_no_interval():
    mean = clustered_mean([[7, 8, 9]])

    assert (mean.n, mean.value, mean.low, mean.high, mean.sd) == (3, 8, None, None, 1)


@given(st.lists(st.integers(0, 27), min_size=2, max_size=40))
def test_a_mean_lies_within_its_interval(values):
    mean = mean_of(values)

    assert mean.low <= mean.value <= mean.high

"""The spread over people, with vectors from a reckoning by whole matrices in numpy."""

from math import sqrt
from statistics import stdev

import pytest

from exports.estimates.clusters import cluster_spread
from exports.estimates.influence import mean, ratio
from exports.estimates.student import t_quantile

# CR2 by its matrices, degrees of freedom by Satterthwaite from the whole quadratic form.
CLUSTERS = (
    (([80, 90, 85], [70, 75], [95], [60, 70, 80, 90]), 79.5, 65.484301, 93.515699),
    (([8, 9, 9, 10, 7, 8, 9, 9], [4, 5], [6], [9, 9, 10]), 8.0, 4.103355, 11.896645),
)


@pytest.mark.parametrize(("by_person", "value", "low", "high"), CLUSTERS)
def test_values_of_one_person_belong_together(by_person, value, low, high):
    parts = {at: (sum(each), len(each)) for at, each in enumerate(by_person)}

    found = ratio("key", parts, 100)

    half = t_quantile(len(by_person) - 1) * found.error
    assert (found.value, found.value - half, found.value + half) == pytest.approx(
        (value, low, high), abs=1e-6
    )


def test_degrees_of_freedom_fall_where_one_person_gives_most_values():
    even = cluster_spread([3, 3, 3, 3], [1, -1, 1, -1])
    uneven = cluster_spread([8, 2, 1, 3], [8, -7, -2, 4])

    assert even.df == pytest.approx(3)
    assert uneven.df == pytest.approx(1.867925, abs=1e-6)


def test_with_one_value_each_it_is_the_error_of_a_mean():
    values = [2, 4, 4, 4, 5, 5, 7, 9]

    found = mean("key", dict(enumerate(values)), 10)

    assert found.error == pytest.approx(stdev(values) / sqrt(8))

"""Figures that know what each client moves: their value, error and influence."""

from math import fsum, sqrt
from statistics import stdev

import pytest

from exports.estimates.influence import effect, mean, of_nobody, percentage, ratio


def test_a_mean_has_the_standard_error_of_the_textbook():
    values = {1: 4.0, 2: 7.0, 3: 10.0, 4: 3.0}

    found = mean("m", values, 10)

    assert found.value == 6.0
    assert found.error == pytest.approx(stdev(values.values()) / sqrt(4))
    assert sum(found.influence.values()) == pytest.approx(0)


def test_a_mean_is_exact_on_every_python():
    """All changes of figures hang on its last digit: added up otherwise, all are drawn anew."""
    values = (1e30, 1e14, 0.1, -1e30, -1e14, 1e-9)

    assert mean("m", dict(enumerate(values)), 10).value == fsum(values) / 6
    assert mean("m", dict.fromkeys(range(10), 0.1), 10).value == 0.1


def test_a_rate_counts_people_in_its_error_and_not_their_sessions():
    once = {n: (float(n % 2), 1) for n in range(10)}
    often = {n: (30.0 * (n % 2), 30) for n in range(10)}

    assert ratio("r", often, 1).value == ratio("r", once, 1).value == 0.5
    assert ratio("r", often, 1).error == pytest.approx(ratio("r", once, 1).error)


def test_the_influence_is_what_a_client_moves():
    parts = {n: (float(n), 2) for n in range(1, 200)}
    whole = ratio("r", parts, 1)
    without = ratio("r", {n: each for n, each in parts.items() if n != 150}, 1)

    assert whole.value - without.value == pytest.approx(whole.influence[150], rel=0.02)


def test_nobody_and_a_client_without_values_give_no_figure():
    assert mean("m", {}, 10) == of_nobody("m", 10)
    nobody = percentage("p", {1: (0, 0)})
    assert (nobody.key, nobody.influence, nobody.error) == ("p", {}, None)
    assert percentage("p", {1: (1, 2), 2: (0, 0)}).value == 50
    assert mean("m", {1: 3.0}, 10).error is None


def test_hedges_g_is_the_one_of_the_textbook_with_plus_for_better():
    pairs = {1: (10.0, 6.0), 2: (14.0, 9.0), 3: (12.0, 8.0), 4: (20.0, 11.0)}
    differences = [last - first for first, last in pairs.values()]
    g = (1 - 3 / (4 * 3 - 1)) * (sum(differences) / 4) / stdev([10.0, 14.0, 12.0, 20.0])

    assert effect("g", pairs, 27, higher_is_better=True).value == pytest.approx(g)
    assert effect("g", pairs, 27, higher_is_better=False).value == pytest.approx(-g)


def test_an_effect_needs_three_pairs():
    two = {1: (1.0, 2.0), 2: (3.0, 4.0)}

    assert effect("g", two, 27, higher_is_better=True) == of_nobody("g", 4)


def test_people_who_all_began_alike_have_an_effect_like_those_who_began_close_together():
    """One that is missing beside their means would say that they did."""
    alike = {n: (5.0, 2.0 + n % 3) for n in range(12)}
    found = effect("g", alike, 20, higher_is_better=False)
    close = effect("g", alike | {0: (6.0, 3.0)}, 20, higher_is_better=False)

    assert found.value == pytest.approx((1 - 3 / (4 * 11 - 1)) * 2.0 / (0.1 * 20))
    assert close.value == pytest.approx(found.value)
    assert sum(found.influence.values()) == pytest.approx(0)


def test_the_influences_of_an_effect_are_what_each_client_moves():
    pairs = {n: (10.0 + n % 7, 5.0 + n % 5) for n in range(300)}
    others = {n: each for n, each in pairs.items() if n != 13}
    whole = effect("g", pairs, 10, higher_is_better=False)
    without = effect("g", others, 10, higher_is_better=False)

    assert whole.value - without.value == pytest.approx(whole.influence[13], rel=0.05)
    assert sum(whole.influence.values()) == pytest.approx(0, abs=0.02)

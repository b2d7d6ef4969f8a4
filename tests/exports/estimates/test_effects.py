"""Effect sizes on the spread of the first scores."""

import pytest

from exports.estimates.effects import effect_of, hedges_g


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


def test_the_interval_of_an_effect_is_the_one_reckoned_with_numpy():
    effect = effect_of([-12, -4, -24, -5, -12, -9, -16, -19], [25, 15, 28, 30, 21, 26, 31, 21])

    assert (effect.value, effect.low, effect.high) == pytest.approx(
        (-2.0897129, -3.5352347, -0.6441910), abs=1e-6
    )

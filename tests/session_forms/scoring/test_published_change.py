"""Reliable change on published data: other people's trials, other people's software."""

from collections import Counter

import pytest

from session_forms.scoring.change import classify, rci, recovered
from tests.support.session_forms.forms import make_form
from tests.support.session_forms.published_trial import HAM_D, SCALE, ham_d


def test_a_published_trial_gives_its_published_classes():
    score = ham_d()

    classes = Counter(classify(score, first, last).outcome for first, last in HAM_D)

    assert classes == {
        "reliable-improvement": 29,
        "no-reliable-change": 10,
        "reliable-deterioration": 1,
    }


def test_the_same_trial_gives_its_published_recoveries():
    score = ham_d()

    both = sum(
        bool(recovered(score, first, last))
        and classify(score, first, last).outcome == "reliable-improvement"
        for first, last in HAM_D
    )

    assert both == 26


@pytest.mark.parametrize(
    ("z", "sd", "r", "expected"),
    [
        (1.645, 7.7, 0.90, 5.66),  # CORE-10, published as 6
        (1.96, 7.7, 0.90, 6.75),
        (1.96, 6.1, 0.89, 5.6),  # PHQ-9
        (1.96, 5.3, 0.92, 4.2),  # GAD-7
        (1.96, 20, 0.90, 17.5),  # WHO-5
        (1.96, 9, 0.73, 13),  # WSAS, retest
        (1.96, 8.6, 0.87, 8.6),  # BSCS
        (1.96, 15, 0.92, 11.8),  # DERS-16
        (1.96, 15, 0.95, 9.3),  # HBI-19
    ],
)
def test_the_criterion_is_the_one_that_spread_and_reliability_give(z, sd, r, expected):
    decimals = len(str(expected).partition(".")[2])

    assert round(rci(sd, r, z), decimals) == expected


def test_recovery_is_counted_only_for_those_who_began_beyond_the_line():
    score = make_form(SCALE.format(at=10, sd=3)).score("total")

    assert recovered(score, 12, 9) is True
    assert recovered(score, 12, 10) is False
    assert recovered(score, 9, 3) is None
    assert recovered(score, 12, None) is None
    assert recovered(score, None, 3) is None

"""Reliable change and caseness."""

import pytest

from session_forms.library.library import installed
from session_forms.scores.score_rules import Missing
from session_forms.scoring.change import Change, classify, cutoff_c, is_case, rci
from tests.support.session_forms.forms import gad_shaped, make_form, phq_shaped, sleep_check

OWN = """
[[questions]]
id = "a"
kind = "number"
prompt = "A"
maximum = 100

[[scores]]
id = "total"
title = "Total"
items = ["a"]
direction = "higher-better"
cutoffs = [{ name = "poor", at_most = 48 }]
reliable_change = { sd = 7.7, r = 0.9, source = "invented here", status = "verified" }
"""


def test_the_published_core_10_figures_reproduce():
    assert round(rci(7.7, 0.90, z=1.645), 2) == 5.66
    assert round(rci(7.7, 0.90), 2) == 6.75
    assert round(cutoff_c(m0=4.7, sd0=4.8, m1=19.7, sd1=7.7), 2) == 10.46


@pytest.mark.parametrize(
    ("first", "last", "difference", "outcome"),
    [
        (16, 10, -6, "reliable-improvement"),
        (16, 11, -5, "no-reliable-change"),
        (16, 16, 0, "no-reliable-change"),
        (10, 15, 5, "no-reliable-change"),
        (10, 16, 6, "reliable-deterioration"),
        (None, 16, None, "not-calculable"),
        (16, None, None, "not-calculable"),
    ],
)
def test_a_change_equal_to_the_published_criterion_is_reliable(first, last, difference, outcome):
    score = phq_shaped().score("total")

    assert classify(score, first, last) == Change(difference, 6, "published", outcome)


@pytest.mark.parametrize(
    ("first", "last", "outcome"),
    [
        (40, 47, "reliable-improvement"),
        (40, 46, "no-reliable-change"),
        (47, 40, "reliable-deterioration"),
        (40.5, 47.3, "reliable-improvement"),
    ],
)
def test_a_criterion_is_computed_from_spread_and_reliability_and_minds_the_direction(
    first, last, outcome
):
    change = classify(make_form(OWN).score("total"), first, last)

    assert change.outcome == outcome
    assert change.criterion_source == "computed"
    assert change.criterion == pytest.approx(6.749, abs=0.001)


def test_a_criterion_is_computed_from_the_standard_error_of_measurement_as_well():
    change = classify(make_form(OWN.replace("sd = 7.7, r = 0.9", "sem = 2.5")).score("total"), 1, 8)

    assert change.outcome == "reliable-improvement"
    assert change.criterion_source == "computed"
    assert change.criterion == pytest.approx(6.930, abs=0.001)


def test_the_difference_of_decimals_is_exact():
    assert classify(make_form(OWN).score("total"), 0.1, 0.3).difference == 0.2


@pytest.mark.parametrize("memory", [{"status": "memory"}, {"missing": Missing(status="memory")}])
def test_a_score_whose_own_rule_is_from_memory_classes_nothing(memory):
    score = installed().latest("phq-9").score("total").model_copy(update=memory)

    assert classify(score, 20, 4).outcome == "not-calculable"
    assert not is_case(score, 20)


@pytest.mark.parametrize("figures", ["sd = 7.7, r = 0.9", "published = 5"])
def test_a_figure_from_memory_classes_nothing(figures):
    form = make_form(OWN.replace('"verified"', '"memory"').replace("sd = 7.7, r = 0.9", figures))

    assert classify(form.score("total"), 10, 90) == Change(80, None, None, "not-calculable")


def test_without_figures_only_the_difference_is_told():
    score = sleep_check().score("disturbance")

    assert classify(score, 1, 8) == Change(7, None, None, "not-calculable")


def test_caseness_goes_by_the_line_that_is_named_so():
    score = gad_shaped().score("total")

    assert (is_case(score, 7), is_case(score, 8)) == (False, True)


def test_caseness_goes_by_the_first_line_otherwise():
    score = make_form(OWN).score("total")

    assert (is_case(score, 48), is_case(score, 49)) == (True, False)


def test_nobody_is_a_case_without_a_line_or_a_value():
    assert not is_case(sleep_check().score("disturbance"), 8)
    assert not is_case(phq_shaped().score("total"), None)


def test_a_form_has_no_score_of_another_name():
    with pytest.raises(KeyError):
        sleep_check().score("total")

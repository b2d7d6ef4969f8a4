"""What a change means, said to the client."""

import pytest

from programme.checks.readability import readability
from session_forms.library.library import installed
from session_forms.scoring.change_words import change_for_client, least_change
from tests.support.session_forms.forms import make_form, phq_shaped

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
decimals = 1
cutoffs = [{ name = "poor", at_most = 48 }]
reliable_change = { sd = 7.7, r = 0.9, source = "invented here", status = "verified" }
"""


def phq(first, last=None):
    return change_for_client("PHQ-9", phq_shaped().score("total"), first, last)


def wellbeing(first, last=None):
    return change_for_client("Wellbeing", make_form(OWN).score("total"), first, last)


def test_a_reliable_improvement_is_said_with_its_criterion():
    assert phq(16, 9) == (
        "Your PHQ-9 went from 16 to 9. Lower is better here. "
        "A change of 6 or more is larger than chance alone would make it. "
        "So this is a real change for the better. "
        "You began at 10 or more, where a closer look helps. Now you are at less than 10."
    )


def test_a_smaller_change_may_be_chance_and_nobody_is_told_off():
    words = phq(16, 12)

    assert "So this may be chance." in words
    assert "You are still at 10 or more" in words
    assert "real change" not in words


def test_a_reliable_deterioration_is_said_and_met_together():
    words = phq(6, 14)

    assert "a real change for the worse. Let us look at it together." in words
    assert "closer look" not in words


def test_no_movement_is_no_change():
    words = phq(4, 4)

    assert words.startswith("Your PHQ-9 was 4 at the start and is 4 now. A change of 6")


def test_one_score_is_no_change_yet():
    assert phq(12) == "Your PHQ-9 is 12. One score is a start. There is no change to see yet."


def test_nothing_is_said_without_a_score():
    assert phq(None) == ""


def test_where_more_is_better_the_words_turn_round():
    words = wellbeing(40.5, 60)

    assert "went from 40.5 to 60. Higher is better here." in words
    assert "A change of 6.8 or more" in words
    assert (
        "You began at 48 or less, where a closer look helps. Now you are at more than 48." in words
    )


def test_a_measure_without_a_sourced_criterion_classes_nothing():
    score = installed().latest("wsas").score("total")

    words = change_for_client("WSAS", score, 30, 10)

    assert "We do not know how much of a change is more than chance here." in words
    assert "real change" not in words


def test_the_change_named_is_the_smallest_that_reaches_the_criterion():
    whole, tenths = phq_shaped().score("total"), make_form(OWN).score("total")

    assert least_change(whole, 5.66) == 6
    assert least_change(whole, 6) == 6
    assert least_change(tenths, 6.749) == 6.8


@pytest.mark.parametrize(("first", "last"), [(16, 9), (16, 12), (6, 14), (9, 9), (12, None)])
def test_the_words_are_easy_to_read(first, last):
    found = readability(phq(first, last))

    assert found.grade <= 5
    assert found.longest <= 14


def test_no_word_of_a_trade_is_used():
    words = " ".join(phq(*each) for each in ((16, 9), (16, 12), (6, 14), (9, 9), (12, None)))

    for word in ("reliable", "criterion", "caseness", "clinical", "cut-off", "deteriorat", "risk"):
        assert word not in words.lower()

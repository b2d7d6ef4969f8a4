"""Lines for a group or a country are named with the people they are for."""

from session_forms.library.library import installed
from session_forms.scoring.line_words import (
    group_lines_in_words,
    group_lines_reached,
    limit_in_words,
)


def test_a_line_for_a_group_says_for_whom_it_is_and_whether_it_is_reached():
    lines = group_lines_in_words(installed().latest("audit-c").score("total"), 3)

    assert lines == (
        "positive (men, US): not reached, 4 or more",
        "positive (women, US): reached, 3 or more",
    )


def test_only_lines_that_are_reached_are_named_in_short():
    score = installed().latest("audit-c").score("total")

    assert group_lines_reached(score, 2) == ()
    assert group_lines_reached(score, 3) == ("positive (women, US)",)


def test_a_line_for_everybody_is_not_among_them():
    assert group_lines_in_words(installed().latest("phq-9").score("total"), 20) == ()


def test_a_line_from_above_is_said_the_other_way_round():
    line = installed().latest("who-5").score("percent").cutoffs[0]

    assert limit_in_words(line) == "48 or less"

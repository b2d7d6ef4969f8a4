"""Lines for a group or a country are named with the people they are for."""

from session_forms.library.library import installed
from session_forms.scoring.change import caseness, recovered
from session_forms.scoring.line_words import (
    group_lines_in_words,
    group_lines_reached,
    limit_in_words,
)


def traced(score):
    """Return a score as if each of its lines had been read in its paper."""
    lines = [each.model_copy(update={"status": "verified"}) for each in score.cutoffs]
    return score.model_copy(update={"cutoffs": tuple(lines)})


def test_a_line_for_a_group_says_for_whom_it_is_and_whether_it_is_reached():
    lines = group_lines_in_words(installed().latest("audit-c").score("total"), 3)

    assert lines == (
        "positive (men, US): not reached, 4 or more",
        "positive (women, US): reached, 3 or more",
    )


def test_only_lines_that_are_reached_are_named_in_short():
    score = installed().latest("audit-c").score("total")

    assert group_lines_reached(score, 2) == ()
    assert group_lines_reached(score, 3) == ("positive for women (US)",)


def test_a_line_for_everybody_is_not_among_them():
    assert group_lines_in_words(installed().latest("phq-9").score("total"), 20) == ()


def test_between_the_lines_of_the_dudit_nobody_is_called_below_or_recovered():
    score = traced(installed().latest("dudit").score("total"))

    assert caseness(score) is None
    assert group_lines_reached(score, 10) == ("drug problem for men", "drug problem for women")
    assert group_lines_in_words(score, 24)[-1] == "dependence likely: not reached, 25 or more"
    assert group_lines_reached(score, 25)[-1] == "dependence likely"
    assert not any(recovered(score, 30, value) for value in range(25))


def test_a_milder_line_of_the_same_name_for_a_group_leaves_the_line_for_everybody():
    assert caseness(installed().latest("audit").score("total")).at == 8


def test_of_a_score_from_memory_no_line_is_named():
    score = traced(installed().latest("dudit").score("total"))
    forgotten = score.model_copy(update={"status": "memory"})

    assert group_lines_in_words(forgotten, 44) == ()
    assert caseness(forgotten) is None


def test_a_milder_line_of_a_group_counts_from_either_side():
    score = installed().latest("who-5").score("percent")
    low, lower = score.cutoffs
    milder = low.model_copy(update={"group": "men"})

    assert caseness(score.model_copy(update={"cutoffs": (milder, lower)})) is None
    harsher = lower.model_copy(update={"group": "men"})
    assert caseness(score.model_copy(update={"cutoffs": (low, harsher)})) == low


def test_a_line_from_above_is_said_the_other_way_round():
    line = installed().latest("who-5").score("percent").cutoffs[0]

    assert limit_in_words(line) == "48 or less"

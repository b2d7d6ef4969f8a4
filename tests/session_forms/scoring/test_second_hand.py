"""What nobody read in its paper or manual is told with its source, and nothing comes of it."""

import pytest

from session_forms.library.library import installed
from session_forms.scoring.change import caseness, classify
from session_forms.scoring.line_words import group_lines_reached
from session_forms.scoring.second_hand import second_hand_words


def test_ranges_at_second_hand_are_told_and_name_no_band() -> None:
    score = installed().latest("core-10").scores[0]

    told = second_hand_words(score)

    assert score.bands_source
    assert told.startswith("These figures are not used, because they were found only in")
    assert f"ranges ({score.bands_source})" in told
    assert score.band_of(30) is None


def test_lines_at_second_hand_make_no_case_and_are_not_reached() -> None:
    score = installed().latest("dudit").scores[0]

    assert caseness(score) is None
    assert group_lines_reached(score, 44) == ()
    assert "“dependence likely”: 25 or more" in second_hand_words(score)


@pytest.mark.parametrize("status", ["secondary", "memory"])
def test_a_change_figure_that_was_not_traced_classes_nothing(status: str) -> None:
    score = installed().latest("gad-7").scores[0]
    change = score.reliable_change
    assert change is not None
    untraced = score.model_copy(
        update={"reliable_change": change.model_copy(update={"status": status})}
    )

    assert classify(score, 21, 0).outcome == "reliable-improvement"
    assert classify(untraced, 21, 0).outcome == "not-calculable"
    assert ("reliable change 6" in second_hand_words(untraced)) == (status == "secondary")


def test_a_figure_that_was_traced_is_not_said_to_be_left_out() -> None:
    assert second_hand_words(installed().latest("phq-9").scores[0]) == ""

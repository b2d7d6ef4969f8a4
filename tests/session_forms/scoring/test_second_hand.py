"""A client who reads where a score stands reads where its ranges are from, if at second hand."""

from session_forms.library.library import installed
from session_forms.scoring.second_hand import second_hand_ranges


def test_ranges_at_second_hand_are_told_with_where_they_are_from() -> None:
    score = installed().latest("core-10").scores[0]

    told = second_hand_ranges(score)

    assert score.bands_source
    assert told.startswith(f"The ranges are from {score.bands_source}. ")
    assert told.endswith("was not read.")


def test_of_ranges_that_were_read_in_the_paper_nothing_is_told() -> None:
    score = installed().latest("core-10").scores[0]

    assert second_hand_ranges(score.model_copy(update={"bands_status": "primary"})) == ""

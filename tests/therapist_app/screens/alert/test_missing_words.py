"""What an answer lacks is always said: a button that does nothing says nothing."""

from datetime import date
from itertools import chain, combinations

import pytest

from therapist_app.screens.alert.answer_view import missing_words

CODES = ("actions", "reason", "facts", "told", "to_tell", "next_contact")


class _Page:
    asked = (1, 2, 3)


class _State:
    page = _Page()
    left_open = ("Enquiry", "Plan", "Contact")
    days = (date(2026, 11, 30),)
    is_told_ahead = False

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing


@pytest.mark.parametrize(
    "missing", list(chain.from_iterable(combinations(CODES, count) for count in range(1, 7)))
)
def test_whatever_is_missing_there_is_a_word_for_it(missing: tuple[str, ...]) -> None:
    assert missing_words(_State(missing), "Give a reason")


def test_what_is_open_is_named_of_many_the_first_and_where_a_reason_is_given() -> None:
    state = _State(("reason",))
    told = [missing_words(state, "Give a reason")]
    state.left_open = ("Plan", "Contact")
    told.append(missing_words(state, "Why something stays open"))

    first, both = told
    assert first == "3 of 3 still open, first: Enquiry. Do it, or say why at “Give a reason”."
    assert both.startswith("2 of 3 still open: Plan, Contact. Do what is open, or say why at ")
    assert both.endswith("“Why something stays open”.")


def test_a_day_on_which_somebody_was_told_is_shown_as_one_of_now() -> None:
    said = missing_words(_State(("told_when",)), "Give a reason")

    assert said == "When they were told: a time of today as 14:30, or a day as 28 11 2026."

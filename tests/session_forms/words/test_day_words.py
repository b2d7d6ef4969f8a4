"""Days in words."""

from datetime import date

from session_forms.words.day_words import day_in_words, written_day


def test_a_day_is_read_back_with_its_weekday_and_written_without():
    day = date(2026, 2, 28)

    assert day_in_words(day) == "Saturday 28 February 2026"
    assert written_day(day) == "28 February 2026"

"""Days, times and numbers as people write them."""

from datetime import date, time

import pytest

from therapist_app.form_widgets.values.days import day_in_figures, day_in_words, read_day, read_time
from therapist_app.form_widgets.values.figures import read_number


@pytest.mark.parametrize(
    "written",
    [
        "28 02 2026",
        "28.2.2026",
        "28/2/26",
        "28-02-2026",
        " 28. 2. 2026 ",
        "2026-02-28",
        "2026-2-28",
    ],
)
def test_one_day_is_written_in_many_ways(written):
    assert read_day(written) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "28",
        "28 02",
        "31 02 2026",
        "02 28 2026",
        "28 02 026",
        "tomorrow",
        "0 1 2026",
        "1 1 0000",
    ],
)
def test_what_is_no_day_is_none(written):
    assert read_day(written) is None


def test_a_day_in_figures_can_be_read_again():
    day = date(2026, 3, 5)

    assert read_day(day_in_figures(day)) == day


def test_a_day_in_words_names_its_weekday():
    assert day_in_words(date(2026, 2, 28)) == "Saturday 28 February 2026"


@pytest.mark.parametrize("written", ["9:05", "09:05", "9.05", "0905", "9 05"])
def test_one_time_is_written_in_many_ways(written):
    assert read_time(written) == time(9, 5)


@pytest.mark.parametrize("written", ["", "9", "24:00", "12:60", "9:5", "noon"])
def test_what_is_no_time_is_none(written):
    assert read_time(written) is None


@pytest.mark.parametrize(
    ("written", "number"), [("7", 7), (" -3 ", -3), ("\u22123", -3), ("+4", 4)]
)
def test_a_number_is_read(written, number):
    assert read_number(written) == number


@pytest.mark.parametrize("written", ["", "7.5", "seven", "1 000", "--1"])
def test_what_is_no_whole_number_is_none(written):
    assert read_number(written) is None

"""Days, times and numbers as people write them."""

from datetime import UTC, date, datetime, time
from gettext import NullTranslations

import pytest

from session_forms.words import texts
from session_forms.words.day_words import day_in_words
from therapist_app.form_widgets.values.days import (
    day_in_figures,
    example_day,
    moment_or_day,
    read_any_day,
    read_coming_day,
    read_day,
    read_day_gone,
    read_hour,
    read_possible_day,
    read_time,
)
from therapist_app.form_widgets.values.figures import number_as_typed, read_decimal, read_number

DAY = date(2026, 2, 28)


@pytest.fixture
def speak():
    """Speak a language for one test: `speak("de")`."""
    yield lambda language: texts.install(NullTranslations(), language)
    texts.install(NullTranslations())


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
        "28022026",
        "280226",
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
        "31022026",
        "2802026",
        "tomorrow",
        "0 1 2026",
        "1 1 0000",
    ],
)
def test_what_is_no_day_is_none(written):
    assert read_day(written) is None


def test_a_day_of_a_year_that_nobody_means_is_none():
    """Windows reckons with no day after them, and such a year is a slip of a finger."""
    assert read_any_day("01 01 1900") == date(1900, 1, 1)
    assert read_any_day("31 12 2999") == date(2999, 12, 31)

    for slip in ("31 12 1899", "28 02 0226", "01 01 3000", "28 02 3026", "3026-02-28"):
        assert read_any_day(slip) is None
        assert read_day(slip) is None
        assert read_coming_day(slip, date(2026, 3, 2)) is None


def test_of_a_service_no_day_is_from_before_there_were_such_services():
    assert read_day("02 01 1970") == date(1970, 1, 2)
    assert read_day_gone("02 01 1950", date(2026, 3, 2)) == date(1950, 1, 2)

    for slip in ("01 01 1970", "03 12 1950"):
        assert read_day(slip) is None
        assert read_coming_day(slip, date(2026, 3, 2)) is None
        assert moment_or_day(slip, datetime(2026, 3, 2, tzinfo=UTC)) is None


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


@pytest.mark.parametrize(
    ("language", "figures"),
    [
        ("en", "28 02 2026"),
        ("de", "28.02.2026"),
        ("hu", "2026.02.28"),
        ("sv", "2026-02-28"),
        ("en_XA", "28 02 2026"),
    ],
)
def test_a_day_is_typed_and_shown_in_the_order_of_the_language(speak, language, figures):
    speak(language)

    assert day_in_figures(DAY) == example_day() == figures
    assert read_day(figures) == DAY
    assert read_day("".join(each for each in figures if each.isdigit())) == DAY


@pytest.mark.parametrize("language", ["en", "de", "hu", "lt", "ar_EG", "th"])
def test_the_kept_spelling_is_understood_in_every_language(speak, language):
    speak(language)

    assert read_day("2026-02-28") == DAY
    assert read_day(day_in_figures(DAY)) == DAY


@pytest.mark.parametrize(("language", "shown"), [("en", "1.5"), ("de", "1,5"), ("pl", "1,5")])
def test_a_number_is_shown_with_the_decimal_sign_of_the_language(speak, language, shown):
    speak(language)

    assert number_as_typed(1.5) == shown
    assert read_decimal(shown) == 1.5


@pytest.mark.parametrize(
    ("language", "written", "number"),
    [
        ("en", "1.250", 1.25),
        ("en", "1,250", None),
        ("en", "1,5", 1.5),
        ("de", "1,250", 1.25),
        ("de", "1.250", None),
        ("de", "1.5", 1.5),
        ("de", "12", 12),
    ],
)
def test_a_sign_that_could_part_thousands_is_no_decimal_sign(speak, language, written, number):
    speak(language)

    assert read_decimal(written) == number


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("thu", date(2026, 12, 3)),
        ("t", None),
        ("to", None),
        ("Tomorrow", date(2026, 11, 30)),
        ("tom", date(2026, 11, 30)),
        ("today", date(2026, 11, 29)),
        ("yesterday", None),
        ("1.12.", date(2026, 12, 1)),
        ("29 11", date(2026, 11, 29)),
        ("28/11", date(2027, 11, 28)),
        ("29 2", None),
        ("12 13", None),
        ("1.12.2026", date(2026, 12, 1)),
        ("1.", None),
    ],
)
def test_a_day_that_is_planned_needs_no_year(written, day):
    assert read_coming_day(written, date(2026, 11, 29)) == day


@pytest.mark.parametrize(
    ("written", "at"), [("15", time(15)), ("9", time(9)), ("15.30", time(15, 30)), ("24", None)]
)
def test_a_full_hour_that_is_planned_needs_no_minutes(written, at):
    assert read_hour(written) == at


@pytest.mark.parametrize(
    ("written", "first", "last", "day"),
    [
        ("1.12.", date(2026, 11, 29), date(2026, 12, 6), date(2026, 12, 1)),
        ("1.12.", date(2025, 11, 29), date(2026, 11, 29), date(2025, 12, 1)),
        ("28.11", None, date(2026, 11, 29), date(2026, 11, 28)),
        ("5.1.", date(2026, 11, 29), None, date(2027, 1, 5)),
        ("1.12.2027", date(2026, 11, 29), date(2026, 12, 6), date(2027, 12, 1)),
        ("9.12.", date(2026, 11, 29), date(2026, 12, 6), date(2026, 12, 9)),
        ("1.12.", None, None, None),
        ("31.2.", None, date(2026, 11, 29), None),
    ],
)
def test_a_day_needs_no_year_where_the_days_are_limited(written, first, last, day):
    assert read_possible_day(written, date(2026, 11, 29), first, last) == day


@pytest.mark.parametrize(
    ("today", "first", "last", "shown"),
    [
        (date(2026, 11, 30), None, None, "28 11 2026"),
        (date(2026, 11, 5), None, None, "28 10 2026"),
        (date(2026, 11, 5), date(2026, 11, 5), None, "28 11 2026"),
        (date(2026, 11, 30), date(2026, 11, 30), date(2026, 12, 7), "30 11 2026"),
        (date(2026, 1, 3), None, date(2025, 12, 1), "01 12 2025"),
        (None, date(2026, 11, 30), None, "30 11 2026"),
    ],
)
def test_the_example_of_a_day_is_of_now_and_possible(today, first, last, shown):
    assert example_day(first, last, today) == shown


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("now", datetime(2026, 11, 29, 18, 30, tzinfo=UTC)),
        ("Today", date(2026, 11, 29)),
        ("yesterday", date(2026, 11, 28)),
        ("yesterday, 14:30", datetime(2026, 11, 28, 14, 30, tzinfo=UTC)),
        ("fri", date(2026, 11, 27)),
        ("tomorrow", None),
        ("soon", None),
    ],
)
def test_what_has_been_is_named_as_people_say_it(written, found):
    assert moment_or_day(written, datetime(2026, 11, 29, 18, 30, tzinfo=UTC)) == found

"""Days, times and numbers, as a language writes them."""

from datetime import UTC, date, datetime, time
from gettext import NullTranslations

import pytest
from babel.localedata import locale_identifiers

from session_forms.words.day_words import (
    clock_time,
    day_in_words,
    day_of_week,
    day_of_year,
    days_from_to,
    figures_of_a_day,
    moment_in_words,
    month_alone,
    month_of_year,
    near_day,
    short_day,
    short_month,
    short_near_day,
    weekday,
    written_day,
    written_moment,
)
from session_forms.words.number_words import decimal_sign, number_words
from session_forms.words.texts import install

DAY = date(2026, 2, 28)
AT = datetime(2026, 2, 8, 14, 30, 5, tzinfo=UTC)


@pytest.fixture
def speaking():
    yield lambda code: install(NullTranslations(), code)
    install(NullTranslations())


@pytest.mark.parametrize(
    ("code", "figures"),
    [
        ("en", ("dMy", " ")),
        ("de", ("dMy", ".")),
        ("hu", ("yMd", ".")),
        ("ar_SA", ("dMy", "/")),
        ("th", ("dMy", "/")),
        ("cv", ("yMd", ".")),
    ],
)
def test_figures_of_a_day_stand_as_the_language_types_them(speaking, code, figures):
    speaking(code)

    assert figures_of_a_day() == figures


def test_every_language_types_day_month_and_year_once(speaking):
    for code in locale_identifiers():
        speaking(code)
        assert sorted(figures_of_a_day().order) == sorted("dMy"), code


@pytest.mark.parametrize(("code", "sign"), [("en", "."), ("de", ","), ("pl", ",")])
def test_the_decimal_sign_is_that_of_the_language(speaking, code, sign):
    speaking(code)

    assert decimal_sign() == sign


def test_english_days_are_british():
    assert day_in_words(DAY) == "Saturday 28 February 2026"
    assert written_day(DAY) == "28 February 2026"
    assert near_day(DAY, DAY) == "28 February"
    assert short_day(DAY) == "28 Feb 2026"
    assert short_near_day(date(2026, 9, 3), date(2026, 8, 20)) == "3 Sep"
    assert short_near_day(date(2026, 9, 3), date(2028, 9, 3)) == "3 Sep 2026"
    assert month_of_year(DAY) == "February 2026"
    assert short_month(DAY) == "Feb"
    assert month_alone(DAY) == "February"
    assert weekday(DAY) == "Saturday"


def test_english_times_are_those_of_a_clock_with_twenty_four_hours():
    assert clock_time(AT) == clock_time(time(14, 30)) == "14:30"
    assert clock_time(AT, seconds=True) == "14:30:05"
    assert moment_in_words(AT) == "Sunday 8 February 2026, 14:30"
    assert written_moment(AT) == "8 February 2026, 14:30"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 1), "1 March"),
        (date(2025, 12, 31), "31 December"),
        (date(2026, 9, 3), "3 September 2026"),
        (date(2027, 2, 28), "28 February 2027"),
        (date(2025, 8, 1), "1 August 2025"),
    ],
)
def test_a_day_has_its_year_unless_it_is_within_the_months_around_today(day, words):
    assert near_day(day, DAY) == words


def test_another_language_has_its_own_order_signs_and_names(speaking):
    speaking("de")

    assert day_in_words(DAY) == "Samstag, 28. Februar 2026"
    assert written_day(DAY) == "28. Februar 2026"
    assert near_day(DAY, DAY) == "28. Februar"
    assert short_day(DAY) == "28. Feb. 2026"
    assert month_of_year(DAY) == "Februar 2026"
    assert short_month(date(2026, 3, 1)) == "Mär"
    assert weekday(DAY) == "Samstag"
    assert clock_time(AT) == "14:30"
    assert clock_time(AT, seconds=True) == "14:30:05"
    assert number_words(1250.5, grouped=True) == "1.250,5"


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("de_AT", "5. Jänner 2026"),
        ("de_XX", "5. Januar 2026"),
        ("en_XA", "5 January 2026"),
        ("xx", "5 January 2026"),
        ("not a code", "5 January 2026"),
    ],
)
def test_a_place_that_is_not_known_is_written_as_its_language_is(speaking, code, written):
    speaking(code)

    assert written_day(date(2026, 1, 5)) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (12, "12"),
        (12.5, "12.5"),
        (-3, "-3"),
        (0.25, "0.25"),
        (1250, "1250"),
        (2000000.0, "2000000"),
    ],
)
def test_a_number_has_the_decimals_that_it_needs(number, written):
    assert number_words(number) == written


def test_decimals_can_be_given_and_thousands_set_apart():
    assert number_words(0.5, 2) == "0.50"
    assert number_words(49.6, 0) == "50"
    assert number_words(12000, grouped=True) == "12,000"


@pytest.mark.parametrize(
    ("code", "last", "words"),
    [
        ("en", date(2026, 11, 27), ("Mon 23", "Monday 23 November", "23 to 27 November")),
        ("en", date(2026, 12, 2), ("Mon 23", "Monday 23 November", "23 November to 2 December")),
        (
            "fr",
            date(2026, 11, 27),
            ("lun. 23", "lundi 23 novembre 2026", "23 \N{EN DASH} 27 novembre"),
        ),
    ],
)
def test_days_of_a_calendar_are_written_as_short_as_they_are_clear(speaking, code, last, words):
    speaking(code)
    first = date(2026, 11, 23)

    written = (day_of_week(first), day_of_year(first), days_from_to(first, last))

    assert tuple(each.replace("\N{THIN SPACE}", " ") for each in written) == words

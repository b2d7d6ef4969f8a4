"""Known days in a line of text."""

from datetime import date

import pytest

from exports.leaks.days import days_in, without_century
from exports.leaks.plain_words import plain

KNOWN = without_century([date(1985, 3, 7), date(1962, 9, 21)])


def found(text, *, typed=True):
    return list(days_in(plain(text), KNOWN, typed=typed))


@pytest.mark.parametrize(
    "text",
    [
        "1985-03-07", "07.03.1985", "7.3.1985", "7/3/85", "3/7/1985", "07/03/1985", "19850307",
        "07031985", "03071985", "070385", "030785", "850307", "7 march 1985", "March 7, 1985",
        "7 mar 85", "7. M\u00e4rz 1985",
        "7th March 1985", "the seventh of March 1985", "1985, March the 7th", "le 7 mars 1985",
        "siebter M\u00e4rz 1985", "7 de marzo de 1985", "si\u00f3dmego marca 1985", "7 III 1985",
        "zevende maart 1985", "twenty-first of September 1962", "21 wrze\u015bnia 62",
        "einundzwanzigster September 1962", "21sept1962", "vingt et un septembre 1962",
    ],
)  # fmt: skip
def test_a_day_is_found_however_it_is_written(text):
    assert found(f"born {text}, at home")


@pytest.mark.parametrize(
    "text", ["8 March 1985", "7 March 1986", "March 1985", "17 3 1985", "7 1985 7", "1985030"]
)
def test_another_day_and_a_part_of_one_are_not_found(text):
    assert not found(text)


def test_numbers_side_by_side_are_a_day_only_where_somebody_typed_them():
    assert found("7 3 85")
    assert found("070385")
    assert not found("7 3 85", typed=False)
    assert not found("070385", typed=False)
    assert found("7.3.85", typed=False)
    assert found("7 March 85", typed=False)


def test_what_is_found_is_what_stands_there():
    assert found("it was 7th March 1985 then") == ["7th march 1985"]


def test_figures_of_a_code_are_no_day():
    assert not list(
        days_in("r-4f2a-77, november", without_century([date(1977, 11, 2)]), typed=False)
    )
    assert found("on 7March1985", typed=False)


def test_a_number_that_is_a_month_too_is_both():
    known = without_century([date(1962, 9, 20)])

    assert list(days_in(plain("vingt sept 1962"), known, typed=True))

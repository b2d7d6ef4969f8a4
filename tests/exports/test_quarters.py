"""Quarters: their names, days and words."""

from datetime import date

import pytest

from exports.quarters import Quarter, quarter_named, quarter_of


@pytest.mark.parametrize(
    ("day", "name", "first", "last_month"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 1, 1), "2026-03"),
        (date(2026, 6, 30), "2026-Q2", date(2026, 4, 1), "2026-06"),
        (date(2026, 9, 30), "2026-Q3", date(2026, 7, 1), "2026-09"),
        (date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), "2026-12"),
    ],
)
def test_a_day_lies_in_its_quarter(day, name, first, last_month):
    found = quarter_of(day)

    assert (found.name, found.first_day, found.last_month) == (name, first, last_month)
    assert quarter_named(name) == found


def test_quarters_follow_each_other_over_the_new_year():
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2027, 1).before == Quarter(2026, 4)
    assert Quarter(2026, 2).next == Quarter(2026, 3)
    assert Quarter(2026, 2).before == Quarter(2026, 1)


def test_a_quarter_is_told_by_its_months():
    assert Quarter(2026, 3).in_words == "July to September 2026"


@pytest.mark.parametrize("name", ["2026-Q5", "2026-3", "", "26-Q1"])
def test_what_is_no_quarter_is_refused(name):
    with pytest.raises(ValueError, match=r"^"):
        quarter_named(name)

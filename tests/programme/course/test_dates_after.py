"""When boosters and follow-ups are due."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.course.dates_after import day_after, due_after
from programme.definition.parts import AfterEnd
from programme.loading.library import installed


@pytest.mark.parametrize(
    ("ended", "after", "day"),
    [
        (date(2026, 3, 2), AfterEnd(weeks=4), date(2026, 3, 30)),
        (date(2026, 3, 2), AfterEnd(months=3), date(2026, 6, 2)),
        (date(2026, 11, 30), AfterEnd(months=3), date(2027, 2, 28)),
        (date(2027, 11, 30), AfterEnd(months=3), date(2028, 2, 29)),
        (date(2026, 1, 31), AfterEnd(months=12), date(2027, 1, 31)),
        (date(2026, 12, 15), AfterEnd(months=1), date(2027, 1, 15)),
    ],
)
def test_the_day_lies_so_long_after_the_end(ended: date, after: AfterEnd, day: date) -> None:
    assert day_after(ended, after) == day


def test_the_default_programme_has_three_boosters_and_three_follow_ups() -> None:
    found = due_after(installed(), date(2026, 3, 2))

    assert [each.plan_id for each in found] == ["B1", "B2", "FU3", "B3", "FU6", "FU12"]
    assert [each.day for each in found] == sorted(each.day for each in found)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 120))
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(
    ended: date, months: int
) -> None:
    day = day_after(ended, AfterEnd(months=months))

    assert (day.year * 12 + day.month) - (ended.year * 12 + ended.month) == months
    assert day.day <= ended.day
    assert day.day == ended.day or day.day >= 28

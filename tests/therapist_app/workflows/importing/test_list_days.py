"""A day of a list is read in one way, or asked about."""

from datetime import date

import pytest

from tests.support.workflows.client_lists import HEADS, plan_of
from therapist_app.workflows.errors import ListRefused
from therapist_app.workflows.importing.importing_a_list import (
    import_list,
)
from therapist_app.workflows.importing.list_columns import recognised
from therapist_app.workflows.importing.list_days import can_be_two_days, order_told, read_list_day
from therapist_app.workflows.importing.planning_an_import import (
    has_two_ways,
    suggested_order,
)
from therapist_app.workflows.importing.spreadsheet import read_list


def test_a_day_that_could_be_two_is_asked_about_and_read_as_told(work):
    text = HEADS + "Al,2/1/1990,,,,,\n"
    plan = plan_of(work, text)

    assert plan.lacks_order
    with pytest.raises(ListRefused, match="settled"):
        import_list(work.workspace, plan)
    for order, day in (("day_first", "1990-01-02"), ("month_first", "1990-02-01")):
        plan = plan_of(work, text, order=order)
        assert not plan.lacks_order
        assert plan.ready[0].new.birth_date == day


@pytest.mark.parametrize(
    ("words", "order", "day"),
    [
        ("1990-02-28", None, date(1990, 2, 28)),
        ("1990/2/8", "day_first", date(1990, 2, 8)),
        ("1990-02-28 00:00:00", None, date(1990, 2, 28)),
        ("28. 2. 1990", None, date(1990, 2, 28)),
        ("2/28/1990", None, date(1990, 2, 28)),
        ("2/28/1990", "day_first", None),
        ("28.2.1990", "month_first", None),
        ("3.3.1990", None, date(1990, 3, 3)),
        ("1.2.1990", None, None),
        ("1.2.90", "day_first", None),
        ("30.2.1990", "day_first", None),
        ("soon", "day_first", None),
    ],
)
def test_a_day_is_read_in_one_way_or_not_at_all(words, order, day):
    assert read_list_day(words, order) == day


def test_days_tell_their_order_where_all_tell_the_same():
    assert order_told(["1.2.1990", "28.2.1990"]) == "day_first"
    assert order_told(["1.2.1990", "2/28/1990"]) == "month_first"
    assert order_told(["28.2.1990", "2/28/1990"]) is None
    assert [can_be_two_days(each) for each in ("1.2.1990", "3.3.1990", "28.2.1990")] == [
        True,
        False,
        False,
    ]
    sheet = read_list(b"Name,Born\nAl,28.2.1990\nBo,1.2.1990\n")
    fields = recognised(sheet.heads)
    assert (suggested_order(sheet, fields), has_two_ways(sheet, fields)) == ("day_first", True)

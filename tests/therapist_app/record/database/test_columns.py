"""What stands in a column is read as what it must be, or not at all."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from therapist_app.record.database.columns import (
    DAY,
    FIRST_MOMENT,
    FIRST_YEAR,
    JSON_OBJECT,
    LAST_MOMENT,
    LAST_YEAR,
    MOMENT,
    QUARTER,
    day_from,
    moment_from,
    number_below,
    one_of_words,
    words_from,
)
from therapist_app.record.errors import RecordBug, SenselessValue
from therapist_app.record.model import FIRST_DAY, LAST_DAY

A_MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize("moment", [FIRST_MOMENT, LAST_MOMENT - A_MOMENT])
def test_of_the_first_and_of_the_last_moment_the_system_tells_the_local_day(
    moment: datetime,
) -> None:
    assert moment_from(moment.isoformat()) == moment
    assert abs(moment.astimezone().replace(tzinfo=UTC) - moment) < timedelta(days=1)


@pytest.mark.parametrize(
    "moment",
    [
        datetime.min.replace(tzinfo=UTC),
        FIRST_MOMENT - A_MOMENT,
        LAST_MOMENT,
        datetime.max.replace(tzinfo=UTC),
    ],
)
def test_a_moment_outside_these_is_none(moment: datetime) -> None:
    with pytest.raises(SenselessValue):
        moment_from(moment.isoformat())


@pytest.mark.parametrize("moment", [FIRST_MOMENT, LAST_MOMENT - A_MOMENT])
def test_a_moment_that_is_written_can_be_read(moment: datetime) -> None:
    assert MOMENT.read(MOMENT.write(moment)) == moment


@pytest.mark.parametrize("moment", [FIRST_MOMENT - A_MOMENT, LAST_MOMENT])
def test_a_moment_that_could_not_be_read_is_not_written(moment: datetime) -> None:
    with pytest.raises(RecordBug):
        MOMENT.write(moment)


def test_a_day_that_could_not_be_read_is_not_written() -> None:
    assert DAY.read(DAY.write(date(FIRST_YEAR, 1, 1))) == date(FIRST_YEAR, 1, 1)
    for year in (FIRST_YEAR - 1, LAST_YEAR + 1):
        with pytest.raises(RecordBug):
            DAY.write(date(year, 6, 1))


def test_nothing_that_is_checked_is_written_that_could_not_be_read() -> None:
    word, number = one_of_words({"held", None}), number_below(10)

    assert [word.write("held"), word.write(None), number.write(-9), number.write(None)] == [
        "held",
        None,
        -9,
        None,
    ]
    assert [JSON_OBJECT.write("{}"), QUARTER.write("2026-Q3")] == ["{}", "2026-Q3"]
    refused = (word, "hold"), (number, 10), (JSON_OBJECT, "[]"), (JSON_OBJECT, "{"), (QUARTER, "Q3")
    for column, value in refused:
        with pytest.raises(RecordBug):
            column.write(value)


@pytest.mark.parametrize("hours", range(-12, 15))
def test_every_hour_of_a_day_of_a_service_can_be_written_in_any_zone(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))

    for moment in (
        datetime.combine(FIRST_DAY, time.min, zone),
        datetime.combine(LAST_DAY, time.max, zone),
    ):
        assert MOMENT.read(MOMENT.write(moment)) == moment


@pytest.mark.parametrize("year", [1, FIRST_YEAR - 1, LAST_YEAR + 1, 9999])
def test_a_day_outside_these_years_is_none(year: int) -> None:
    with pytest.raises(SenselessValue):
        day_from(date(year, 6, 1).isoformat())


@pytest.mark.parametrize("text", ["", "garbage", "2026-13-01", "2026-06-01T10:00"])
def test_what_is_no_moment_of_any_zone_is_refused(text: str) -> None:
    with pytest.raises(SenselessValue):
        moment_from(text)


@pytest.mark.parametrize("text", ["", "garbage", "2026-13-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(SenselessValue):
        day_from(text)


@pytest.mark.parametrize("text", ["", "null", "{}", "[1]", "[" * 100_000])
def test_what_is_no_list_of_words_is_refused(text: str) -> None:
    with pytest.raises(SenselessValue):
        words_from(text)


def test_a_word_is_read_only_where_it_may_stand() -> None:
    column = one_of_words({"held", None})

    assert [column.read(each) for each in ("held", None)] == ["held", None]
    with pytest.raises(SenselessValue):
        column.read("missed")


def test_a_number_is_read_only_where_it_is_near_enough_to_0() -> None:
    column = number_below(8)

    assert [column.read(each) for each in (-7, 0, 7, None)] == [-7, 0, 7, None]
    for each in (-8, 8):
        with pytest.raises(SenselessValue):
            column.read(each)


@pytest.mark.parametrize("name", ["1999-Q4", "2026-Q1", "8999-Q3"])
def test_the_name_of_a_quarter_is_read_as_it_stands(name: str) -> None:
    assert QUARTER.read(name) == name


@pytest.mark.parametrize(
    "name", ["", "2026", "2026-Q0", "2026-Q5", "0026-Q1", "2026-Q1 ", "9000-Q1"]
)
def test_what_names_no_quarter_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        QUARTER.read(name)


def test_a_json_object_is_read_as_it_is_spelt() -> None:
    assert JSON_OBJECT.read('{"b": 1,  "a": 2}') == '{"b": 1,  "a": 2}'


@pytest.mark.parametrize("text", ["[]", "null", "1", '"{}"'])
def test_json_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(TypeError):
        JSON_OBJECT.read(text)

"""What stands in a column is read as what it must be, or not at all."""

from datetime import UTC, datetime, timedelta

import pytest

from therapist_app.record.database.columns import (
    FIRST_MOMENT,
    JSON_OBJECT,
    LAST_MOMENT,
    QUARTER,
    sound_moment_from,
)

A_MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize("moment", [FIRST_MOMENT, LAST_MOMENT - A_MOMENT])
def test_of_the_first_and_of_the_last_moment_the_system_tells_the_local_day(
    moment: datetime,
) -> None:
    assert sound_moment_from(moment.isoformat()) == moment
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
    with pytest.raises(ValueError):  # noqa: PT011
        sound_moment_from(moment.isoformat())


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

"""What stands in a column is read as what it must be, or not at all."""

from datetime import UTC, datetime

import pytest

from therapist_app.record.database.columns import (
    FIRST_YEAR,
    JSON_OBJECT,
    LAST_YEAR,
    QUARTER,
    sound_moment_from,
)


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_a_moment_in_the_first_and_in_the_last_year_can_be_reckoned_with(year: int) -> None:
    moment = datetime(year, 6, 1, tzinfo=UTC)

    assert sound_moment_from(moment.isoformat()) == moment


@pytest.mark.parametrize("year", [1, FIRST_YEAR - 1, LAST_YEAR + 1, 9999])
def test_a_moment_outside_these_years_is_none(year: int) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        sound_moment_from(datetime(year, 6, 1, tzinfo=UTC).isoformat())


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

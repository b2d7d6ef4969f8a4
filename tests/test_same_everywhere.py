"""A run of the tests comes to the same on every machine and at every hour."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

QUARTERS = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 4, 7, 10)]


def test_no_property_fails_by_the_speed_of_a_machine_and_none_by_chance_before_all(request):
    drawn = []

    @given(st.integers())
    def a_property(number):
        drawn.append(number)

    a_property()
    first = drawn.copy()
    drawn.clear()
    a_property()

    assert settings.default.deadline is None
    assert HealthCheck.too_slow in settings.default.suppress_health_check
    assert request.config.getoption("--all") or drawn == first


def test_the_hours_are_those_of_one_time_zone_here_and_in_every_process_that_is_started():
    offset = "import datetime as d; print(d.datetime.now().astimezone().utcoffset())"
    beside = subprocess.run(
        [sys.executable, "-c", offset], capture_output=True, text=True, check=True
    )

    assert {each.astimezone().utcoffset() for each in QUARTERS} == {timedelta()}
    assert beside.stdout.strip() == str(timedelta())

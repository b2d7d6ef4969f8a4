"""The order of a course: the default one, as a track changes it, and what stands outside it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.course.gates import GateFacts, closed_gates
from programme.course.order import (
    after_the_end,
    brought_forward,
    course_order,
    day_after,
    due_after,
    extra_sessions,
    track_of,
)
from programme.definition.parts import AfterEnd, BringForward, PlannedSession
from programme.errors import UnknownSession
from programme.loading.library import installed
from tests.support.programme.tracks import BASE, EXTRA, after, gate, with_sessions, with_track


def test_without_a_track_the_course_is_in_its_own_order() -> None:
    assert course_order(BASE) == tuple(f"S0{number}" for number in range(1, 9))
    assert course_order(BASE, "nowhere") == course_order(BASE)
    assert track_of(BASE, "nowhere") is None


@pytest.mark.parametrize("after_point", ["S02", "S01"])
def test_a_track_brings_a_module_forward_after_a_session(after_point: str) -> None:
    programme = with_track(BringForward(module="M02", after=after_point))

    at = int(after_point[-1])
    expected = [*range(1, at + 1), 5, 6, 7, 8, *range(at + 1, 5)]
    assert course_order(programme, "T") == tuple(f"S0{number}" for number in expected)
    assert brought_forward(programme, "T") == {"M02"}
    assert brought_forward(programme, "") == frozenset()


def test_sessions_after_the_end_are_in_the_order_of_their_days() -> None:
    programme = with_sessions(after("B3", months=5), after("B1", weeks=4), after("F3", months=3))

    assert [each.id for each in after_the_end(programme)] == ["B1", "F3", "B3"]
    assert not {"B1", "B3", "F3"} & set(course_order(programme))


def test_an_extra_session_stands_in_no_order() -> None:
    programme = with_sessions(EXTRA)

    assert extra_sessions(programme) == {"EX"}
    assert "EX" not in course_order(programme)
    assert after_the_end(programme) == ()


def test_a_gate_before_a_phase_lets_a_module_pass_that_the_track_brings_forward() -> None:
    programme = with_track(BringForward(module="M02", after="S02")).model_copy(
        update={"gates": (gate("G3", "P2"),)}
    )

    assert closed_gates(programme, "S05", GateFacts(), "T") == ()
    assert [each.id for each in closed_gates(programme, "S05", GateFacts())] == ["G3"]
    assert [each.id for each in closed_gates(programme, "M02", GateFacts(), "T")] == ["G3"]


def test_a_gate_before_a_session_holds_in_every_track() -> None:
    programme = with_track(BringForward(module="M02", after="S02")).model_copy(
        update={"gates": (gate("G2", "S03"),)}
    )

    assert [each.id for each in closed_gates(programme, "S05", GateFacts(), "T")] == ["G2"]


def test_an_extra_session_waits_only_for_what_comes_before_the_second() -> None:
    programme = with_sessions(EXTRA).model_copy(
        update={"gates": (gate("G1", "S02"), gate("G3", "P2"))}
    )

    assert [each.id for each in closed_gates(programme, "EX", GateFacts())] == ["G1"]


def test_a_time_after_the_end_is_weeks_or_months() -> None:
    with pytest.raises(ValueError, match="exactly one"):
        AfterEnd(weeks=4, months=1)
    with pytest.raises(ValueError, match="exactly one"):
        AfterEnd()


def test_an_extra_session_has_no_day_after_the_end() -> None:
    with pytest.raises(ValueError, match="no after_end"):
        PlannedSession(id="EX", module="M", title="Extra", extra=True, after_end=AfterEnd(weeks=1))


def test_a_point_that_the_course_lacks_is_refused() -> None:
    programme = BASE.model_copy(update={"gates": (gate("G1", "S02"),)})

    with pytest.raises(UnknownSession):
        closed_gates(programme, "S99", GateFacts(), "T")


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

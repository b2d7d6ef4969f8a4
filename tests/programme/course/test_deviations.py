"""What is out of the ordinary about a session, and needs a reason."""

import pytest

from programme.course.deviations import deviations, extra_allowed, extra_held, may_follow
from programme.course.progress import (
    SessionFact,
    half_held,
    next_occurrence,
    next_plan,
    sessions_held,
)
from programme.errors import UnknownSession
from tests.support.programme.tracks import BASE, EXTRA, after, with_sessions, with_track

THREE_HELD = tuple(SessionFact(f"S0{number}", "signed") for number in (1, 2, 3))


def test_the_next_session_needs_no_reason() -> None:
    assert deviations(BASE, THREE_HELD, "S04") == ()


def test_a_session_ahead_of_its_turn_needs_one() -> None:
    assert deviations(BASE, THREE_HELD, "S06") == ("out_of_order",)


def test_a_session_held_before_is_repeated() -> None:
    assert deviations(BASE, THREE_HELD, "S02") == ("repeated",)


def test_the_rest_of_a_split_session_is_in_turn_and_comes_first() -> None:
    facts = (*THREE_HELD[:2], SessionFact("S03", "held", rest_follows=True))

    assert half_held(BASE, facts) == ("S03",)
    assert sessions_held(BASE, facts) == ("S01", "S02")
    assert deviations(BASE, facts, "S03") == ()
    assert deviations(BASE, facts, "S04") == ("out_of_order",)
    following = next_plan(BASE, facts)
    assert following is not None
    assert following.id == "S03"


def test_a_split_session_is_held_once_its_rest_is() -> None:
    facts = (SessionFact("S01", "signed", rest_follows=True), SessionFact("S01", "held"))

    assert half_held(BASE, facts) == ()
    assert sessions_held(BASE, facts) == ("S01",)


def test_a_second_round_that_was_split_waits_for_its_own_rest() -> None:
    facts = (
        SessionFact("S01", "signed"),
        SessionFact("S01", "held", rest_follows=True, occurrence=2),
    )

    assert half_held(BASE, facts) == ("S01",)
    assert sessions_held(BASE, facts) == ("S01",)


def test_a_track_says_what_is_in_turn() -> None:
    from programme.definition.parts import BringForward

    programme = with_track(BringForward(module="M02", after="S02"))
    facts = THREE_HELD[:2]

    assert deviations(programme, facts, "S05", track_id="T") == ()
    assert deviations(programme, facts, "S03", track_id="T") == ("out_of_order",)


def test_two_sessions_in_one_meeting_need_a_reason_unless_the_track_pairs_them() -> None:
    programme = with_track(may_merge=(("S04", "S05"),))

    assert deviations(programme, THREE_HELD, "S04", track_id="T", merged_with="S05") == ()
    assert deviations(programme, THREE_HELD, "S04", merged_with="S05") == ("merged",)
    assert deviations(programme, (), "S01", track_id="T", merged_with="S02") == ("merged",)


def test_both_sessions_of_one_meeting_are_held() -> None:
    facts = (*THREE_HELD, SessionFact("S04", "held", merged_with="S05"))

    assert sessions_held(BASE, facts) == ("S01", "S02", "S03", "S04", "S05")


@pytest.mark.parametrize(("plan_id", "other"), [("S99", ""), ("S04", "S99")])
def test_a_session_that_is_not_there_is_refused(plan_id: str, other: str) -> None:
    with pytest.raises(UnknownSession):
        deviations(BASE, THREE_HELD, plan_id, merged_with=other)


def test_extra_sessions_need_a_reason_beyond_what_the_track_allows() -> None:
    programme = with_sessions(EXTRA).model_copy(
        update={"tracks": with_track(extra_sessions_allowed=1).tracks}
    )
    first = SessionFact("EX", "held")

    assert extra_allowed(programme, "T") == 1
    assert extra_allowed(programme, "") == 0
    assert deviations(programme, THREE_HELD, "EX", track_id="T") == ()
    assert deviations(programme, (*THREE_HELD, first), "EX", track_id="T") == ("beyond_allowance",)
    assert deviations(programme, THREE_HELD, "EX") == ("beyond_allowance",)


def test_a_split_extra_session_counts_once_and_a_missed_one_never() -> None:
    programme = with_sessions(EXTRA)
    facts = (
        SessionFact("EX", "held", rest_follows=True),
        SessionFact("EX", "signed"),
        SessionFact("EX", "missed", occurrence=2),
        SessionFact("EX", "held", occurrence=2),
    )

    assert extra_held(programme, facts) == 2


def test_an_extra_session_is_never_the_next_one() -> None:
    programme = with_sessions(EXTRA)
    everything = tuple(SessionFact(f"S0{number}", "held") for number in range(1, 9))

    assert next_plan(programme, everything) is None


def test_after_the_end_nothing_is_caught_up_with_and_no_order_is_kept() -> None:
    programme = with_sessions(after("B1", weeks=4), after("B2", weeks=8), after("F3", months=3))
    everything = tuple(SessionFact(f"S0{number}", "held") for number in range(1, 9))

    first = next_plan(programme, everything)
    later = next_plan(programme, (*everything, SessionFact("B2", "held")))

    assert first is not None
    assert later is not None
    assert (first.id, later.id) == ("B1", "F3")
    assert deviations(programme, everything, "F3") == ()
    assert deviations(programme, THREE_HELD, "B1") == ("out_of_order",)
    assert next_plan(programme, (*everything, SessionFact("F3", "held"))) is None
    assert deviations(programme, (*everything, SessionFact("F3", "held")), "B1") == ()


@pytest.mark.parametrize(
    ("held", "follower"), [((), "S02"), ((1, 2), "S04"), ((1, 2, 4), "S05"), (range(1, 8), "")]
)
def test_the_session_right_after_the_next_could_be_held_with_it(held, follower: str) -> None:
    facts = [SessionFact(f"S0{number}", "held") for number in held]

    assert may_follow(BASE, facts) == follower


def test_nothing_is_merged_with_the_rest_of_a_session_or_after_the_end() -> None:
    everything = tuple(SessionFact(f"S0{number}", "held") for number in range(1, 9))
    programme = with_sessions(after("B1", weeks=4))

    assert may_follow(BASE, (SessionFact("S01", "held", rest_follows=True),)) == ""
    assert may_follow(programme, everything) == ""
    assert may_follow(BASE, everything) == ""


def test_each_time_a_session_is_held_has_its_number() -> None:
    facts = (
        SessionFact("S01", "signed"),
        SessionFact("S02", "missed"),
        SessionFact("S03", "held", merged_with="S04", occurrence=1),
    )

    assert next_occurrence((), "S01") == 1
    assert next_occurrence(facts, "S01") == 2
    assert next_occurrence(facts, "S02") == 1
    assert next_occurrence(facts, "S04") == 2
    assert next_occurrence(facts, "S05", "S03") == 2


def test_who_is_followed_up_is_led_past_what_was_not_held_of_the_course() -> None:
    programme = with_sessions(after("B1", weeks=4), after("B2", weeks=8))
    half = (*THREE_HELD, SessionFact("S04", "held", rest_follows=True))
    booster_half = (*half, SessionFact("B1", "held", rest_follows=True))
    facts = (half, booster_half, (*half, SessionFact("B1", "signed")))

    found = [next_plan(programme, each, is_followed_up=True) for each in facts]

    assert [each.id for each in found if each is not None] == ["B1", "B1", "B2"]
    assert deviations(programme, half, "B1", is_followed_up=True) == ()
    assert deviations(programme, half, "S05", is_followed_up=True) == ("out_of_order",)
    assert may_follow(programme, THREE_HELD, is_followed_up=True) == ""
    assert next_plan(programme, (SessionFact("B2", "held"),), is_followed_up=True) is None

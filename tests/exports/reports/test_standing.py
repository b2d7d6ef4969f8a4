"""Who goes on, who dropped out by when, who was followed up: on a constructed cohort."""

import pytest

from exports.case.case import PseudonymisedCase
from exports.reports.outcomes import measures
from exports.reports.standing import (
    follow_ups,
    follow_ups_missed,
    plans_until_end,
    standing_of,
    time_points,
)
from programme.course.order import course_order
from programme.loading import library as programmes
from session_forms.library import library
from tests.support.exports.cohorts import case, session

PROGRAMME = programmes.installed()
ORDER = course_order(PROGRAMME)


@pytest.mark.parametrize(
    ("made", "standing"),
    [
        (case(0), "not_begun"),
        (case(3), "in_treatment"),
        (case(3, status="paused"), "in_treatment"),
        (case(20), "completed"),
        (case(20, reason="client_stopped"), "completed"),
        (case(18, reason="completed", status="ended"), "completed"),
        (case(3, reason="client_stopped", status="ended"), "stopped"),
        (case(3, reason="no_contact"), "stopped"),
        (case(3, reason="moved", status="ended"), "ended_otherwise"),
        (case(9, reason="agreed_early_end"), "ended_otherwise"),
        (case(3, status="ended"), "ended_not_known"),
        (case(0, status="ended"), "ended_not_known"),
    ],
)
def test_where_a_course_stands(made, standing):
    assert standing_of(made, PROGRAMME) == standing


def test_a_session_that_was_missed_does_not_begin_a_course():
    missed = case(0, after=())
    only_missed = [session("S01", "did_not_attend")]

    assert standing_of(missed, PROGRAMME) == "not_begun"
    assert standing_of(cohort_member(only_missed), PROGRAMME) == "not_begun"


def cohort_member(sessions):
    made = case(0)
    return PseudonymisedCase(
        **{
            name: getattr(made, name)
            for name in PseudonymisedCase.__dataclass_fields__
            if name != "sessions"
        },
        sessions=tuple(sessions),
    )


# 30 people: 10 completed, 6 stopped before S04, 4 stopped before S10, 2 stopped later, 3 moved away
# early, 4 are in treatment at S02, 1 at S12; and one more never began.
COHORT = (
    *[case(20)] * 10,
    *[case(2, reason="client_stopped")] * 4,
    *[case(1, reason="no_contact")] * 2,
    *[case(5, reason="client_stopped")] * 4,
    *[case(15, reason="no_contact")] * 2,
    *[case(2, reason="moved")] * 3,
    *[case(2)] * 4,
    case(12),
    case(0),
)


def test_drop_out_by_time_point_on_a_constructed_cohort():
    found = {
        point.plan_id: tuple(
            len(each) for each in (point.reached, point.stopped, point.otherwise, point.not_yet)
        )
        for point in time_points(COHORT, PROGRAMME)
    }

    assert found == {"S04": (17, 6, 3, 4), "S10": (13, 10, 3, 4), "S20": (10, 12, 3, 5)}


def test_everybody_who_began_stands_once_in_each_time_point():
    for point in time_points(COHORT, PROGRAMME):
        parts = (point.reached, point.stopped, point.otherwise, point.not_yet)
        assert sorted(place for part in parts for place in part) == list(range(30))


def test_a_track_that_brings_sessions_forward_has_its_own_order():
    track = next(each for each in PROGRAMME.tracks if each.bring_forward)
    order = course_order(PROGRAMME, track.id)
    early = case(order.index("S04"), track=track.id, reason="client_stopped")

    [point, *_later] = time_points([early], PROGRAMME)

    assert order.index("S04") != ORDER.index("S04") or order != ORDER
    assert point.stopped == (0,)


def test_the_last_score_of_the_course_is_not_one_of_a_follow_up():
    until_end = plans_until_end(PROGRAMME)

    assert set(ORDER) <= until_end
    assert "EX" in until_end
    assert not until_end & {"B1", "FU3", "FU12"}


def followed(*cases):
    known = measures(library.installed())
    return {each.plan_id: each for each in follow_ups(cases, known[0], known, PROGRAMME)}


BETTER = (("S01", 18), ("S20", 6))


def test_a_follow_up_keeps_loses_or_does_not_know():
    found = followed(
        case(20, phq=(*BETTER, ("FU3", 7)), after=("FU3",), since=20),
        case(20, phq=(*BETTER, ("FU3", 16)), after=("FU3",), since=20),
        case(20, phq=BETTER, after=("FU3",), since=20),
        case(20, phq=BETTER, since=30),
        case(20, phq=(("S01", 18), ("S20", 17)), after=("FU3",), since=20),
    )["FU3"]

    assert (found.kept, found.lost, found.not_known) == ((0,), (1,), (2, 3))
    assert (found.seen, found.missed, found.not_due) == ((0, 1, 2, 4), (3,), ())


def test_a_follow_up_is_due_only_after_its_day_and_some_weeks():
    found = followed(
        case(20, phq=BETTER, since=13),
        case(20, phq=BETTER, since=20),
        case(20, phq=BETTER),
        case(3, phq=BETTER, since=90, status="ended"),
    )

    assert found["FU3"].not_due == (0, 2)
    assert found["FU3"].missed == (1,)
    assert found["FU6"].not_due == (0, 1, 2)


def test_only_follow_ups_are_followed_up_and_no_boosters():
    assert list(followed()) == ["FU3", "FU6", "FU12"]


def test_a_follow_up_is_missed_once_its_weeks_of_grace_have_passed_after_a_whole_course():
    missed = {
        since: follow_ups_missed(case(20, since=since), PROGRAMME) for since in (None, 19, 20, 60)
    }

    assert missed == {None: (), 19: (), 20: ("FU3",), 60: ("FU3", "FU6", "FU12")}
    assert follow_ups_missed(case(20, after=("FU3",), since=20), PROGRAMME) == ()
    assert follow_ups_missed(case(12, reason="client_stopped", since=60), PROGRAMME) == ()

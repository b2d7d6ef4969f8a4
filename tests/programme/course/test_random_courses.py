"""Thousands of random lawful courses through the default programme keep what must be kept."""

from collections import Counter
from random import Random

import pytest

from programme.course.progress import next_plan
from tests.support.programme.checked_courses import (
    PROGRAMME,
    TRACKS,
    check,
)
from tests.support.programme.random_courses import RandomCourse
from tests.support.sampling import sampled

COURSES = (60, 700)
"""For each track: in every run, and with --all; `tests.campaigns.content.courses` lives more."""


def lived(track_id: str, number: int) -> RandomCourse:
    course = RandomCourse(PROGRAMME, track_id, Random(f"{track_id} {number}"))
    course.live()
    return course


@pytest.mark.parametrize("courses", sampled(COURSES, every=2))
@pytest.mark.parametrize("track_id", TRACKS)
def test_no_lawful_course_loses_or_doubles_anything(track_id: str, courses: int) -> None:
    kinds: Counter[str] = Counter()
    finished = 0
    for number in range(courses):
        course = lived(track_id, number)
        check(course)
        finished += next_plan(PROGRAMME, course.facts, track_id) is None
        for meeting in course.meetings:
            kinds.update(meeting.unusual)
            kinds["split"] += meeting.fact.rest_follows
            kinds["passed"] += bool(meeting.passed)
            kinds["missed"] += meeting.fact.state == "missed"

    # The courses do what they are meant to do: all of it, and most of them to the end.
    assert finished > courses / 2
    meant = ("out_of_order", "repeated", "split", "passed", "missed")
    assert min(kinds[each] for each in meant) > 9

"""The way of a course as a picture: order, what is left, names that do not meet."""

from itertools import pairwise

import pytest

from exports.paper.charts.chart import LETTER
from exports.paper.charts.course_chart import (
    A_LINE,
    CourseChart,
    Station,
    course_in_words,
    course_shapes,
    course_space,
)
from exports.paper.drawing.shapes import Dot, Text

WIDTH = 481.0


def chart(held: int, left: int = 0, phases: tuple[str, ...] = ()) -> CourseChart:
    stations = [
        Station(f"S{at:02}", held=at <= held, phase=phases[at - 1] if at <= len(phases) else "")
        for at in range(1, held + left + 1)
    ]
    return CourseChart("The way", tuple(stations))


def drawn(made: CourseChart, kind: type) -> list:
    return [each for each in course_shapes(made, course_space(made, WIDTH)) if type(each) is kind]


def test_a_session_held_is_a_full_dot_and_one_that_is_left_a_ring():
    assert [each.hollow for each in drawn(chart(2, 3), Dot)] == [False, False, True, True, True]


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (chart(0, 3), "The way: no session was held yet."),
        (chart(2), "The way: held in this order: S01, S02."),
        (chart(1, 1), "The way: held in this order: S01. 1 session is left."),
        (chart(1, 2), "The way: held in this order: S01. 2 sessions are left."),
    ],
)
def test_the_way_is_said_in_words(made, words):
    assert course_in_words(made) == words


def test_one_session_has_no_line_to_another():
    assert len(course_shapes(chart(1), course_space(chart(1), WIDTH))) == 2


def test_a_long_way_goes_on_on_another_line_and_of_one_too_long_the_last_ones_are_drawn():
    two, many = chart(A_LINE + 1), chart(A_LINE * 2 + 5)

    assert (two.lines, many.lines) == (2, 2)
    assert course_space(two, WIDTH).height == 2 * course_space(chart(1), WIDTH).height
    assert many.shown[0].label == "S06"


def test_labels_never_meet_where_the_room_is_narrow():
    made, narrow = chart(2, 18), 360.0
    space = course_space(made, narrow, 12.0)

    labels = [each for each in course_shapes(made, space) if isinstance(each, Text)]

    assert len(labels) == 20
    assert space.height == 2 * course_space(chart(1), narrow, 12.0).height
    assert max(each.y for each in labels) <= space.height
    first = [each for each in labels if each.y == labels[0].y]
    assert all(b.x - a.x > 3 * LETTER * a.size for a, b in pairwise(first))


def test_names_of_phases_stand_where_they_begin_and_never_meet():
    long = "A phase with a name of its own"
    phases = (long, long, "Second", "Third", "Third", *("",) * 22, "The last of all of them")

    names = [each for each in drawn(chart(28, phases=phases), Text) if each.align == "left"]

    assert [each.words for each in names] == [long, "Second", "The last of all of them"]
    assert names[0].y != names[1].y
    assert names[2].x < WIDTH * 0.8  # moved in from the edge, where its session stands

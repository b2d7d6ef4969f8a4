"""The picture of mean change: better at the right, zero drawn, nothing by colour alone."""

import pytest

from exports.paper.charts.change_chart import (
    ChangeChart,
    ChangeLine,
    change_in_words,
    change_shapes,
    change_space,
)
from exports.paper.drawing.shapes import Dot, Line, Rect, Text

PHQ = ChangeLine("PHQ-9", "\N{MINUS SIGN}2.7 (\N{MINUS SIGN}4 to \N{MINUS SIGN}1)", "30", 10, 4, 15)
WHO = ChangeLine("WHO-5", "\N{MINUS SIGN}6.0 (\N{MINUS SIGN}9 to 2)", "29", -6, -9, 2)


def drawn(*lines, width=480):
    chart = ChangeChart(tuple(lines))
    space = change_space(chart, width)
    return change_shapes(chart, space), space


def of(kind, shapes):
    return [shape for shape in shapes if isinstance(shape, kind)]


def place(shapes, words):
    [text] = [each for each in of(Text, shapes) if each.words == words]
    return text


def test_better_lies_right_of_zero_and_both_directions_are_named():
    shapes, _space = drawn(PHQ, WHO)

    [zero] = [line for line in of(Line, shapes) if line.dash]
    improved, fell = of(Dot, shapes)
    assert fell.x < zero.x1 < improved.x
    assert place(shapes, "worse").x < zero.x1 < place(shapes, "better").x
    assert place(shapes, "0").x == pytest.approx(zero.x1)


def test_each_interval_is_a_line_with_ends_around_its_dot():
    shapes, _space = drawn(PHQ, WHO)

    for dot in of(Dot, shapes):
        on_it = [line for line in of(Line, shapes) if line.y1 == line.y2 == dot.y]
        ends = [line for line in of(Line, shapes) if line.y1 < dot.y < line.y2 and not line.dash]
        [interval] = on_it
        assert interval.x1 < dot.x < interval.x2
        assert {interval.x1, interval.x2} <= {line.x1 for line in ends}


def test_the_figures_stand_at_the_right_beside_the_plot():
    shapes, _space = drawn(PHQ, WHO)

    [ground] = of(Rect, shapes)
    for each in (PHQ, WHO):
        figures = place(shapes, each.figures)
        assert figures.align == "right"
        assert figures.x - len(figures.words) * 4.6 > ground.x + ground.width
        assert place(shapes, each.clients).x > figures.x
        assert place(shapes, each.title).y == figures.y


@pytest.mark.parametrize(
    ("line", "farthest"),
    [
        (PHQ, "15"),
        (ChangeLine("Still", "0.0 (0.0 to 0.0)", "9", 0, 0, 0), "1"),
        (ChangeLine("Wild", "?", "9", 0, -700, 640), "700"),
    ],
)
def test_the_scale_reaches_as_far_on_both_sides(line, farthest):
    shapes, _space = drawn(line)

    assert place(shapes, farthest)
    assert place(shapes, f"\N{MINUS SIGN}{farthest}")


def test_everything_stays_within_its_room():
    shapes, space = drawn(PHQ, WHO)

    for shape in shapes:
        xs = [getattr(shape, name) for name in ("x", "x1", "x2") if hasattr(shape, name)]
        ys = [getattr(shape, name) for name in ("y", "y1", "y2") if hasattr(shape, name)]
        assert all(0 <= x <= space.width for x in xs)
        assert all(0 <= y <= space.height for y in ys)


def test_words_that_do_not_fit_beside_each_other_stand_under_the_scale_on_two_lines():
    beside, _wide = drawn(PHQ, width=480)
    below, _narrow = drawn(PHQ, width=320)

    assert place(beside, "per cent of the range").y == place(beside, "worse").y
    assert place(below, "per cent of the range").y > place(below, "worse").y


def test_words_that_just_fit_beside_each_other_stand_on_one_line():
    shapes, _space = drawn(PHQ, WHO, width=405)

    words = ("worse", "per cent of the range", "better")
    assert len({place(shapes, each).y for each in words}) == 1


def test_one_client_is_said_as_one():
    one = ChangeLine("GAD-7", "1.0 (0 to 2)", "1", 4, 0, 8)

    assert change_in_words(ChangeChart((one,))).endswith(", 1 client, better.")


def test_the_picture_is_said_measure_by_measure():
    none = ChangeLine("GAD-7", "0.0 (0 to 0)", "12", 0, 0, 0)

    words = change_in_words(ChangeChart((PHQ, WHO, none)))

    assert words.startswith(f"PHQ-9: mean change {PHQ.figures}, 30 clients, better. WHO-5:")
    assert "29 clients, worse." in words
    assert words.endswith("12 clients, no change.")

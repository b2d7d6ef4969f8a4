"""One display list: what is in it, and that nothing depends on colour."""

from itertools import pairwise

import pytest

from exports.paper.charts.chart import ChartData, Space, chart_in_words, figure
from exports.paper.charts.chart_drawing import chart_shapes, wanted_height
from exports.paper.drawing.shapes import Dot, Line, Rect, Text

PHQ = ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe"))


def chart(*scores, **more):
    points = tuple((f"S{at:02d}", score) for at, score in enumerate(scores, start=1))
    return ChartData("PHQ-9", 0, 27, points, **{"bands": PHQ, "cutoff": 10, **more})


def of(kind, shapes):
    return [shape for shape in shapes if isinstance(shape, kind)]


def words(shapes):
    return [text.words for text in of(Text, shapes)]


def course(shapes):
    return [line for line in of(Line, shapes) if line.colour == "accent"]


def test_zero_is_drawn_as_a_score():
    shapes = chart_shapes(chart(8, 0))

    dots = of(Dot, shapes)
    assert len(dots) == 2
    assert dots[1].y == max(rect.y + rect.height for rect in of(Rect, shapes))
    assert "0" in words(shapes)


def test_a_gap_is_dashed_and_said():
    shapes = chart_shapes(chart(17, 15, None, 8))

    first, second = course(shapes)
    assert first.dash == ()
    assert second.dash
    assert "(S03)" in words(shapes)
    assert any("in brackets: not done" in text for text in words(shapes))
    assert "Not done: S03." in chart_in_words(chart(17, 15, None, 8))


def test_without_a_gap_nothing_is_said_about_one():
    assert "Session" in words(chart_shapes(chart(17, 15)))
    assert "Not done" not in chart_in_words(chart(17, 15))


def test_bands_cut_off_and_reliable_change_are_named_and_never_touch():
    shapes = chart_shapes(chart(17, 8, reliable_from_first=6))

    names = words(shapes)
    for name in (*(label for _from, label in PHQ), "cut-off 10"):
        assert name in names
    assert "reliably better: ≤ 11" in names
    assert "reliably worse: ≥ 23" in names
    right = sorted(
        text.y for text in of(Text, shapes) if text.x > max(r.width for r in of(Rect, shapes))
    )
    assert all(after - before >= 8 for before, after in pairwise(right))


def test_what_a_client_sees_has_no_cut_off_and_no_line_of_reliable_change():
    names = words(chart_shapes(chart(17, 8, reliable_from_first=6).plain))

    assert "17" in names
    assert not [each for each in names if "reliably" in each or "cut-off" in each]


def test_a_measure_where_more_is_better_says_so():
    data = ChartData(
        "WHO-5", 0, 100, (("S01", 30), ("S02", 60)), ((0, "low"), (50, "usual")),
        cutoff=None, reliable_from_first=10, higher_is_worse=False,
    )  # fmt: skip

    shapes = chart_shapes(data)

    assert "reliably better: ≥ 40" in words(shapes)
    assert "reliably worse: ≤ 20" in words(shapes)
    deepest = max(of(Rect, shapes), key=lambda rect: rect.colour)
    assert deepest.y > min(rect.y for rect in of(Rect, shapes))


def test_lines_of_reliable_change_outside_the_measure_are_not_drawn():
    names = words(chart_shapes(chart(3, 2, reliable_from_first=6)))

    assert not any("better" in name for name in names)
    assert any("worse" in name for name in names)
    assert not any(
        "worse" in each for each in words(chart_shapes(chart(25, reliable_from_first=6)))
    )


def test_the_first_figure_stands_where_the_line_does_not_run():
    falling = chart_shapes(chart(17, 8))
    rising = chart_shapes(chart(17, 25))
    rising_from_the_ground = chart_shapes(chart(0, 9))

    def shift(shapes, value):
        [text] = [each for each in of(Text, shapes) if each.words == value and each.strong][:1]
        return text.y - of(Dot, shapes)[0].y

    assert shift(falling, "17") < 0
    assert shift(rising, "17") > 0
    assert shift(rising_from_the_ground, "0") < 0


@pytest.mark.parametrize("scores", [(14, 10), (20, 10), (14, 8), (14, 9), (3, 9), (22, 27), (9, 0)])
def test_no_line_of_a_bound_runs_through_the_last_figure(scores):
    shapes = chart_shapes(chart(*scores, reliable_from_first=6))

    right = max(dot.x for dot in of(Dot, shapes))
    [last] = [text for text in of(Text, shapes) if text.x == right + 6]
    crossing = [
        line
        for line in of(Line, shapes)
        if line.dash and line.y1 == line.y2 and last.y - 0.8 * last.size <= line.y1 <= last.y
    ]
    assert crossing == []


def test_one_score_is_a_dot_with_its_figure():
    shapes = chart_shapes(chart(12))

    assert len(of(Dot, shapes)) == 1
    assert course(shapes) == []


def test_one_score_is_not_told_as_a_first_and_a_last():
    assert chart_in_words(chart(12)) == "PHQ-9: 12, the only score."


@pytest.mark.parametrize("scores", [(), (None,), (None, None)])
def test_without_scores_the_chart_is_empty_and_says_so(scores):
    shapes = chart_shapes(chart(*scores, reliable_from_first=6))

    assert of(Dot, shapes) == []
    assert chart_in_words(chart(*scores)) == "PHQ-9: not done yet."


def test_labels_of_many_sessions_are_thinned_out():
    shapes = chart_shapes(chart(*range(27)), Space(width=300))

    labels = [
        text for text in of(Text, shapes) if text.words.startswith("S") and text.align == "centre"
    ]
    assert len(labels) < 20


LONG_PHASES = (
    ("S01", "Engage and make safe"),
    ("S02", "Understand and plan, long"),
    ("S03", "Build"),
    ("S99", "Elsewhere"),
)


def test_no_line_of_a_phase_runs_through_the_name_of_another():
    shapes = chart_shapes(chart(9, 8, 7, phases=LONG_PHASES), Space(width=260))

    top = min(rect.y for rect in of(Rect, shapes))
    names = [text for text in of(Text, shapes) if text.words[0] in "EUB" and text.y < top]
    lines = [line for line in of(Line, shapes) if line.dash == (1, 2.5)]
    assert [text.words for text in names] == [name for _at, name in LONG_PHASES[:3]]
    for text in names:
        for line in lines:
            through = text.x < line.x1 < text.x + len(text.words) * 8 * 0.5
            assert not (through and line.y1 < text.y < line.y2)


def test_phases_with_room_stand_in_one_row():
    phases = (("S01", "Begin"), ("S03", "Go on"))

    shapes = chart_shapes(chart(9, 8, 7, phases=phases))

    assert len({text.y for text in of(Text, shapes) if text.words in ("Begin", "Go on")}) == 1


def test_in_a_low_plot_fewer_scores_are_written_at_the_left():
    low = chart_shapes(chart(9, 8), Space(height=80))
    high = chart_shapes(chart(9, 8), Space(height=196))

    def ticks(shapes):
        return sum(text.align == "right" for text in of(Text, shapes))

    assert ticks(low) < ticks(high)


def test_larger_words_want_a_higher_chart():
    data = chart(17, 8, reliable_from_first=6, phases=LONG_PHASES)

    assert wanted_height(data, 24) > 1.8 * wanted_height(data, 12)
    assert wanted_height(chart(), 8) < wanted_height(data, 8)


def test_a_chart_without_bands_has_one_ground():
    shapes = chart_shapes(chart(3, 4, bands=(), cutoff=None))

    assert len(of(Rect, shapes)) == 1


def test_everything_stays_within_its_space():
    space = Space(width=400, height=180)

    for shape in chart_shapes(chart(17, None, 25, 27, 0, reliable_from_first=6), space):
        xs = [getattr(shape, name) for name in ("x", "x1", "x2") if hasattr(shape, name)]
        ys = [getattr(shape, name) for name in ("y", "y1", "y2") if hasattr(shape, name)]
        assert all(0 <= x <= space.width for x in xs)
        assert all(0 <= y <= space.height for y in ys)


def test_a_range_beyond_every_step_is_marked_at_its_ends():
    data = ChartData("Big", 0, 5000, (("S01", 10),))

    assert "5000" in words(chart_shapes(data))


@pytest.mark.parametrize(("value", "printed"), [(8, "8"), (8.0, "8"), (8.25, "8.2")])
def test_a_score_is_printed_without_empty_decimals(value, printed):
    assert figure(value) == printed


def with_break(*scores, **more):
    return chart(*scores, breaks=(("S03", "version 2"), ("S99", "elsewhere")), **more)


def test_another_version_breaks_the_line_and_leaves_hollow_dots_behind():
    shapes = chart_shapes(with_break(20, 17, 12, 8))

    assert len(course(shapes)) == 2
    assert [dot.hollow for dot in of(Dot, shapes)] == [True, True, False, False]
    assert "version 2" in words(shapes)
    assert "elsewhere" not in words(shapes)


def test_what_belongs_to_the_last_version_is_drawn_from_its_beginning():
    shapes = chart_shapes(with_break(20, 17, 12, 8, reliable_from_first=6))

    [line] = [line for line in of(Line, shapes) if line.dash == (6, 3)]
    [plain] = [rect for rect in of(Rect, shapes) if rect.colour == "surface-sunken"]
    assert line.x1 == pytest.approx(plain.x + plain.width)
    assert "reliably better: ≤ 6" in words(shapes)
    assert "17" not in [text.words for text in of(Text, shapes) if text.strong]


def test_a_break_is_said_in_words():
    said = chart_in_words(with_break(20, 17, 12, 8))

    assert said == (
        "PHQ-9: 12 at the first score, 8 at the last, 2 scores. "
        "Another version from session S03 on: what was before is not compared."
    )


def test_while_the_new_version_has_no_score_the_old_ones_are_told():
    data = with_break(20, 17, None, reliable_from_first=6)

    assert "20 at the first score, 17 at the last" in chart_in_words(data)
    assert data.reliable_edges == (None, None)
    assert not any("reliably" in each for each in words(chart_shapes(data)))


def test_nothing_is_compared_with_the_time_before_where_the_course_begins_once_more():
    data = chart(16, 0, 24, 20, again="S03", reliable_from_first=3)

    shapes = chart_shapes(data)

    assert len(course(shapes)) == 2
    assert [dot.hollow for dot in of(Dot, shapes)] == [True, True, False, False]
    assert "once more" in words(shapes)
    assert data.reliable_edges == (21, 27)
    once = chart_shapes(chart(16, 0, 24, 20, reliable_from_first=3))
    ranges = [{(each.x, each.width) for each in of(Rect, some)} for some in (shapes, once)]
    assert ranges[0] == ranges[1], "the ranges are those of both times"
    assert chart_in_words(data) == (
        "PHQ-9: 24 at the first score, 20 at the last, 2 scores. "
        "The course begins once more at session S03: what was before is not compared."
    )


def test_a_bracket_where_the_corridor_begins_spans_what_chance_may_do():
    shapes = chart_shapes(chart(17, 8, reliable_from_first=6))

    [bracket] = [
        line
        for line in of(Line, shapes)
        if line.x1 == line.x2 and line.colour == "text-muted" and not line.dash
    ]
    edges = [line for line in of(Line, shapes) if line.dash == (1.5, 2.5)]
    assert {bracket.y1, bracket.y2} == {line.y1 for line in edges}
    assert edges[0].x1 < bracket.x1 < of(Dot, shapes)[0].x


def test_a_bracket_beyond_the_range_ends_at_the_plot_without_a_cap():
    shapes = chart_shapes(chart(3, 2, reliable_from_first=6))

    caps = [
        line
        for line in of(Line, shapes)
        if line.y1 == line.y2 and line.colour == "text-muted" and not line.dash
    ]
    assert len(caps) == 1


@pytest.mark.parametrize(("score", "band"), [(0, "minimal"), (9, "mild"), (27, "severe")])
def test_a_score_lies_in_the_band_that_begins_at_or_below_it(score, band):
    assert chart().band_of(score) == band
    assert chart(bands=()).band_of(score) == ""

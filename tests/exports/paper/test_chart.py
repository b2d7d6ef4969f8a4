"""One display list: what is in it, and that nothing depends on colour."""

from itertools import pairwise

import pytest

from exports.paper.chart import ChartData, Space, chart_in_words, chart_shapes, figure
from exports.paper.shapes import Dot, Line, Rect, Text

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


def test_phases_are_named_above_the_plot_and_step_up_where_they_would_touch():
    data = chart(
        9,
        8,
        7,
        phases=(
            ("S01", "Engage and make safe"),
            ("S02", "Understand and plan, long"),
            ("S99", "Elsewhere"),
        ),
    )

    shapes = chart_shapes(data, Space(width=260))
    top = min(rect.y for rect in of(Rect, shapes))
    names = [text for text in of(Text, shapes) if text.words[0] in "EU" and text.y < top]

    assert len(names) == 2
    assert names[0].y != names[1].y


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

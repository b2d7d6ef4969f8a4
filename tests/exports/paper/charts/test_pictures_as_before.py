"""Each picture is drawn as before: what stands where, how large and how thick.

A change of one is meant, or a fault: `./dev golden` writes it anew, and the difference is read.
"""

from dataclasses import astuple

import pytest

from exports.estimates.funnel_limits import funnel_limits
from exports.estimates.run_limits import run_limits
from exports.paper.charts.change_chart import ChangeChart, ChangeLine
from exports.paper.charts.chart import ChartData
from exports.paper.charts.chart_drawing import chart_shapes
from exports.paper.charts.course_chart import CourseChart, Station
from exports.paper.charts.figure_cards import FigureCard, FigureCards, Reading
from exports.paper.charts.funnel_plot import FunnelPlot, Site
from exports.paper.charts.interval_chart import IntervalChart, IntervalLine
from exports.paper.charts.pictures import picture_shapes, picture_space
from exports.paper.charts.run_chart import RunChart
from exports.paper.charts.share_bars import Bar, ShareBars

SITES = (
    ("A", 11, 20), ("B", 18, 36), ("C", 33, 61), ("D", 26, 41), ("E", 45, 76), ("F", 29, 96),
    ("10000 10000", 70, 121), ("20000 20000", 69, 119), ("30000 30000", 0, 22),
)  # fmt: skip
WAITS = (11, 13, 10, 12, 14, 11, 12, 10, 15, 16, 15, 17, 16, 18, 17, None, 16, 30, 12)
KINDS = ("bad", "plain", "good", "best", "untold")


def run(values, **more):
    points = tuple((f"M{at}", value) for at, value in enumerate(values, start=1))
    return RunChart("Wait in days", points, run_limits(values), **more)


def funnel(sites):
    limits = funnel_limits([(part, people) for _name, part, people in sites])
    return FunnelPlot("Better", tuple(Site(*each) for each in sites), limits, "People")


def card(title, figure, now, most):
    low, value, high = now
    before = Reading(low - 7, value - 7, high - 6)
    words = ("45 to 70; before, 51", "of 62 with both scores")
    return FigureCard(title, figure, *words, Reading(*now), before, most, f"{most} %")


PICTURES = {
    "change": ChangeChart(
        (
            ChangeLine("PHQ-9", "-5 (-7 to -3)", "31", 19, 12, 26),
            ChangeLine("WHO-5", "-6.0 (-9 to 2)", "29", -6, -9, 2),
        )
    ),
    "run": run(WAITS),
    "run-of-shares": run((80, 82, 79, 97, 70, 95, 83, 80), unit=" %", most=100),
    "funnel": funnel(SITES),
    "bars": ShareBars(
        "First against last score",
        (
            Bar("PHQ-9", "ended, 20", tuple(zip(KINDS, (3, 4, 5, 10, 2), strict=True))),
            Bar("", "in treatment, 42", tuple(zip(KINDS, (0, 21, 10, 1, 0), strict=True))),
        ),
        tuple((kind, f"what is {kind}") for kind in KINDS[:4]),
    ),
    "cards": FigureCards(
        "Figures",
        (
            card(
                "Reliably better on mood and on much else that was asked", "58 %", (45, 58, 70), 100
            ),
            card("Attended", "8 of 10", (71, 80, 88), 90),
            card("Alerts answered in time", "99 %", (97, 99, 100), 100),
        ),
    ),
    "course": CourseChart(
        "The way",
        tuple(
            Station(f"S{at:02}", held=at < 14, phase=phase)
            for at, phase in enumerate(("Engage",) * 4 + ("Understand",) * 9 + ("",) * 12, start=1)
        ),
    ),
    "intervals": IntervalChart(
        "Adherence by module",
        (
            IntervalLine("M01 Starting together", "88 (82 to 92)", "32", 88, 82, 92),
            IntervalLine("M02 Staying safe", "70 (40 to 104)", "12", 70, 40, 104),
        ),
        100,
    ),
}
PHQ = ((0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"), (20, "severe"))


def outline(shapes):
    """Return a line for each shape: its kind and all that it is, to a hundredth of a point."""
    return "".join(
        f"{type(each).__name__} {' '.join(map(_said, astuple(each)))}\n" for each in shapes
    )


def _said(value):
    if isinstance(value, bool) or not isinstance(value, float | int | tuple):
        return repr(value)
    if isinstance(value, tuple):
        return f"({' '.join(map(_said, value))})"
    return f"{round(value, 2) + 0.0:g}"


@pytest.mark.parametrize(("width", "caption"), [(481.0, 8.0), (420.0, 9.0)])
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_drawn_as_before(name, width, caption, golden):
    picture = PICTURES[name]
    space = picture_space(picture, width, caption)

    text = f"{space.width:g} by {round(space.height, 2):g}\n"

    golden(f"pictures/{name}-{width:.0f}.txt", text + outline(picture_shapes(picture, space)))


@pytest.mark.parametrize(
    ("name", "scores", "more"),
    [
        ("many", (21, 19, None, 17, 18, 12.5, 11, 9, 4, 6, 3, 0), {"reliable_from_first": 6.0}),
        ("few", (10, 10), {"reliable_from_first": 6.0, "phases": (("S01", "Engage"),)}),
        ("risen", (5, 8, 14, 14), {"higher_is_worse": False}),
        ("versions", (9, 12, 13, 11, 8), {"breaks": (("S03", "version 2"),), "again": "S04"}),
    ],
)
def test_a_course_of_scores_is_drawn_as_before(name, scores, more, golden):
    points = tuple((f"S{at:02d}", score) for at, score in enumerate(scores, start=1))
    chart = ChartData("PHQ-9", 0, 27, points, **{"bands": PHQ, "cutoff": 10, **more})

    golden(f"pictures/scores-{name}.txt", outline(chart_shapes(chart)))

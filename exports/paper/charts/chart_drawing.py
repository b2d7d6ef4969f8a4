"""The display list of a chart.

    shapes = chart_shapes(chart, Space(width=480, height=200))

One and the same list is painted on paper and on screen.
"""

from itertools import pairwise

from exports.paper.charts.chart import LETTER, STEPS, ChartData, Space, figure
from exports.paper.charts.chart_marks import Mark, ground, mark_labels, marks_of, reference_lines
from exports.paper.charts.chart_plot import Plot
from exports.paper.drawing.shapes import Dot, Line, Shape, Text
from session_forms.words.texts import translate as _

MOST_TICKS = 7
EVEN_PLOT = 126.0
"""The height of a plot that shows a course well, in points."""
HEAD, ROW, FOOT = 1.2, 1.4, 3.6
"""Room above the plot, for a row of names there, and below it, in parts of the words' size."""
MOST_ROWS = 2
"""For how many rows of names room is asked; with more the plot gives some of its own."""


def chart_shapes(chart: ChartData, space: Space | None = None) -> tuple[Shape, ...]:
    """Return the shapes that draw `chart` within `space`."""
    space = space or Space()
    marks = marks_of(chart)
    plot = _make_plot(chart, space, marks)
    return (
        *ground(plot),
        *_scale(plot),
        *_labels_above(plot),
        *reference_lines(plot),
        *mark_labels(plot, marks),
        *_course(plot),
    )


def wanted_height(chart: ChartData, caption: float) -> float:
    """Return the height at which the names at the edge have a line each, above an even plot."""
    rows = len(chart.phases) + len(chart.breaks)
    names = caption * 1.35 * len(marks_of(chart))
    return max(EVEN_PLOT, names) + caption * (HEAD + ROW * min(MOST_ROWS, rows) + FOOT)


def _make_plot(chart: ChartData, space: Space, marks: tuple[Mark, ...]) -> Plot:
    size = space.caption
    longest = max((len(mark.words) for mark in marks), default=2)
    left = size * (1.2 + LETTER * len(figure(chart.high)))
    right = size * (2.2 + LETTER * longest)
    wide = Plot(chart, left, 0, space.width - left - right, 1, size)
    rows = max((row + 1 for row, *_ in wide.labels_above()), default=0)
    top = size * (HEAD + ROW * rows)
    height = space.height - top - size * FOOT
    return Plot(chart, left, top, wide.width, height, size)


def _scale(plot: Plot) -> list[Shape]:
    """Write scores at the left and sessions below; a session without a score in brackets."""
    chart, size = plot.chart, plot.size
    drawn: list[Shape] = []
    span = chart.high - chart.low
    most = min(MOST_TICKS, plot.height / (size * 1.3))
    step = next((each for each in STEPS if span / each <= most), span)
    score = chart.low
    while score <= chart.high:
        at = plot.y(score) + size * 0.35
        drawn.append(Text(plot.left - size * 0.6, at, figure(score), size, align="right"))
        score += step
    line = plot.bottom + size * 1.5
    for place in _labelled_places(plot):
        label, value = chart.points[place]
        words = f"({label})" if value is None else label
        drawn.append(Text(plot.x(place), line, words, size, align="centre"))
    title = chart.across or _("Session")
    if any(value is None for _, value in chart.points):
        title = _("{across} (in brackets: not done, gap dashed)").format(across=title)
    middle = plot.left + plot.width / 2
    return [*drawn, Text(middle, line + size * 1.5, title, size, align="centre")]


def _labelled_places(plot: Plot) -> range:
    """Return the sessions that get their label, so that labels never touch."""
    points = plot.chart.points
    longest = max((len(label) for label, _ in points), default=1) + 2
    room = plot.width / max(1, len(points))
    every = 1
    while every * room < longest * LETTER * plot.size:
        every += 1
    return range(0, len(points), every)


def _labels_above(plot: Plot) -> list[Shape]:
    """Draw a dotted line where a phase begins, a full one where another version does."""
    drawn: list[Shape] = []
    for row, x, name, is_version in plot.labels_above():
        at = plot.top - plot.size * (0.5 + ROW * row)
        ends = (x, at - plot.size * 0.6, x, plot.bottom)
        if is_version:
            drawn.append(Line(*ends, "text", 1))
        else:
            drawn.append(Line(*ends, "text-muted", 0.5, (1, 2.5)))
        drawn.append(Text(x + 3, at, name, plot.size, strong=is_version))
    return drawn


def _course(plot: Plot) -> list[Shape]:
    """Draw the scores: a full line between neighbours, dashed across a gap, none across versions.

    Scores that cannot be compared with the last one are hollow.
    """
    chart = plot.chart
    drawn: list[Shape] = []
    for (before, score), (after, following) in pairwise(chart.done):
        if any(before < place <= after for place in chart.break_places):
            continue
        dash = (2.5, 3.0) if after - before > 1 else ()
        ends = (plot.x(before), plot.y(score), plot.x(after), plot.y(following))
        drawn.append(Line(*ends, "accent", 1.75, dash))
    drawn += [
        Dot(plot.x(place), plot.y(score), 2.9, "accent", hollow=place < chart.now_from)
        for place, score in chart.done
    ]
    return [*drawn, *_end_figures(plot)]


def _end_figures(plot: Plot) -> list[Shape]:
    """Write the first and the last score, on the side where the line does not run."""
    done = plot.chart.comparable
    drawn: list[Shape] = []
    size = plot.size * 1.15
    if len(done) > 1:
        (place, score), (_next_place, following) = done[:2]
        below = following > score and plot.bottom - plot.y(score) > size * 1.5
        at = plot.y(score) + (size * 1.3 if below else -size * 0.6)
        drawn.append(Text(plot.x(place), at, figure(score), size, "text", "centre", strong=True))
    if done:
        place, score = done[-1]
        at = plot.y(score) + size * 0.35
        drawn.append(Text(plot.x(place) + 6, at, figure(score), size, "text", strong=True))
    return drawn

"""What a chart is read against: ranges, cut-off, reliable change, and their names."""

from collections.abc import Iterable
from dataclasses import dataclass

from exports.paper.charts.chart import ChartData, figure
from exports.paper.charts.chart_plot import Plot
from exports.paper.drawing.shapes import Line, Rect, Shape, Text
from session_forms.words.texts import translate as _

CAP = 0.45
"""The width of a bracket's ends, in parts of the size of the words."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at the right edge, and the score they belong to."""

    score: float
    words: str
    strong: bool = False


def marks_of(chart: ChartData) -> tuple[Mark, ...]:
    """Return everything that is named at the right edge."""
    edges = [*(score for score, _ in chart.bands), chart.high]
    marks = [
        Mark((score + upper) / 2, words)
        for (score, words), upper in zip(chart.bands, edges[1:], strict=True)
    ]
    if chart.cutoff is not None:
        words = _("cut-off {score}").format(score=figure(chart.cutoff))
        marks.append(Mark(chart.cutoff, words, strong=True))
    lower, upper = chart.reliable_edges
    better, worse = _("reliably better: {score}"), _("reliably worse: {score}")
    if lower is not None:
        words = better if chart.higher_is_worse else worse
        marks.append(Mark(lower, words.format(score=_("≤ {n}").format(n=figure(lower)))))
    if upper is not None:
        words = worse if chart.higher_is_worse else better
        marks.append(Mark(upper, words.format(score=_("≥ {n}").format(n=figure(upper)))))
    return tuple(marks)


def ground(plot: Plot) -> list[Shape]:
    """Draw light grounds, deeper with severity, with a hairline between them for grey copies.

    What was scored by an earlier version stands on the plain ground: the ranges are not its own.
    """
    chart = plot.chart
    starts = [max(score, chart.low) for score, _ in chart.bands] or [chart.low]
    ends = [*starts[1:], chart.high]
    left, width = plot.now_left, plot.right - plot.now_left
    drawn: list[Shape] = []
    if left > plot.left:
        drawn.append(Rect(plot.left, plot.top, left - plot.left, plot.height, "surface-sunken"))
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        depth = number if chart.higher_is_worse else len(starts) - 1 - number
        tone = 1 + round(depth * 3 / max(1, len(starts) - 1))
        height = plot.y(start) - plot.y(end)
        drawn.append(Rect(left, plot.y(end), width, height, f"band-{tone}"))
        if number:
            drawn.append(Line(left, plot.y(start), plot.right, plot.y(start), "line", 0.5))
    return drawn


def reference_lines(plot: Plot) -> list[Shape]:
    """Draw the cut-off dashed, the corridor of chance dotted with a bracket where it begins."""
    drawn: list[Shape] = []
    left = plot.now_left
    for edge in plot.chart.reliable_edges:
        if edge is not None:
            y = plot.y(edge)
            drawn.append(Line(left, y, plot.right, y, "text-muted", 0.75, (1.5, 2.5)))
    drawn += _bracket(plot)
    if plot.chart.cutoff is not None:
        y = plot.y(plot.chart.cutoff)
        drawn.append(Line(left, y, plot.right, y, "text", 1, (6, 3)))
    return drawn


def _bracket(plot: Plot) -> list[Shape]:
    """Draw, where the corridor begins, how far chance reaches; beyond the range without a cap."""
    edges = plot.chart.reliable_edges
    if edges == (None, None):
        return []
    cap = plot.size * CAP
    x = plot.now_left + cap
    ends = [
        plot.bottom if edges[0] is None else plot.y(edges[0]),
        plot.top if edges[1] is None else plot.y(edges[1]),
    ]
    capped = [y for y, edge in zip(ends, edges, strict=True) if edge is not None]
    return [
        Line(x, ends[0], x, ends[1], "text-muted", 0.75),
        *(Line(x, y, x + cap, y, "text-muted", 0.75) for y in capped),
    ]


def mark_labels(plot: Plot, marks: Iterable[Mark]) -> list[Shape]:
    """Name everything at the right edge, moved apart where names would touch."""
    ordered = sorted(marks, key=lambda mark: -mark.score)
    wanted = [plot.y(mark.score) for mark in ordered]
    drawn: list[Shape] = []
    for mark, at, y in zip(ordered, wanted, _apart(wanted, plot), strict=True):
        colour = "text" if mark.strong else "text-muted"
        start = plot.right + 2
        drawn.append(Line(start, at, start + plot.size, y, "line-control", 0.5))
        x = start + plot.size * 1.4
        drawn.append(
            Text(x, y + plot.size * 0.35, mark.words, plot.size, colour, strong=mark.strong)
        )
    return drawn


def _apart(wanted: list[float], plot: Plot) -> list[float]:
    """Return `wanted` (from the top) with a line between neighbours, none below the plot."""
    least = plot.size * 1.3
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + least) if placed else y)
    limit = plot.bottom
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], limit)
        limit = placed[at] - least
    return placed

"""One figure over time with its average, its limits and what stands out, as a list of shapes.

    shapes = run_shapes(chart, run_space(chart, width=480))

What stands out is a filled square and everything else a ring, so that nothing depends on colour;
long runs have a bracket with their words. What is not known is a gap.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from exports.estimates.run_limits import Rule, RunLimits, Signal
from exports.paper.charts.chart import LETTER, STEPS, Space
from exports.paper.drawing.shapes import Dot, Line, Rect, Shape, Text
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, NN_, _, counted

RULES: dict[Rule, str] = {
    "outside": N_("A point beyond a limit is marked: chance alone seldom goes so far."),
    "side": N_("Seven or more in a row on one side of the average are marked."),
    "trend": N_("Seven or more in a row that all rise, or all fall, are marked."),
    "near": N_("Two of three close to one limit are marked."),
}
MARKED = N_("Squares are marked points.")
TRIAL = N_("Fewer than 12 points: these are trial limits, which will still move.")
GAP = N_("Where there is a gap, nothing can be shown.")
RUNS = {
    ("side", True): NN_("{count} above the average", "{count} above the average"),
    ("side", False): NN_("{count} below the average", "{count} below the average"),
    ("trend", True): NN_("{count} rising in a row", "{count} rising in a row"),
    ("trend", False): NN_("{count} falling in a row", "{count} falling in a row"),
}
SIGNALS = {
    ("outside", True): N_("Above the upper limit: {at}."),
    ("outside", False): N_("Below the lower limit: {at}."),
    ("side", True): N_("Above the average from {first} to {last}."),
    ("side", False): N_("Below the average from {first} to {last}."),
    ("trend", True): N_("Rising from {first} to {last}."),
    ("trend", False): N_("Falling from {first} to {last}."),
    ("near", True): N_("Close to the upper limit: {at}."),
    ("near", False): N_("Close to the lower limit: {at}."),
}
MOST_STEPS = 5
PLOTS = (17.0, 14.0, 11.0, 8.0, 6.0)
"""How high a plot may be, in sizes of its words."""
BRACKET = 2.0
FOOT = 2.2
HALF_SQUARE = 2.6
MIDDLE, CLEAR = 0.35, 0.55
"""Of the words of a point: where their middle is, and how far from it a line must stay."""
PLACES = (1.4, -0.7, 2.4, -1.7, 3.4, -2.7)
"""Where they may stand, from the point down; the nearest first."""


@dataclass(frozen=True, slots=True)
class RunChart:
    """A figure over time.

    Attributes:
        points: (month or quarter in words, figure) in order; None where nothing is known or shown.
        limits: Average, limits and signals of just these points; None where they are too few.
        unit: What stands behind a figure, as " %", or nothing.
        most: No figure can be higher, as 100 for a share; None where there is no end.
        plot: How high the plot is, in sizes of its words.

    """

    title: str
    points: tuple[tuple[str, float | None], ...]
    limits: RunLimits | None
    unit: str = ""
    most: float | None = None
    decimals: int = 0
    plot: float = PLOTS[0]

    @property
    def known(self) -> tuple[tuple[int, float], ...]:
        """Place and figure of every point that is known."""
        return tuple((at, value) for at, (_w, value) in enumerate(self.points) if value is not None)

    @property
    def lines(self) -> tuple[tuple[float, str, bool], ...]:
        """(height, words, whether it is the average) of the lines that lie where figures can."""
        if self.limits is None:
            return ()
        levels = (
            (self.limits.high, _("upper limit {value}"), False),
            (self.limits.mean, _("average {value}"), True),
            (self.limits.low, _("lower limit {value}"), False),
        )
        return tuple(
            (level, words.format(value=self.said(level)), is_mean)
            for level, words, is_mean in levels
            if level >= 0 and (self.most is None or level <= self.most)
        )

    @property
    def brackets(self) -> tuple[Signal, ...]:
        """The long runs, which are drawn with their words."""
        found = self.limits.signals if self.limits else ()
        return tuple(each for each in found if (each.rule, each.is_high) in RUNS)

    def said(self, value: float) -> str:
        """Return a figure with its unit."""
        return number_words(value, self.decimals) + self.unit


def run_space(chart: RunChart, width: float, caption: float = 8.0) -> Space:
    """Return the room the chart takes at this width."""
    rows = len(chart.brackets)
    return Space(width, caption * (1 + rows * BRACKET + chart.plot + FOOT), caption)


def run_notes(chart: RunChart) -> tuple[str, ...]:
    """Return how the chart is read: the rules that marked something, and what else is seen."""
    rules = {each.rule for each in chart.limits.signals} if chart.limits else set()
    said = [_(words) for rule, words in RULES.items() if rule in rules]
    if said:
        said.insert(0, _(MARKED))
    if chart.limits and chart.limits.is_trial:
        said.append(_(TRIAL))
    if len(chart.known) < len(chart.points):
        said.append(_(GAP))
    return (" ".join(said),) if said else ()


def run_in_words(chart: RunChart) -> str:
    """Return what the chart shows in a few sentences, for those who do not see it."""
    if not chart.known:
        return _("{title}: nothing to show yet.").format(title=chart.title)
    place, value = chart.known[-1]
    said = [
        _("{title}: {value} in {month}.").format(
            title=chart.title, value=chart.said(value), month=chart.points[place][0]
        )
    ]
    if chart.limits:
        said.append(
            _("Average {mean}, limits {low} to {high}.").format(
                mean=chart.said(chart.limits.mean),
                low=chart.said(max(0.0, chart.limits.low)),
                high=chart.said(
                    chart.limits.high if chart.most is None else min(chart.most, chart.limits.high)
                ),
            )
        )
        said += [_signal_in_words(chart, each) for each in chart.limits.signals]
    missing = [words for words, found in chart.points if found is None]
    if missing:
        said.append(_("Nothing can be shown for {months}.").format(months=", ".join(missing)))
    return " ".join(said)


def _signal_in_words(chart: RunChart, signal: Signal) -> str:
    months = [chart.points[place][0] for place in signal.places]
    return _(SIGNALS[signal.rule, signal.is_high]).format(
        at=", ".join(months), first=months[0], last=months[-1]
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    chart: RunChart
    left: float
    right: float
    top: float
    bottom: float
    size: float
    step: float
    most: float

    def x(self, place: float) -> float:
        return self.left + (place + 0.5) / len(self.chart.points) * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.bottom - value / self.most * (self.bottom - self.top)


def run_shapes(chart: RunChart, space: Space) -> tuple[Shape, ...]:
    """Return the shapes that draw `chart` within `space`; at least one point."""
    plot = _plot_of(chart, space)
    return (
        *_ground(plot),
        *_level_lines(plot),
        *_brackets(plot),
        *_course(plot),
        *_months(plot),
    )


def _plot_of(chart: RunChart, space: Space) -> _Plot:
    size = space.caption
    reach = max([value for _at, value in chart.known] + [level for level, _w, _m in chart.lines])
    wanted = reach if chart.most is None else min(chart.most, reach)
    step = next((each for each in STEPS if wanted / each <= MOST_STEPS), wanted / MOST_STEPS)
    most = step * max(1, ceil(wanted / step))
    words = [words for _level, words, _mean in chart.lines]
    right = size * (1.5 + LETTER * max(map(len, words), default=0))
    left = size * (1.4 + LETTER * len(chart.said(most)))
    rows = len(chart.brackets) * BRACKET
    return _Plot(
        chart, left, space.width - right, size * (1 + rows), space.height - size * FOOT,
        size, step, most,
    )  # fmt: skip


def _ground(plot: _Plot) -> Iterator[Shape]:
    limits = plot.chart.limits
    if limits:
        low, high = max(0.0, limits.low), min(plot.most, limits.high)
        top = plot.y(high)
        yield Rect(plot.left, top, plot.right - plot.left, plot.y(low) - top, "band-1")
    for number in range(round(plot.most / plot.step) + 1):
        value = number * plot.step
        y = plot.y(value)
        yield Line(plot.left, y, plot.right, y, "line", 0.5)
        words = plot.chart.said(value)
        yield Text(
            plot.left - plot.size * 0.6, y + plot.size * 0.35, words, plot.size, align="right"
        )


def _level_lines(plot: _Plot) -> Iterator[Shape]:
    """Draw average and limits with their words at the right, moved apart where they would meet."""
    floor = 0.0
    for level, words, is_mean in plot.chart.lines:
        y = plot.y(level)
        if is_mean:
            yield Line(plot.left, y, plot.right, y, "text", 1)
        else:
            yield Line(plot.left, y, plot.right, y, "text-muted", 0.9, (4, 3))
        at = max(y, floor)
        floor = at + plot.size * 1.25
        yield Text(
            plot.right + plot.size * 0.6, at + plot.size * 0.35, words, plot.size,
            "text" if is_mean else "text-muted", strong=is_mean,
        )  # fmt: skip


def _brackets(plot: _Plot) -> Iterator[Shape]:
    for row, signal in enumerate(plot.chart.brackets):
        y = plot.top - plot.size * (0.6 + row * BRACKET)
        first, last = plot.x(signal.places[0]), plot.x(signal.places[-1])
        foot = y + plot.size * 0.45
        yield Line(first, y, last, y, "text", 0.75)
        yield Line(first, y, first, foot, "text", 0.75)
        yield Line(last, y, last, foot, "text", 0.75)
        words = counted(RUNS[signal.rule, signal.is_high], len(signal.places))
        half = len(words) * LETTER * plot.size / 2
        middle = min(max((first + last) / 2, half), plot.right + plot.size * 8 - half)
        yield Text(middle, y - plot.size * 0.45, words, plot.size, "text", "centre", strong=True)


def _course(plot: _Plot) -> Iterator[Shape]:
    known = plot.chart.known
    for (before, value), (after, following) in pairwise(known):
        if after - before == 1:
            yield Line(
                plot.x(before), plot.y(value), plot.x(after), plot.y(following), "accent", 1.5
            )
    marked = plot.chart.limits.marked if plot.chart.limits else frozenset[int]()
    for place, value in known:
        x, y = plot.x(place), plot.y(value)
        if place in marked:
            side = 2 * HALF_SQUARE
            yield Rect(x - HALF_SQUARE, y - HALF_SQUARE, side, side, "accent")
        else:
            yield Dot(x, y, 2.6, "accent", hollow=True)
    place, value = known[-1]
    size = plot.size * 1.15
    at = _free_place(plot, plot.y(value), size)
    yield Text(plot.x(place), at, plot.chart.said(value), size, "text", "centre", strong=True)


def _free_place(plot: _Plot, y: float, size: float) -> float:
    """Return where the words of a point stand: below it or above, where no line crosses them."""
    lines = [plot.y(level) for level, _words, _mean in plot.chart.lines]

    def is_free(at: float) -> bool:
        middle = at - size * MIDDLE
        return all(abs(middle - line) > size * CLEAR for line in lines)

    places = [y + size * each for each in PLACES]
    inside = [at for at in places if plot.size < at <= plot.bottom - size * 0.6]
    return next((at for at in inside if is_free(at)), inside[0])


def _months(plot: _Plot) -> Iterator[Shape]:
    """Write as many months below as have room, the last one always."""
    points = plot.chart.points
    longest = max(len(words) for words, _value in points) + 2
    room = (plot.right - plot.left) / len(points)
    every = ceil(longest * LETTER * plot.size / room)
    last = len(points) - 1
    for place in range(last % every, len(points), every):
        line = plot.bottom + plot.size * 1.5
        yield Text(plot.x(place), line, points[place][0], plot.size, align="centre")

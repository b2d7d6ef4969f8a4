"""The display list of a chart.

    shapes = chart_shapes(chart, Space(width=480, height=200))

One and the same list is painted on paper and on screen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from exports.paper.charts.chart import LETTER, STEPS, ChartData, Space, figure
from exports.paper.drawing.shapes import Dot, Line, Rect, Shape, Text
from session_forms.words.texts import _, pgettext


@dataclass(frozen=True, slots=True)
class Plot:
    """The area of the plot itself, in points from the upper left corner."""

    chart: ChartData
    left: float
    top: float
    width: float
    height: float
    size: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def now_left(self) -> float:
        """Where what can be compared with the last score begins: its corridor starts here."""
        return self._begins(self.chart.now_from)

    @property
    def version_left(self) -> float:
        """Where the version of the last score begins: its ranges and its cut-off start here."""
        return self._begins(self.chart.version_from)

    def _begins(self, place: int) -> float:
        return self.x(place - 0.5) if place else self.left

    def x(self, place: float) -> float:
        """Return where a session lies; the whole numbers are the sessions."""
        return self.left + (place + 0.5) / max(1, len(self.chart.points)) * self.width

    def y(self, score: float) -> float:
        """Return where a score lies."""
        span = self.chart.high - self.chart.low
        return self.bottom - (score - self.chart.low) / span * self.height

    def labels_above(self) -> tuple[tuple[int, float, str, bool], ...]:
        """Return row, x, name of each phase and version above the plot; True for a version.

        Where the course begins once more is as one: nothing before it is compared.

        A name that would meet the line of a later one stands in a row above it, so that no line
        runs through words.
        """
        places = self.chart.places
        named = [
            *((label, name, False) for label, name in self.chart.phases),
            *((label, name, True) for label, name in self.chart.breaks),
            (self.chart.again, pgettext("in a chart", "once more"), True),
        ]
        known = [each for each in named if each[0] in places]
        later: list[tuple[int, float]] = []
        rows: list[tuple[int, float, str, bool]] = []
        for label, name, is_version in sorted(known, key=lambda each: -places[each[0]]):
            x = self.x(places[label] - 0.5)
            end = x + (len(name) + 1) * LETTER * self.size
            row = max((row + 1 for row, start in later if start <= end), default=0)
            later.append((row, x))
            rows.append((row, x, name, is_version))
        return tuple(reversed(rows))


CAP = 0.45
"""The width of a bracket's ends, in parts of the size of the words."""


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """Words at the right edge, and the score they belong to."""

    score: float
    words: str
    strong: bool = False


def marks_of(chart: ChartData) -> tuple[EdgeMark, ...]:
    """Return everything that is named at the right edge."""
    edges = [*(score for score, _ in chart.bands), chart.high]
    marks = [
        EdgeMark((score + upper) / 2, words)
        for (score, words), upper in zip(chart.bands, edges[1:], strict=True)
    ]
    if chart.cutoff is not None:
        words = _("cut-off {score}").format(score=figure(chart.cutoff))
        marks.append(EdgeMark(chart.cutoff, words, strong=True))
    lower, upper = chart.reliable_edges
    better, worse = _("reliably better: {score}"), _("reliably worse: {score}")
    if lower is not None:
        words = better if chart.higher_is_worse else worse
        marks.append(EdgeMark(lower, words.format(score=_("≤ {n}").format(n=figure(lower)))))
    if upper is not None:
        words = worse if chart.higher_is_worse else better
        marks.append(EdgeMark(upper, words.format(score=_("≥ {n}").format(n=figure(upper)))))
    return tuple(marks)


def ground(plot: Plot) -> list[Shape]:
    """Draw light grounds, deeper with severity, with a hairline between them for grey copies.

    What was scored by an earlier version stands on the plain ground: the ranges are not its own.
    """
    chart = plot.chart
    starts = [max(score, chart.low) for score, _ in chart.bands] or [chart.low]
    ends = [*starts[1:], chart.high]
    left, width = plot.version_left, plot.right - plot.version_left
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
    left, compared = plot.version_left, plot.now_left
    for edge in plot.chart.reliable_edges:
        if edge is not None:
            y = plot.y(edge)
            drawn.append(Line(compared, y, plot.right, y, "text-muted", 0.75, (1.5, 2.5)))
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


def mark_labels(plot: Plot, marks: Iterable[EdgeMark]) -> list[Shape]:
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
    rows = len(chart.phases) + len(chart.breaks) + bool(chart.again)
    names = caption * 1.35 * len(marks_of(chart))
    return max(EVEN_PLOT, names) + caption * (HEAD + ROW * min(MOST_ROWS, rows) + FOOT)


def _make_plot(chart: ChartData, space: Space, marks: tuple[EdgeMark, ...]) -> Plot:
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
    title = chart.across or pgettext("axis of a chart", "Session")
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


LETTER_TOP, LETTER_FOOT = 0.8, 0.15
"""How far a figure reaches above and below the line it is written on, in parts of its size."""


def _clear(plot: Plot, at: float, size: float) -> float:
    """Return where a figure is written so that no line of a bound runs through it.

    It moves above the line, where it has room there, else below it.
    """
    edges = (plot.chart.cutoff, *plot.chart.reliable_edges)
    lines = sorted((plot.y(each) for each in edges if each is not None), reverse=True)

    def crossed(foot: float) -> list[float]:
        return [y for y in lines if foot - LETTER_TOP * size <= y <= foot + LETTER_FOOT * size]

    higher = lower = at
    while found := crossed(higher):
        higher = min(found) - (LETTER_FOOT + 0.1) * size
    while found := crossed(lower):
        lower = max(found) + (LETTER_TOP + 0.1) * size
    has_room = higher - LETTER_TOP * size >= plot.top
    goes_up = has_room and at - higher <= lower - at
    return higher if goes_up or lower > plot.bottom else lower


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
        at = _clear(plot, plot.y(score) + size * 0.35, size)
        drawn.append(Text(plot.x(place) + 6, at, figure(score), size, "text", strong=True))
    return drawn

"""One measure over the sessions, as a list of shapes.

    shapes = chart_shapes(chart, Space(width=480, height=200))

Nothing depends on colour: bands, cut-off and the lines of reliable change are named at the
right edge, a session without a score stands in brackets and its gap is dashed, zero is a score.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from exports.paper.shapes import Dot, Line, Rect, Shape, Text
from session_forms.texts import translate as _

LETTER = 0.56
"""Width of an average letter of Open Sans, in parts of its size."""
STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart shows.

    Attributes:
        bands: (lowest score, name) of each named range, from the lowest.
        cutoff: The score from which the measure counts as a case, if there is one.
        reliable_from_first: How far a score must move from the first to be more than error.
        points: (session, score) in order; None where the measure was not done.
        phases: (session at which it starts, name).

    """

    title: str
    low: float
    high: float
    points: tuple[tuple[str, float | None], ...]
    bands: tuple[tuple[float, str], ...] = ()
    cutoff: float | None = None
    reliable_from_first: float | None = None
    phases: tuple[tuple[str, str], ...] = ()
    higher_is_worse: bool = True

    @property
    def done(self) -> tuple[tuple[int, float], ...]:
        """Place and score of every session where the measure was done."""
        return tuple((at, score) for at, (_, score) in enumerate(self.points) if score is not None)


@dataclass(frozen=True, slots=True)
class Space:
    """The room a chart may take, and the size of its words, in points."""

    width: float = 481.0
    height: float = 196.0
    caption: float = 8.0


@dataclass(frozen=True, slots=True)
class _Plot:
    """The area of the plot itself, and where a value falls in it."""

    chart: ChartData
    left: float
    top: float
    width: float
    height: float
    size: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def x(self, place: float) -> float:
        return self.left + (place + 0.5) / max(1, len(self.chart.points)) * self.width

    def y(self, score: float) -> float:
        span = self.chart.high - self.chart.low
        return self.bottom - (score - self.chart.low) / span * self.height


@dataclass(frozen=True, slots=True)
class _Mark:
    """Words at the right edge, and the score they belong to."""

    score: float
    words: str
    strong: bool = False


def chart_shapes(chart: ChartData, space: Space | None = None) -> tuple[Shape, ...]:
    """Return the shapes that draw `chart` within `space`."""
    space = space or Space()
    marks = _marks(chart)
    plot = _make_plot(chart, space, marks)
    return (
        *_bands(plot),
        *_scale(plot),
        *_phases(plot),
        *_reference_lines(plot),
        *_mark_labels(plot, marks),
        *_course(plot),
    )


def chart_in_words(chart: ChartData) -> str:
    """Return what the chart shows as one sentence, for those who do not see it."""
    done = chart.done
    if not done:
        return _("{title}: not done yet.").format(title=chart.title)
    missing = [session for session, score in chart.points if score is None]
    known = _("{title}: {first}, the only score.")
    if len(done) > 1:
        known = _("{title}: {first} at the first score, {last} at the last, {done} scores.")
    shown = known.format(
        title=chart.title, first=figure(done[0][1]), last=figure(done[-1][1]), done=len(done)
    )
    if not missing:
        return shown
    return shown + " " + _("Not done: {sessions}.").format(sessions=", ".join(missing))


def figure(value: float) -> str:
    """Return a score as it is printed: whole numbers without decimals."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"


def _make_plot(chart: ChartData, space: Space, marks: Iterable[_Mark]) -> _Plot:
    size = space.caption
    longest = max((len(mark.words) for mark in marks), default=2)
    left = size * (1.2 + LETTER * len(figure(chart.high)))
    right = size * (2.2 + LETTER * longest)
    wide = _Plot(chart, left, 0, space.width - left - right, 1, size)
    top = size * (1.2 + 1.4 * max((row + 1 for row, _, _ in _phase_rows(wide)), default=0))
    height = space.height - top - size * 3.6
    return _Plot(chart, left, top, wide.width, height, size)


def _marks(chart: ChartData) -> tuple[_Mark, ...]:
    """Return everything that is named at the right edge."""
    edges = [*(score for score, _ in chart.bands), chart.high]
    marks = [
        _Mark((score + upper) / 2, words)
        for (score, words), upper in zip(chart.bands, edges[1:], strict=True)
    ]
    if chart.cutoff is not None:
        marks.append(
            _Mark(
                chart.cutoff, _("cut-off {score}").format(score=figure(chart.cutoff)), strong=True
            )
        )
    lower, upper = _reliable_edges(chart)
    better, worse = _("reliably better: {score}"), _("reliably worse: {score}")
    if lower is not None:
        words = better if chart.higher_is_worse else worse
        marks.append(_Mark(lower, words.format(score=_("≤ {n}").format(n=figure(lower)))))
    if upper is not None:
        words = worse if chart.higher_is_worse else better
        marks.append(_Mark(upper, words.format(score=_("≥ {n}").format(n=figure(upper)))))
    return tuple(marks)


def _reliable_edges(chart: ChartData) -> tuple[float | None, float | None]:
    """Return the scores from which a change is more than error; None outside the range."""
    if chart.reliable_from_first is None or not chart.done:
        return None, None
    first = chart.done[0][1]
    lower, upper = first - chart.reliable_from_first, first + chart.reliable_from_first
    return (lower if lower >= chart.low else None, upper if upper <= chart.high else None)


def _bands(plot: _Plot) -> list[Shape]:
    """Draw light grounds, deeper with severity, with a hairline between them for grey copies."""
    chart = plot.chart
    starts = [max(score, chart.low) for score, _ in chart.bands] or [chart.low]
    ends = [*starts[1:], chart.high]
    drawn: list[Shape] = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        depth = number if chart.higher_is_worse else len(starts) - 1 - number
        tone = 1 + round(depth * 3 / max(1, len(starts) - 1))
        height = plot.y(start) - plot.y(end)
        drawn.append(Rect(plot.left, plot.y(end), plot.width, height, f"band-{tone}"))
        if number:
            drawn.append(Line(plot.left, plot.y(start), plot.right, plot.y(start), "line", 0.5))
    return drawn


def _scale(plot: _Plot) -> list[Shape]:
    """Write scores at the left and sessions below; a session without a score in brackets."""
    chart, size = plot.chart, plot.size
    drawn: list[Shape] = []
    span = chart.high - chart.low
    step = next((each for each in STEPS if span / each <= MOST_TICKS), span)
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
    gap = any(value is None for _, value in chart.points)
    title = _("Session (in brackets: not done, gap dashed)") if gap else _("Session")
    middle = plot.left + plot.width / 2
    return [*drawn, Text(middle, line + size * 1.5, title, size, align="centre")]


def _labelled_places(plot: _Plot) -> range:
    """Return the sessions that get their label, so that labels never touch."""
    points = plot.chart.points
    longest = max((len(label) for label, _ in points), default=1) + 2
    room = plot.width / max(1, len(points))
    every = 1
    while every * room < longest * LETTER * plot.size:
        every += 1
    return range(0, len(points), every)


def _phase_rows(plot: _Plot) -> list[tuple[int, float, str]]:
    """Return row, x and name of each phase; a name that would touch another goes a row up."""
    places = {label: place for place, (label, _) in enumerate(plot.chart.points)}
    ends: list[float] = []
    rows: list[tuple[int, float, str]] = []
    for label, name in plot.chart.phases:
        if label not in places:
            continue
        x = plot.x(places[label] - 0.5)
        row = next((row for row, end in enumerate(ends) if end < x), len(ends))
        ends[row : row + 1] = [x + (len(name) + 2) * LETTER * plot.size]
        rows.append((row, x, name))
    return rows


def _phases(plot: _Plot) -> list[Shape]:
    drawn: list[Shape] = []
    for row, x, name in _phase_rows(plot):
        at = plot.top - plot.size * (0.5 + 1.4 * row)
        drawn.append(Line(x, at - plot.size * 0.6, x, plot.bottom, "text-muted", 0.5, (1, 2.5)))
        drawn.append(Text(x + 3, at, name, plot.size))
    return drawn


def _reference_lines(plot: _Plot) -> list[Shape]:
    drawn: list[Shape] = []
    for edge in _reliable_edges(plot.chart):
        if edge is not None:
            y = plot.y(edge)
            drawn.append(Line(plot.left, y, plot.right, y, "text-muted", 0.75, (1.5, 2.5)))
    if plot.chart.cutoff is not None:
        y = plot.y(plot.chart.cutoff)
        drawn.append(Line(plot.left, y, plot.right, y, "text", 1, (6, 3)))
    return drawn


def _mark_labels(plot: _Plot, marks: Iterable[_Mark]) -> list[Shape]:
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


def _apart(wanted: list[float], plot: _Plot) -> list[float]:
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


def _course(plot: _Plot) -> list[Shape]:
    """Draw the scores: a full line between neighbours, dashed across a gap."""
    done = plot.chart.done
    drawn: list[Shape] = []
    for (before, score), (after, following) in pairwise(done):
        dash = (2.5, 3.0) if after - before > 1 else ()
        ends = (plot.x(before), plot.y(score), plot.x(after), plot.y(following))
        drawn.append(Line(*ends, "accent", 1.75, dash))
    drawn += [Dot(plot.x(place), plot.y(score), 2.9, "accent") for place, score in done]
    return [*drawn, *_end_figures(plot)]


def _end_figures(plot: _Plot) -> list[Shape]:
    """Write the first and the last score, on the side where the line does not run."""
    done = plot.chart.done
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

"""Mean change of several measures with its 95 % interval, as a list of shapes.

    shapes = change_shapes(chart, change_space(chart, width=480))

Measures run over different ranges, some upwards and some downwards. So each is drawn in per cent
of its own range, with better always to the right; its figures stand beside it in its own points.
Nothing depends on colour: dots, lines, zero and both directions are drawn or named.
"""

from dataclasses import dataclass
from math import ceil

from exports.paper.charts.chart import LETTER, STEPS, Space, figure
from exports.paper.drawing.shapes import Dot, Line, Rect, Shape, Text
from session_forms.words.number_words import MINUS
from session_forms.words.texts import N_, NN_, _, counted, pgettext

HOW_TO_READ = N_(
    "Dots are mean changes, lines their 95 % intervals; right of zero is better. The plot shows "
    "per cent of each measure's range, the figures beside it are points of the measure."
)
SENTENCES = {
    1: NN_(
        "{title}: mean change {figures}, {clients} client, better.",
        "{title}: mean change {figures}, {clients} clients, better.",
    ),
    0: NN_(
        "{title}: mean change {figures}, {clients} client, no change.",
        "{title}: mean change {figures}, {clients} clients, no change.",
    ),
    -1: NN_(
        "{title}: mean change {figures}, {clients} client, worse.",
        "{title}: mean change {figures}, {clients} clients, worse.",
    ),
}
MOST_STEPS = 4
"""How many marks stand on each side of zero at most."""
ROW = 2.1
HEAD = 2.2
FOOT = 3.4
NEXT_LINE = 1.4
"""Where the words in the middle stand under the others, in a language that needs the room."""
CAP = 0.45
GAP = 1.4


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One measure.

    Attributes:
        figures: Change and interval as the table prints them, in points of the measure.
        clients: On how many clients they rest, as the table prints it.
        change: Per cent of the measure's range; more is better.

    """

    title: str
    figures: str
    clients: str
    change: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ChangeChart:
    """The measures in their order; at least one."""

    lines: tuple[ChangeLine, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things stand: the plot between its titles and its figures."""

    left: float
    right: float
    size: float
    step: float
    limit: float

    @property
    def top(self) -> float:
        return self.size * HEAD

    def x(self, value: float) -> float:
        return self.left + (value + self.limit) / (2 * self.limit) * (self.right - self.left)

    def y(self, row: float) -> float:
        return self.top + self.size * ROW * row


def change_space(chart: ChangeChart, width: float, caption: float = 8.0) -> Space:
    """Return the room the chart takes at this width."""
    is_wide = _words_fit(_plot_of(chart, width, caption))
    foot = FOOT if is_wide else FOOT + NEXT_LINE
    return Space(width, caption * (HEAD + ROW * len(chart.lines) + foot), caption)


def change_shapes(chart: ChangeChart, space: Space) -> tuple[Shape, ...]:
    """Return the shapes that draw `chart` within `space`."""
    size = space.caption
    plot = _plot_of(chart, space.width, size)
    ends = (space.width - _columns(chart, size)[1], space.width)
    drawn = _ground(plot, len(chart.lines))
    for end, words in zip(ends, _heads(), strict=True):
        drawn.append(Text(end, plot.top - size * 0.8, words, size, align="right", strong=True))
    for row, each in enumerate(chart.lines):
        drawn += _line(plot, each, row + 0.5)
        at = plot.y(row + 0.5) + size * 0.35
        drawn += [
            Text(0, at, each.title, size, "text"),
            Text(ends[0], at, each.figures, size, "text", "right"),
            Text(ends[1], at, each.clients, size, "text", "right"),
        ]
    return tuple(drawn)


def change_in_words(chart: ChangeChart) -> str:
    """Return what the picture shows, one sentence for each measure."""
    return " ".join(
        counted(
            SENTENCES[_way(each.change)],
            int(each.clients) if each.clients.isdecimal() else 0,
            title=each.title,
            figures=each.figures,
            clients=each.clients,
        )
        for each in chart.lines
    )


def _way(change: float) -> int:
    return (change > 0) - (change < 0)


def _plot_of(chart: ChangeChart, width: float, size: float) -> _Plot:
    step, limit = _scale(chart)
    left = _room([each.title for each in chart.lines], size)
    return _Plot(left, width - sum(_columns(chart, size)), size, step, limit)


def _heads() -> tuple[str, str]:
    return _("Mean change (95 % interval)"), pgettext("column", "Clients")


def _columns(chart: ChangeChart, size: float) -> tuple[float, float]:
    """Return the room of the figures and of the numbers of clients."""
    change, clients = _heads()
    return (
        _room([change, *(each.figures for each in chart.lines)], size),
        _room([clients, *(each.clients for each in chart.lines)], size),
    )


def _under_scale() -> tuple[str, str, str]:
    """Return the words at the left, in the middle and at the right under the scale."""
    return (
        pgettext("end of a scale", "worse"),
        _("per cent of the range"),
        pgettext("end of a scale", "better"),
    )


def _words_fit(plot: _Plot) -> bool:
    """Return whether the three stand beside each other, the middle one under zero."""
    worse, middle, better = (_room([each], plot.size) for each in _under_scale())
    return middle + 2 * max(worse, better) <= plot.right - plot.left


def _room(texts: list[str], size: float) -> float:
    return size * (GAP + LETTER * max(len(each) for each in texts))


def _scale(chart: ChangeChart) -> tuple[float, float]:
    """Return the step between marks and the end of the scale, the same on both sides of zero."""
    reach = max(max(abs(each.low), abs(each.high), abs(each.change)) for each in chart.lines)
    step = next((each for each in STEPS if reach / each <= MOST_STEPS), STEPS[-1])
    return step, step * max(1, ceil(reach / step))


def _ground(plot: _Plot, rows: int) -> list[Shape]:
    """Draw the ground with its marks, the line of no change, and the words for both directions."""
    size, bottom = plot.size, plot.y(rows)
    drawn: list[Shape] = [
        Rect(plot.left, plot.top, plot.right - plot.left, bottom - plot.top, "band-1")
    ]
    count = round(plot.limit / plot.step)
    for number in range(-count, count + 1):
        value = number * plot.step
        x = plot.x(value)
        words = figure(value).replace("-", MINUS)
        if number:
            drawn.append(Line(x, plot.top, x, bottom, "line", 0.5))
        drawn.append(Text(x, bottom + size * 1.3, words, size, align="centre"))
    zero = plot.x(0)
    worse, middle, better = _under_scale()
    words_at = bottom + size * 2.7
    middle_at = words_at if _words_fit(plot) else words_at + size * NEXT_LINE
    return [
        *drawn,
        Line(zero, plot.top, zero, bottom, "text", 1, (6, 3)),
        Text(plot.left, words_at, worse, size, "text", strong=True),
        Text(zero, middle_at, middle, size, align="centre"),
        Text(plot.right, words_at, better, size, "text", "right", strong=True),
    ]


def _line(plot: _Plot, each: ChangeLine, row: float) -> list[Shape]:
    y, cap = plot.y(row), plot.size * CAP
    low, high = plot.x(each.low), plot.x(each.high)
    return [
        Line(low, y, high, y, "accent", 1.5),
        Line(low, y - cap, low, y + cap, "accent", 1.5),
        Line(high, y - cap, high, y + cap, "accent", 1.5),
        Dot(plot.x(each.change), y, 2.9, "accent"),
    ]

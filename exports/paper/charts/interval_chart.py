"""Figures of one kind below each other, each with its interval on one scale, as a list of shapes.

shapes = intervals_shapes(chart, intervals_space(chart, width=480))
"""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.paper.charts.chart import LETTER, Space, figure
from exports.paper.drawing.shapes import Dot, Line, Rect, Shape, Text
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, _, pgettext

NOTE = N_("Dots are figures, lines their 95 % intervals over people, not over sessions.")
WITHOUT_A_DOT = N_("Without a dot: too few people for one number.")
STEPS = 5
ROW = 1.75
HEAD = 1.6
FOOT = 1.8
CAP = 0.4
GAP = 1.4


@dataclass(frozen=True, slots=True)
class IntervalLine:
    """One figure.

    Attributes:
        figures: The figure and its interval as the table prints them.
        value: None where it is too uncertain for one number, and only its ends are told.
        people: On how many clients it rests, as the table prints it.
        group: What this line and those after it have in common, told once above them.

    """

    title: str
    figures: str
    people: str
    value: float | None
    low: float
    high: float
    group: str = ""


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """The figures in their order, at least one; all lie from nought to `most`."""

    title: str
    lines: tuple[IntervalLine, ...]
    most: float

    @property
    def rows(self) -> tuple[str | IntervalLine, ...]:
        """The lines, each group of them under its name."""
        found: list[str | IntervalLine] = []
        group = ""
        for line in self.lines:
            if line.group != group:
                found.append(line.group)
            group = line.group
            found.append(line)
        return tuple(found)


def intervals_space(chart: IntervalChart, width: float, caption: float = 8.0) -> Space:
    """Return the room the figures take at this width."""
    return Space(width, caption * (HEAD + ROW * len(chart.rows) + FOOT), caption)


def intervals_notes(chart: IntervalChart) -> tuple[str, ...]:
    """Return how the picture is read."""
    is_open = any(each.value is None for each in chart.lines)
    return (_(NOTE), *([_(WITHOUT_A_DOT)] if is_open else []))


def intervals_in_words(chart: IntervalChart) -> str:
    """Return what the picture shows, one sentence for each figure."""
    return " ".join(
        _("{title}: {figures}, clients: {people}.").format(
            title=facts_in_a_line(each.group, each.title),
            figures=each.figures,
            people=each.people,
        )
        for each in chart.lines
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    left: float
    right: float
    size: float
    most: float

    def x(self, value: float) -> float:
        return self.left + min(1.0, max(0.0, value / self.most)) * (self.right - self.left)

    def y(self, row: float) -> float:
        return self.size * (HEAD + ROW * row)


def intervals_shapes(chart: IntervalChart, space: Space) -> tuple[Shape, ...]:
    """Return the shapes that draw the figures within `space`."""
    size = space.caption
    heads = (pgettext("column", "Figure (95 % interval)"), pgettext("column", "Clients"))
    room = (
        _room([heads[0], *(each.figures for each in chart.lines)], size),
        _room([heads[1], *(each.people for each in chart.lines)], size),
    )
    names = [each if isinstance(each, str) else each.title for each in chart.rows]
    left = min(_room(names, size), space.width * 0.4)
    plot = _Plot(left, space.width - sum(room), size, chart.most)
    ends = (space.width - room[1], space.width)
    drawn = list(_ground(plot, chart))
    for end, words in zip(ends, heads, strict=True):
        drawn.append(Text(end, plot.y(0) - size * 0.6, words, size, align="right", strong=True))
    for row, each in enumerate(chart.rows):
        at = plot.y(row + 0.5) + size * 0.35
        if isinstance(each, str):
            drawn.append(Text(0, at, each, size, "text", strong=True))
            continue
        drawn += [
            *_line(plot, each, plot.y(row + 0.5)),
            Text(0, at, each.title, size, "text"),
            Text(ends[0], at, each.figures, size, "text", "right"),
            Text(ends[1], at, each.people, size, "text", "right"),
        ]
    return tuple(drawn)


def _room(texts: list[str], size: float) -> float:
    return size * (GAP + LETTER * max(map(len, texts)))


def _ground(plot: _Plot, chart: IntervalChart) -> Iterator[Shape]:
    top, bottom = plot.y(0), plot.y(len(chart.rows))
    yield Rect(plot.left, top, plot.right - plot.left, bottom - top, "band-1")
    for number in range(STEPS + 1):
        value = chart.most * number / STEPS
        x = plot.x(value)
        yield Line(x, top, x, bottom, "line", 0.5)
        yield Text(x, bottom + plot.size * 1.3, figure(value), plot.size, align="centre")


def _line(plot: _Plot, each: IntervalLine, y: float) -> Iterator[Shape]:
    cap = plot.size * CAP
    low, high = plot.x(each.low), plot.x(each.high)
    yield Line(low, y, high, y, "accent", 1.5)
    yield Line(low, y - cap, low, y + cap, "accent", 1.5)
    yield Line(high, y - cap, high, y + cap, "accent", 1.5)
    if each.value is not None:
        yield Dot(plot.x(each.value), y, 2.6, "accent")

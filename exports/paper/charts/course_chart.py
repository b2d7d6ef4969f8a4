"""The way of one course: each session held in its order, then those that are left.

    shapes = course_shapes(chart, course_space(chart, width=480))

A session held is a full dot, one that is left a ring; phases are named where they begin.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from exports.paper.charts.chart import LETTER, Space
from exports.paper.drawing.shapes import Dot, Line, Shape, Text
from session_forms.words.list_words import listed
from session_forms.words.texts import _, ngettext

A_LINE = 28
"""How many sessions stand on one line."""
MOST_LINES = 2
MOST_ROWS = 2
"""How many rows of names stand above a line: a name that would meet the next one goes up."""
ROW, DOTS, FOOT = 1.35, 1.6, 2.0
"""Heights in parts of the size of the words: a row of names, its dots, the labels below."""
LABEL = 0.9
"""The size of a label, in parts of the size of the words."""
LEAST_GAP, GAP = 0.25, 1
"""Between two labels, in letters: on a full line, and where fewer stand on one."""
RADIUS = 4.0
"""In points of normal text; a screen makes dots larger with its text."""


@dataclass(frozen=True, slots=True)
class Station:
    """One session: its label, whether it was held, and its phase or ""."""

    label: str
    held: bool
    phase: str = ""


@dataclass(frozen=True, slots=True)
class CourseChart:
    """The sessions in the order in which they were held, then those left in that of the course."""

    title: str
    stations: tuple[Station, ...]

    @property
    def shown(self) -> tuple[Station, ...]:
        """The stations that are drawn: of more than there is room for, the last ones."""
        return self.stations[-A_LINE * MOST_LINES :]

    @property
    def lines(self) -> int:
        """On how many lines they stand where there is room for all the labels of a line."""
        return max(1, ceil(len(self.shown) / A_LINE))


def course_space(chart: CourseChart, width: float, caption: float = 8.0) -> Space:
    """Return the room that the course needs in a given width."""
    lines = max(1, ceil(len(chart.shown) / _on_a_line(chart, width, caption)))
    return Space(width, lines * _line_height(caption), caption)


def course_in_words(chart: CourseChart) -> str:
    """Return the course in a sentence, for those who do not see it."""
    held = [each.label for each in chart.stations if each.held]
    left = len(chart.stations) - len(held)
    if not held:
        return _("{title}: no session was held yet.").format(title=chart.title)
    words = _("{title}: held in this order: {sessions}.").format(
        title=chart.title, sessions=listed(held)
    )
    if not left:
        return words
    rest = ngettext("{count} session is left.", "{count} sessions are left.", left)
    return f"{words} {rest.format(count=left)}"


def course_shapes(chart: CourseChart, space: Space) -> tuple[Shape, ...]:
    """Return the shapes that draw the course within `space`."""
    shapes: list[Shape] = []
    most = _on_a_line(chart, space.width, space.caption)
    for number, first in enumerate(range(0, len(chart.shown), most)):
        stations = chart.shown[first : first + most]
        top = number * _line_height(space.caption)
        shapes += _line(stations, space, space.width / most, top)
    return tuple(shapes)


def _on_a_line(chart: CourseChart, width: float, caption: float) -> int:
    """Return how many sessions stand on a line so that their labels do not meet."""
    longest = max((len(each.label) for each in chart.shown), default=1)
    letter = LETTER * caption * LABEL
    if A_LINE * (longest + LEAST_GAP) * letter <= width:
        return A_LINE
    return max(1, int(width / ((longest + GAP) * letter)))


def _line_height(caption: float) -> float:
    return caption * (MOST_ROWS * ROW + DOTS + FOOT)


def _line(stations: tuple[Station, ...], space: Space, step: float, top: float) -> Iterator[Shape]:
    size = space.caption
    middle = top + size * (MOST_ROWS * ROW + DOTS / 2)
    places = [step * (at + 0.5) for at in range(len(stations))]
    if len(places) > 1:
        yield Line(places[0], middle, places[-1], middle, "line-control", 1)
    for x, station in zip(places, stations, strict=True):
        yield Dot(x, middle, RADIUS, "accent", hollow=not station.held)
        yield Text(
            x,
            middle + size * 1.9,
            station.label,
            size * LABEL,
            "text" if station.held else "text-muted",
            "centre",
            strong=station.held,
        )
    yield from _names(stations, places, top, space)


def _names(
    stations: tuple[Station, ...], places: list[float], top: float, space: Space
) -> Iterator[Shape]:
    """Yield the name of each phase where it begins, in a row that has room; else nowhere."""
    size = space.caption
    begins = [
        (x, station.phase)
        for at, (x, station) in enumerate(zip(places, stations, strict=True))
        if station.phase and (at == 0 or stations[at - 1].phase != station.phase)
    ]
    ends = [0.0] * MOST_ROWS
    for x, name in begins:
        room = (len(name) + 1) * LETTER * size
        left = max(0.0, min(x - RADIUS, space.width - room))
        row = next((row for row in range(MOST_ROWS) if ends[row] <= left), None)
        if row is not None:
            ends[row] = left + room
            yield Text(left, top + size * ((MOST_ROWS - row) * ROW - 0.5), name, size)

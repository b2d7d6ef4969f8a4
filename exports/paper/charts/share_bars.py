"""Parts of a whole as bars of equal length, one below the other, as a list of shapes.

    shapes = bars_shapes(chart, bars_space(chart, width=480))

Each part has a look of its own, light or dark, plain or hatched, and its figure stands in it where
there is room, so that nothing depends on colour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from exports.paper.charts.chart import LETTER, Space
from exports.paper.drawing.shapes import Line, Rect, Shape, Text
from session_forms.words.list_words import listed
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, _, pgettext

Kind = Literal["bad", "plain", "good", "best", "unknown", "untold"]
FILLS: dict[Kind, str] = {
    "bad": "surface-raised",
    "plain": "surface-sunken",
    "good": "band-4",
    "best": "accent",
    "unknown": "surface-raised",
    "untold": "surface-raised",
}
HATCHED = frozenset[Kind]({"bad", "unknown"})
UNTOLD = N_("White: parts of too few people to be told, and what protection changed.")
BAR = 2.2
GAP = 0.6
GROUP = 0.7
HEAD = 2.4
HATCH = 0.55
LEAST_WORDS = 1.9
"""A figure stands in a part from this width on, in parts of the size of the words."""
KEY = 1.1
TITLE = 2.0
"""The line of a title that stands above its bar, in parts of the size of the words."""
STRONG = 1.2
"""How much wider the bold letters of a title are than those of a note."""
MOST_WORDS = 0.45
"""The share of the width that words take at most."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One whole and its parts.

    Attributes:
        title: What it belongs to; empty where it goes on with the bar above.
        note: Whom it shows, at the left end of the bar.
        parts: (kind, size) in the order they are drawn; sizes of any unit, drawn as per cent.

    """

    title: str
    note: str
    parts: tuple[tuple[Kind, float], ...]

    @property
    def percents(self) -> tuple[tuple[Kind, float], ...]:
        """The parts in per cent of the whole; at least one is more than nothing."""
        whole = sum(size for _kind, size in self.parts)
        return tuple((kind, 100 * size / whole) for kind, size in self.parts)


@dataclass(frozen=True, slots=True)
class ShareBars:
    """The bars in their order, at least one, and the words for each kind of part."""

    title: str
    bars: tuple[Bar, ...]
    words: tuple[tuple[Kind, str], ...]


class _Area(NamedTuple):
    """Where a part is drawn, in points."""

    x: float
    y: float
    wide: float
    tall: float


def bars_space(chart: ShareBars, width: float, caption: float = 8.0) -> Space:
    """Return the room the bars take at this width."""
    groups = sum(bool(bar.title) for bar in chart.bars)
    above = GROUP if _fits_beside(chart, width, caption) else GROUP + TITLE
    tall = _head(chart, width, caption) + len(chart.bars) * (BAR + GAP) + groups * above
    return Space(width, caption * tall, caption)


def bars_notes(chart: ShareBars) -> tuple[str, ...]:
    """Return how the bars are read, where a part of one is left white."""
    kinds = {kind for bar in chart.bars for kind, size in bar.parts if size}
    return (_(UNTOLD),) if "untold" in kinds else ()


def bars_in_words(chart: ShareBars) -> str:
    """Return what the bars show, one sentence for each; a part of no size is not told."""
    words = {**dict(chart.words), "untold": pgettext("part of a bar", "not told")}
    said = []
    title = ""
    for bar in chart.bars:
        title = bar.title or title
        parts = listed(
            _("{percent} % {kind}").format(percent=number_words(size, 0), kind=words[kind])
            for kind, size in bar.percents
            if size
        )
        said.append(_("{title}, {whom}: {parts}.").format(title=title, whom=bar.note, parts=parts))
    return " ".join(said)


def bars_shapes(chart: ShareBars, space: Space) -> tuple[Shape, ...]:
    """Return the shapes that draw the bars within `space`."""
    size = space.caption
    is_beside = _fits_beside(chart, space.width, size)
    left = size * (2 + LETTER * max(_letters(bar, title=is_beside) for bar in chart.bars))
    left = min(left, space.width * MOST_WORDS)
    drawn = list(_key(chart, space))
    y = size * _head(chart, space.width, size)
    for bar in chart.bars:
        if bar.title:
            y += size * GROUP
            drawn.append(Text(0, y + size * 1.5, bar.title, size * 1.1, "text", strong=True))
            y += 0 if is_beside else size * TITLE
        drawn.append(Text(left - size * 0.7, y + size * 1.5, bar.note, size, align="right"))
        drawn += _bar(bar, left, y, space)
        y += size * (BAR + GAP)
    return tuple(drawn)


def _fits_beside(chart: ShareBars, width: float, size: float) -> bool:
    """Return whether the title of each bar has room left of it; else it stands above its bar."""
    return all(
        size * (2 + LETTER * _letters(bar, title=True)) <= width * MOST_WORDS for bar in chart.bars
    )


def _letters(bar: Bar, *, title: bool) -> float:
    """Return how many letters of the size of the note stand left of a bar."""
    return len(bar.note) + (STRONG * len(bar.title) if title else 0)


def _head(chart: ShareBars, width: float, size: float) -> float:
    """Return how many lines of words the key takes, in parts of their size."""
    return HEAD + 1.6 * max((row for row, *_rest in _placed(chart, width, size)), default=0)


def _placed(chart: ShareBars, width: float, size: float) -> Iterator[tuple[int, float, Kind, str]]:
    """Yield row and place of each word of the key."""
    row, x = 0, 0.0
    for kind, words in chart.words:
        wide = size * (KEY + 1.6 + LETTER * len(words))
        if x and x + wide > width:
            row, x = row + 1, 0.0
        yield row, x, kind, words
        x += wide + size


def _key(chart: ShareBars, space: Space) -> Iterator[Shape]:
    size = space.caption
    for row, x, kind, words in _placed(chart, space.width, size):
        y = size * (0.2 + 1.6 * row)
        yield from _part(kind, _Area(x, y, size * KEY, size * KEY), size)
        yield Text(x + size * (KEY + 0.5), y + size * 0.95, words, size, "text")


def _bar(bar: Bar, left: float, top: float, space: Space) -> Iterator[Shape]:
    size, x = space.caption, left
    for kind, percent in bar.percents:
        wide = (space.width - left - 1) * percent / 100
        if wide:
            area = _Area(x, top, wide, size * BAR)
            yield from _part(kind, area, size)
            yield from _figure(kind, percent, area, size)
        x += wide


def _figure(kind: Kind, percent: float, area: _Area, size: float) -> Iterator[Shape]:
    words = number_words(percent, 0) if kind != "untold" else ""
    room = size * (0.6 + LETTER * len(words))
    if not words or area.wide < size * LEAST_WORDS:
        return
    middle = area.x + area.wide / 2
    if kind in HATCHED:
        yield Rect(middle - room / 2, area.y + size * 0.5, room, size * 1.4, FILLS[kind])
    colour = "on-accent" if kind == "best" else "text"
    yield Text(middle, area.y + size * 1.55, words, size, colour, "centre", strong=True)


def _part(kind: Kind, area: _Area, size: float) -> Iterator[Shape]:
    x, y, wide, tall = area
    yield Rect(x, y, wide, tall, FILLS[kind])
    if kind in HATCHED:
        yield from _hatch(area, size * HATCH)
    yield Line(x, y, x + wide, y, "line-control", 0.6)
    yield Line(x, y + tall, x + wide, y + tall, "line-control", 0.6)
    yield Line(x, y, x, y + tall, "line-control", 0.6)
    yield Line(x + wide, y, x + wide, y + tall, "line-control", 0.6)


def _hatch(area: _Area, step: float) -> Iterator[Shape]:
    """Draw slanted lines, each cut at the edges of the area."""
    x, y, wide, tall = area
    at = step
    while at < wide + tall:
        first, last = max(0.0, at - tall), min(wide, at)
        yield Line(x + first, y + (at - first), x + last, y + (at - last), "text", 0.5)
        at += step

"""A few figures side by side, each with its interval and the time before, as a list of shapes.

    shapes = cards_shapes(chart, cards_space(chart, width=480))

This time is a full dot on a full line, the time before a ring on a dashed one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from exports.paper.charts.chart import LETTER, Space
from exports.paper.drawing.shapes import Dot, Line, Rect, Shape, Text
from session_forms.words.texts import N_, _

NOTE = N_(
    "Full: this time. Dashed: the time before. Lines are 95 % intervals over people, not over "
    "sessions."
)
FIRST_NOTE = N_("Lines are 95 % intervals over people, not over sessions.")
LEAST_CARD = 14.0
"""A card is at least so wide, in parts of the size of the words."""
PADDING = 0.9
GAP = 1.1
TALL = 13.2
"""With one line for the basis; each further one takes a NEXT_LINE more."""
NEXT_LINE = 1.1
BASIS = 0.9
"""Size of the words for the basis, in parts of that of the others."""
INTERVAL = 0.95
"""Likewise for the interval, or smaller: one line that stays within its card."""
BIG = 1.75


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure with its interval.

    Attributes:
        value: None where it is said by its ends alone: then no dot says a number either.

    """

    low: float
    value: float | None
    high: float


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One figure.

    Attributes:
        figure: As it is said: "58 %".
        interval: The interval and the time before, in one short line.
        basis: How many people it rests on, in words.
        before: The time before; None where there is none.
        most: Where the scale ends, which begins at 0; `end` is the same in words.

    """

    title: str
    figure: str
    interval: str
    basis: str
    now: Reading
    before: Reading | None
    most: float
    end: str


@dataclass(frozen=True, slots=True)
class FigureCards:
    """The cards in their order; at least one."""

    title: str
    cards: tuple[FigureCard, ...]


def cards_space(chart: FigureCards, width: float, caption: float = 8.0) -> Space:
    """Return the room the cards take at this width."""
    rows = ceil(len(chart.cards) / _columns(chart, width, caption))
    return Space(width, rows * (_tall(chart, width, caption) + caption * GAP), caption)


def cards_notes(chart: FigureCards) -> tuple[str, ...]:
    """Return how the cards are read."""
    return (_(NOTE if any(card.before for card in chart.cards) else FIRST_NOTE),)


def cards_in_words(chart: FigureCards) -> str:
    """Return what the cards say, one sentence for each."""
    return " ".join(
        _("{title}: {figure} ({interval}), {basis}.").format(
            title=card.title, figure=card.figure, interval=card.interval, basis=card.basis
        )
        for card in chart.cards
    )


def cards_shapes(chart: FigureCards, space: Space) -> tuple[Shape, ...]:
    """Return the shapes that draw the cards within `space`."""
    size = space.caption
    columns = _columns(chart, space.width, size)
    wide = _wide(chart, space.width, size)
    tall = _tall(chart, space.width, size)
    drawn: list[Shape] = []
    for number, card in enumerate(chart.cards):
        row, column = divmod(number, columns)
        x = column * (wide + size * GAP)
        y = row * (tall + size * GAP) + 0.5
        drawn += _card(card, Rect(x, y, wide, tall, "surface-raised"), size)
    return tuple(drawn)


def _columns(chart: FigureCards, width: float, size: float) -> int:
    fitting = int((width + size * GAP) / (size * (LEAST_CARD + GAP)))
    return max(1, min(len(chart.cards), fitting))


def _wide(chart: FigureCards, width: float, size: float) -> float:
    columns = _columns(chart, width, size)
    return (width - size * GAP * (columns - 1) - 1) / columns


def _tall(chart: FigureCards, width: float, size: float) -> float:
    """Return the height of every card: that of the one whose basis takes the most lines."""
    wide = _wide(chart, width, size)
    lines = max(len(_basis(card, wide, size)) for card in chart.cards)
    return size * (TALL + NEXT_LINE * (lines - 1))


def _basis(card: FigureCard, wide: float, size: float) -> Sequence[str]:
    return wrapped(card.basis, wide - 2 * size * PADDING, size * BASIS)


def _card(card: FigureCard, ground: Rect, size: float) -> Iterator[Shape]:
    x, y, wide, tall = ground.x, ground.y, ground.width, ground.height
    yield ground
    yield Line(x, y, x + wide, y, "line", 0.75)
    yield Line(x, y + tall, x + wide, y + tall, "line", 0.75)
    yield Line(x, y, x, y + tall, "line", 0.75)
    yield Line(x + wide, y, x + wide, y + tall, "line", 0.75)
    left, right = x + size * PADDING, x + wide - size * PADDING
    for row, words in enumerate(wrapped(card.title, right - left, size)[:2]):
        yield Text(left, y + size * (1.7 + 1.25 * row), words, size, "text", strong=True)
    yield Text(left, y + size * 5.1, card.figure, size * BIG, "text", strong=True)
    most = (right - left) / (LETTER * max(1, len(card.interval)))
    yield Text(left, y + size * 6.7, card.interval, min(size * INTERVAL, most), "text")
    yield from _scale(card, left, right, y + size * 8, size)
    for row, words in enumerate(_basis(card, wide, size)):
        yield Text(left, y + size * (12.6 + NEXT_LINE * row), words, size * BASIS)


def _scale(card: FigureCard, left: float, right: float, top: float, size: float) -> Iterator[Shape]:
    def at(value: float) -> float:
        return left + (right - left) * min(1.0, max(0.0, value / card.most))

    readings = ((card.now, top, False), (card.before, top + size * 1.1, True))
    for reading, y, is_before in readings:
        if reading is None:
            continue
        dash = (2.0, 1.6) if is_before else ()
        yield Line(at(reading.low), y, at(reading.high), y, "accent", 1.1, dash)
        if reading.value is not None:
            yield Dot(at(reading.value), y, 2.6, "accent", hollow=is_before)
    foot = top + size * 2.2
    yield Line(left, foot, right, foot, "line-control", 0.5)
    yield Text(left, foot + size * 1.05, "0", size * 0.85)
    yield Text(right, foot + size * 1.05, card.end, size * 0.85, align="right")


def wrapped(words: str, room: float, size: float) -> Sequence[str]:
    """Return words in lines of at most about `room`; a single longer word stays whole."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and len(longer) * LETTER * size <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

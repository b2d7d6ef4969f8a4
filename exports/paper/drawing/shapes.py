"""The shapes a chart is made of: one display list, painted on paper and on screen.

The unit is the point, the origin the upper left corner, y grows downwards. Colours are the
names of `tokens.toml`, so that each painter brings its own values.
"""

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `dash` is empty for a full line, else lengths of stroke and gap."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 0.75
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A round mark, filled or as a ring."""

    x: float
    y: float
    radius: float
    colour: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words; `y` is the line they stand on, `align` where `x` lies in them."""

    x: float
    y: float
    words: str
    size: float
    colour: str = "text-muted"
    align: Align = "left"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled area without an edge."""

    x: float
    y: float
    width: float
    height: float
    colour: str


Shape = Line | Dot | Text | Rect

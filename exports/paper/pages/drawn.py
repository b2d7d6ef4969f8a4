"""What is drawn on a page of paper: lines, filled shapes and text in our two faces.

Places are in points from the upper left of the page.
"""

from dataclasses import dataclass
from typing import Literal

Colour = tuple[float, float, float]
"""Red, green, blue, each from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `gap` is what is added to each space."""

    text: str
    x: float
    y: float
    size: float
    strong: bool
    colour: Colour
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of an outline: to a point, along a line or a curve, or closed."""

    kind: Literal["move", "line", "curve", "close"]
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A line or a shape.

    Attributes:
        segments: The steps.
        stroke: The colour of its line; None without one.
        fill: The colour inside; None without one.
        width: How thick the line is.
        dash: The lengths drawn and left out in turn; empty for a full line.

    """

    segments: tuple[Segment, ...]
    stroke: Colour | None
    fill: Colour | None
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page and all that is drawn on it, in order."""

    width: float
    height: float
    items: tuple[Words | Outline, ...]

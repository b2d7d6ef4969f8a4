"""What a widget can say that it is, and what it keeps of it."""

from typing import Literal

from PySide6.QtWidgets import QLabel

Told = Literal[
    "aside",
    "chart",
    "covered",
    "heading",
    "list",
    "opener",
    "over",
    "part",
    "read",
    "scale",
    "tab",
    "tabs",
    "words",
]
"""What a widget can say that it is: a heading heads a page, a part of it what stands under one;
words are words in whatever size; an aside is said by the field or the choices that it belongs to,
and not read with the group around them as well; an opener shows and hides what follows it; a scale
has a value only once it is answered. What lies over all else that is covered is read first. Choices
of which one is taken are a list: a screen reader says the name of any other group anew with each of
them. What is read by lines takes the keyboard itself: of a group that does, a screen reader says
the description twice."""
LEVELS = {"display": 1, "title": 1, "lead": 2}
"""How deep the headings stand that labels of a type role are."""
LEVELS_TOLD = {"heading": 1, "part": 2}
TOLD, OPEN, ANSWERED, LAST = "told_as", "told_open", "told_answered", "told_last"
"""What a widget keeps of it, and what a group said of itself when it was last asked."""


class MadeWhenMet:
    """Mixed into a widget that makes what stands in it once somebody comes to it."""

    def make_parts(self) -> None:
        """Make what stands in it; as often as one likes."""
        raise NotImplementedError


def level_of(label: QLabel) -> int | None:
    """Return how deep a label stands as a heading, from 1; None if it is none."""
    told = label.property(TOLD)
    return LEVELS_TOLD.get(told) if told else LEVELS.get(label.property("role"))

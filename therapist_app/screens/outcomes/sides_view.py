"""How the outcomes screen stands in its window: beside each other as far as there is room."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from therapist_app.theme.look import look
from therapist_app.widgets.layout.styled_in_place import count_as_shown
from therapist_app.widgets.parts import STRETCH, box, hold, row, scroll, stack

LEFT, RIGHT = 288, 276
SIDES_ABOVE = 1.2
"""The size of text above which everything stands in one column, or has room for all three."""
LEAST_MIDDLE = 540
"""What the pages of a report need: the least width of a picture, and what is around it."""


class SidesView(QWidget):
    """What is chosen, what would leave, what was checked: in three columns, in two, or in one.

    In two columns what was checked stands beneath what is chosen; in one, last of all.
    """

    def __init__(self, chosen: QWidget, middle: Sequence[QWidget], checked: QWidget) -> None:
        super().__init__()
        self._chosen, self._middle, self._checked = chosen, tuple(middle), checked
        self._content: QWidget | None = None
        self._place = stack()
        self.setLayout(self._place)
        self.columns = 0
        # As in most windows: its own is not known yet, and arranging anew styles all parts anew.
        self._arrange(_columns(LEFT + LEAST_MIDDLE + RIGHT))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange everything anew where there is room for another number of columns."""
        super().resizeEvent(event)
        columns = _columns(self.width())
        if columns != self.columns:
            self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        keyboard: QWidget | None = self.window().focusWidget()
        had_keyboard = keyboard is not None and self.isAncestorOf(keyboard)
        before = self._content
        parts = (self._chosen, *self._middle, self._checked)
        seen = [before is None or not each.isHidden() for each in parts]
        for each in parts:
            each.setParent(self)
        self.columns = columns
        self._content = {1: self._one, 2: self._two, 3: self._three}[columns]()
        self._place.addWidget(self._content)
        for each, was_seen in zip(parts, seen, strict=True):
            if before is None:
                count_as_shown(each)
            else:
                each.setVisible(was_seen)
        if before is not None:
            self._place.removeWidget(before)
            before.hide()
            before.deleteLater()
        if had_keyboard and keyboard is not None:
            keyboard.setFocus()

    def _one(self) -> QWidget:
        edge = _to_the_head()
        chosen = stack(self._chosen, margins=(0, 0, look().space("l") - look().space("xs"), 0))
        parts = (chosen, *self._middle, self._checked, STRETCH)
        return scroll(stack(*parts, gap="m", margins=(edge, 0, edge, 0)))

    def _two(self) -> QWidget:
        chosen = stack(self._chosen, self._checked, gap="m", margins=(_to_the_head(), 0, 0, 0))
        left = box("aside", stack(scroll(chosen)))
        left.setFixedWidth(look().scaled(LEFT))
        return self._beside(left)

    def _three(self) -> QWidget:
        chosen = stack(self._chosen, margins=(_to_the_head(), 0, 0, 0))
        left = box("aside", stack(scroll(chosen)))
        right = box("aside", stack(scroll(stack(self._checked))), tone="right")
        left.setFixedWidth(look().scaled(LEFT))
        right.setFixedWidth(look().scaled(RIGHT))
        return self._beside(left, right)

    def _beside(self, left: QWidget, *right: QWidget) -> QWidget:
        between = scroll(stack(*self._middle, STRETCH, gap="hair"))
        beside = row(left, between, *right)
        beside.setSpacing(0)
        beside.setStretch(1, 1)
        return hold(beside)


def _to_the_head() -> int:
    """Return how much further in the head of a page begins than a part of this one does."""
    return look().space("page") - look().space("l")


def _columns(width: int) -> int:
    """Return how many columns have room in a width, in pixels."""
    left, middle, right = (look().scaled(each) for each in (LEFT, LEAST_MIDDLE, RIGHT))
    if width >= left + middle + right:
        return 3
    return 1 if look().text_scale > SIDES_ABOVE or width < left + middle else 2

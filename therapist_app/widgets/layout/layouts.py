"""Ways to put parts under and beside each other."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from therapist_app.accessibility.roles import Told, tell_role
from therapist_app.theme.look import look
from therapist_app.widgets.words import symbol, text

STRETCH = None
Part = QWidget | QLayout | int | None
Margins = Sequence[str | int]
NO_MARGINS: Margins = (0, 0, 0, 0)
Layout = TypeVar("Layout", bound=QBoxLayout)


def stack(*parts: Part, gap: str = "m", margins: Margins = NO_MARGINS) -> QVBoxLayout:
    """Return parts under each other. An int is a gap in pixels, STRETCH takes what is left."""
    return _fill(QVBoxLayout(), parts, gap, margins)


def row(
    *parts: Part, gap: str = "s", margins: Margins = NO_MARGINS, grows: int | None = None
) -> QHBoxLayout:
    """Return parts beside each other. An int is a gap in pixels, STRETCH takes what is left.

    So does the part whose place is `grows`.
    """
    layout = _fill(QHBoxLayout(), parts, gap, margins)
    if grows is not None:
        layout.setStretch(grows, 1)
    return layout


def hold(layout: QLayout, *, name: str = "", told: Told | None = None) -> QWidget:
    """Return a plain widget around a layout; with a name it is a group to a screen reader."""
    holder = QWidget()
    holder.setAccessibleName(name)
    if told:
        tell_role(holder, told)
    holder.setLayout(layout)
    return holder


def sign_line(sign: str, words: str, role: str = "body", *, ink: str = "text-muted") -> QHBoxLayout:
    """Return words with a sign before them, which only repeats what they say."""
    return row(symbol(sign, ink), text(words, role, wrap=True), grows=1)


def keep_aside(owner: QWidget, *unused: QWidget) -> None:
    """Give an owner to those parts that this state lays out nowhere; they stay hidden with it.

    Without one they would be windows of their own, alive for as long as anything names them.
    """
    for each in unused:
        if each.parent() is None:
            each.setParent(owner)
            each.hide()


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout: out of sight at once, and gone a moment later."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def read_in_order(layout: QLayout) -> None:
    """Have what stands in a layout read where it stands, after something came into its middle.

    Tab and screen readers follow the order in which widgets came to their owner, whatever their
    place. A layout that has no owner yet is read in order anyway, once it has one.
    """
    owner: QWidget | None = layout.parentWidget()
    whole = owner.layout() if owner is not None else None
    if owner is None or whole is None:
        return
    seen = list(_widgets_in(whole))
    placed = set(seen)
    told = [each for each in owner.children() if each in placed]
    moved = next((at for at, each in enumerate(seen) if told[at] is not each), len(seen))
    for each in seen[moved:]:
        each.raise_()  # to the end of what is told


def _widgets_in(layout: QLayout) -> Iterator[QWidget]:
    at = 0
    while (item := layout.itemAt(at)) is not None:
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _widgets_in(inner)
        at += 1


def scroll(layout: QLayout, *, name: str = "", told: Told | None = None) -> QScrollArea:
    """Return a page that scrolls up and down, so that what may not fit is reachable.

    Sideways only where not even the narrowest arrangement fits, rather than to cut it. To a screen
    reader it is only there for the layout, unless it has a name.
    """
    area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(hold(layout, name=name, told=told))
    return area


class Columns(QWidget):
    """Beside each other where there is room; under each other in a small window or large text."""

    def __init__(
        self, *columns: QLayout | QWidget, shares: Sequence[int] = (), gap: str = "l"
    ) -> None:
        super().__init__()
        self._flow = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(look().space(gap))
        self._columns = [each if isinstance(each, QWidget) else hold(each) for each in columns]
        for column, share in zip(self._columns, shares or [1] * len(columns), strict=True):
            self._flow.addWidget(column, share)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of the widest column: narrower than that nothing helps."""
        widest = max(_least_width(column) for column in self._columns)
        return QSize(widest, self._flow.minimumSize().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the direction for the new width."""
        needed = sum(self._wanted(column) for column in self._columns)
        needed += self._flow.spacing() * (len(self._columns) - 1)
        beside = event.size().width() >= needed
        directions = QBoxLayout.Direction
        self._flow.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        super().resizeEvent(event)

    def _wanted(self, column: QWidget) -> int:
        """Return the width below which a column stands under the others."""
        return _least_width(column)


class Beside(Columns):
    """Words and, at the right, what belongs to them; under them where both do not fit whole."""

    def __init__(self, words: QWidget, right: QWidget) -> None:
        super().__init__(words, right, shares=(1, 0), gap="m")

    @override
    def _wanted(self, column: QWidget) -> int:
        return column.sizeHint().width()


def _least_width(column: QWidget) -> int:
    return max(column.minimumSizeHint().width(), column.minimumWidth())


def _fill(layout: Layout, parts: Sequence[Part], gap: str, margins: Margins) -> Layout:
    layout.setSpacing(look().space(gap))
    left, top, right, bottom = (_pixels(each) for each in margins)
    layout.setContentsMargins(left, top, right, bottom)
    for part in parts:
        match part:
            case None:
                layout.addStretch(1)
            case int():
                layout.addSpacing(part)
            case QWidget():
                layout.addWidget(part)
            case _:
                layout.addLayout(part)
    return layout


def _pixels(margin: str | int) -> int:
    return margin if isinstance(margin, int) else look().space(margin)

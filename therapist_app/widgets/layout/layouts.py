"""Ways to put parts under and beside each other."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from therapist_app.accessibility.hushing import describe_quietly
from therapist_app.accessibility.roles import tell_role
from therapist_app.accessibility.told import Told
from therapist_app.theme.look import look
from therapist_app.widgets.controls.option_face import mirrored
from therapist_app.widgets.layout.page_scroll import PageScroll
from therapist_app.widgets.layout.reflow import (
    SelfArranged,
    in_order,
    is_slim,
    natural_width,
    needed_width,
)
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.words import symbol, text

STRETCH = None
ANY_SIDE = Qt.AlignmentFlag(0)
GREEDY = frozenset({QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding})
Part = QWidget | QLayout | int | None
Margins = Sequence[str | int]
LARGE_COLUMN = 760
"""The least width of a column of large text, at 100 %: at 150 a window of 2,560 holds two."""
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


if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object


class Holder(StyledInPlace, QWidget):
    """What a layout stands in."""


class AsksForLittle(_Widget):
    """What says to like the least room there is, of a part that is given what the page has.

    Where the height follows from the width, Qt by itself lays out all of it in that width first,
    which takes its time for two hundred questions.
    """

    @override
    def sizeHint(self) -> QSize:
        """Return the least room, where the height follows from the width."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            return self.minimumSizeHint()
        return super().sizeHint()


class Scrolled(AsksForLittle, Holder):
    """What stands in a part that scrolls."""


def hold(layout: QLayout, *, name: str = "", told: Told | None = None) -> QWidget:
    """Return a plain widget around a layout; with a name it is a group to a screen reader."""
    holder = Holder()
    holder.setAccessibleName(name)
    if told:
        tell_role(holder, told)
    holder.setLayout(layout)
    return holder


def choices(name: str, *options: QWidget, gap: str = "s") -> QWidget:
    """Return choices of which one is taken, under each other; a list to a screen reader."""
    return hold(stack(*options, gap=gap), name=name, told="list")


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
        elif (within := item.layout()) is not None:
            empty(within)


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
    for part in in_order(layout):
        if isinstance(part, QLayout):
            yield from _widgets_in(part)
        else:
            yield part


def scroll(layout: QLayout, *, name: str = "", told: Told | None = None) -> PageScroll:
    """Return a page that scrolls up and down, so that what may not fit is reachable.

    To a screen reader it is only there for the layout, unless it has a name.
    """
    area = PageScroll()
    lay_in(area, layout, name=name, told=told)
    return area


def scroll_cards(layout: QLayout) -> PageScroll:
    """Return a page of cards under each other that scrolls; on a wide page they end before it."""
    area = scroll(layout)
    area.bound(look().size("card_width") + 2 * look().space("page"))
    return area


def lay_in(
    area: PageScroll,
    layout: QLayout,
    *,
    name: str = "",
    description: str = "",
    told: Told | None = None,
) -> None:
    """Put a layout into an area, in the place of what was in it.

    What is not seen yet takes its parts in only where it stands: each move of a part that has
    parts of its own styles them all again.
    """
    holder = Scrolled()
    holder.setAccessibleName(name)
    describe_quietly(holder, description)
    if told:
        tell_role(holder, told)
    if area.isVisible():
        holder.setLayout(layout)
        area.setWidget(holder)
    else:
        area.setWidget(holder)
        holder.setLayout(layout)


Placed = tuple[QWidget, QRect]


class Flow(SelfArranged):
    """On one line where there is room, else on as many as it takes, in the same order."""

    def __init__(
        self,
        *parts: Part,
        gap: str = "s",
        name: str = "",
        told: Told | None = None,
        words_apart: bool = False,
    ) -> None:
        """Take parts; on several lines the words that come first may have one `words_apart`."""
        super().__init__()
        self.setAccessibleName(name)
        if told:
            tell_role(self, told)
        whole = [hold(each) if isinstance(each, QLayout) else each for each in parts]
        self.columns = [each for each in whole if isinstance(each, QWidget)]
        self.setLayout(_Lines(whole, look().space(gap), words_apart=words_apart))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class _Lines(QHBoxLayout):
    """What stands on as many lines as it takes.

    Qt tells a layout of every change within, also before anything is seen; until then each width
    is reckoned once, however often a page asks.
    """

    def __init__(
        self, parts: Sequence[QWidget | int | None], gap: int, *, words_apart: bool
    ) -> None:
        super().__init__()
        self._parts = parts
        self._gap = gap
        self._words_apart = words_apart
        self._known: dict[int, list[Placed]] = {}
        self._heights: dict[int, int] = {}
        self._hint: QSize | None = None
        self._least: QSize | None = None
        self.setContentsMargins(0, 0, 0, 0)
        for each in parts:
            if isinstance(each, QWidget):
                self.addWidget(each)

    @override
    def invalidate(self) -> None:
        """Forget what was reckoned."""
        self._known = {}
        self._heights = {}
        self._hint = self._least = None
        super().invalidate()

    @override
    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    @override
    def heightForWidth(self, arg__1: int) -> int:
        """Return the height of all lines."""
        if arg__1 not in self._heights:
            bottoms = (place.bottom() + 1 for _each, place in self._places(arg__1))
            self._heights[arg__1] = max(bottoms, default=0)
        return self._heights[arg__1]

    @override
    def minimumHeightForWidth(self, arg__1: int) -> int:
        """Return the height of all lines, which is also the least."""
        return self.heightForWidth(arg__1)

    @override
    def sizeHint(self) -> QSize:
        """Return the room on one line, as high as it is now."""
        if self._hint is None:
            shown = self._shown
            width = sum(natural_width(each) for each in shown) + self._gap * (len(shown) - 1)
            self._hint = QSize(width, self.heightForWidth(self._width))
        return self._hint

    @override
    def minimumSize(self) -> QSize:
        """Return the room of the widest part: narrower than that nothing helps."""
        if self._least is None:
            widest = max((_least_width(each) for each in self._shown), default=0)
            self._least = QSize(widest, self.heightForWidth(max(self._width, widest)))
        return self._least

    @override
    def setGeometry(self, arg__1: QRect) -> None:
        """Put every part in its place for the new width."""
        if arg__1 == self.geometry():
            return
        QLayout.setGeometry(self, arg__1)  # a row would first put them all on one line
        direction = self.parentWidget().layoutDirection()
        for each, place in self._places(arg__1.width()):
            each.setGeometry(mirrored(direction, arg__1, place))

    @property
    def _width(self) -> int:
        return self.parentWidget().width()

    @property
    def _shown(self) -> list[QWidget]:
        return [each for each in self._parts if isinstance(each, QWidget) and not each.isHidden()]

    def _places(self, width: int) -> list[Placed]:
        if width not in self._known:
            self._known[width] = self._reckoned(width)
        return self._known[width]

    def _reckoned(self, width: int) -> list[Placed]:
        """Return every part that is shown with its place, line after line."""
        shown = self._shown
        gaps = self._gap * (len(shown) - 1)
        if sum(_narrowest(each, width) for each in shown) + gaps <= width:
            return self._one_line(width - gaps)
        placed: list[Placed] = []
        for line in self._lines(width):
            top = self._below(placed)
            left = width - sum(wide for _each, wide in line) - self._gap * (len(line) - 1)
            grows = [each for each, _wide in line if _takes_more(each, width)]
            more = left // len(grows) if grows else 0
            sizes = [(each, wide + (more if each in grows else 0)) for each, wide in line]
            placed += self._line(sizes, top, 0 if grows else left)
        return placed

    def _below(self, placed: list[Placed]) -> int:
        return max((place.bottom() + 1 + self._gap for _each, place in placed), default=0)

    def _one_line(self, room: int) -> list[Placed]:
        """Return the places on one line; what is left goes to the gaps that grow, or to fields."""
        sizes = {each: natural_width(each) for each in self._shown}
        for each, wanted in sizes.items():  # only words can be narrower than they would like
            over = sum(sizes.values()) - room
            if over > 0:
                sizes[each] = max(_narrowest(each, room), wanted - over)
        left = max(0, room - sum(sizes.values()))
        wide = [each for each in sizes if each.sizePolicy().horizontalPolicy() in GREEDY]
        stretches = self._parts.count(STRETCH)
        for each in wide:
            sizes[each] += left // len(wide)
        gap_grows = 0 if wide or not stretches else left // stretches
        placed: list[Placed] = []
        at = 0
        for part in self._parts:
            if part is STRETCH:
                at += gap_grows
            elif isinstance(part, QWidget) and part in sizes:
                placed.append((part, QRect(at, 0, sizes[part], 0)))
                at += sizes[part] + self._gap
        return self._level(placed, 0)

    def _line(self, sizes: list[tuple[QWidget, int]], top: int, spare: int) -> list[Placed]:
        """Return the places on one of several lines; what comes after a gap keeps to its end."""
        placed: list[Placed] = []
        left = 0
        for each, wide in sizes:
            is_after_gap = STRETCH in self._parts[: self._parts.index(each)]
            placed.append((each, QRect(left + spare * is_after_gap, top, wide, 0)))
            left += wide + self._gap
        return self._level(placed, top)

    def _level(self, placed: list[Placed], top: int) -> list[Placed]:
        """Give every part of a line its height, around one middle."""
        heights = [_height_at(each, place.width()) for each, place in placed]
        line = max(heights, default=0)
        return [
            (each, QRect(place.x(), top + (line - own) // 2, place.width(), own))
            for (each, place), own in zip(placed, heights, strict=True)
        ]

    def _lines(self, width: int) -> list[list[tuple[QWidget, int]]]:
        lines: list[list[tuple[QWidget, int]]] = []
        left = 0
        is_of_words = self._words_apart
        for each in self._shown:
            wide = min(width, max(_least_width(each), natural_width(each)))
            were_words, is_of_words = is_of_words, is_of_words and isinstance(each, QLabel)
            if not lines or wide > left or is_of_words is not were_words:
                lines.append([])
                left = width
            lines[-1].append((each, wide))
            left -= wide + self._gap
        return lines


def _narrowest(widget: QWidget, room: int) -> int:
    """Return how narrow a part may be beside others, its words as they stand now."""
    return max(needed_width(widget, room), min(room, _least_width(widget)))


def _takes_more(widget: QWidget, width: int) -> bool:
    """Return whether a part fills its line: a field, but no words; a button where all is narrow."""
    policy = widget.sizePolicy().horizontalPolicy()
    if isinstance(widget, QPushButton) and not is_slim(width):
        return False
    return not isinstance(widget, QLabel) and policy != QSizePolicy.Policy.Maximum


def _height_at(widget: QWidget, width: int) -> int:
    if widget.hasHeightForWidth():
        return max(widget.heightForWidth(width), widget.minimumHeight())
    return max(widget.sizeHint().height(), widget.minimumHeight())


class Columns(SelfArranged):
    """Beside each other where there is room; under each other in a small window or large text."""

    def __init__(
        self,
        *columns: QLayout | QWidget,
        shares: Sequence[int] = (),
        gap: str = "l",
        name: str = "",
    ) -> None:
        """Put columns beside each other; with a name they are choices of which one is taken."""
        super().__init__()
        if name:
            self.setAccessibleName(name)
            tell_role(self, "list")
        self._flow = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(look().space(gap))
        self.columns = [each if isinstance(each, QWidget) else Holder() for each in columns]
        self._shares = shares or [1] * len(columns)
        for column, share in zip(self.columns, self._shares, strict=True):
            self._flow.addWidget(column, share)
        # Only where they stand do they take their parts in, each of which is styled anew by a move.
        for column, each in zip(self.columns, columns, strict=True):
            if isinstance(each, QLayout):
                column.setLayout(each)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of the widest column: narrower than that nothing helps."""
        widest = max(_least_width(column) for column in self.columns)
        return QSize(widest, self._flow.minimumSize().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the direction for the new width."""
        self._choose(event.size().width())
        super().resizeEvent(event)

    @property
    def stands_beside(self) -> bool:
        """Whether its columns stand beside each other now."""
        return self._flow.direction() == QBoxLayout.Direction.LeftToRight

    def choose_again(self) -> None:
        """Choose the direction anew, after a column became wider or narrower."""
        self._choose(self.width())

    def _choose(self, width: int) -> None:
        needed = sum(self._wanted(column) for column in self.columns)
        needed += self._flow.spacing() * (len(self.columns) - 1)
        self._stand(beside=width >= needed)

    def _stand(self, *, beside: bool) -> None:
        directions = QBoxLayout.Direction
        self._flow.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        for at, share in enumerate(self._shares):  # of a width: of a height it cut the higher one
            self._flow.setStretch(at, share if beside else 0)
        for column in self.columns:
            if column.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Maximum:
                self._flow.setAlignment(column, ANY_SIDE if beside else Qt.AlignmentFlag.AlignLeft)

    def _wanted(self, column: QWidget) -> int:
        """Return the width below which a column stands under the others."""
        return _least_width(column)


class TwoColumns(Columns):
    """Two columns of a page; with large text only where each has room for a form."""

    def __init__(
        self,
        left: QLayout | QWidget,
        right: QLayout | QWidget,
        *,
        shares: Sequence[int] = (),
        gap: str = "l",
    ) -> None:
        super().__init__(left, right, shares=shares, gap=gap)
        if look().is_large:  # as in most windows: what is led to is where it will stay
            self._stand(beside=False)

    @override
    def _wanted(self, column: QWidget) -> int:
        least = super()._wanted(column)
        return max(least, look().scaled(LARGE_COLUMN)) if look().is_large else least


class Beside(Columns):
    """Words and, at the right, what belongs to them; under them where both do not fit whole.

    `shares` say which of the two takes the room that is left.
    """

    def __init__(
        self, words: QWidget, right: QWidget, *, shares: Sequence[int] = (1, 0), gap: str = "m"
    ) -> None:
        super().__init__(words, right, shares=shares, gap=gap)

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

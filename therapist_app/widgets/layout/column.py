"""Many widgets under each other.

Qt's own box layout asks every widget for its height again for each one that changes, which
takes seconds for two hundred questions; this one asks each of them once, and again only those
that changed within.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

OTHER_ROOM = frozenset({QEvent.Type.LayoutRequest, QEvent.Type.FontChange, QEvent.Type.StyleChange})
"""After these a widget may need other room than before."""


class PageColumn(QWidget):
    """A stack of widgets, each as wide as the column and as high as it needs to be."""

    def __init__(self, gap: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._widgets: list[QWidget] = []
        self._height = 0
        self._width_told = 0
        self._heights: dict[int, int] = {}
        self._asked: dict[QObject, dict[int, int]] = {}
        self._least: dict[QObject, int] = {}
        self._steady: set[QObject] = set()
        self._places: dict[QObject, tuple[int, int, int]] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget, *, is_steady: bool = False) -> None:
        """Put a widget below those that are there.

        One that is steady asks for the same room, and shows nothing, until it is looked after.
        """
        is_hidden = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        widget.setParent(self)
        self._asked[widget] = {}
        if is_steady:
            self._steady.add(widget)
        else:
            widget.installEventFilter(self)
        if self.isVisible() and not is_hidden:
            widget.show()
        self._widgets.append(widget)
        self._heights.clear()

    def look_after(self, widget: QWidget) -> None:
        """Ask one that was steady for its room from now on: parts were put into it."""
        self._steady.discard(widget)
        self._forget(widget)
        widget.installEventFilter(self)

    @override
    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height of everything that is shown."""
        if width not in self._heights:
            heights = [self._height_of(each, width) for each in self._shown]
            self._heights[width] = sum(heights) + self._gap * max(0, len(heights) - 1)
        return self._heights[width]

    @override
    def sizeHint(self) -> QSize:
        """Return the least room."""
        return self.minimumSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest, and the height there is now."""
        return QSize(self._least_width, self._height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put everything in its place for the new width."""
        self._arrange()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Put everything in its place."""
        self._heights.clear()
        self._arrange()

    @override
    def event(self, event: QEvent) -> bool:
        """Put everything in its place again when something below needs other room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._heights.clear()
            self._arrange()
        return super().event(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask a widget again when something within it changed."""
        if event.type() in OTHER_ROOM:
            self._forget(watched)
        return False

    def _forget(self, widget: QObject) -> None:
        self._asked[widget].clear()
        self._least.pop(widget, None)

    @property
    def _shown(self) -> list[QWidget]:
        return [each for each in self._widgets if not each.isHidden()]

    def _arrange(self) -> None:
        top = 0
        for widget in self._shown:
            width = min(self.width(), widget.maximumWidth())
            height = self._height_of(widget, self.width())
            place = top, width, height
            if self._is_to_be_placed(widget, place):
                self._places[widget] = place
                widget.setGeometry(0, *place)
            top += height + self._gap
        height, least = max(0, top - self._gap), self._least_width
        if (self._height, self._width_told) != (height, least):
            self._height, self._width_told = height, least
            self.updateGeometry()

    @property
    def _least_width(self) -> int:
        return max((self._least_width_of(each) for each in self._shown), default=0)

    def _is_to_be_placed(self, widget: QWidget, place: tuple[int, int, int]) -> bool:
        """Return whether it stands elsewhere; of what shows nothing yet only the width matters."""
        before = self._places.get(widget)
        if before is None or widget not in self._steady:
            return before != place
        return before[1] != place[1]

    def _height_of(self, widget: QWidget, width: int) -> int:
        asked = self._asked[widget]
        if width in asked:
            return asked[width]
        height = _asked_height(widget, width)
        if self._tells(widget):
            asked[width] = height
        return height

    def _least_width_of(self, widget: QWidget) -> int:
        least = self._least.get(widget)
        if least is None:
            least = widget.minimumSizeHint().width()
            if self._tells(widget):
                self._least[widget] = least
        return least

    def _tells(self, widget: QWidget) -> bool:
        """Return whether it is known when a widget needs other room."""
        return widget.layout() is not None or widget in self._steady


def _asked_height(widget: QWidget, width: int) -> int:
    if widget.hasHeightForWidth():
        return widget.heightForWidth(min(width, widget.maximumWidth()))
    return widget.sizeHint().height()

"""Keeps one widget in view while the page around it finds its room."""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollArea, QWidget

from therapist_app.theme.look import look
from therapist_app.widgets.layout.into_view import area_around

ROUNDS = 12
"""Rounds of layout until everything has its room: question, panel, sheet, page."""


class Following(QObject):
    """Scrolls the page so that what is followed can be seen: at once, and as things move."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget: QWidget | None = None
        self._held: tuple[QWidget, int] | None = None
        self._stood: tuple[QScrollArea, int] | None = None
        self._fields = WeakSet[QPlainTextEdit]()
        self._rounds_left = 0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._follow)

    def follow(self, widget: QWidget) -> None:
        """Bring a widget into view, and again while what was just made takes its room."""
        self._widget, self._held, self._stood = widget, None, None
        self._bring_into_view()
        self._rounds_left = ROUNDS
        self._timer.start()

    def hold(self, widget: QWidget) -> None:
        """Keep a widget where it stands on the screen while what is above it takes another room.

        Somebody clicks there: what moves is clicked beside. While something is brought into view
        nothing is held.
        """
        area = area_around(widget)
        if area is None or (self._timer.isActive() and self._held is None):
            return
        self._held, self._stood = (widget, _top_in(area, widget)), None
        self._rounds_left = ROUNDS
        self._timer.start()

    def stand(self, area: QScrollArea, scrolled: int) -> None:
        """Show an area as far down as it stood before, in pixels; what has the keyboard is seen."""
        self._widget, self._held, self._stood = None, None, (area, scrolled)
        self._rounds_left = ROUNDS
        self._timer.start()

    def stop(self) -> None:
        """Follow it no longer: something else is to be seen."""
        self._timer.stop()
        self._held = self._stood = None

    def _follow(self) -> None:
        self._rounds_left -= 1
        if self._stood is not None:
            _stand(*self._stood)
        elif self._held is None:
            self._bring_into_view()
        else:
            _hold(*self._held)
        if self._rounds_left <= 0:
            self.stop()

    def _bring_into_view(self) -> None:
        """Show all of it; where it is too tall its beginning, unless the keyboard is below that.

        Of a field for several lines those up to the cursor have to be seen, not those below it.
        """
        widget = self._widget
        area = None if widget is None else area_around(widget)
        if widget is None or area is None:
            return
        _show(area, widget, widget.height())
        here = QApplication.focusWidget()
        if here is not None and widget.isAncestorOf(here):
            _show(area, here, self._height_needed(here), around=0)

    def _height_needed(self, field: QWidget) -> int:
        if not isinstance(field, QPlainTextEdit):
            return field.height()
        if field not in self._fields:
            self._fields.add(field)
            field.cursorPositionChanged.connect(self._on_cursor_moved)
        return min(field.height(), field.cursorRect().bottom() + field.fontMetrics().lineSpacing())

    @Slot()
    def _on_cursor_moved(self) -> None:
        is_here = self.sender() is QApplication.focusWidget()
        if self._widget is not None and self._held is None and is_here:
            self._bring_into_view()


@contextmanager
def standing_still(widget: QWidget) -> Iterator[None]:
    """Keep the page where it is while the keyboard comes to a widget in it.

    What was made just now has no place yet: the page would turn to its very top for it.
    """
    area = area_around(widget)
    before = area.verticalScrollBar().value() if area is not None else 0
    yield
    if area is not None:
        area.verticalScrollBar().setValue(before)


def _hold(widget: QWidget, top: int) -> None:
    """Scroll so that a widget has its top where it was."""
    area = area_around(widget)
    if area is not None:
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + _top_in(area, widget) - top)


def _stand(area: QScrollArea, scrolled: int) -> None:
    """Scroll to where an area stood, and from there as little as shows what has the keyboard."""
    area.verticalScrollBar().setValue(scrolled)
    here = QApplication.focusWidget()
    if here is not None and area.isAncestorOf(here):
        _show(area, here, here.height())


def _top_in(area: QScrollArea, widget: QWidget) -> int:
    return widget.mapTo(area.viewport(), QPoint(0, 0)).y()


def _show(area: QScrollArea, widget: QWidget, height: int, *, around: int | None = None) -> None:
    """Scroll as little as shows a widget to a height, with room around it where there is some."""
    bar, room = area.verticalScrollBar(), area.viewport().height()
    top = _top_in(area, widget) + bar.value()
    bottom = top + height
    spare = (room - height) // 2
    edge = max(0, min(look().space("xl") if around is None else around, spare))
    if spare < 0 or top - edge < bar.value():
        bar.setValue(top - edge)
    elif bottom + edge > bar.value() + room:
        bar.setValue(bottom + edge - room)

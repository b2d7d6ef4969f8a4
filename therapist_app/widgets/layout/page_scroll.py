"""What scrolls up and down: a page, or a part of one; in a low window the page scrolls whole.

In a slim window what is in it is arranged anew (`reflow`); the keyboard is followed in all of it.
"""

from collections.abc import Iterator
from weakref import WeakKeyDictionary, ref

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QScrollArea, QWidget
from typing_extensions import override

from therapist_app.theme.look import look
from therapist_app.widgets.layout.reflow import (
    WIDEST,
    KnowsItsSide,
    arrange,
    is_slim,
    lean,
    undo,
)
from therapist_app.widgets.layout.styled_in_place import StyledInPlace

HIGH_ENOUGH = 3
"""One part in so many of what is in sight, from the top: what begins there need not be moved."""
LEAST_WINDOW = QSize(320, 256)
"""The least window, in logical pixels: one of 1280 x 1024 at 400 %."""
LOW = 400
"""Below this height, at text of 100 %, head and foot scroll with the rest of the page."""
WIDEST_WISH = 36  # lines of text: Qt's own limit to what an area wishes for
PAGE_STEPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


def is_low(height: int) -> bool:
    """Return whether a head and a foot that stand still would leave too little between them."""
    return height < LOW * (1 + look().text_scale) / 2


class PageScroll(KnowsItsSide, StyledInPlace, QScrollArea):
    """A page, or a part of one, that scrolls up and down.

    Sideways only where not even the narrowest arrangement fits, rather than to cut it.
    """

    def __init__(self) -> None:
        super().__init__(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fitted_at: int | None = None
        self._most = WIDEST
        self._is_low = False
        self._is_under = False
        self._looked = QTimer(self, singleShot=True, interval=0)
        self._looked.timeout.connect(self._look_again)
        self._again = _Again(self)
        self.horizontalScrollBar().rangeChanged.connect(self._on_too_wide)
        self._is_too_high = False
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)

    @property
    def stands_whole(self) -> bool:
        """Whether it is as high as what is in it, since the page around it scrolls."""
        return self._is_low or self._is_under

    def note_low(self, *, is_low: bool) -> None:
        """Stand whole in a low window."""
        self._is_low = is_low
        self._follow()

    @override
    def note_under(self, *, is_under: bool) -> None:
        """Stand whole under what it stood beside."""
        self._is_under = is_under
        self._follow()

    def _follow(self) -> None:
        policy = Qt.ScrollBarPolicy
        bars = policy.ScrollBarAlwaysOff if self.stands_whole else policy.ScrollBarAsNeeded
        if bars is not self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(bars)
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        """Return the least height: more comes from the page, which would scroll as well."""
        content = self.widget()
        layout = content.layout() if content is not None else None
        if layout is None:
            width = super().sizeHint().width()
        else:  # without its height, for which Qt would lay out all of it
            width = min(layout.sizeHint().width(), WIDEST_WISH * self.fontMetrics().height())
        return QSize(width, self.minimumSizeHint().height())

    @override
    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width, while all of it is to be seen."""
        return self.stands_whole

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height of what is in it."""
        content = self.widget()
        if content is None:
            return 0
        layout = content.layout()
        if layout is not None and layout.hasHeightForWidth():
            return max(content.heightForWidth(width), content.minimumSizeHint().height())
        return content.sizeHint().height()

    @override
    def ensureWidgetVisible(self, child: QWidget, xmargin: int = 50, ymargin: int = 50) -> None:
        """Scroll to a part; where the whole page scrolls instead, that does.

        One that is about as high as what is in sight begins near the top, and nothing scrolls while
        it does: Qt would show its end, and take the heading above it out of sight.
        """
        content = self.widget()
        is_high = child.height() + 2 * ymargin > self.height()
        if content is None or not is_high:
            super().ensureWidgetVisible(child, xmargin, ymargin)
        else:
            bar, top = self.verticalScrollBar(), child.mapTo(content, QPoint()).y()
            if not 0 <= top - bar.value() <= self.height() // HIGH_ENOUGH:
                bar.setValue(top - ymargin)
        place = page_place(self)
        if place is not None and place is not self:
            place.ensureWidgetVisible(child, xmargin, ymargin)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        """Scroll by keys; what is whole in sight leaves them to the page around it.

        So it does with keys held with Alt, of which Qt would scroll by the arrow alone.
        """
        is_alt = bool(arg__1.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self.verticalScrollBar().maximum() > 0 and not is_alt:
            super().keyPressEvent(arg__1)
        else:
            arg__1.ignore()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Take the place in a page that scrolls whole, or does not."""
        super().showEvent(event)
        place = page_place(self)
        if place is not None and place is not self:
            self.note_low(is_low=place.is_low)
        if self.horizontalScrollBar().maximum() > 0:  # known: nothing is asked for its width
            self._looked.start()

    @override
    def event(self, arg__1: QEvent) -> bool:
        """Ask what is in it for its size only once it is seen.

        Whatever a page is put into styles all of it anew, and Qt would lay it out each time.
        """
        if arg__1.type() == QEvent.Type.StyleChange and not self.isVisible():
            return QAbstractScrollArea.event(self, arg__1)
        return super().event(arg__1)

    @override
    def setWidget(self, widget: QWidget) -> None:
        """Show something in it; what was there before goes once nothing is under way in it.

        Qt would free it at once, while the key that led here is still being handled by a field.
        """
        before = self.takeWidget() if self.widget() is not None else None
        super().setWidget(widget)
        widget.setMaximumWidth(self._most)
        if before is not None:
            before.deleteLater()
        _areas[widget] = ref(self)
        if is_slim(self.window().width()):
            widget.installEventFilter(self._again)

    def bound(self, most: int) -> None:
        """Let what is in it be no wider than so many pixels."""
        self._most = most
        content = self.widget()
        if content is not None:
            content.setMaximumWidth(most)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange what is in it anew for the new width."""
        content = self.widget()
        # Not for the width of a bar: where one comes and goes with the arrangement, both would.
        if content is not None and self._fitted_at is not None:
            bar = self.verticalScrollBar().sizeHint().width()
            if event.size().width() > self._fitted_at + bar:
                self._fitted_at = None
                undo(content)
        super().resizeEvent(event)
        self.fit_slim()

    def fit(self, *, slim: bool) -> None:
        """Arrange what is in it anew."""
        content = self.widget()
        if content is not None:
            room = self.viewport().width()
            self._fitted_at = room if self._fitted_at is None else min(room, self._fitted_at)
            layout = content.layout()
            if slim and layout is not None and self._stands_beside_bar:
                lean(layout, is_mirrored=content.isRightToLeft())
            arrange(content, room, slim=slim)

    def _on_too_wide(self, _least: int, most: int) -> None:
        if most > 0:  # looked at again once all of it has its place: until then nothing fits
            self._looked.start()

    @property
    def _stands_beside_bar(self) -> bool:
        place = page_place(self)
        return any(each is not None and each._is_too_high for each in (self, place))  # noqa: SLF001

    def _on_range_changed(self, _least: int, most: int) -> None:
        was_too_high, self._is_too_high = self._is_too_high, most > 0
        if self._is_too_high and not was_too_high and is_slim(self.window().width()):
            for each in (self, *self.findChildren(PageScroll)):
                each.fit_slim()

    def note_changed(self) -> None:
        """Be as high as what is in it is now, where all of it is to be seen."""
        if self.stands_whole:
            self.updateGeometry()

    def _look_again(self) -> None:
        if not (self.isVisible() and self._is_too_wide()):
            return
        self.fit(slim=is_slim(self.window().width()))
        place = page_place(self)
        if self._is_too_wide() and place is not None and place is not self:
            place.fit(slim=True)  # what stands beside it takes the room

    def _is_too_wide(self) -> bool:
        content = self.widget()
        return content is not None and content.minimumSizeHint().width() > self.viewport().width()

    def fit_slim(self) -> None:
        """Arrange what is in it anew in a slim window, and again after each change."""
        if not is_slim(self.window().width()):
            return
        self.fit(slim=True)
        content = self.widget()
        if content is not None:
            content.installEventFilter(self._again)


class _Again(QObject):
    """Arranges what is in an area again when it has changed, from the first slim window on.

    Not the area itself, which Qt tells of each event in it: most windows are never slim.
    """

    def __init__(self, area: PageScroll) -> None:
        super().__init__(area)
        self._area = area

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrange it before the area looks at its size."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self._area.widget():
            self._area.fit_slim()
            self._area.note_changed()
        return False


class PagePlace(PageScroll):
    """Where a window shows one page at a time, in its middle; a low one scrolls it whole.

    Attributes:
        is_low: Whether it does now.

    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.is_low = False
        self._content = content
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(content)
        _places[content] = ref(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let head and foot stand still, or scroll."""
        if self.is_low is not is_low(event.size().height()):
            self.is_low = not self.is_low
            for each in self._content.findChildren(PageScroll):
                each.note_low(is_low=self.is_low)
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        """Turn the page with Page Up and Page Down, also from its head and its foot."""
        if arg__1.key() in PAGE_STEPS:
            self.turn(PAGE_STEPS[Qt.Key(arg__1.key())])
        else:
            super().keyPressEvent(arg__1)

    @property
    def sure_width(self) -> int:
        """The width that a page has whether or not a bar stands beside it."""
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def turn(self, pages: int) -> None:
        """Turn what is seen by so many pages: the largest part of it that scrolls."""
        areas = [each for each in (self, *self.findChildren(QScrollArea)) if each.isVisible()]
        areas = [each for each in areas if each.verticalScrollBar().maximum() > 0]
        for area in sorted(areas, key=lambda each: -each.width() * each.height())[:1]:
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + pages * bar.pageStep())

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Follow the keyboard, in the page and in each part of it that scrolls.

        A part by itself follows only Tab within it, and neither what comes from outside nor
        what a page does of its own. Under a pressed button nothing moves from the pointer.
        """
        if now is None or not self._content.isAncestorOf(now):
            return
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.bring_into_sight(now)
        self.ensureWidgetVisible(now)

    def bring_into_sight(self, part: QWidget) -> None:
        """Scroll each area around a part of the page until all of it is seen."""
        for area in _areas_around(part, self):
            if not _is_whole_in(part, area):
                area.ensureWidgetVisible(part)


def _areas_around(widget: QWidget, place: QWidget) -> Iterator[PageScroll]:
    """Yield what a widget scrolls in, from the inside out, within the place of the page."""
    above: QWidget | None = widget
    while above is not None and above is not place:
        known = _areas.get(above)
        area = None if known is None else known()
        if area is not None and area is not place:
            yield area
        above = area or above.parentWidget()


def _is_whole_in(widget: QWidget, area: PageScroll) -> bool:
    """Return whether all of a widget is in sight; of what is too high, as much as can be."""
    top = widget.mapTo(area, QPoint(0, 0)).y()  # it has no frame around what is seen
    bottom, room = top + widget.height(), area.height()
    return (top >= 0 and bottom <= room) or (top <= 0 and bottom >= room)


_areas: WeakKeyDictionary[QWidget, ref[PageScroll]] = WeakKeyDictionary()
_places: WeakKeyDictionary[QWidget, ref[PagePlace]] = WeakKeyDictionary()
"""By what is shown in each: between the two stands a widget of Qt's own, and the binding asks
every class of Qt whether it is one, which takes 20 ms of the start."""


def page_place(widget: QWidget) -> PagePlace | None:
    """Return what a page is shown in, if it is shown."""
    above: QWidget | None = widget
    while above is not None and not isinstance(above, PagePlace):
        known = _places.get(above)
        above = above.parentWidget() if known is None else known()
    return above

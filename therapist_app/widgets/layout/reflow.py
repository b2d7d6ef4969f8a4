"""A page in a small window: what does not fit beside goes under, and a low page scrolls whole.

Nothing here runs while a page fits. Where it does not, its rows become stacks, its labels and
buttons break their words into lines, and its margins shrink; with more room all of it goes back.
"""

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary, ref

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QBoxLayout,
    QComboBox,
    QFrame,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from therapist_app.theme.look import look
from therapist_app.widgets.layout.styled_in_place import StyledInPlace

HIGH_ENOUGH = 3
"""One part in so many of what is in sight, from the top: what begins there need not be moved."""
LEAST_WINDOW = QSize(320, 256)
"""The least window, in logical pixels: one of 1280 x 1024 at 400 %."""
SLIM = 460
"""Below this width, at text of 100 %, every row is asked whether its words have room."""
LOW = 400
"""Below this height, at text of 100 %, head and foot scroll with the rest of the page."""
SHARE = 0.45
"""Share of a line that words keep beside something else; with less they stand alone."""
FIELD_LEAST = 64
FIELDS = (QComboBox, QLineEdit, QPlainTextEdit)
SPARE = 2  # pixels that a line of words may be wider drawn than reckoned
WIDEST = 16_777_215  # Qt's own word for no greatest width
WIDEST_WISH = 36  # lines of text: Qt's own limit to what an area wishes for
WHOLE = (QAbstractScrollArea, QComboBox, QAbstractSpinBox, QLineEdit)
PAGE_STEPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
NO_SIDE = Qt.AlignmentFlag(0)
BESIDE, UNDER = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


def is_slim(width: int) -> bool:
    """Return whether a window, or a part of it, is so narrow that lines get short."""
    return width < SLIM * look().text_scale


def is_low(height: int) -> bool:
    """Return whether a head and a foot that stand still would leave too little between them."""
    return height < LOW * (1 + look().text_scale) / 2


def undo(content: QWidget) -> None:
    """Put everything back as it stood before."""
    for part in list(_all(content)):
        if isinstance(part, QLayout):
            _widen(part)
        else:
            _unwrap(part)


class PageScroll(StyledInPlace, QScrollArea):
    """A page, or a part of one, that scrolls up and down.

    Sideways only where not even the narrowest arrangement fits, rather than to cut it.
    """

    def __init__(self) -> None:
        super().__init__(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._is_fitted = False
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
        """Scroll by keys; what is whole in sight leaves them to the page around it."""
        if self.verticalScrollBar().maximum() > 0:
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
        """Show something in it."""
        super().setWidget(widget)
        _areas[widget] = ref(self)
        if is_slim(self.window().width()):
            widget.installEventFilter(self._again)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange what is in it anew for the new width."""
        content = self.widget()
        is_wider = event.size().width() > event.oldSize().width()
        if content is not None and self._is_fitted and is_wider:
            self._is_fitted = False
            undo(content)
        super().resizeEvent(event)
        self.fit_slim()

    def fit(self, *, slim: bool) -> None:
        """Arrange what is in it anew."""
        content = self.widget()
        if content is not None:
            self._is_fitted = True
            layout = content.layout()
            if slim and layout is not None and self._stands_beside_bar:
                _lean(layout, is_mirrored=content.isRightToLeft())
            _fit(content, self.viewport().width(), slim=slim)

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
    """Where a window shows one page at a time; a low one scrolls it whole, with head and foot.

    Attributes:
        is_low: Whether it does now.

    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.is_low = False
        self._content = content
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
            for area in _areas_around(now, self):
                if not _is_whole_in(now, area):
                    area.ensureWidgetVisible(now)
        self.ensureWidgetVisible(now)


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


class SelfArranged(StyledInPlace, QWidget):
    """Parts that choose themselves at each width whether they stand beside or under each other."""

    columns: list[QWidget]


Fitted = QWidget | QLayout


def _all(part: Fitted) -> Iterator[Fitted]:
    yield part
    for each in _parts(part):
        yield from _all(each)


def _parts(part: Fitted) -> Sequence[Fitted]:
    """Return what stands in a part; what scrolls by itself is whole to us."""
    if isinstance(part, QLayout):
        return in_order(part)
    if isinstance(part, WHOLE):
        return []
    layout = part.layout()
    if layout is not None:
        return [layout]
    return _widgets_in(part)


def in_order(layout: QLayout) -> list[Fitted]:
    """Return the widgets and layouts that stand in a layout, in its order.

    Never by its items: one that is asked for the layout in it is freed with its wrapper.
    """
    owner = layout.parentWidget()
    found: list[Fitted] = [each for each in _widgets_in(owner) if layout.indexOf(each) >= 0]
    found += [each for each in layout.children() if isinstance(each, QLayout)]
    return sorted(found, key=layout.indexOf)


def _widgets_in(part: QWidget) -> list[QWidget]:
    return [each for each in part.children() if isinstance(each, QWidget) and not each.isWindow()]


def _fit(part: Fitted, room: int, *, slim: bool) -> bool:
    """Arrange a part anew to need no more than `room` pixels across; return whether it changed.

    In a slim window words get half of a line at least, where without it they only have to fit.
    """
    if isinstance(part, QLayout):
        changed = _fit_layout(part, room, slim=slim)
        if changed:  # what is hidden does not tell the layouts around it
            part.invalidate()
        return changed
    part.ensurePolished()
    changed = _relax(part, room)
    margins = part.contentsMargins()
    inner = part.columns if isinstance(part, SelfArranged) else _parts(part)
    for each in inner:
        changed |= _fit(each, room - margins.left() - margins.right(), slim=slim)
    if changed:
        _grow(part)
        part.updateGeometry()
    return changed


def _fit_layout(layout: QLayout, room: int, *, slim: bool) -> bool:
    changed = slim and _narrow_margins(layout)
    margins = layout.contentsMargins()
    inside = room - margins.left() - margins.right()
    parts = _parts(layout)
    if isinstance(layout, QBoxLayout) and layout.direction() == BESIDE:
        seen = [each for each in parts if _is_seen(each)]
        gaps = layout.spacing() * (len(seen) - 1)
        if sum(needed_width(each, inside) for each in parts) + gaps <= inside:
            return changed | _share(parts, inside - gaps, slim=slim)
        if slim or layout.minimumSize().width() > room:
            _turn(layout)
            changed = True
    for each in parts:
        changed |= _fit(each, inside, slim=slim)
    return changed


def _share(parts: Sequence[Fitted], room: int, *, slim: bool) -> bool:
    """Fit the parts of a row that stays one, the widest first, into what the others leave."""
    changed = False
    for each in sorted(parts, key=lambda part: -_least(part)):
        others = sum(_least(other) for other in parts if other is not each)
        changed |= _fit(each, max(room - others, needed_width(each, room)), slim=slim)
    return changed


def _is_seen(part: Fitted) -> bool:
    return not (part.isHidden() if isinstance(part, QWidget) else part.isEmpty())


def _least(part: Fitted) -> int:
    if not _is_seen(part):
        return 0
    if isinstance(part, QLayout):
        return part.minimumSize().width()
    return part.minimumWidth() or part.minimumSizeHint().width()


def needed_width(part: Fitted, room: int) -> int:
    """Return the width that a part wants beside others, once all in it stands under each other."""
    if not _is_seen(part):
        return 0
    if isinstance(part, QLayout):
        margins = part.contentsMargins()
        around = margins.left() + margins.right()
        if not isinstance(part, QBoxLayout):
            return part.minimumSize().width()
        return around + max((needed_width(each, room) for each in _parts(part)), default=0)
    match part:
        case QLabel() if part.text():
            return _words_need(part, room)
        case QPushButton():
            return min(_least(part), room)
        case QWidget() if isinstance(part, QComboBox):
            return min(_least(part), round(SHARE * room))
        case QScrollArea():
            return look().size("aside")
        case _:
            pass
    inner = _parts(part)
    if not inner:
        return min(_least(part), room)
    margins = part.contentsMargins()
    return margins.left() + margins.right() + max(needed_width(each, room) for each in inner)


def natural_width(widget: QWidget) -> int:
    """Return the width at which the words of a widget stand on one line."""
    if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.PlainText:
        widget.ensurePolished()
        margins = widget.contentsMargins()
        words = widget.fontMetrics().horizontalAdvance(widget.text())
        return margins.left() + words + margins.right() + SPARE
    return max(widget.minimumWidth(), widget.sizeHint().width())


def _words_need(label: QLabel, room: int) -> int:
    label.ensurePolished()
    metrics = label.fontMetrics()
    natural = round(SHARE * room)
    if label.textFormat() == Qt.TextFormat.PlainText:
        natural = min(natural, metrics.horizontalAdvance(label.text()))
        longest = max(metrics.horizontalAdvance(each) for each in label.text().split() or [""])
    else:
        longest = label.minimumSizeHint().width()
    return max(natural, longest) + SPARE


def _around_words(button: QPushButton) -> int:
    metrics = button.fontMetrics()
    words = metrics.size(Qt.TextFlag.TextShowMnemonic, button.text())
    return max(0, button.minimumSizeHint().width() - words.width())


def _grow(frame: QWidget) -> None:
    """Let a frame of one line, such as a chip, be higher than that."""
    if frame.layout() is not None and 0 < frame.minimumHeight() == frame.maximumHeight():
        frame.setProperty("height_before", frame.minimumHeight())
        frame.setMaximumHeight(WIDEST)
        policy = frame.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        frame.setSizePolicy(policy)


def _relax(widget: QWidget, room: int) -> bool:
    """Let a widget be narrower than it asked; break its words into lines, where it has any."""
    least = widget.minimumWidth()
    if least > room:
        widget.setProperty("least_before", least)
        widget.setMinimumWidth(0)
    is_wider = widget.minimumSizeHint().width() > room
    match widget:
        case QLabel() if widget.text() and not widget.wordWrap() and is_wider:
            widget.setProperty("wrapped", True)
            widget.setWordWrap(True)
        case QPushButton() if widget.text():
            return _wrap_button(widget, room) or least > room
        case QWidget() if isinstance(widget, FIELDS) and is_wider and not least:
            widget.setProperty("least_before", 0)
            widget.setMinimumWidth(min(room, FIELD_LEAST))
        case _:
            return least > room
    return True


def _wrap_button(button: QPushButton, room: int) -> bool:
    button.ensurePolished()
    before = button.property("words_before")
    words = before if before and before.split() == button.text().split() else button.text()
    if button.minimumSizeHint().width() <= room and words == button.text():
        return False
    metrics = button.fontMetrics()
    inside = room - _around_words(button) - SPARE
    start = words[: len(words) - len(words.lstrip())]
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and metrics.horizontalAdvance(longer) <= inside:
            lines[-1] = longer
        else:
            lines.append(start + word)
    wrapped = "\n".join(lines)
    if wrapped == button.text():
        return False
    button.setProperty("words_before", words)
    button.setText(wrapped)
    return True


def _unwrap(widget: QWidget) -> None:
    before = widget.property("least_before")
    if before is not None:
        widget.setMinimumWidth(before)
        widget.setProperty("least_before", None)
    if widget.property("wrapped") and isinstance(widget, QLabel):
        widget.setWordWrap(False)
        widget.setProperty("wrapped", None)
    most = widget.property("most_before")
    if most is not None:
        widget.setMaximumWidth(most)
        widget.setProperty("most_before", None)
    height = widget.property("height_before")
    if height is not None:
        widget.setFixedHeight(height)
        widget.setProperty("height_before", None)
    words = widget.property("words_before")
    if words and isinstance(widget, QPushButton):
        if words.split() == widget.text().split():
            widget.setText(words)
        widget.setProperty("words_before", None)


def _turn(layout: QBoxLayout) -> None:
    """Put the parts of a row under each other; what is short stands where lines begin."""
    layout.setProperty("shares_before", [layout.stretch(at) for at in range(layout.count())])
    layout.setDirection(UNDER)
    for at in range(layout.count()):
        layout.setStretch(at, 0)
    for each in _parts(layout):
        if isinstance(each, QWidget) and _is_short(each):
            layout.setAlignment(each, Qt.AlignmentFlag.AlignLeft)
        elif isinstance(each, QWidget) and each.layout() and each.maximumWidth() < WIDEST:
            each.setProperty("most_before", each.maximumWidth())
            each.setMaximumWidth(WIDEST)
        _stand_under(each, is_under=True)


def _stand_under(part: Fitted, *, is_under: bool) -> None:
    if isinstance(part, PageScroll):
        part.note_under(is_under=is_under)
    for each in _parts(part):
        _stand_under(each, is_under=is_under)


def _is_short(widget: QWidget) -> bool:
    is_fixed = widget.layout() is None and widget.minimumWidth() == widget.maximumWidth()
    return is_fixed or widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Maximum


def _widen(layout: QLayout) -> None:
    margins = layout.property("margins_before")
    if margins:
        layout.setContentsMargins(*margins)
        layout.setProperty("margins_before", None)
    shares = layout.property("shares_before")
    if shares is None or not isinstance(layout, QBoxLayout):
        return
    layout.setProperty("shares_before", None)
    for at in range(layout.count()):
        layout.setStretch(at, shares[at] if at < len(shares) else 0)
    for each in _parts(layout):
        if isinstance(each, QWidget) and _is_short(each):
            layout.setAlignment(each, NO_SIDE)
        _stand_under(each, is_under=False)
    layout.setDirection(BESIDE)


def _lean(layout: QLayout, *, is_mirrored: bool) -> None:
    """Let the lane of a bar be the margin beside it: of its width only the outer part is drawn."""
    _narrow_margins(layout)
    margins = layout.contentsMargins()
    away = min(margins.right() if is_mirrored else margins.left(), look().space("xs"))
    now = (margins.left(), margins.top(), margins.right(), margins.bottom())
    left, right = (0, away) if is_mirrored else (away, 0)
    if now != (left, margins.top(), right, margins.bottom()):
        layout.setProperty("margins_before", layout.property("margins_before") or list(now))
        layout.setContentsMargins(left, margins.top(), right, margins.bottom())


def _narrow_margins(layout: QLayout) -> bool:
    margins = layout.contentsMargins()
    most = look().space("m")
    left, right = min(margins.left(), most), min(margins.right(), most)
    top, bottom = min(margins.top(), most), min(margins.bottom(), most)
    now = (margins.left(), margins.top(), margins.right(), margins.bottom())
    if now == (left, top, right, bottom):
        return False
    layout.setProperty("margins_before", list(now))
    layout.setContentsMargins(left, top, right, bottom)
    return True

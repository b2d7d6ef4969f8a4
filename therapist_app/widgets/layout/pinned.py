"""A page that scrolls, with room beside it for what must be seen at once."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from therapist_app.widgets.keyboard_place import can_be_used
from therapist_app.widgets.layout.layouts import Margins, hold, read_in_order, stack

LEAST = 24
SHARE = 0.5
"""How much of the page a notice may take before it says less."""


@runtime_checkable
class Shortens(Protocol):
    """A notice that can say less where there is little room."""

    def shorten(self, *, is_short: bool) -> None:
        """Say only what is needed, or all."""


def _nothing() -> None:
    """Keep nothing whole in sight."""


class Pinned(QWidget):
    """Shows one notice over or under what scrolls; what the keyboard is on stays where it is.

    Over it, unless the keyboard is near the top: there the notice would cover it. What `keeps`
    returns stays whole in sight where it was: the notice takes its room from something else.

    Attributes:
        shown: The notice, or None.

    """

    def __init__(
        self,
        area: QScrollArea,
        *,
        margins: Margins,
        keeps: Callable[[], QWidget | None] = _nothing,
    ) -> None:
        super().__init__()
        self._keeps = keeps
        self._whole: QWidget | None = None
        self._held: QWidget | None = None
        self.shown: QWidget | None = None
        self._area = area
        self._margins = margins
        self._over, self._under = QVBoxLayout(), QVBoxLayout()
        self._place: tuple[QWidget, int] | None = None
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._come_back_to_place)
        layout = stack(self._over, area, self._under, gap="hair")
        layout.setSpacing(0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_notice(self, notice: QWidget | None) -> None:
        """Show a notice in place of the one before, with the keyboard where that had it.

        None shows none.
        """
        self._note_place()
        before, self._held = self._held, None
        self.shown = notice
        self._area.setMinimumHeight(0 if notice is None else LEAST)  # the notice does not give way
        if notice is not None:
            left, top, right, bottom = self._margins
            is_under = self._is_near_the_top()
            margins = (left, bottom, right, top) if is_under else self._margins
            spot = self._under if is_under else self._over
            self._held = hold(stack(notice, margins=margins))
            spot.addWidget(self._held)
            read_in_order(spot)
        if before is not None:
            self._hand_keyboard_on(before)
            before.hide()
            for each in (self._over, self._under):
                each.removeWidget(before)
            before.deleteLater()
        self._settled.start()

    def _hand_keyboard_on(self, before: QWidget) -> None:
        """Put the keyboard on what the new notice begins with, where the one before had it.

        Else it would go to the first field of the page as that goes.
        """
        had = any(each.hasFocus() for each in before.findChildren(QWidget))
        if self._held is None or not had:
            return
        self._held.show()
        for each in self._held.findChildren(QWidget):
            if each.focusPolicy() & Qt.FocusPolicy.TabFocus and can_be_used(each):
                each.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let a notice say as much as there is room for."""
        super().resizeEvent(event)
        self._settled.start()

    def _note_place(self) -> None:
        """Note where on the screen the keyboard is, so that nothing pushes it away."""
        kept = self._keeps()
        is_whole = kept is not None and self.isVisible() and self._beyond(kept) == (0, 0)
        self._whole = kept if is_whole else None
        now: object = self.window().focusWidget()  # None where nothing of the window has it
        if isinstance(now, QWidget) and self._area.isAncestorOf(now) and self.isVisible():
            self._place = (now, now.mapTo(self, QPoint(0, 0)).y())

    def _fit(self) -> None:
        """Have the notice say less where all of it would leave too little of the page."""
        notice = self.shown
        inside = notice.layout() if notice is not None else None
        if notice is None or inside is None or not isinstance(notice, Shortens):
            return
        notice.shorten(is_short=False)
        inside.invalidate()
        needed = inside.totalHeightForWidth(notice.width())
        notice.shorten(is_short=needed > SHARE * self.height())

    def _beyond(self, widget: QWidget) -> tuple[int, int]:
        """Return how many pixels of a widget are out of sight above and below."""
        top = widget.mapTo(self._area, QPoint(0, 0)).y()
        return max(0, -top), max(0, top + widget.height() - self._area.viewport().height())

    def _is_near_the_top(self) -> bool:
        if self._place is None:
            return False
        widget, top = self._place
        return top + widget.height() / 2 < self.height() / 2

    @Slot()
    def _come_back_to_place(self) -> None:
        place, self._place = self._place, None
        self._fit()
        whole = self.layout()
        if whole is not None:
            whole.activate()  # the notice takes its room now, before anything is measured
        if place is not None and can_be_used(place[0]) and self._area.isAncestorOf(place[0]):
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + place[0].mapTo(self, QPoint(0, 0)).y() - place[1])
        kept, self._whole = self._whole, None
        if kept is not None and can_be_used(kept) and self._area.isAncestorOf(kept):
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + self._beyond(kept)[1])
            bar.setValue(bar.value() - self._beyond(kept)[0])  # its beginning before its end

"""What the view of every screen is made of: its view-model, the ways out, head, body and foot."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from therapist_app.commands import Destination
from therapist_app.view_model import ViewModel
from therapist_app.widgets.layout.layouts import row

Shown = TypeVar("Shown", bound=ViewModel[Any])


class PageView(QWidget, Generic[Shown]):
    """The view of one screen.

    Signals:
        leave_requested: Where the person wants to go.

    """

    leave_requested = Signal(Destination)

    def __init__(self, name: str, viewmodel: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        viewmodel.setParent(self)  # it goes with the page, and its timers and jobs with it
        self.setObjectName(name)
        self._viewmodel = viewmodel
        viewmodel.leave_requested.connect(self.leave_requested)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn back with Escape, where there is something to turn back from."""
        if not (event.key() == Qt.Key.Key_Escape and self.turn_back()):
            super().keyPressEvent(event)

    def turn_back(self) -> bool:
        """Turn back from what is open, and return whether anything was."""
        return False


class TurnedPage(QWidget):
    """A page that takes the place of the first page of a screen for a while.

    Signals:
        back_chosen: Back to where it was opened from.

    """

    back_chosen = Signal()

    def focus_first(self) -> None:
        """Put the keyboard where the page begins."""
        self.setFocus()


class TurningView(PageView[Shown]):
    """A screen whose first page gives way to others; Escape turns back to it."""

    def __init__(
        self, name: str, viewmodel: Shown, first: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, viewmodel, parent)
        self.page: TurnedPage | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(first)

    def turn_to(self, page: TurnedPage, back: Callable[[], None] | None = None) -> None:
        """Turn to a page; its way back leads to the first one, or where `back` goes."""
        self._take_away()
        self.page = page
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        page.back_chosen.connect(back or self.show_first)
        page.focus_first()

    def show_first(self) -> None:
        """Turn back to the first page."""
        if self.page is not None:
            self._take_away()
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard where the page that is shown begins."""
        if self.page is not None:
            self.page.focus_first()

    @override
    def turn_back(self) -> bool:
        """Turn back to the first page."""
        turns_back = self.page is not None
        self.show_first()
        return turns_back

    def _take_away(self) -> None:
        if self.page is not None:
            self.pages.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None


def whole_page(
    head: QWidget | None,
    body: QWidget,
    foot: QWidget | None = None,
    *,
    message: QWidget | None = None,
) -> QVBoxLayout:
    """Return a page: between its head and its foot, which never scroll, the body has the room."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    if head is not None:
        layout.addWidget(head)
    if message is not None:
        layout.addLayout(row(message, margins=("page", "s", "page", 0)))
    layout.addWidget(body, 1)
    if foot is not None:
        layout.addWidget(foot)
    return layout

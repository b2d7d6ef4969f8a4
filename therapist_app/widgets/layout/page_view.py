"""What the view of every screen is made of: its view-model, the ways out, head, body and foot."""

from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
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

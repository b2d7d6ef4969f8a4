"""A place for one message that comes and goes with what a person does."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLayout, QScrollArea, QVBoxLayout, QWidget

from therapist_app.accessibility.announcing import announce, with_stop
from therapist_app.widgets.layout.frames import banner
from therapist_app.widgets.layout.layouts import empty, scroll

MARGIN = 16


class MessagePlace(QWidget):
    """Shows one banner or nothing; a screen reader hears it, and its page scrolls to it."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._shown = ("", "", "")
        self._page: QScrollArea | None = None
        self._placed = QTimer(self, singleShot=True, interval=0)
        self._placed.timeout.connect(self._come_into_view)
        self.hide()

    def page_of(self, layout: QLayout) -> QScrollArea:
        """Return a page around a layout that this stands in; it scrolls to each message."""
        self._page = scroll(layout)
        return self._page

    @property
    def title(self) -> str:
        """The title of the message that is shown, or nothing."""
        return self._shown[1]

    def show_message(self, tone: str, title: str, detail: str, *, again: bool = False) -> None:
        """Show a message: urgent, attention, good or info.

        `again` says it anew where it stands there already: somebody tried once more.
        """
        if self._shown == (tone, title, detail) and title and not again:
            return
        empty(self._layout)
        self._shown = (tone, title, detail)
        self._layout.addWidget(banner(tone, title, detail))
        self.show()
        if self.isVisible():  # else it is heard with the page that it stands on
            words = " ".join(with_stop(each) for each in (title, detail) if each)
            announce(self, words)
        self._placed.start()  # a moment later this has its place in the page

    def clear(self) -> None:
        """Show nothing."""
        empty(self._layout)
        self._shown = ("", "", "")
        self.hide()

    @Slot()
    def _come_into_view(self) -> None:
        if self._page is not None and self.isVisible():
            self._page.ensureWidgetVisible(self, 0, MARGIN)

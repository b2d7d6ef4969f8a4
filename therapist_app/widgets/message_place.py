"""A place for one message that comes and goes with what a person does."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from therapist_app import accessibility
from therapist_app.widgets.frames import banner


class MessagePlace(QWidget):
    """Shows one banner or nothing; a screen reader hears it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._shown = ("", "", "")
        self.hide()

    @property
    def title(self) -> str:
        """The title of the message that is shown, or nothing."""
        return self._shown[1]

    def show_message(self, tone: str, title: str, detail: str) -> None:
        """Show a message: urgent, attention, good or info."""
        if self._shown == (tone, title, detail) and title:
            return
        self._empty()
        self._shown = (tone, title, detail)
        self._layout.addWidget(banner(tone, title, detail))
        self.show()
        accessibility.announce(self, f"{title}. {detail}")

    def clear(self) -> None:
        """Show nothing."""
        self._empty()
        self._shown = ("", "", "")
        self.hide()

    def _empty(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

"""What putting a backup back would bring and cost, and the tick without which nothing happens."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import translate as _
from therapist_app.screens.safekeeping.viewmodel import Asked
from therapist_app.widgets.parts import (
    STRETCH,
    Tick,
    button,
    card,
    empty,
    reading,
    row,
    stack,
    text,
)


class AskingView(QWidget):
    """Stands over everything else while a restore waits to be confirmed.

    Signals:
        confirmed: The person has read it and wants it.
        kept: They leave the record as it is.

    """

    confirmed = Signal()
    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: Asked | None = None
        self._place = stack()
        self.tick = Tick(_("I have read what would be lost, and want this backup back"))
        self.go = button(_("Restore"), "primary")
        self.keep = button(_("Leave it as it is"), "secondary")
        after = _(
            "What stands there now is backed up first and kept. The record is closed by it; "
            "unlock it afterwards."
        )
        self.setLayout(
            row(
                card(
                    _("Restore this backup?"),
                    self._place,
                    text(after, "small", wrap=True),
                    self.tick,
                    row(self.keep, self.go, STRETCH),
                )
            )
        )
        self.hide()
        self.tick.clicked.connect(self._on_tick_clicked)
        self.go.clicked.connect(self.confirmed)
        self.keep.clicked.connect(self.kept)

    def show_asked(self, asked: Asked | None) -> None:
        """Show what is asked, or nothing."""
        if asked == self._shown:
            return
        self._shown = asked
        empty(self._place)
        if asked is None:
            self.hide()
            return
        for line in asked.lines:
            self._place.addWidget(reading(line))
        self.tick.setChecked(False)
        self.go.setEnabled(False)
        self.show()
        self.tick.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the record as it is with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.kept.emit()
            return
        super().keyPressEvent(event)

    def _on_tick_clicked(self) -> None:
        self.go.setEnabled(self.tick.isChecked())

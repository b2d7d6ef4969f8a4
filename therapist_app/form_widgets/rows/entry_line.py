"""One line of a list, with a button that takes it away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import translate as _
from therapist_app.form_widgets.question.writing import dressed
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import row


class EntryField(TextLine):
    """A line that says when Enter asks for another, and Backspace for none.

    Signals:
        entered: Enter was pressed.
        emptied: Backspace was pressed where nothing is written.

    """

    entered = Signal()
    emptied = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say what Enter and Backspace mean here; write with every other key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class EntryLine(QWidget):
    """A field for one entry.

    Signals:
        next_requested: The person wants a line below this one.
        take_away_requested: The person wants this line gone.

    """

    next_requested = Signal()
    take_away_requested = Signal()

    def __init__(self, *, client: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = EntryField()
        dressed(self.line, client=client)
        self.take_away = button("", "quiet", "close")
        self.setLayout(row(self.line, self.take_away, gap="xs"))
        self.line.entered.connect(self.next_requested)
        self.line.emptied.connect(self.take_away_requested)
        self.take_away.clicked.connect(self.take_away_requested)

    def show_number(self, number: int, prompt: str) -> None:
        """Name the line by its place."""
        self.line.setAccessibleName(
            _("{prompt}: line {number}").format(prompt=prompt, number=number)
        )
        words = _("Take line {number} away").format(number=number)
        self.take_away.setAccessibleName(words)
        self.take_away.setToolTip(words)

"""What the laptop does for the record, looked at afresh each time the settings are opened."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import card, row, stack, symbol, text
from therapist_app.workflows.entering.first_run import EnvironmentCheck
from therapist_app.workflows.entering.laptop_words import tell_finding

SIGNS = {"good": "check", "info": "info", "attention": "alert", "urgent": "urgent"}


class LaptopView(QWidget):
    """Each finding: a sign, a title, what it means and what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting = text(_("Looking at this laptop …"), "muted")
        self._lines = stack(self._waiting)
        self.setLayout(row(card(_("This laptop"), self._lines)))

    def show_checks(self, checks: tuple[EnvironmentCheck, ...]) -> None:
        """Show what was found, once."""
        if not checks or self._waiting.isHidden():
            return
        self._waiting.hide()
        for each in checks:
            tone, title, words = tell_finding(each)
            beside = stack(text(title, "strong", wrap=True), gap="hair")
            if words:
                beside.addWidget(text(words, "small", wrap=True))
            line = row(symbol(SIGNS[tone]), beside)
            line.setStretch(1, 1)
            self._lines.addLayout(line)

"""Whose clients are on the screen, quietly and always, where they could be somebody else's."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from session_forms.day_words import day_in_words
from session_forms.texts import translate as _
from therapist_app.commands import Caseloads, Destination
from therapist_app.widgets.parts import STRETCH, button, row, symbol, text
from therapist_app.workflows.choosing_caseload import CaseloadChoice


class CaseloadBar(QFrame):
    """One line over every screen but those of the client.

    Signals:
        change_requested: To where others are chosen.

    """

    change_requested = Signal(Destination)

    def __init__(
        self, clients: CaseloadChoice, *, may_change: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        own = clients.access == "own"
        self.setProperty("kind", "caseload" if own else "guide")
        self.words = text(clients_in_words(clients), "small" if own else "strong", wrap=True)
        self.change = button(_("Other clients"), "quiet", "clients")
        line = row(
            symbol("clients", "text-muted" if own else "accent"),
            self.words,
            STRETCH,
            self.change,
            margins=("page", "hair", "page", "hair"),
        )
        line.setStretch(1, 1000)
        self.setLayout(line)
        self.change.setHidden(not may_change)
        self.setAccessibleName(clients_in_words(clients))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.change.clicked.connect(self._on_change_clicked)

    @Slot()
    def _on_change_clicked(self) -> None:
        self.change_requested.emit(Caseloads())


def clients_in_words(clients: CaseloadChoice) -> str:
    """Return whose clients these are, as it is said over every screen."""
    if clients.access == "own":
        return _("Your own clients")
    if clients.access == "handed_over" or clients.until is None:
        return _("Clients who were handed over to you")
    words = _("Covering for {name} until {day}")
    return words.format(name=clients.owner_name, day=day_in_words(clients.until))

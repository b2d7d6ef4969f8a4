"""Whose clients are on the screen, quietly and always, where they could be somebody else's."""

from PySide6.QtCore import Signal, Slot

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import translate as _
from therapist_app.commands import Caseloads, Destination
from therapist_app.widgets.layout.frames import Snug
from therapist_app.widgets.parts import STRETCH, button, row, symbol, text
from therapist_app.workflows.entering.choosing_caseload import CaseloadChoice


class CaseloadBar(Snug):
    """One line over every screen but those of the client.

    Signals:
        change_requested: To where others are chosen.

    """

    change_requested = Signal(Destination)

    def __init__(self, clients: CaseloadChoice, *, may_change: bool) -> None:
        own = clients.access == "own"
        words = text(clients_in_words(clients), "small" if own else "strong", wrap=True)
        change = button(_("Other clients"), "quiet", "clients")
        line = row(
            symbol("clients", "text-muted" if own else "accent"),
            words,
            STRETCH,
            change,
            margins=("page", "hair", "page", "hair"),
        )
        line.setStretch(1, 1000)
        super().__init__("caseload" if own else "guide", line)
        self.words, self.change = words, change
        self.change.setHidden(not may_change)
        self.setAccessibleName(clients_in_words(clients))
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

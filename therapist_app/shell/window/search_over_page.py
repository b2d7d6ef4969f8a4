"""The search over a page: while it is open, and where the keyboard was before."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from therapist_app.commands import Destination
from therapist_app.screens.search.view import SearchView
from therapist_app.screens.search.viewmodel import SearchViewModel
from therapist_app.shell.navigation.places import COMMANDS
from therapist_app.widgets.keyboard_place import can_be_used

HEARD_BESIDE = frozenset(command.shortcut for command in COMMANDS)
"""The keys that mean the same while the search has the keyboard."""


class SearchOverPage(QObject):
    """Opens and closes it; whether it may be opened is for the window to say.

    Attributes:
        found: The search that is open; None while none is.

    Signals:
        chosen: Where the person wants to go.

    """

    chosen = Signal(Destination)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.found: SearchView | None = None
        self._before: QWidget | None = None

    def mark_or_close(self) -> bool:
        """Close it where it is open, and return whether it was; words in it are marked instead."""
        if self.found is None:
            return False
        if not self.found.mark_words():
            self.close()
        return True

    def open(self, viewmodel: SearchViewModel, over: QWidget) -> None:
        """Open it over a page, and remember where the keyboard was."""
        self._before = self._window.focusWidget()
        self.found = SearchView(viewmodel, HEARD_BESIDE, over)
        self.found.leave_requested.connect(self.chosen)
        self.found.closed.connect(self.close)

    @Slot()
    def close(self) -> None:
        """Close it; the keyboard is where it was."""
        if self.found is None:
            return
        found, self.found = self.found, None
        before, self._before = self._before, None
        found.hide()
        found.deleteLater()
        if before is not None and can_be_used(before):
            before.setFocus()

"""What is put over the window at once, so that nobody reads it over a shoulder."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from session_forms.words.texts import _, pgettext
from therapist_app.widgets.parts import STRETCH, button, row, stack, text


class CoverSheet(QFrame):
    """A blank sheet. It goes with F9 or by its button; no other key does anything.

    Signals:
        uncover_requested: The person wants to see the window again.

    """

    uncover_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Hidden. F9 shows the window again."))
        self._words = text(_("F9 shows it again."), "muted")
        self._again = button(pgettext("button", "Show again"))
        self._again.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lower = [self._words, self._again]
        self.setLayout(
            stack(STRETCH, row(STRETCH, self._words, self._again, gap="m"), margins=("page",) * 4)
        )
        self._again.clicked.connect(self.uncover_requested)

    def show_blank(self) -> None:
        """Show nothing at all: the window is about to close."""
        for each in self._lower:
            each.hide()

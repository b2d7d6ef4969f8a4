"""That a keeper used a sheet to reach somebody's clients: it stands over their day."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import Part, banner, button, stack
from therapist_app.workflows.safekeeping.uses_of_sheets import SheetUse, use_in_words


class SheetBanner(QWidget):
    """One banner for each use; that of one's own sheet stays until there is a new one.

    Signals:
        chosen: To one's own keys.

    """

    chosen = Signal()

    def __init__(self, uses: Sequence[SheetUse]) -> None:
        super().__init__()
        self.renew = button(_("Make a new sheet"))
        self.renew.clicked.connect(self.chosen)
        parts: list[Part] = []
        for use in uses:
            action = [self.renew] if use.sheet == "own" and self.renew.parent() is None else []
            parts.append(banner("attention", *use_in_words(use), *action))
        self.setLayout(stack(*parts))
        if self.renew.parent() is None:  # there is nothing to renew
            self.renew.setParent(self)
            self.renew.hide()
        if not parts:
            self.hide()

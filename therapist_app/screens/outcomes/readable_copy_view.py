"""A copy of what was released that anybody can read: an act of its own, with a reason."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.screens.outcomes.release_state import OutcomesState
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    TextLine,
    button,
    card,
    reading,
    row,
    stack,
    text,
)


class ReadableCopyView(QWidget):
    """What such a copy means, why it is needed, and the button; only after a release."""

    def __init__(
        self,
        viewmodel: OutcomesViewModel,
        choose_folder: Callable[[QWidget, Path | None], Path | None],
    ) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._choose_folder = choose_folder
        self.reason = TextLine()
        self.save = button(_("Save a readable copy …"))
        self.done = text("", "strong", wrap=True)
        said = _(
            "A readable copy is not encrypted: whoever finds it can read it, and it cannot be "
            "called back. Your name and the reason are entered in the list of releases and in "
            "the audit trail."
        )
        asked = card(
            pgettext("card", "A readable copy"),
            reading(said),
            LabelledField(_("Why it is needed"), self.reason),
            row(self.save, STRETCH),
            self.done,
            gap="s",
        )
        self.setLayout(stack(asked, margins=("l", "hair", "l", "l")))
        self.reason.edited.connect(viewmodel.write_reason)
        self.save.clicked.connect(self._on_save_clicked)

    def show_state(self, state: OutcomesState) -> None:
        """Offer it for what was released just now."""
        self.setVisible(state.made.released is not None)
        self.reason.show_words(state.made.reason)
        self.save.setEnabled(bool(state.made.reason.strip()))
        saved = _("Readable copy saved. The folder is here: {place}").format(
            place=state.made.readable
        )
        self.done.setText(saved if state.made.readable else "")
        self.done.setVisible(bool(state.made.readable))

    @Slot()
    def _on_save_clicked(self) -> None:
        folder = self._choose_folder(self, self._viewmodel.last_place)
        if folder is not None:
            self._viewmodel.save_readable_copy(folder)

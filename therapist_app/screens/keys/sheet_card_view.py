"""Making a new recovery sheet."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.screens.keys.proof_view import ProofView
from therapist_app.screens.keys.viewmodel import OwnKeysState, OwnKeysViewModel
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import STRETCH, button, card, reading, row, stack
from therapist_app.workflows.safekeeping.uses_of_sheets import use_in_words


class SheetCardView(QWidget):
    """For a sheet that was lost, seen or used."""

    def __init__(
        self, viewmodel: OwnKeysViewModel, *, key_file: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._viewmodel = viewmodel
        self.used = MessagePlace()
        self.proof = ProofView(key_file=key_file)
        self.make = button(_("Make a new sheet"))
        said = _(
            "If your sheet was lost or somebody saw it. The old one stops working at once; the "
            "new one is shown once, so have a printer or a pen ready."
        )
        making = row(self.make, STRETCH)
        sheet = card(_("Recovery sheet"), self.used, reading(said), self.proof, making)
        self.setLayout(stack(sheet))
        self.make.clicked.connect(self._on_make_clicked)
        self.proof.entered.connect(self._on_make_clicked)

    def show_state(self, state: OwnKeysState) -> None:
        """Say who used the sheet of now, and ask for the key file where one is used."""
        self.proof.show_need(key_file=state.key_file)
        if state.sheet_uses:
            self.used.show_message("attention", *use_in_words(state.sheet_uses[0]))
        else:
            self.used.clear()

    @Slot()
    def _on_make_clicked(self) -> None:
        if self.proof.is_typed():
            self._viewmodel.renew_sheet(self.proof.take())

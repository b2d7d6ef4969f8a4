"""Changing one's passphrase."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.key_widgets.new_passphrase import NewPassphrase
from therapist_app.screens.keys.proof_view import ProofView
from therapist_app.screens.keys.viewmodel import OwnKeysState, OwnKeysViewModel
from therapist_app.widgets.parts import STRETCH, button, card, reading, row, stack, text


class PassphraseView(QWidget):
    """The old one, the new one twice."""

    def __init__(
        self, viewmodel: OwnKeysViewModel, *, key_file: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._viewmodel = viewmodel
        self.proof = ProofView(key_file=key_file)
        self.secret = NewPassphrase(_("&New passphrase"))
        self.differ = text("", "small", tone="urgent", wrap=True)
        self.differ.hide()
        self.change = button(_("Change the passphrase"))
        said = _("At least 15 characters: several words that do not belong together.")
        sheet = card(
            _("Passphrase"),
            reading(said),
            self.proof,
            self.secret,
            self.differ,
            row(self.change, STRETCH),
        )
        self.setLayout(stack(sheet))
        self.change.clicked.connect(self._on_change_clicked)
        self.proof.entered.connect(self.secret.setFocus)
        self.secret.entered.connect(self._on_change_clicked)

    def focus_first(self) -> None:
        """Put the keyboard on the passphrase of now."""
        self.proof.setFocus()

    def show_state(self, state: OwnKeysState) -> None:
        """Ask for the key file where one is used."""
        self.proof.show_need(key_file=state.key_file)

    @Slot()
    def _on_change_clicked(self) -> None:
        if not self.proof.is_typed():
            return
        is_same = self.secret.is_typed_twice()
        self.differ.setVisible(not is_same)
        self.differ.setText(_("The two new ones differ. Type it again. Nothing was changed."))
        if is_same:
            self._viewmodel.change_passphrase(self.proof.take(), self.secret.take())

"""A key file as a second thing to have: made, used, and not used any more."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.key_widgets.key_file_place import KeyFilePlace
from therapist_app.screens.keys.proof_view import ProofView
from therapist_app.screens.keys.viewmodel import OwnKeysState, OwnKeysViewModel
from therapist_app.widgets.dialogs.choosing_files import ask_where_to_save
from therapist_app.widgets.parts import STRETCH, button, card, chip, reading, row, stack


def ask_where(parent: QWidget) -> str:
    """Return where a new key file is to stand, or nothing."""
    title, kinds = _("Where the key file is to stand"), _("All files (*)")
    return ask_where_to_save(parent, title, kinds, _("key file"))


class KeyFileView(QWidget):
    """Without a copy of the file only the recovery sheet opens the record."""

    def __init__(
        self,
        viewmodel: OwnKeysViewModel,
        *,
        key_file: bool,
        ask_where: Callable[[QWidget], str] = ask_where,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._viewmodel = viewmodel
        self._ask_where = ask_where
        self.used = chip(_("in use"), "accent", "lock")
        self.make = button(_("Make a key file …"), "quiet", "plus")
        self.after = KeyFilePlace(_("The file to use from now on"))
        self.proof = ProofView(key_file=key_file)
        self.use = button(_("Use this file"))
        self.stop = button(_("Stop using a key file"))
        said = _(
            "A file on a stick that you carry, asked for besides your passphrase. Keep a copy: "
            "without the file only your recovery sheet lets you in."
        )
        sheet = card(
            _("Key file"),
            reading(said),
            row(self.make, STRETCH),
            self.after,
            self.proof,
            row(self.use, self.stop, STRETCH),
            action=self.used,
        )
        self.setLayout(stack(sheet))
        self.make.clicked.connect(self._on_make_clicked)
        self.use.clicked.connect(self._on_use_clicked)
        self.proof.entered.connect(self._on_use_clicked)
        self.stop.clicked.connect(self._on_stop_clicked)

    def show_state(self, state: OwnKeysState) -> None:
        """Ask for the key file of now where one is used, and offer to stop it."""
        self.proof.show_need(key_file=state.key_file)
        self.used.setVisible(state.key_file)
        self.stop.setVisible(state.key_file)
        if state.done in {"key_file_in_use", "key_file_stopped"}:
            self.after.clear()
            self.proof.key_file.clear()

    @Slot()
    def _on_make_clicked(self) -> None:
        path = self._ask_where(self)
        if path:
            self._viewmodel.make_key_file(Path(path))

    @Slot()
    def _on_use_clicked(self) -> None:
        if self.after.path is None:
            self.after.setFocus()
        elif self.proof.is_typed():
            self._viewmodel.use_key_file(self.proof.take(), self.after.path)

    @Slot()
    def _on_stop_clicked(self) -> None:
        if self.proof.is_typed():
            self._viewmodel.stop_key_file(self.proof.take())

"""One's own keys, a card each: the passphrase, the recovery sheet, the key file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.key_widgets.key_file_place import KeyFilePlace
from therapist_app.key_widgets.new_passphrase import NewPassphrase
from therapist_app.messages.rules import with_rules
from therapist_app.screens.keys.viewmodel import OwnKeysState, OwnKeysViewModel
from therapist_app.widgets.dialogs.choosing_files import ask_where_to_save
from therapist_app.widgets.fields.passphrase_field import PassphraseField
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import STRETCH, button, card, chip, reading, row, stack, text
from therapist_app.workflows.people.keeping_own_keys import Proof
from therapist_app.workflows.safekeeping.unconfirmed_sheets import told_in_words
from therapist_app.workflows.safekeeping.uses_of_sheets import use_in_words


class ProofView(QWidget):
    """Asked for before anything about one's keys is changed.

    Signals:
        entered: Enter was pressed in it.

    """

    entered = Signal()

    def __init__(self, of: str) -> None:
        """Ask for it on the card `of`."""
        super().__init__()
        self.passphrase = PassphraseField(_("Your present passphrase"), of=of)
        self.key_file = KeyFilePlace(_("Your present key file"))
        self.setLayout(stack(self.passphrase, self.key_file, gap="s"))
        self.setFocusProxy(self.passphrase)
        self.passphrase.entered.connect(self.entered)

    def show_need(self, *, key_file: bool) -> None:
        """Ask for the key file where one is used."""
        self.key_file.setVisible(key_file)

    def is_typed(self) -> bool:
        """Whether there is something to try; else the keyboard goes there."""
        if self.passphrase.line.text():
            return True
        self.passphrase.setFocus()
        return False

    def take(self) -> Proof:
        """Return it, to be wiped by whoever uses it, and empty the field."""
        return Proof(self.passphrase.take(), self.key_file.path)


def _is_typed_twice(secret: NewPassphrase, differ: QLabel) -> bool:
    """Return whether a new passphrase was typed alike twice; else say so."""
    is_same = secret.is_typed_twice()
    differ.setVisible(not is_same)
    differ.setText(_("The two new ones differ. Type it again. Nothing was changed."))
    return is_same


class PassphraseView(QWidget):
    """The old one, the new one twice."""

    def __init__(self, viewmodel: OwnKeysViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.proof = ProofView(pgettext("card", "Passphrase"))
        self.secret = NewPassphrase(pgettext("field", "&New passphrase"))
        self.differ = text("", "small", tone="urgent", wrap=True)
        self.differ.hide()
        self.change = button(_("Change the passphrase"))
        said = with_rules(
            _("At least {shortest} characters: several words that do not belong together.")
        )
        left = _(
            "With the old one and an older copy of this record, somebody still gets in. If "
            "somebody may know it, make your keys new instead."
        )
        sheet = card(
            pgettext("card", "Passphrase"),
            reading(said),
            reading(left),
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
        if _is_typed_twice(self.secret, self.differ):
            self._viewmodel.change_passphrase(self.proof.take(), self.secret.take())


class SheetCardView(QWidget):
    """For a sheet that was lost, seen or used."""

    def __init__(self, viewmodel: OwnKeysViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.used = MessagePlace()
        self.proof = ProofView(pgettext("card", "Recovery sheet"))
        self.make = button(_("Make a new sheet"))
        self.keep = button(_("Keep the old sheet"))
        said = _(
            "If your sheet was lost or somebody saw it. The new one is shown once, so have a "
            "printer or a pen ready. Once you have typed it back, the old one stops working."
        )
        making = row(self.make, self.keep, STRETCH)
        sheet = card(
            pgettext("card", "Recovery sheet"), self.used, reading(said), self.proof, making
        )
        self.setLayout(stack(sheet))
        self.keep.clicked.connect(viewmodel.keep_old_sheet)
        self.make.clicked.connect(self._on_make_clicked)
        self.proof.entered.connect(self._on_make_clicked)

    def show_state(self, state: OwnKeysState) -> None:
        """Say what is wrong with the sheet of now, and ask for the key file where one is used."""
        self.proof.show_need(key_file=state.key_file)
        self.keep.setVisible(state.told is not None)
        if state.told is not None:
            self.used.show_message("attention", *told_in_words(state.told))
        elif state.sheet_uses:
            self.used.show_message("attention", *use_in_words(state.sheet_uses[0]))
        else:
            self.used.clear()

    @Slot()
    def _on_make_clicked(self) -> None:
        if self.proof.is_typed():
            self._viewmodel.renew_sheet(self.proof.take())


class NewKeysView(QWidget):
    """For a passphrase, a sheet, a key file or a laptop that somebody else may have."""

    def __init__(self, viewmodel: OwnKeysViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.proof = ProofView(pgettext("card", "Somebody may know it"))
        self.secret = NewPassphrase(
            _("Ne&w passphrase for the new keys"), pgettext("card", "Somebody may know it")
        )
        self.differ = text("", "small", tone="urgent", wrap=True)
        self.differ.hide()
        self.after = KeyFilePlace(_("Key file for the new keys, if you want one"))
        self.seal = button(_("Make new keys, keep older backups"))
        self.destroy_backups = button(_("Make new keys, destroy older backups"), "quiet")
        said = _(
            "If your passphrase, your sheet or your key file was seen, or a laptop was lost. Your "
            "keys and those of your clients are made new, with a new sheet. Older backups here get "
            "the new keys, or are destroyed once a new backup was made."
        )
        left = _(
            "What somebody copied before stays readable for them. Clients whom you cover get new "
            "keys when their therapist next signs in."
        )
        sheet = card(
            pgettext("card", "Somebody may know it"),
            reading(said),
            reading(left),
            self.proof,
            self.secret,
            self.differ,
            self.after,
            row(self.seal, STRETCH),
            row(self.destroy_backups, STRETCH),
        )
        self.setLayout(stack(sheet))
        self.seal.clicked.connect(partial(self._begin, keep_backups=True))
        self.destroy_backups.clicked.connect(partial(self._begin, keep_backups=False))
        self.proof.entered.connect(self.secret.setFocus)
        self.secret.entered.connect(self.seal.setFocus)  # which of the two is for a person to say

    def show_state(self, state: OwnKeysState) -> None:
        """Ask for the key file of now where one is used."""
        self.proof.show_need(key_file=state.key_file)
        if state.done == "keys_renewed":
            self.after.clear()
            self.proof.key_file.clear()

    def _begin(self, *, keep_backups: bool) -> None:
        if not self.proof.is_typed():
            return
        if _is_typed_twice(self.secret, self.differ):
            taken = self.proof.take(), self.secret.take()
            self._viewmodel.begin_new_keys(*taken, self.after.path, keep_backups=keep_backups)


def ask_where(parent: QWidget) -> str:
    """Return where a new key file is to stand, or nothing."""
    title, kinds = (
        _("Where to save the key file"),
        pgettext("files in a dialog", "All files (*)"),
    )
    return ask_where_to_save(parent, title, kinds, pgettext("name of a file", "key file"))


class KeyFileView(QWidget):
    """Without a copy of the file only the recovery sheet opens the record."""

    def __init__(
        self,
        viewmodel: OwnKeysViewModel,
        ask_where: Callable[[QWidget], str] = ask_where,
    ) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._ask_where = ask_where
        self.used = chip(pgettext("mark", "in use"), "accent", "lock")
        self.make = button(_("Make a key file …"), "quiet", "plus")
        self.after = KeyFilePlace(_("The file to use from now on"))
        self.proof = ProofView(pgettext("card", "Key file"))
        self.use = button(_("Use this file"))
        self.stop = button(_("Stop using a key file"))
        said = _(
            "A file on a stick that you carry, asked for besides your passphrase. Keep a copy: "
            "without the file only your recovery sheet lets you in."
        )
        sheet = card(
            pgettext("card", "Key file"),
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

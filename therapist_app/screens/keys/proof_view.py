"""What shows that it is you: the passphrase of now, and the key file where one is used."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.key_widgets.key_file_place import KeyFilePlace
from therapist_app.widgets.fields.passphrase_field import PassphraseField
from therapist_app.widgets.parts import stack
from therapist_app.workflows.people.keeping_own_keys import Proof


class ProofView(QWidget):
    """Asked for before anything about one's keys is changed.

    Signals:
        entered: Enter was pressed in it.

    """

    entered = Signal()

    def __init__(self, *, key_file: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passphrase = PassphraseField(_("Your passphrase now"))
        self.key_file = KeyFilePlace(_("Your key file now"))
        self.setLayout(stack(self.passphrase, self.key_file, gap="s"))
        self.setFocusProxy(self.passphrase)
        self.show_need(key_file=key_file)
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

"""Which other person signs in beside the one at the laptop; or, where that may be, that none is."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import pgettext
from therapist_app.key_widgets.key_file_place import KeyFilePlace
from therapist_app.key_widgets.who_view import WhoView
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.widgets.fields.passphrase_field import PassphraseField
from therapist_app.widgets.parts import Tick, stack, text

Given = tuple[str, bytearray, Path | None]


class SecondView(QWidget):
    """A name, their passphrase and key file, and a tick that nobody else can come, if it may be.

    Signals:
        edited: Something was chosen, typed or ticked.

    """

    edited = Signal()

    def __init__(self, people: Sequence[PersonEntry], lead: str, alone: str = "") -> None:
        super().__init__()
        self._keyed = frozenset(each.uid for each in people if each.key_file)
        self.uid = people[0].uid if len(people) == 1 else ""
        self.who = WhoView([(each.uid, each.name) for each in people])
        self.who.show_chosen(self.uid)
        self.passphrase = PassphraseField(pgettext("field", "&Passphrase"), of=lead)
        self.passphrase.line.setObjectName("second_passphrase")
        self.key_file = KeyFilePlace(pgettext("field", "Key file"))
        self.nobody = Tick(alone)
        parts = (text(lead, "strong", wrap=True), self.who, self.key_file, self.passphrase)
        self.setLayout(stack(*parts, self.nobody, gap="s"))
        self.who.chosen.connect(self._on_chosen)
        self.who.pointed.connect(self._on_chosen)
        self.passphrase.edited.connect(self.edited)
        if not alone:
            self.nobody.hide()
        self.nobody.turned.connect(self.edited)
        self._on_chosen(self.uid)

    @property
    def is_ready(self) -> bool:
        """Whether it is said who signs in, or that nobody does."""
        return self.nobody.isChecked() or bool(self.uid and self.passphrase.line.text())

    def take(self) -> Given | None:
        """Return who signs in and with what, and forget here what was typed; None for nobody."""
        typed = self.passphrase.take()
        return None if self.nobody.isChecked() else (self.uid, typed, self.key_file.path)

    @Slot(str)
    def _on_chosen(self, uid: str) -> None:
        self.uid = uid
        self.key_file.clear()
        self.key_file.setVisible(uid in self._keyed)
        self.edited.emit()


def wait_for_second(page: QWidget, second: SecondView | None, *, is_under_way: bool) -> None:
    """Let nobody change a page while a second person's passphrase is looked at."""
    page.setEnabled(not is_under_way)
    if not is_under_way and second is not None:
        second.passphrase.line.setFocus()  # what was typed there is forgotten

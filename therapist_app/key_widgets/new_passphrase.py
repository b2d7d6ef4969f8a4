"""Two fields for a new passphrase, and one that can be suggested."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.key_widgets.suggesting import suggest
from therapist_app.messages.rules import RULES, with_rules
from therapist_app.widgets.fields.passphrase_field import PassphraseField
from therapist_app.widgets.fields.shown_secret import ReadAloud, SecretWords
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.parts import STRETCH, button, hold, row, stack


class NewPassphrase(QWidget):
    """A passphrase typed twice; a suggested one is shown until it was typed again.

    Signals:
        entered: Enter was pressed in the second field.

    """

    entered = Signal()

    def __init__(self, label: str = "", of: str = "") -> None:
        """Ask for it, on the card `of` where there are several."""
        super().__init__()
        self.first = PassphraseField(label or pgettext("field", "&Passphrase"), of=of)
        self.again = PassphraseField(_("Passphrase a&gain"), of=of)
        self.suggest = button(pgettext("button", "Suggest a passphrase"), "quiet", "plus")
        self.suggested = SecretWords("lead", wrap=True)
        self.read_aloud = ReadAloud(self.suggested)
        self._shown = hold(stack(self.suggested, self.read_aloud, gap="xs"))
        self._shown.hide()
        lines = (self.first, self.again, row(self.suggest, STRETCH), self._shown)
        self.setLayout(stack(*lines, gap="s"))
        self.setFocusProxy(self.first)
        self.suggest.clicked.connect(self._on_suggest_clicked)
        self._is_short_told = False
        self.first.edited.connect(self._on_first_edited)
        self.first.line.settled.connect(self._on_first_settled)
        self.first.entered.connect(self.again.setFocus)
        self.again.entered.connect(self.entered)

    def is_typed_twice(self) -> bool:
        """Whether both fields say the same; else the second waits, empty, for the keyboard."""
        if self.first.line.text() == self.again.line.text():
            return True
        self.again.clear()
        self.again.setFocus()
        return False

    def take(self) -> bytearray:
        """Return what was typed, to be wiped by whoever uses it, and empty everything."""
        typed = self.first.take()
        self.clear()
        return typed

    def clear(self) -> None:
        """Empty everything."""
        self.first.clear()
        self.again.clear()
        self.suggested.show_words("")
        self._shown.hide()

    @Slot()
    def _on_first_edited(self) -> None:
        self._is_short_told = False

    @Slot()
    def _on_first_settled(self) -> None:
        """Have it heard once that it is too short, where it is left; never how long it is."""
        if 0 < len(self.first.line.text()) < RULES["shortest"]() and not self._is_short_told:
            self._is_short_told = True
            words = with_rules(_("Too short: at least {shortest} characters."))
            announce(self, words, "problem")

    @Slot()
    def _on_suggest_clicked(self) -> None:
        words = suggest()
        self.suggested.show_words(words)
        self._shown.show()
        self.first.line.setText(words)
        self.again.clear()
        self.again.setFocus()
        bring_into_view(self._shown)
        announce(
            self,
            _(
                "A passphrase is suggested, and written in the first field. "
                "“Have a screen reader read it”, below, reads it. Type it again here."
            ),
        )

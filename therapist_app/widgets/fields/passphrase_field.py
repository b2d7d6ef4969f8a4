"""The line for every secret, and the field for a passphrase, with a way to look at it."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility import announcing
from therapist_app.accessibility.unspoken import Unspoken
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.fields.edit_menu import Ways
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import STRETCH, hold, row, stack
from therapist_app.widgets.words import symbol, text

LEAST_WIDTH = 120  # a dozen characters
HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)
_queries = Qt.InputMethodQuery
KEPT_FROM_KEYBOARDS: dict[Qt.InputMethodQuery, str | int] = {
    _queries.ImSurroundingText: "",
    _queries.ImTextBeforeCursor: "",
    _queries.ImTextAfterCursor: "",
    _queries.ImCurrentSelection: "",
    _queries.ImCursorPosition: 0,
    _queries.ImAnchorPosition: 0,
    _queries.ImAbsolutePosition: 0,
}
"""What an input method is told instead of the words that stand there; Qt tells it the true ones."""


class SecretLine(TextLine, Unspoken):
    """One line that gives no copy and no word to assistive technology; dots stand in it.

    It says when Caps Lock seems to be on. What is read from paper may be shown as it is typed;
    nobody hears it then either.

    Signals:
        caps_lock_seen: A letter came, which tells whether Caps Lock is on.

    """

    caps_lock_seen = Signal()
    _may_be_kept = False  # nothing but keys writes into it, and a copy would lie about

    def __init__(self, name: str = "", *, shown: bool = False) -> None:
        super().__init__(name)
        self.set_shown(shown=shown)
        self.setMinimumWidth(look().scaled(LEAST_WIDTH))
        self.caps_lock = False
        self._length = 0
        self.textChanged.connect(self._count)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key; a letter also tells about Caps Lock, which Qt itself cannot."""
        letter = event.text()
        if letter.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock = letter.isupper() != shifted
            self.caps_lock_seen.emit()
        super().keyPressEvent(event)

    @override
    def inputMethodQuery(self, asked: Qt.InputMethodQuery, /, *more: object) -> object:
        """Return what an input method asks for, which is another program, and nothing typed."""
        if asked in KEPT_FROM_KEYBOARDS:
            return KEPT_FROM_KEYBOARDS[asked]
        return super().inputMethodQuery(asked, *more)

    def set_shown(self, *, shown: bool) -> None:
        """Show or hide what is typed; a keyboard is to learn nothing of it either way."""
        modes = QLineEdit.EchoMode
        self.setEchoMode(modes.Normal if shown else modes.Password)
        self.setInputMethodHints(HINTS)  # Qt forgets some of them with the echo mode

    @property
    @override
    def _ways(self) -> Ways:
        return {}

    @override
    def _on_text_edited(self, words: str) -> None:
        before = self._length
        super()._on_text_edited(words)
        announcing.announce(
            self,
            pgettext("said of a secret", "deleted")
            if len(words) < before
            else pgettext("said of a secret", "dot"),
        )

    def _count(self, words: str) -> None:
        self._length = len(words)


class PassphraseField(QWidget):
    """A passphrase under its label.

    Signals:
        entered: Enter was pressed in it.
        edited: A person changed it.

    """

    entered = Signal()
    edited = Signal()

    def __init__(self, label: str, *, of: str = "") -> None:
        """Label it; `of` tells it from others of the same label on a page, where it is named."""
        super().__init__()
        name = label.replace("&", "")
        if of:
            name = pgettext("name of a field", "{field} ({part})").format(field=name, part=of)
        self.line = SecretLine(name)
        self.label = text(label, "strong")
        self.label.setAccessibleName(label.replace("&", ""))
        self.label.setBuddy(self.line)
        self.show_button = button(pgettext("button", "Show"))
        self.show_button.setCheckable(True)
        self.show_button.setAccessibleName(_("Show: {name}").format(name=name))
        self.caps = hold(
            row(symbol("info"), text(_("Caps Lock is on"), "small"), STRETCH, gap="xs")
        )
        self.caps.hide()
        beside = row(self.line, self.show_button)
        beside.setStretch(0, 1)
        self.setLayout(stack(self.label, beside, self.caps, gap="xs"))
        self.setFocusProxy(self.line)
        self.show_button.toggled.connect(self._on_show_toggled)
        self.line.returnPressed.connect(self.entered)
        self.line.edited.connect(self.edited)
        self.line.caps_lock_seen.connect(self._on_caps_lock_seen)

    def take(self) -> bytearray:
        """Return what was typed, to be wiped by whoever uses it, and empty the field."""
        typed = bytearray(self.line.text().encode())
        self.clear()
        return typed

    def clear(self) -> None:
        """Empty the field and hide what is typed next."""
        self.line.clear()
        self.show_button.setChecked(False)
        self.caps.hide()

    @Slot()
    def _on_show_toggled(self) -> None:
        shown = self.show_button.isChecked()
        self.line.set_shown(shown=shown)
        self.show_button.setText(
            pgettext("button", "Hide") if shown else pgettext("button", "Show")
        )

    @Slot()
    def _on_caps_lock_seen(self) -> None:
        on = self.line.caps_lock
        if on and self.caps.isHidden():
            announcing.announce(self.line, _("Caps Lock is on"))
        self.caps.setVisible(on)

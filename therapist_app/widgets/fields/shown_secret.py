"""A secret that the window itself shows, once: kept from screen readers until somebody asks.

Whoever cannot see it has to hear it. Then every program that listens hears it too, and so does
whoever is in the room: it is asked for each time, with a button that says so.
"""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility import announcing
from therapist_app.accessibility.unspoken import Unspoken
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import STRETCH, row


class SecretWords(QLabel, Unspoken):
    """A secret in one of the type roles.

    Signals:
        changed: Another one is shown, or none.

    """

    changed = Signal()

    def __init__(self, role: str, *, wrap: bool = False) -> None:
        super().__init__(wordWrap=wrap, textFormat=Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self._spoken = ""

    def show_words(self, words: str, spoken: str = "") -> None:
        """Show a secret; `spoken` is how it is read aloud, where that is not as it is written."""
        self.setText(words)
        self._spoken = spoken or words
        self.let_be_read(read=False)
        self.changed.emit()

    @property
    def spoken(self) -> str:
        """How it is read aloud."""
        return self._spoken

    def let_be_read(self, *, read: bool) -> None:
        """Let assistive technology have it, or not any more."""
        kept = _("Shown on the screen alone") if self.text() else ""
        self.setAccessibleName(self._spoken if read else kept)


class SecretToPassOn(TextLine, Unspoken):
    """A passphrase that somebody else is to get: unlike one's own it may be copied.

    Signals:
        changed: Another one stands there.

    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kept_over_lock = False
        self.textChanged.connect(self.changed)

    @property
    def spoken(self) -> str:
        """How it is read aloud."""
        return self.text()

    def let_be_read(self, *, read: bool) -> None:
        """Let assistive technology have it as part of its name, or not any more."""
        name = pgettext("field", "Passphrase")
        words = pgettext("name of a field", "{field}: {words}").format(
            field=name, words=self.text()
        )
        self.setAccessibleName(words if read else name)


class ReadAloud(QWidget):
    """A button that has secrets read aloud, and keeps them from screen readers again.

    It says what it does next; as a switch it would be heard to be on and to hide at once.

    Attributes:
        is_read: Whether screen readers have them.

    """

    def __init__(self, *shown: SecretWords | SecretToPassOn) -> None:
        super().__init__()
        self._shown = shown
        self.press = button("", "quiet")
        self.is_read = False
        self.press.setToolTip(
            _("Only where nobody else listens: other programs on this laptop can hear it too.")
        )
        self.setLayout(row(self.press, STRETCH))
        self._say_what_it_does()
        self.press.clicked.connect(self._on_press_clicked)
        for each in shown:
            each.changed.connect(self.stop)

    @Slot()
    def stop(self) -> None:
        """Keep everything from screen readers."""
        if self.is_read:
            self._let_be_read(read=False)

    def _say_what_it_does(self) -> None:
        self.press.setText(
            _("Hide it from screen readers") if self.is_read else _("Have a screen reader read it")
        )

    def _on_press_clicked(self) -> None:
        self._let_be_read(read=not self.is_read)

    def _let_be_read(self, *, read: bool) -> None:
        self.is_read = read
        self._say_what_it_does()
        for each in self._shown:
            each.let_be_read(read=read)
        if read:
            announcing.announce(self, ". ".join(each.spoken for each in self._shown))

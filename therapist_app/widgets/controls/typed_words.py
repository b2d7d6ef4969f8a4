"""Words that are typed over a button: their spaces and their Enter were not meant to press it.

Whoever begins to write while a choice or a button has the keyboard would take the choice with the
first space: that a client was talked with, for one. Letters that follow each other as in a word
tell the difference.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton

from session_forms.words.texts import _
from therapist_app.accessibility.announcing import announce
from therapist_app.widgets.controls.pressed_at import pressed_at
from therapist_app.widgets.tips import say_at

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object

WITHIN = 400
"""Milliseconds: letters that follow each other no slower may be of one word."""
PRESSING = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})
SHORTCUTS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class TypedOver(_Button):
    """A button that words press by nothing that is in them."""

    _letter_at: int | None = None
    _letters = 0
    _has_said_words = False

    def is_of_words(self, event: QKeyEvent) -> bool:
        """Return whether a key would press it within words; the first time, say so.

        Enter after a single letter is meant: a letter may be a key of the page.
        """
        if event.modifiers() & SHORTCUTS:
            return False
        at, presses = pressed_at(event), event.key() in PRESSING
        follows = self._letter_at is not None and 0 <= at - self._letter_at <= WITHIN
        if not follows:
            self._letters, self._has_said_words = 0, False
        is_letter, is_space = event.text().isalpha(), event.key() == Qt.Key.Key_Space
        self._letters += is_letter
        is_kept = follows and presses and (is_space or self._letters > 1)
        if is_kept or is_letter:
            self._letter_at = at
        if is_kept and not self._has_said_words:
            self._has_said_words = True
            words = _("Words were typed: they are not saved and press nothing here.")
            say_at(self, words)
            announce(self, words, "problem")
        return is_kept

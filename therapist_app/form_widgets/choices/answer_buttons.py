"""Buttons that ask to be chosen and are told whether they are: they keep no answer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from therapist_app.form_widgets.choices.choices import Choice
from therapist_app.widgets.controls.options import Option, Step, Tick

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object


class _Told(_Button):
    """What lets a button be told what it shows."""

    @override
    def nextCheckState(self) -> None:
        """Stay as told: the form decides what is chosen."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the space bar; every other key belongs to what the button stands in."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.click()
            event.accept()
        else:
            event.ignore()


class AnswerOption(_Told, Option):
    """One of several answers."""

    def __init__(self, choice: Choice, *, client: bool, parent: QWidget) -> None:
        words, key, more = choice.words, choice.key, choice.help_words
        super().__init__(words, key=key, help_words=more, client=client, parent=parent)


class AnswerTick(_Told, Tick):
    """One of any number of answers."""

    def __init__(self, choice: Choice, *, client: bool, parent: QWidget) -> None:
        words, key, more = choice.words, choice.key, choice.help_words
        super().__init__(words, key=key, help_words=more, client=client, parent=parent)


class AnswerStep(_Told, Step):
    """One number of a rating."""

    def __init__(self, choice: Choice, *, client: bool, parent: QWidget) -> None:
        super().__init__(choice.key, client=client, parent=parent)
        spoken = (choice.key, choice.help_words)
        self.setAccessibleName(", ".join(words for words in spoken if words))


def show_checked(button: QAbstractButton, *, checked: bool) -> None:
    """Show a button as chosen or not.

    An exclusive button is a radio button to a screen reader, but Qt would never let the last
    one go; so it is exclusive except while it is told.
    """
    is_exclusive = button.autoExclusive()
    button.setAutoExclusive(False)
    button.setChecked(checked)
    button.setAutoExclusive(is_exclusive)

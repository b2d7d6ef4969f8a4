"""Buttons that ask to be chosen and are told whether they are: they keep no answer."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from therapist_app.form_widgets.choices.choices import Choice
from therapist_app.widgets.controls.options import Option, Tick
from therapist_app.widgets.controls.step import Step


class AnswerOption(Option):
    """One of several answers."""

    def __init__(self, choice: Choice, *, client: bool, parent: QWidget) -> None:
        super().__init__(
            choice.words,
            key=choice.key,
            help_words=choice.help_words,
            client=client,
            parent=parent,
        )

    @override
    def nextCheckState(self) -> None:
        """Stay as told: the form decides what is chosen."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the space bar; every other key belongs to the question."""
        press_or_pass(self, event)


class AnswerTick(Tick):
    """One of any number of answers."""

    def __init__(self, choice: Choice, *, client: bool, parent: QWidget) -> None:
        super().__init__(choice.words, key=choice.key, help_words=choice.help_words, client=client)
        self.setParent(parent)

    @override
    def nextCheckState(self) -> None:
        """Stay as told: the form decides what is chosen."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the space bar; every other key belongs to the question."""
        press_or_pass(self, event)


class AnswerStep(Step):
    """One number of a rating."""

    def __init__(self, choice: Choice, *, client: bool, parent: QWidget) -> None:
        super().__init__(choice.key, client=client, parent=parent)
        spoken = ", ".join(each for each in (choice.key, choice.help_words) if each)
        self.setAccessibleName(spoken)

    @override
    def nextCheckState(self) -> None:
        """Stay as told: the form decides what is chosen."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the space bar; every other key belongs to the question."""
        press_or_pass(self, event)


def show_checked(button: QAbstractButton, *, checked: bool) -> None:
    """Show a button as chosen or not.

    An exclusive button is a radio button to a screen reader, but Qt would never let the last
    one go; so it is exclusive except while it is told.
    """
    is_exclusive = button.autoExclusive()
    button.setAutoExclusive(False)
    button.setChecked(checked)
    button.setAutoExclusive(is_exclusive)


def press_or_pass(button: QAbstractButton, event: QKeyEvent) -> None:
    """Click the button for the space bar, else leave the key to what the button stands in."""
    if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
        button.click()
        event.accept()
    else:
        event.ignore()

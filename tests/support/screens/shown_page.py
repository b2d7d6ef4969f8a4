"""A page shown by itself, as the tests of a screen drive it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.windows.settling import settle
from therapist_app.destination import Destination

USUAL = (1170, 768)


class ShownPage:
    """A page in a window of its own; whoever tests a screen adds a person's verbs.

    Attributes:
        left: Every place that the page asked to leave for.
        view: The page, once `show_page` has shown it.

    """

    view: Any

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.left: list[Destination] = []

    def show_page(self, view: Any, size: tuple[int, int] = USUAL, *, active: bool = False) -> None:
        """Show a page with the keyboard where it begins; `active`: its window takes the keys."""
        self.view = view
        view.leave_requested.connect(self.left.append)
        self.qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        if active:
            view.activateWindow()
            settle()
        view.focus_first()
        settle()

    def press(self, button: QPushButton) -> None:
        """Click in the middle of a button."""
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    def press_named(self, name: str) -> None:
        """Press the button that is called so."""
        buttons = [each for each in self.view.findChildren(QPushButton) if each.isVisible()]
        self.press(next(each for each in buttons if each.accessibleName() == name))

    @property
    def words(self) -> str:
        """What the labels say that can be seen."""
        labels = self.view.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

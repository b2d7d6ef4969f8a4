"""Choices: real radio buttons and check boxes whose whole surface answers a click."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from therapist_app.theme.focus_ring import draw_focus_ring


class Option(QRadioButton):
    """One of several choices."""

    def __init__(self, words: str, *, client: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setProperty("option", True)
        self.setProperty("turn", "client" if client else "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def hitButton(self, pos: QPoint) -> bool:
        """Say that the whole box can be clicked."""
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, and a ring that stands out on the chosen ground."""
        super().paintEvent(event)
        if self.hasFocus() and self.isChecked():
            draw_focus_ring(QPainter(self), self.rect())


class Tick(QCheckBox):
    """A box to tick, with the surface of an option."""

    def __init__(self, words: str, *, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setChecked(checked)
        self.setProperty("option", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def hitButton(self, pos: QPoint) -> bool:
        """Say that the whole box can be clicked."""
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, and a ring that stands out on the chosen ground."""
        super().paintEvent(event)
        if self.hasFocus() and self.isChecked():
            draw_focus_ring(QPainter(self), self.rect())

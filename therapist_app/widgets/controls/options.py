"""Choices: real radio buttons and check boxes whose whole surface answers a click."""

from functools import cache

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QSizePolicy, QWidget
from typing_extensions import override

from therapist_app.widgets.controls.option_face import OptionFace, option_face


class Option(QRadioButton):
    """One of several choices; `key` is the digit or letter that chooses it."""

    def __init__(
        self,
        words: str,
        *,
        key: str = "",
        help_words: str = "",
        client: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.face = option_face(words, key=key, help_words=help_words, client=client)
        _prepare(self, self.face)

    @override
    def hitButton(self, pos: QPoint) -> bool:
        """Say that the whole box can be clicked."""
        return self.rect().contains(pos)

    @override
    def sizeHint(self) -> QSize:
        """Return the room in which the words stand on one line."""
        return _hint(self.face, self.face.natural_width)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of the longest word."""
        return QSize(self.face.least_width, self.face.sizes.height)

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height that the words need at a width."""
        return self.face.height_for(width)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the mark and the words."""
        self.face.paint(self)


class Tick(QCheckBox):
    """A box to tick, with the surface of an option."""

    def __init__(
        self,
        words: str,
        *,
        checked: bool = False,
        key: str = "",
        help_words: str = "",
        client: bool = False,
    ) -> None:
        super().__init__(words)
        self.face = option_face(words, key=key, help_words=help_words, client=client)
        _prepare(self, self.face)
        self.setChecked(checked)

    @override
    def hitButton(self, pos: QPoint) -> bool:
        """Say that the whole box can be clicked."""
        return self.rect().contains(pos)

    @override
    def sizeHint(self) -> QSize:
        """Return the room in which the words stand on one line."""
        return _hint(self.face, self.face.natural_width)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of the longest word."""
        return QSize(self.face.least_width, self.face.sizes.height)

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height that the words need at a width."""
        return self.face.height_for(width)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the mark and the words."""
        self.face.paint(self)


def _prepare(button: QRadioButton | QCheckBox, face: OptionFace) -> None:
    spoken = [face.key, face.words, face.help_words]
    button.setAccessibleName(", ".join(each for each in spoken if each))
    button.setSizePolicy(_policy())


def _hint(face: OptionFace, width: int) -> QSize:
    return QSize(width, face.height_for(width))


@cache
def _policy() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    return policy

"""What is on or off, and the one signal that says that a person turned it, by whatever hand.

A mouse and a key click. Assistive technology does not: Qt turns the button over for it, as the
program does when it shows what is so. So neither `clicked` nor `toggled` means a person; `turned`
does. No other signal of such a button is listened to, but for what it shows of itself.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object


class Switch(_Button):
    """What makes a button say that a person turned it, and be silent about what it is told.

    Signals:
        turned: A person took it, by mouse, key or assistive technology; whether it is on now.

    """

    turned = Signal(bool)
    is_clicked = False
    """Whether the mouse lets go of it at this moment, so that what it turned was its click."""
    _is_told = False

    def _say_when_turned(self) -> None:
        """Begin to listen; called once, when the button has been made."""
        self.clicked.connect(self._on_clicked)
        self.toggled.connect(self._on_toggled)

    @override
    def setChecked(self, arg__1: bool, /) -> None:
        """Show it on or off, without announcing it as the act of a person."""
        self._is_told = True
        super().setChecked(arg__1)
        self._is_told = False

    @override
    def nextCheckState(self) -> None:
        """Turn over within a click, which is announced by itself, or because another was taken."""
        self._is_told = True
        super().nextCheckState()
        self._is_told = False

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Know a click of the mouse from a key while it is told."""
        self.is_clicked = True
        super().mouseReleaseEvent(event)
        self.is_clicked = False

    @Slot()
    def _on_clicked(self) -> None:
        self.turned.emit(self.isChecked())

    @Slot(bool)
    def _on_toggled(self, checked: bool) -> None:  # noqa: FBT001 - Qt's own order
        if self.is_by_a_person(checked=checked):
            self.turned.emit(checked)

    def is_by_a_person(self, *, checked: bool) -> bool:
        """Return whether this change, which is no click, is the act of a person."""
        goes_with_another = self.autoExclusive() and not checked
        return not self._is_told and not goes_with_another


class SwitchGroup(QButtonGroup):
    """Switches that do not speak for themselves: the group says which of them a person turned.

    A form of two hundred questions has a thousand of them, and each connection takes its time.
    Nothing else comes of the group: what is on, and where the arrows lead, its owner decides.

    Signals:
        turned: The switch that a person took, by mouse, key or assistive technology.

    """

    turned = Signal(QAbstractButton)

    def __init__(self, owner: QWidget, switches: Iterable[Switch]) -> None:
        super().__init__(owner)
        self.setExclusive(False)
        for each in switches:
            self.addButton(each)
        self.buttonClicked.connect(self.turned)
        self.buttonToggled.connect(self._on_toggled)

    @Slot(QAbstractButton, bool)
    def _on_toggled(self, switch: QAbstractButton, checked: bool) -> None:  # noqa: FBT001 - as Qt's
        assert isinstance(switch, Switch)
        if switch.is_by_a_person(checked=checked):
            self.turned.emit(switch)


class ChoiceGroup(QButtonGroup):
    """Switches of which one is on at a time.

    Signals:
        chosen: The number of the one that a person took.

    """

    chosen = Signal(int)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)

    def add(self, switch: Switch, number: int = -1) -> None:
        """Take one in; without a number Qt gives it one of its own."""
        self.addButton(switch, number)
        switch.turned.connect(self._on_turned)

    @Slot()
    def _on_turned(self) -> None:
        switch = self.sender()
        assert isinstance(switch, QAbstractButton)
        self.chosen.emit(self.id(switch))

"""A menu that closes with what is taken from it, by whatever hand."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override


class Menu(QMenu):
    """A menu; Qt leaves it open when assistive technology takes one of its lines."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.triggered.connect(self.close)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first line that can be taken, which a screen reader says.

        By itself Qt marks none: the menu would open in silence. Under the mouse it stays so.
        """
        super().showEvent(event)
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:
            for each in [each for each in self.actions() if each.isEnabled()][:1]:
                self.setActiveAction(each)

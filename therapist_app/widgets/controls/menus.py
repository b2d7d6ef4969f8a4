"""A menu that closes with what is taken from it, by whatever hand."""

from PySide6.QtWidgets import QMenu, QWidget


class Menu(QMenu):
    """A menu; Qt leaves it open when assistive technology takes one of its lines."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.triggered.connect(self.close)

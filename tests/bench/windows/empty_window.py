"""An empty window: shown, painted, gone. The floor of every start."""

import os

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow
from typing_extensions import override


class EmptyWindow(QMainWindow):
    """Ends the process once it was painted."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self.end)

    def end(self) -> None:
        os._exit(0)


if __name__ == "__main__":
    app = QApplication(["empty"])
    window = EmptyWindow()
    window.resize(1366, 768)
    window.show()
    app.exec()

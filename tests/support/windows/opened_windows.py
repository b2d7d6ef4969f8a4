"""Every window that is shown, if only for a moment: a part shown before it has its place is one."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override


class OpenedWindows(QObject):
    """Notes them from now on, for one test."""

    def __init__(self, qtbot) -> None:
        super().__init__()
        self.seen: list[QWidget] = []
        QApplication.instance().installEventFilter(self)
        qtbot.addWidget(QWidget(), before_close_func=self._stop)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False

    def _stop(self, _widget: QWidget) -> None:
        QApplication.instance().removeEventFilter(self)

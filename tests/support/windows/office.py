"""The one window over a real record that is locked, and opened again after it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.record.records import ServiceOnDisk
from tests.support.workflows.workspaces import Workplace, workspace_for
from therapist_app import bootstrap


class Office:
    """A workplace over a fresh record, and whether it left."""

    def __init__(self, qtbot: Any, service: ServiceOnDisk, content: Any) -> None:
        self.qtbot, self.service, self.content = qtbot, service, content
        self.left: list[bool] = []
        self.how: dict[str, bool] = {}
        self.open()

    def open(self) -> None:
        """Open the window over the record, as after signing in."""
        self.vault = self.service.open()
        self.window = bootstrap.open_workplace(self.vault, leave=self._leave, content=self.content)
        self.qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        QApplication.processEvents()

    def _leave(self, **how: bool) -> None:
        self.how = how
        self.left.append(True)

    @property
    def work(self) -> Workplace:
        """What the person does in the record, past the window."""
        return Workplace(workspace_for(self.vault), self.service.clock)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key in the window."""
        QTest.keyPress(self.window.windowHandle(), key, modifier)
        QApplication.processEvents()

    def lock_and_open_again(self) -> None:
        """Lock by the key, which closes the record and leaves, and sign in again."""
        before = self.window
        self.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert self.left.pop()
        before.hide()
        self.open()

"""The window of a real service on disk, with its packs, for journeys that lock and come back."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.support.record.records import ServiceOnDisk
from therapist_app import bootstrap
from therapist_app.screens.library.versions_view import Asking


@dataclass
class Laptop:
    """The window of a real service; locking it and coming back is one step."""

    service: ServiceOnDisk
    left: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unlock()

    def unlock(self) -> None:
        self.vault = self.service.open()
        content = bootstrap.load_content(self.service.folder)
        self.window = bootstrap.open_workplace(
            self.vault, leave=lambda: self.left.append(True), content=content
        )
        self.workspace = content.workspace(self.vault)
        self.window.resize(1366, 768)
        self.window.show()
        self.settle()

    def read_content(self) -> None:
        """Work with what is in use now, as the window does."""
        self.workspace = bootstrap.load_content(self.service.folder).workspace(self.vault)

    def settle(self) -> None:
        for _turn in range(10):
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # pages that were left

    @property
    def words(self) -> str:
        labels = self.window.findChildren(QLabel)
        return "\n".join(f"{each.text()} {each.accessibleName()}" for each in labels)

    def press(self, words: str) -> None:
        buttons = self.window.page.findChildren(QPushButton)
        wanted = [each for each in buttons if each.isVisible() and words in each.accessibleName()]
        assert wanted, f"no button {words!r}"
        wanted[0].click()
        self.settle()

    def type(self, words: str) -> None:
        QTest.keyClicks(self.window.focusWidget(), words)
        self.settle()

    def look_at(self, pack: Path) -> None:
        """Open the page of a pack that could be installed."""
        self.press("Open programme versions")
        self.window.page.versions._asking = Asking(for_pack=lambda _parent: pack)
        self.press("Install from file")

    def install(self) -> None:
        """Install the pack that was looked at: its number was compared in person."""
        self.type("Mara Lind")
        self.window.page.versions.page.compared.click()
        self.press("Install and use")

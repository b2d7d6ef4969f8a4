"""What a screen reader is told, heard in the process itself."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent


@dataclass(frozen=True, slots=True)
class Said:
    """One announcement."""

    words: str
    politeness: str

    @property
    def interrupts(self) -> bool:
        """Whether it does not wait for its turn."""
        return self.politeness == "Assertive"


class Hearing:
    """Notes each announcement from now on, until the patch is undone."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said: list[Said] = []
        pass_on: Callable[[QAccessibleEvent], None] = QAccessible.updateAccessibility

        def note(event: QAccessibleEvent) -> None:
            if isinstance(event, QAccessibleAnnouncementEvent):
                self.said.append(Said(event.message(), event.politeness().name))
            pass_on(event)

        monkeypatch.setattr(QAccessible, "updateAccessibility", note)

    @property
    def words(self) -> list[str]:
        """Return what was said since it was last taken."""
        return [each.words for each in self.said]

    def take(self) -> list[Said]:
        """Return what was said since it was last taken, and forget it."""
        taken, self.said = self.said, []
        return taken

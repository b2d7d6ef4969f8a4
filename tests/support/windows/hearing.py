"""What a screen reader is told, heard in the process itself."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from therapist_app.widgets.fields.found_told import FoundTold


@dataclass(frozen=True, slots=True)
class Said:
    """One announcement."""

    words: str
    politeness: str
    reaches: bool = field(default=True, compare=False)
    """Whether Qt passed it on: not while assistive technology is told nothing."""

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
                told = event.message(), event.politeness().name
                self.said.append(Said(*told, reaches=QAccessible.isActive()))
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


def told_as_found(page: QWidget, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is said of what a field has found on a page, once nobody typed for a moment."""
    [told] = page.findChildren(FoundTold)
    assert told.isActive()
    with monkeypatch.context() as patch:
        hearing = Hearing(patch)
        told.timeout.emit()
    return hearing.words

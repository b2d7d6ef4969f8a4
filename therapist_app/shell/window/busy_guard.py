"""What waits while a job of the open screen has the record.

A job that is handed the record has it alone: nobody goes elsewhere before it is done. Where the
screen says when that is, what was asked for meanwhile happens then, locking and closing too: the
window is blank at once, and the record is closed when nobody uses it. The last wish counts.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from therapist_app.shell.navigation.page import BlocksLeaving

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance


@runtime_checkable
class SaysWhenDone(BlocksLeaving, Protocol):
    """A screen that also says when its job is done.

    Signals:
        record_released: It is.

    """

    record_released: "SignalInstance[tuple[()]]"


@runtime_checkable
class ClosesRecord(Protocol):
    """A screen whose job may close the record for good: then nothing is waited for any more."""

    @property
    def is_closed(self) -> bool:
        """Whether it did."""


class BusyGuard(QObject):
    """Keeps what was asked for until the open screen gives the record back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: QWidget | None = None
        self._wish: Callable[[], None] | None = None

    @property
    def is_on(self) -> bool:
        """Whether a job has the record now."""
        return isinstance(self._page, BlocksLeaving) and self._page.is_holding

    @property
    def will_end(self) -> bool:
        """Whether a job has the record now whose end will be said."""
        page = self._page
        if isinstance(page, ClosesRecord) and page.is_closed:
            return False
        return isinstance(page, SaysWhenDone) and page.is_holding

    def follow(self, page: QWidget) -> None:
        """Look after another screen."""
        self._page = page
        if isinstance(page, SaysWhenDone):
            page.record_released.connect(self._on_released)

    def keeps(self, wish: Callable[[], None]) -> bool:
        """Keep a wish until the job is done, or return false where there is nothing to wait for."""
        if self.will_end:
            self._wish = wish
        return self.will_end

    @Slot()
    def _on_released(self) -> None:
        wish, self._wish = self._wish, None
        if wish is not None:
            wish()

"""The report that left and is read on the page of oversight: made again, and kept nowhere."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Slot
from typing_extensions import override

from exports.errors import ExportError
from therapist_app.view_model import WorkingViewModel, WorkState
from therapist_app.workflows.supervision.what_left import WhatLeft, what_left
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingState(WorkState):
    """What is read.

    Attributes:
        asked: The id of the release that was asked for; empty while none is.
        page: The page that is shown, from 0.
        refused: Why it cannot be shown, as a sentence.

    """

    asked: str = ""
    read: WhatLeft | None = None
    page: int = 0
    refused: str = ""


class ReadingViewModel(WorkingViewModel[ReadingState]):
    """Makes a report that left once more, beside the window."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._state = ReadingState()

    @Slot(str)
    def read(self, release_id: str) -> None:
        """Show a report that left."""
        if not self._state.is_busy:
            self._state = ReadingState(asked=release_id)
            self._work(partial(what_left, self._workspace, release_id), self._on_read)

    @Slot(int)
    def turn_page(self, by: int) -> None:
        """Turn to another page of it."""
        read = self._state.read
        if read is not None:
            page = max(0, min(len(read.pages) - 1, self._state.page + by))
            self._change(replace(self._state, page=page))

    @Slot()
    def close(self) -> None:
        """Show none."""
        if not self._state.is_busy:
            self._change(ReadingState())

    def _on_read(self, read: WhatLeft) -> None:
        self._release(replace(self._state, is_busy=False, read=read))

    @override
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, ExportError):
            self._release(replace(self._state, is_busy=False, refused=str(error)))
            return
        super()._on_failed(error)

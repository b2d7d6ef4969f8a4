"""The way to a backup when the record cannot be unlocked."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from therapist_app.screens.mending.view import MendingView
from therapist_app.screens.mending.viewmodel import MendingViewModel


def mending_page(service: Path, uid: str, *, back: Callable[[], None]) -> QWidget:
    """Return the screen that puts a backup back for one person; `back` shows the unlock window."""
    viewmodel = MendingViewModel(service, uid)
    view = MendingView(viewmodel)
    viewmodel.leave_requested.connect(back)
    return view

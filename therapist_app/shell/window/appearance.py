"""The look of the whole application while it runs."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from therapist_app import settings
from therapist_app.settings import ChosenLook, LookSettings
from therapist_app.theme.applying import apply, system_scheme
from therapist_app.theme.look import Look

if TYPE_CHECKING:
    from therapist_app.shell.window.main_window import MainWindow


class AppearanceController(QObject):
    """Puts the chosen look on the application, and again when the system changes its own."""

    def __init__(self, app: QApplication, file: Path | None) -> None:
        super().__init__()
        self._app = app
        self._window: MainWindow | None = None
        self.loaded = settings.load(file) if file else settings.Loaded(settings.DEFAULTS)
        self.chosen = ChosenLook(file, self.loaded.settings, self.apply)
        self.apply(self.loaded.settings)
        app.styleHints().colorSchemeChanged.connect(self.follow_system)

    def attach(self, window: "MainWindow") -> None:
        """Have this window follow from now on."""
        self._window = window
        window.resize(self.chosen.settings.width, self.chosen.settings.height)
        self.setParent(window)

    def apply(self, look: LookSettings) -> None:
        """Give the application a look."""
        scheme = system_scheme(self._app) if look.scheme == "system" else look.scheme
        apply(self._app, Look(scheme, look.text_scale, look.reduced_motion, look.one_by_one))
        if self._window is not None:
            self._window.rebuild()

    def note_size(self) -> None:
        """Keep the window's size for next time."""
        window = self._window
        if window is not None and not window.isMaximized():
            size = window.size()
            self.chosen.keep(
                replace(self.chosen.settings, width=size.width(), height=size.height())
            )

    @Slot()
    def follow_system(self) -> None:
        """Look at the system again."""
        if self.chosen.settings.scheme == "system":
            self.apply(self.chosen.settings)

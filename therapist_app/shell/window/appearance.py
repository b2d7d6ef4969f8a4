"""The look of the whole application while it runs."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QObject, QRect, QSize, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget

from therapist_app import settings
from therapist_app.settings import ANYWHERE, ChosenLook, LookSettings
from therapist_app.theme.applying import apply, system_scheme
from therapist_app.theme.look import Look

if TYPE_CHECKING:
    from therapist_app.shell.window.main_window import MainWindow


FRAME = QMargins(8, 32, 8, 8)
"""Room for the frame that a desktop draws around a window, which no size of ours counts."""
MOST_AT_FIRST = QSize(1920, 1200)
SHARE_AT_FIRST = 0.7


def placed(look: LookSettings, screens: Sequence[QRect]) -> QRect:
    """Return where a window stands: as it was kept, and wholly on one of the screens there are.

    A screen that was taken away takes no window with it, and none is larger than its screen.
    """
    if ANYWHERE in (look.left, look.top):
        return first_placed(QSize(look.width, look.height), screens[0])
    wanted = QRect(look.left, look.top, look.width, look.height)
    on = next((each for each in screens if each.contains(wanted.center())), screens[0])
    width, height = min(look.width, on.width()), min(look.height, on.height())
    if not on.contains(wanted.center()):
        return _in_the_middle(QSize(width, height), on)
    left = min(max(look.left, on.x()), on.x() + on.width() - width)
    top = min(max(look.top, on.y()), on.y() + on.height() - height)
    return QRect(left, top, width, height)


def first_placed(usual: QSize, screen: QRect) -> QRect:
    """Return where a window stands that nobody moved: whole with its frame, in the middle.

    On a large screen it is larger than usual.
    """
    room = screen.marginsRemoved(FRAME)
    share = (screen.size() * SHARE_AT_FIRST).boundedTo(MOST_AT_FIRST)
    return _in_the_middle(usual.expandedTo(share).boundedTo(room.size()), room)


def _in_the_middle(size: QSize, room: QRect) -> QRect:
    left = room.x() + (room.width() - size.width()) // 2
    top = room.y() + (room.height() - size.height()) // 2
    return QRect(left, top, size.width(), size.height())


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
        self.place(window)
        self.setParent(window)

    def place(self, window: QWidget) -> None:
        """Put a window where the last one stood, as far as the screens of today have room."""
        found = self.chosen.settings
        screens = [each.availableGeometry() for each in self._app.screens()]
        window.setGeometry(placed(found, screens))
        if found.maximised:
            window.setWindowState(Qt.WindowState.WindowMaximized)

    def apply(self, look: LookSettings) -> None:
        """Give the application a look; in other colours or sizes its window is built anew."""
        scheme = system_scheme(self._app) if look.scheme == "system" else look.scheme
        worn = Look(scheme, look.text_scale, look.reduced_motion, look.one_by_one)
        if apply(self._app, worn) and self._window is not None:
            self._window.rebuild()

    def note_size(self) -> None:
        """Keep the window's size and place for next time, and whether it fills the screen."""
        window = self._window
        if window is None:
            return
        shown = window.normalGeometry() if window.isMaximized() else window.geometry()
        if window.isFullScreen() or not shown.isValid():  # a client holds it: not a chosen size
            return
        self.chosen.keep(
            replace(
                self.chosen.settings,
                width=shown.width(),
                height=shown.height(),
                left=shown.x(),
                top=shown.y(),
                maximised=window.isMaximized(),
            )
        )

    @Slot()
    def follow_system(self) -> None:
        """Look at the system again."""
        if self.chosen.settings.scheme == "system":
            self.apply(self.chosen.settings)

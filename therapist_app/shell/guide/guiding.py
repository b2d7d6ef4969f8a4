"""Guides somebody through a first session in practice: hints over the screens, ticked off by facts.

The record is looked at when somebody goes somewhere, and a moment after something changed in it.
"""

from PySide6.QtCore import QObject, QTimer, Slot

from therapist_app.commands import AlertPage, Destination, HandOver, SessionPage
from therapist_app.practice.guided_session import (
    BEGUN,
    GIVEN_BACK,
    Progress,
    leave,
    note_hand_over,
    progress,
    stamp,
)
from therapist_app.shell.guide.guide_bar import GuideBar
from therapist_app.shell.window.frame import Frame
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.workspace import Workspace

LOOK_MS = 500


def guide_through(window: MainWindow, workspace: Workspace) -> "Guide":
    """Have hints shown in a window for as long as it lives, whenever a guided session is on."""
    return Guide(window, workspace)


class Guide(QObject):
    """Shows the hint of a guided session over whatever screen is open."""

    def __init__(self, window: MainWindow, workspace: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._stamp = -1
        self._before: Destination = window.here
        self._frame: Frame | None = None
        self.bar: GuideBar | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look_again)
        window.arrived.connect(self.follow)
        self.follow(window.here)

    @Slot(Destination)
    def follow(self, here: Destination) -> None:
        """Note where the person went, and show what to try there."""
        if progress(self._workspace) is not None:
            self._note(here)
        self._before = here
        self.look()

    @Slot()
    def look_again(self) -> None:
        """Look at the record where it has changed since the last look."""
        if not self._workspace.vault.is_open:
            self._timer.stop()
        elif not self._window.is_held() and stamp(self._workspace) != self._stamp:
            self.look()

    def look(self) -> None:
        """Show the hint that fits what the record says now; put it away where none is wanted."""
        self._stamp = stamp(self._workspace)
        now = progress(self._workspace)
        if now is None:
            self._put_away()
            return
        if self.bar is None or self._frame is not self._window.frame:
            self._put_up()
        assert self.bar is not None
        here = self._window.here
        is_held = isinstance(here, HandOver)
        can_go = not (is_held or now.is_through or _is_at_work(here, now))
        self.bar.show_progress(now, can_go=can_go, can_leave=not is_held)

    def _note(self, here: Destination) -> None:
        was_held, is_held = isinstance(self._before, HandOver), isinstance(here, HandOver)
        if is_held:
            note_hand_over(self._workspace, BEGUN)
        elif was_held:
            note_hand_over(self._workspace, GIVEN_BACK)

    def _put_up(self) -> None:
        self._frame = self._window.frame
        self.bar = GuideBar()
        self.bar.go_chosen.connect(self._on_go_chosen)
        self.bar.leave_chosen.connect(self._on_leave_chosen)
        self._frame.put_above(self.bar)
        self._timer.start()

    def _put_away(self) -> None:
        self._timer.stop()
        if self.bar is not None:
            self.bar.hide()
            self.bar.deleteLater()
            self.bar = None

    @Slot()
    def _on_go_chosen(self) -> None:
        now = progress(self._workspace)
        if now is not None:
            self._window.go_to(SessionPage(now.appointment_id))

    @Slot()
    def _on_leave_chosen(self) -> None:
        leave(self._workspace)
        self.look()


def _is_at_work(here: Destination, now: Progress) -> bool:
    """Return whether the guided session goes on by itself from here."""
    appointment_id = getattr(here, "appointment_id", None)
    return isinstance(here, AlertPage) or appointment_id == now.appointment_id

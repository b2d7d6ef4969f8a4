"""Guides somebody through a first session in practice: hints over the screens, ticked off by facts.

The record is looked at when somebody goes somewhere, and a moment after something changed in it.
"""

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility import announcing
from therapist_app.accessibility.roles import tell_open
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
from therapist_app.shell.window.frame import Frame
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.theme.look import look
from therapist_app.widgets.parts import STRETCH, box, button, chip, empty, hold, row, stack, text
from therapist_app.workflows.workspace import Workspace

LOOK_MS = 500


class GuideBar(QWidget):
    """The hint over every screen: what to try now, how far it is, and the way out.

    Signals:
        go_chosen: Back to the session.
        leave_chosen: No more hints.

    """

    go_chosen = Signal()
    leave_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = text("", "strong", wrap=True)
        self.hint = text("", wrap=True)
        self.go = button(_("Back to the session"), "quiet", "session")
        self.leave = button(_("Stop the hints"), "quiet", "close")
        self.more = button(pgettext("button", "Hint"), "quiet", "info")
        self.more.setCheckable(True)
        if not look().is_large:
            self.more.hide()
        if look().is_large:  # large text leaves little room for the work
            self.hint.hide()
        self._count = QVBoxLayout()
        self._said = ""
        frame = box("guide", self._composed())
        frame.setAccessibleName(_("Your first session, step by step"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.go.clicked.connect(self.go_chosen)
        self.leave.clicked.connect(self.leave_chosen)
        self.more.toggled.connect(self._on_more_toggled)
        tell_open(self.more, is_open=False)

    @Slot(bool)
    def _on_more_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.hint.setVisible(is_open)
        tell_open(self.more, is_open=is_open)

    def show_progress(self, progress: Progress, *, can_go: bool, can_leave: bool) -> None:
        """Show what to try now; while the client holds the laptop nothing can be pressed."""
        task = progress.current
        self.title.setText(task.title if task else pgettext("state of a guided session", "Done"))
        self.hint.setText(task.hint if task else progress.closing)
        words = _("{done} of {all} done").format(done=progress.done, all=len(progress.tasks))
        empty(self._count)
        self._count.addWidget(chip(words, "accent", "check"))
        self.go.setVisible(can_go)
        self.leave.setVisible(can_leave)
        self._say(f"{self.title.text()}. {self.hint.text()}")

    def _say(self, words: str) -> None:
        """Have a screen reader say the hint, once."""
        if words != self._said:
            self._said = words
            announcing.announce(self, words)

    def _composed(self) -> QBoxLayout:
        words = stack(self.title, self.hint, gap="hair")
        margins = ("page", "s", "page", "s")
        if look().is_large:
            moves = row(self._count, STRETCH, self.more, self.go, self.leave)
            return stack(words, moves, gap="xs", margins=margins)
        beside = row(hold(self._count), hold(words), self.go, self.leave, gap="m", margins=margins)
        beside.setStretch(1, 1)
        return beside


class Guide(QObject):
    """Shows the hint of a guided session, whenever one is on, for as long as the window lives."""

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

"""The hint of a guided session, over every screen of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app import accessibility
from therapist_app.practice.guided_session import Progress
from therapist_app.theme.look import look
from therapist_app.widgets.parts import STRETCH, box, button, chip, hold, row, stack, text


class GuideBar(QWidget):
    """What to try now, how far it is, and the way out.

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
        self.leave = button(_("Leave the hints"), "quiet", "close")
        self.more = button(_("Hint"), "quiet", "info")
        self.more.setCheckable(True)
        self.more.setVisible(look().is_large)
        self.hint.setVisible(not look().is_large)  # large text leaves little room for the work
        self._count = QVBoxLayout()
        self._said = ""
        frame = box("guide", self._composed())
        frame.setAccessibleName(_("Your first session, step by step"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.go.clicked.connect(self.go_chosen)
        self.leave.clicked.connect(self.leave_chosen)
        self.more.toggled.connect(self.hint.setVisible)

    def show_progress(self, progress: Progress, *, can_go: bool, can_leave: bool) -> None:
        """Show what to try now; while the client holds the laptop nothing can be pressed."""
        task = progress.current
        self.title.setText(task.title if task else _("Done"))
        self.hint.setText(task.hint if task else progress.closing)
        self._show_count(progress)
        self.go.setVisible(can_go)
        self.leave.setVisible(can_leave)
        self._say(f"{self.title.text()}. {self.hint.text()}")

    def _show_count(self, progress: Progress) -> None:
        words = _("{done} of {all} done").format(done=progress.done, all=len(progress.tasks))
        while (item := self._count.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self._count.addWidget(chip(words, "accent", "check"))

    def _say(self, words: str) -> None:
        """Have a screen reader say the hint, once."""
        if words != self._said:
            self._said = words
            accessibility.announce(self, words)

    def _composed(self) -> QBoxLayout:
        words = stack(self.title, self.hint, gap="hair")
        margins = ("page", "s", "page", "s")
        if look().is_large:
            moves = row(self._count, STRETCH, self.more, self.go, self.leave)
            return stack(words, moves, gap="xs", margins=margins)
        beside = row(hold(self._count), hold(words), self.go, self.leave, gap="m", margins=margins)
        beside.setStretch(1, 1)
        return beside

"""What is to be known about this laptop before a record is made on it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.texts import translate as _
from therapist_app.screens.first_run.viewmodel import FirstRunState
from therapist_app.widgets.parts import (
    STRETCH,
    banner,
    button,
    foot_bar,
    page_head,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.entering.first_run import EnvironmentCheck
from therapist_app.workflows.entering.laptop_words import tell_finding


class LaptopView(QWidget):
    """Each finding in words, and whether one may go on.

    Signals:
        went_on: The person has read it.
        went_back: They want to go back.

    """

    went_on = Signal()
    went_back = Signal()

    def __init__(self, state: FirstRunState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.go_on = button(_("Go on"), "primary")
        self.go_back = button(_("Back"))
        self._waiting = text(_("Looking at this laptop …"), "muted")
        self._body = stack(
            self._waiting,
            text(_place(state.folder), "small", tone="muted", wrap=True),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        self._why = text("", "small")
        self.findings: list[QFrame] = []
        head = page_head(_("This laptop"), _("What protects the record besides its own encryption"))
        foot = foot_bar(self.go_back, STRETCH, self._why, self.go_on)
        self.setLayout(stack(head, scroll(self._body), foot, gap="hair"))
        self.go_on.clicked.connect(self.went_on)
        self.go_back.clicked.connect(self.went_back)
        self.show_state(state)

    def show_state(self, state: FirstRunState) -> None:
        """Show what was found, once it was."""
        self.go_on.setEnabled(state.may_go_on)
        if self.findings or not state.checks:
            return
        self._waiting.hide()
        self._why.setText(_("A record cannot be made in this place.") if state.is_refused else "")
        self.findings = [_finding(each) for each in state.checks]
        for at, each in enumerate(self.findings):
            self._body.insertWidget(at, each)
        if self.isVisible():
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard on the next step."""
        (self.go_on if self.go_on.isEnabled() else self.go_back).setFocus()


def _finding(check: EnvironmentCheck) -> QFrame:
    return banner(*tell_finding(check))


def _place(folder: Path) -> str:
    return _("Place: {folder}").format(folder=folder)

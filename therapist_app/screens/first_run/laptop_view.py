"""What is to be known about this laptop before a record is made on it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from session_forms.texts import N_
from session_forms.texts import translate as _
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
from therapist_app.workflows.first_run import EnvironmentCheck

TONES = {"good": "good", "unknown": "info", "attention": "attention", "refused": "urgent"}
WORDS = {
    ("place", "local"): (
        N_("The record will stand on this laptop's own disk"),
        "",
    ),
    ("place", "synchronised"): (
        N_("This folder is copied to other computers"),
        N_(
            "Something such as OneDrive or Dropbox would carry the record away and can damage it. "
            "Start the application with --home and a folder that is not synchronised."
        ),
    ),
    ("place", "network"): (
        N_("This folder is on a network drive"),
        N_(
            "A record on a network drive can be damaged, and others can reach it. "
            "Start the application with --home and a folder on this laptop's own disk."
        ),
    ),
    ("disk", "encrypted"): (N_("The disk is encrypted"), ""),
    ("disk", "not-told"): (
        N_("Please check that the disk is encrypted"),
        N_(
            "The application cannot tell on this system. The record is encrypted by itself, but "
            "an encrypted disk also protects what the system keeps of the screen and of memory. "
            "Look for BitLocker, FileVault or LUKS, or ask whoever looks after the laptop."
        ),
    ),
    ("swap", "none"): (N_("Memory is never written to the disk"), ""),
    ("swap", "encrypted"): (N_("Memory that is written to the disk is encrypted"), ""),
    ("swap", "plain"): (
        N_("Memory may be written to the disk as it is"),
        N_(
            "The swap area is not encrypted: parts of what you see could remain on the disk. "
            "Ask whoever looks after the laptop to encrypt it or turn it off."
        ),
    ),
    ("swap", "not-told"): (
        N_("Hibernation"),
        N_(
            "A laptop that hibernates writes its memory to the disk. With an encrypted disk this "
            "is protected; without one, turn hibernation off."
        ),
    ),
}


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
        self.go_on.setEnabled(not state.is_refused)
        body = stack(
            *(_finding(each) for each in state.checks),
            text(_place(state.folder), "small", tone="muted", wrap=True),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        why = _("A record cannot be made in this place.") if state.is_refused else ""
        head = page_head(_("This laptop"), _("What protects the record besides its own encryption"))
        foot = foot_bar(self.go_back, STRETCH, text(why, "small"), self.go_on)
        self.setLayout(stack(head, scroll(body), foot, gap="hair"))
        self.go_on.clicked.connect(self.went_on)
        self.go_back.clicked.connect(self.went_back)

    def focus_first(self) -> None:
        """Put the keyboard on the next step."""
        (self.go_on if self.go_on.isEnabled() else self.go_back).setFocus()


def _finding(check: EnvironmentCheck) -> QFrame:
    title, detail = WORDS[(check.kind, check.reason)]
    return banner(TONES[check.finding], _(title), _(detail) if detail else "")


def _place(folder: Path) -> str:
    return _("Place: {folder}").format(folder=folder)

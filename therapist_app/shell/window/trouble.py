"""What stands where a screen could not be opened, and what the person is told about a mistake."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.commands import Back, Destination
from therapist_app.messages.errors import UserFacingError
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import STRETCH, button, page_head, row, scroll, stack, text


class TroublePage(QWidget):
    """Why a screen cannot be shown, whether anything is lost, what to do.

    Signals:
        leave_requested: Back to where the person came from.
        mending_requested: Do what the page offers to mend it.

    """

    leave_requested = Signal(Destination)
    mending_requested = Signal()
    page_help = PageHelp(
        "Something went wrong, and this page says what it was. It also says whether anything "
        "is lost, and what you can do now.",
        read_on="docs/guides/README.md",
    )

    def __init__(self, error: UserFacingError, *, again: str = "", mend: str = "") -> None:
        super().__init__()
        self.back = button(again or pgettext("button", "Back"), "secondary" if mend else "primary")
        self.mend = button(mend, "primary")
        if not mend:
            self.mend.hide()
        lines = [text(each, "reading", wrap=True) for each in _sentences(error)]
        moves = row(self.mend, self.back, STRETCH, gap="m")
        body = stack(*lines, moves, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(stack(page_head(error.title), scroll(body), gap="hair"))
        self.back.clicked.connect(partial(self.leave_requested.emit, Back()))
        self.mend.clicked.connect(self.mending_requested)

    def focus_first(self) -> None:
        """Put the keyboard on the way back, or on what mends it."""
        (self.back if self.mend.isHidden() else self.mend).setFocus()


def make_message(
    error: UserFacingError, code: str = "", parent: QWidget | None = None
) -> QMessageBox:
    """Return the dialog that says what went wrong; `code` may be told to whoever gives support."""
    box = QMessageBox(parent)
    box.setWindowTitle(pgettext("program", "Sessions"))
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(error.title)
    support = _("For support: {code}").format(code=code) if code else ""
    box.setInformativeText("\n\n".join(each for each in (*_sentences(error), support) if each))
    return box


def _sentences(error: UserFacingError) -> tuple[str, ...]:
    return tuple(each for each in (error.what_happened, error.lost, error.to_do) if each)

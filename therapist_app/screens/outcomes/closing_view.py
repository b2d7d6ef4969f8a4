"""Closing a quarter for good: what it will count, what is unfinished in it, and one question."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.screens.outcomes.viewmodel import OutcomesState, OutcomesViewModel
from therapist_app.widgets.parts import STRETCH, button, row, stack, text
from therapist_app.workflows.exporting.before_closing import QuarterAhead
from therapist_app.workflows.exporting.quarter_words import (
    others_words,
    question_words,
    unfinished_words,
)


class ClosingView(QWidget):
    """What can be said of the quarter that comes next, and the way to close it."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._was_asking = False
        self.said = text("", "small", wrap=True)
        self.unfinished = text("", "small", wrap=True)
        self.close_quarter = button(_("Close the quarter"))
        self.question = text("", "strong", wrap=True)
        self.others = text("", "small", wrap=True)
        self.keep_open = button(_("Leave it open"))
        self.for_good = button(_("Close it for good"))
        self._asking = (self.question, self.keep_open, self.for_good)
        self.setLayout(
            stack(
                self.said,
                self.unfinished,
                row(self.close_quarter, STRETCH),
                self.question,
                self.others,
                row(self.keep_open, self.for_good, STRETCH, gap="s"),
                gap="s",
            )
        )
        self.close_quarter.clicked.connect(viewmodel.ask_to_close)
        self.keep_open.clicked.connect(viewmodel.keep_open)
        self.for_good.clicked.connect(viewmodel.close_quarter)

    def show_state(self, state: OutcomesState) -> None:
        """Show what can be closed, and what is asked; first come figures that are not given."""
        ahead = state.choices.ahead if state.is_report and state.waiting is None else None
        is_asking = state.is_asking and ahead is not None
        for each in (self.said, self.close_quarter):
            each.setVisible(ahead is not None)
        self.close_quarter.setVisible(ahead is not None and not is_asking)
        self.close_quarter.setEnabled(not state.is_busy)
        for part in self._asking:
            part.setVisible(is_asking)
            part.setEnabled(not state.is_busy)
        left = unfinished_words(ahead.unfinished) if ahead is not None else ""
        self.unfinished.setText(left)
        self.unfinished.setVisible(bool(left))
        if ahead is not None:
            self.said.setText(ahead_words(ahead))
            self.question.setText(question_words(ahead))
            self.others.setText(others_words(ahead))
        self.others.setVisible(is_asking and bool(self.others.text()))
        self.setVisible(ahead is not None)
        self._was_asking = is_asking

    def following(self, had_keyboard: QWidget | None) -> QWidget | None:
        """Return where the keyboard goes on from here; None where it did not stand here.

        What closes for good is never pressed by a second Enter.
        """
        if had_keyboard not in (self.close_quarter, self.keep_open, self.for_good):
            return None
        return self.keep_open if self._was_asking else self.close_quarter

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the quarter open with Escape, while it is asked."""
        if event.key() == Qt.Key.Key_Escape and self._was_asking:
            self._viewmodel.keep_open()
            return
        super().keyPressEvent(event)


def ahead_words(ahead: QuarterAhead) -> str:
    """Return what a quarter will be able to say, and how many people that takes."""
    words = _(
        "{quarter} can be closed. Its figures are counted once and then stay as they are: close "
        "it when everything of it is written down."
    ).format(quarter=ahead.quarter.in_words)
    if not ahead.agreed:
        nobody = _("Nobody has agreed to it yet: it would hold no figures of your clients.")
        return f"{words} {nobody}"
    agreed = ngettext(
        "{count} of your clients has agreed to it.",
        "{count} of your clients have agreed to it.",
        ahead.agreed,
    ).format(count=ahead.agreed)
    met = ngettext(
        "{count} of them had a session, held or missed, by the end of that time and is counted; "
        "whoever was imported or added and had none here is not.",
        "{count} of them had a session, held or missed, by the end of that time and are counted; "
        "whoever was imported or added and had none here is not.",
        ahead.counted,
    ).format(count=ahead.counted)
    return f"{words} {agreed} {met} {_needed_words(ahead)}"


def _needed_words(ahead: QuarterAhead) -> str:
    """Return how many people a report takes, and whether there are enough as far as is known."""
    if ahead.counted >= ahead.needed:
        return _("A report needs {count} people who are counted: there are enough.").format(
            count=ahead.needed
        )
    if ahead.caseloads == 1:
        return _(
            "A report needs {count} people who are counted: of this quarter there would be none."
        ).format(count=ahead.needed)
    return _(
        "A report needs {count} people who are counted, of all caseloads together: whether there "
        "is one depends on the others."
    ).format(count=ahead.needed)

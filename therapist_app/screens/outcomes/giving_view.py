"""One's own figures that a closed quarter lacks: who closed it, what waits, and one question."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import translate as _
from therapist_app.screens.outcomes.viewmodel import OutcomesState, OutcomesViewModel
from therapist_app.widgets.parts import STRETCH, button, row, stack, text
from therapist_app.workflows.exporting.quarter_words import (
    closed_words,
    unfinished_words,
    when_given_words,
)


class GivingView(QWidget):
    """What stands between a closed quarter and one's own figures, and the way to give them now."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._was_asking = False
        self.said = text("", "small", wrap=True)
        self.unfinished = text("", "small", wrap=True)
        self.when = text("", "small", wrap=True)
        self.give = button(_("Give my figures now"))
        self.question = text("", "strong", wrap=True)
        self.let_wait = button(_("Leave them waiting"))
        self.for_good = button(_("Give them for good"))
        self._asking = (self.question, self.let_wait, self.for_good)
        self.setLayout(
            stack(
                self.said,
                self.unfinished,
                self.when,
                row(self.give, STRETCH),
                self.question,
                row(self.let_wait, self.for_good, STRETCH, gap="s"),
                gap="s",
            )
        )
        self.give.clicked.connect(viewmodel.ask_to_give)
        self.let_wait.clicked.connect(viewmodel.let_wait)
        self.for_good.clicked.connect(viewmodel.give_figures)

    def show_state(self, state: OutcomesState) -> None:
        """Show the first quarter that lacks figures of one's own, and what is asked of it."""
        waiting = state.waiting if state.is_report else None
        is_asking = state.is_giving and waiting is not None
        self.give.setVisible(waiting is not None and not is_asking)
        self.give.setEnabled(not state.is_busy)
        for part in self._asking:
            part.setVisible(is_asking)
            part.setEnabled(not state.is_busy)
        if waiting is not None:
            left = unfinished_words(waiting.unfinished)
            self.said.setText(closed_words(waiting))
            self.unfinished.setText(left)
            self.unfinished.setVisible(bool(left))
            self.when.setText(when_given_words(waiting))
            self.question.setText(
                _("Give your figures of {quarter} as they are? They cannot be given again.").format(
                    quarter=waiting.quarter.in_words
                )
            )
        self.setVisible(waiting is not None)
        self._was_asking = is_asking

    def following(self, had_keyboard: QWidget | None) -> QWidget | None:
        """Return where the keyboard goes on from here; None where it did not stand here.

        What gives for good is never pressed by a second Enter.
        """
        if had_keyboard not in (self.give, self.let_wait, self.for_good):
            return None
        return self.let_wait if self._was_asking else self.give

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the figures wait with Escape, while it is asked."""
        if event.key() == Qt.Key.Key_Escape and self._was_asking:
            self._viewmodel.let_wait()
            return
        super().keyPressEvent(event)

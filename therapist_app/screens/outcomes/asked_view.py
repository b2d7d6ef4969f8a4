"""What reports asked, on the page where reports are made: each question with its answer."""

from PySide6.QtWidgets import QWidget

from exports.reports.questions import standing_in_words
from session_forms.words.texts import _, pgettext
from therapist_app.screens.outcomes.questions_view import TONES, answer_words, open_words
from therapist_app.screens.outcomes.release_state import OutcomesState
from therapist_app.screens.outcomes.viewmodel import OutcomesViewModel
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    card,
    chip,
    empty,
    hold,
    row,
    ruled,
    stack,
    text,
)
from therapist_app.workflows.exporting.report_questions import QuestionLine


class AskedView(QWidget):
    """The questions, while nothing is prepared; gone where no report has asked any."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        self._shown: object = None
        self.show_all = button(_("Show questions and answers"))
        self.show_all.setParent(self)
        self._place = stack(margins=("l", "hair", "l", "l"))
        self.setLayout(self._place)
        self.show_all.clicked.connect(viewmodel.open_questions)

    def show_state(self, state: OutcomesState) -> None:
        """Show every question with its state and its answer."""
        self.setVisible(bool(state.questions) and not state.is_prepared and not state.is_busy)
        if state.questions == self._shown:
            return
        self._shown = state.questions
        self.show_all.setParent(self)  # or it would go with the lines that are replaced
        empty(self._place)
        if state.questions:
            waiting = open_words(sum(each.is_open for each in state.questions))
            lines: list[Part] = [*ruled(list(map(_line, state.questions)))]
            self._place.addWidget(
                card(
                    pgettext("card", "Questions of reports"),
                    text(waiting, "small", wrap=True),
                    *lines,
                    row(self.show_all, STRETCH),
                    gap="s",
                )
            )
            self.show_all.show()


def _line(line: QuestionLine) -> QWidget:
    tone, sign = TONES[line.standing]
    answers = (text(each, "small", wrap=True) for each in answer_words(line))
    state = row(chip(standing_in_words(line.standing), tone, sign), STRETCH)
    return hold(stack(text(line.words, wrap=True), state, *answers, gap="xs"))

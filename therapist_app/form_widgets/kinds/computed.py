"""A line that is computed from answers above: read, never answered."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.questions.computed import ComputedQuestion
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.values.figures import number_words
from therapist_app.widgets.layout.layouts import hold, row
from therapist_app.widgets.words import text


class ComputedWidget(QuestionWidget):
    """The figure with its unit; the keyboard reaches it, so that it is read out."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        self.figure = text("", "strong", wrap=True)
        self.figure.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._indent(self.figure)
        line = row(self.figure)
        line.setStretch(0, 1)
        return hold(line)

    @override
    def _show_answer(self, state: QuestionState) -> None:
        words = figure_words(state)
        self.figure.setText(words)
        self.figure.setAccessibleName(f"{state.prompt}: {words}")

    @override
    def _describe(self, words: str) -> None:
        self.figure.setAccessibleDescription(words)


def figure_words(state: QuestionState) -> str:
    """Return the figure with its unit, or that it waits for answers."""
    question = state.question
    assert isinstance(question, ComputedQuestion)
    if state.figure is None:
        return _("Stands here once the answers above are given.")
    return " ".join(each for each in (number_words(state.figure), question.unit) if each)

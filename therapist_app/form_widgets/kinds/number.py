"""A number, typed in."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.filling.states import QuestionState
from session_forms.questions.ratings import NumberQuestion
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.question.writing import LineWidget
from therapist_app.form_widgets.values.figures import number_words, read_decimal, read_number
from therapist_app.theme.look import look
from therapist_app.widgets.layout.layouts import STRETCH, hold, row
from therapist_app.widgets.words import text

FIGURES_WIDTH = 140


class NumberWidget(LineWidget):
    """A short line for figures, with its unit beside it."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        question = state.question
        assert isinstance(question, NumberQuestion)
        self._decimals = question.decimals
        line = super()._make_field(state)
        line.setFixedWidth(round(FIGURES_WIDTH * look().text_scale))
        limits = _("{low} to {high}").format(low=question.minimum, high=question.maximum)
        unit = text(question.unit) if question.unit else text(limits, "small", tone="muted")
        holder = hold(row(line, unit, STRETCH))
        line.setAccessibleName(", ".join(each for each in (state.prompt, question.unit) if each))
        return holder

    @override
    def _describe(self, words: str) -> None:
        self.line.setAccessibleDescription(words)

    @override
    def _read(self, words: str) -> AnswerValue | None:
        return read_decimal(words) if self._decimals else read_number(words)

    @override
    def _words_of(self, answer: AnswerValue | None) -> str:
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            return ""
        return number_words(answer)

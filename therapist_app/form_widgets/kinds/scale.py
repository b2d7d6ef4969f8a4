"""A scale of many steps, such as 0 to 100: a line to point at, and its value in figures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.filling.states import QuestionState
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.choices.scale_line import ScaleLine
from therapist_app.form_widgets.question.writing import LineWidget, dressed
from therapist_app.form_widgets.values.figures import read_number
from therapist_app.theme.look import look
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import hold, row, stack
from therapist_app.widgets.words import text

VALUE_WIDTH = 76


class ScaleWidget(LineWidget):
    """A line with a handle that appears with the first answer, and a field for the number."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        question = state.question
        assert isinstance(question, ScaleQuestion | RatingQuestion)
        client = self.context.client
        self.slider = ScaleLine(question.lowest, question.highest, client=client)
        self.line = TextLine(_("{prompt}: number").format(prompt=state.prompt))
        dressed(self.line, client=client)
        self.line.setFixedWidth(round(VALUE_WIDTH * look().text_scale))
        low, high = (text(each, "small", tone="muted", wrap=True) for each in _ends(question))
        high.setAlignment(Qt.AlignmentFlag.AlignRight)
        ends = row(low, high, gap="m")
        beside = row(self.slider, self.line, gap="m")
        beside.setStretch(0, 1)
        holder = hold(stack(beside, ends, gap="xs"))
        self._name_slider(state.prompt, *_ends(question))
        self.slider.moved.connect(self._on_moved)
        self.slider.left_out.connect(self.leave_out)
        self.line.edited.connect(self._on_edited)
        self.line.editingFinished.connect(self.commit)
        return holder

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        self.slider.show_value(state.answer if type(state.answer) is int else None)

    @override
    def _describe(self, words: str) -> None:
        self.slider.setAccessibleDescription(words)
        self.line.setAccessibleDescription(words)

    @override
    def _read(self, words: str) -> AnswerValue | None:
        return read_number(words)

    @override
    def _words_of(self, answer: AnswerValue | None) -> str:
        return str(answer) if type(answer) is int else ""

    def _name_slider(self, prompt: str, low: str, high: str) -> None:
        self.slider.setAccessibleName(", ".join(each for each in (prompt, low, high) if each))

    def _on_moved(self, value: int) -> None:
        self.answered.emit(self.question_id, value)


def _ends(question: ScaleQuestion | RatingQuestion) -> tuple[str, str]:
    low, high = question.low, question.high
    return f"{low.value} = {low.label}".rstrip(" ="), f"{high.value} = {high.label}".rstrip(" =")

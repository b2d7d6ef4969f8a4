"""One line of text."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.filling.states import QuestionState
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.question.writing import dressed, same_words
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.repolish import set_state


class ShortTextWidget(QuestionWidget):
    """A line; every change is the answer."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        self.line = TextLine(state.prompt)
        dressed(self.line, client=self.context.client)
        self.line.edited.connect(self._on_edited)
        return self.line

    @override
    def _show_answer(self, state: QuestionState) -> None:
        set_state(self.line, "problem", value=state.problem is not None)
        if state.answer is None and state.problem is not None:
            return  # what the person wrote stays, so that it can be put right
        if not same_words(self.line, state.answer):
            self.line.show_words(state.answer if isinstance(state.answer, str) else "")

    def _on_edited(self, words: str) -> None:
        self.answered.emit(self.question_id, words or None)

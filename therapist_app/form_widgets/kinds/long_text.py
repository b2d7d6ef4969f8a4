"""Some lines of text, with the room that is left and the form's standing note."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.questions.writing import LongTextQuestion
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.question.writing import dressed, same_words
from therapist_app.widgets.fields.fields import TextArea
from therapist_app.widgets.layout.layouts import hold, row, stack
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import text

FEW_CHARACTERS = 400
FEW_LINES = 3
MANY_LINES = 6


class LongTextWidget(QuestionWidget):
    """A field of several lines; every change is the answer."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        question = state.question
        assert isinstance(question, LongTextQuestion)
        self._limit = question.max_characters
        lines = FEW_LINES if self._limit <= FEW_CHARACTERS else MANY_LINES
        self.area = TextArea(state.prompt, lines=lines)
        dressed(self.area, client=self.context.client)
        self.area.edited.connect(self._on_edited)
        self.count = text("", "caption")
        note = self.context.standing_note if question.show_standing_note else ""
        self.note = text(note, "caption", wrap=True)
        beneath = row(self.note, self.count, gap="m")
        beneath.setStretch(0, 1)
        beneath.setAlignment(self.count, Qt.AlignmentFlag.AlignTop)
        return hold(stack(self.area, beneath, gap="xs"))

    @override
    def _show_answer(self, state: QuestionState) -> None:
        set_state(self.area, "problem", value=state.problem is not None)
        is_kept_out = state.answer is None and state.problem is not None
        if not is_kept_out and not same_words(self.area, state.answer):
            self.area.show_words(state.answer if isinstance(state.answer, str) else "")
        self._show_count()

    @override
    def _describe(self, words: str) -> None:
        spoken = words or self.note.text()
        self.area.setAccessibleDescription(spoken)

    def _show_count(self) -> None:
        used = len(self.area.toPlainText())
        words = _("{used} of {limit} characters").format(used=used, limit=self._limit)
        self.count.setText(words)

    def _on_edited(self, words: str) -> None:
        self._show_count()
        self.answered.emit(self.question_id, words or None)

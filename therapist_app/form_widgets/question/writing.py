"""What questions answered by typing have in common."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.filling.states import QuestionState
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.repolish import set_state


def dressed(field: QWidget, *, client: bool) -> QWidget:
    """Return a field in the client's size while it is the client's turn."""
    if client:
        field.setProperty("turn", "client")
    return field


class LineWidget(QuestionWidget):
    """One line whose words become an answer as soon as they can be read.

    Half a number or half a day is no answer and no mistake yet: what cannot be read is
    handed on when the person leaves the line.
    """

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        return self._write_on(TextLine())

    def _write_on(self, line: TextLine) -> TextLine:
        """Take a line for the one that is written on, and return it."""
        self.line = line
        dressed(line, client=self.context.client)
        line.edited.connect(self._on_edited)
        line.settled.connect(self.commit)
        return line

    @override
    def commit(self) -> None:
        """Hand on what is written, even if it cannot be read."""
        if self.field is not None and self.line.isModified():
            self.line.setModified(False)
            self.answer(self._value_of(self.line.text()))
        super().commit()

    @override
    def _show_answer(self, state: QuestionState) -> None:
        set_state(self.line, "problem", value=self._problem_to_show(state) is not None)
        if state.is_kept_out or self.line.isModified():
            return  # what the person wrote stays, so that it can be put right
        if self._value_of(self.line.text()) != state.answer:
            self.line.show_words(self._words_of(state.answer))

    def _read(self, words: str) -> AnswerValue | None:
        """Return the answer that the words spell, or None when they spell none."""
        raise NotImplementedError

    def _words_of(self, answer: AnswerValue | None) -> str:
        """Return the words that spell an answer."""
        raise NotImplementedError

    def _value_of(self, words: str) -> object:
        """Return the answer that the words spell, the words themselves, or None when empty."""
        answer = self._read(words)
        return words.strip() or None if answer is None else answer

    def _on_edited(self, words: str) -> None:
        can_be_read = not words.strip() or self._read(words) is not None
        self.line.setModified(not can_be_read)
        if can_be_read:
            self.write(self._value_of(words))

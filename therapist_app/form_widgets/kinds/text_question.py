"""Questions answered in words: one line, or several with the room that is left."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.filling.states import QuestionState
from session_forms.questions.writing import LongTextQuestion
from session_forms.words.texts import N_, ngettext
from therapist_app.accessibility.hushing import describe_quietly
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.question.writing import dressed
from therapist_app.widgets.fields.fields import TextArea, TextLine
from therapist_app.widgets.layout.layouts import hold, row, stack
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import text

FEW_CHARACTERS = 400
FEW_LINES = 3
MANY_LINES = 6


class TextWidget(QuestionWidget):
    """A field for words; every change is the answer."""

    special_by_key = False  # a letter beside words that are being written means another word

    def _write_in(self, field: TextLine | TextArea) -> None:
        """Take the words of a field as the answer."""
        self._written = field
        dressed(field, client=self.context.client)
        field.edited.connect(self._on_edited)

    @override
    def _show_answer(self, state: QuestionState) -> None:
        set_state(self._written, "problem", value=self._problem_to_show(state) is not None)
        if state.is_kept_out:
            return  # what the person wrote stays, so that it can be put right
        field, answer = self._written, state.answer if isinstance(state.answer, str) else ""
        shown = field.text() if isinstance(field, TextLine) else field.toPlainText()
        if shown.strip() != answer.strip():
            field.show_words(answer)

    def _on_edited(self, words: str) -> None:
        self.write(words or None)


class ShortTextWidget(TextWidget):
    """One line."""

    client_keys = N_("With the keyboard: Enter goes on.")

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        self.line = TextLine(state.prompt)
        self._write_in(self.line)
        return self.line


class LongTextWidget(TextWidget):
    """Several lines, with the form's standing note."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        question = state.question
        assert isinstance(question, LongTextQuestion)
        self._limit = question.max_characters
        lines = FEW_LINES if self._limit <= FEW_CHARACTERS else MANY_LINES
        self.area = TextArea(state.prompt, lines=lines)
        self._write_in(self.area)
        self.count = text("", "caption")
        note = self.context.standing_note if question.show_standing_note else ""
        self.note = text(note, "caption", wrap=True)
        beneath = row(self.note, self.count, gap="m")
        beneath.setStretch(0, 1)
        beneath.setAlignment(self.count, Qt.AlignmentFlag.AlignTop)
        return hold(stack(self.area, beneath, gap="xs"))

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        self._show_count()

    @override
    def _describe(self, words: str) -> None:
        if words:
            self.area.setAccessibleDescription(words)
        else:  # what lacked is there now: the note was heard on coming here
            describe_quietly(self.area, self.note.text())

    @override
    def _on_edited(self, words: str) -> None:
        self._show_count()
        super()._on_edited(words)

    def _show_count(self) -> None:
        used = len(self.area.toPlainText())
        words = ngettext("{used} of {limit} character", "{used} of {limit} characters", self._limit)
        self.count.setText(words.format(used=used, limit=self._limit))

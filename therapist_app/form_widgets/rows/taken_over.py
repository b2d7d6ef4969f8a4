"""Lines taken over from an earlier form: to be worked on, or only to be read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.filling.answer_text import BETWEEN_CELLS
from session_forms.filling.states import QuestionState
from session_forms.questions.from_form import FromFormQuestion
from session_forms.words.day_words import day_in_words
from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.rows.entry_list import EntryListWidget
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.layouts import hold, row, stack
from therapist_app.widgets.words import text


class TakenOverWidget(EntryListWidget):
    """A copy of earlier lines to work on; where it came from, and a way to take it again."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        lines = super()._make_field(state)
        self.most.hide()
        self.origin = text("", "small", tone="muted", wrap=True)
        self.again = button(_("Take over again"), "quiet", "next")
        self.again.clicked.connect(self._on_again_clicked)
        above = row(self.origin, self.again)
        above.setStretch(0, 1)
        return hold(stack(above, lines, gap="xs"))

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        self._offered = offered_lines(state)
        self.origin.setText(origin_words(state))
        self.again.setText(
            pgettext("button", "Take over") if state.answer is None else _("Take over again")
        )
        self.again.setVisible(bool(self._offered) and state.answer != self._offered)

    def _on_again_clicked(self) -> None:
        self.answer(self._offered)
        self.take_keyboard()


class QuotedLinesWidget(QuestionWidget):
    """Earlier lines that are only read; the keyboard reaches them, so that they are read out."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        self.origin = text("", "small", tone="muted", wrap=True)
        self.lines = text("", "reading", wrap=True)
        self.lines.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._indent(self.lines)
        self._indent(self.origin)
        return hold(stack(self.origin, self.lines, gap="xs"))

    @override
    def _show_answer(self, state: QuestionState) -> None:
        lines = state.answer if isinstance(state.answer, tuple) else ()
        self.origin.setText(origin_words(state))
        self.lines.setText("\n".join(f"\N{BULLET} {_in_lines(str(each))}" for each in lines))
        self.lines.setHidden(not lines)
        self.lines.setAccessibleName(f"{state.prompt}: {'; '.join(map(str, lines))}")

    @override
    def _describe(self, words: str) -> None:
        self.lines.setAccessibleDescription(words or self.origin.text())


def _in_lines(row: str) -> str:
    """Return the cells of a row beneath each other: many on one line read as a run of words."""
    return row.replace(BETWEEN_CELLS, "\n    ")


def offered_lines(state: QuestionState) -> tuple[str, ...]:
    """Return the lines that the earlier form has now."""
    question = state.question
    assert isinstance(question, FromFormQuestion)
    return question.lines_in(state.earlier)


def origin_words(state: QuestionState) -> str:
    """Return where the lines come from, and whether they still say the same."""
    earlier = state.earlier
    if earlier is None:
        return _("There is no earlier form to take this from yet.")
    place = {"form": earlier.title, "day": day_in_words(earlier.day)}
    offered: AnswerValue = offered_lines(state)
    if not offered:
        return _("{form}, {day}: nothing was entered there.").format(**place)
    if state.answer == offered:
        return _("From {form}, {day}").format(**place)
    if state.answer is None:
        return _("Can be taken from {form}, {day}").format(**place)
    return _("Changed here. {form}, {day}, has a different answer.").format(**place)

"""A day, typed in, and read back in words."""

from datetime import date

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.filling.states import QuestionState
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.question.writing import LineWidget, dressed
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import day_in_figures, day_in_words, read_day
from therapist_app.widgets.layout.layouts import STRETCH, hold, row
from therapist_app.widgets.words import text


class DateWidget(LineWidget):
    """A line for a day; beside it the day in words, or which days are possible."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        self.line = self.day = DayLine(state.prompt)
        dressed(self.line, client=self.context.client)
        self.line.edited.connect(self._on_edited)
        self.line.editingFinished.connect(self.commit)
        self.beside = text("", "small", tone="muted", wrap=True)
        line = row(self.line, self.beside, STRETCH, gap="m")
        line.setStretch(1, 1000)
        return hold(line)

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        self.day.show_limits(state.earliest, state.latest)
        if isinstance(state.answer, str):
            self._say_beside(day_in_words(date.fromisoformat(state.answer)))
        else:
            self._say_beside(limits_in_words(state.earliest, state.latest))

    @override
    def _describe(self, words: str) -> None:
        how = _("Written like 28 02 2026")
        self.line.setAccessibleDescription(words or self.beside.text() or how)

    def _say_beside(self, words: str) -> None:
        self.beside.setText(words)
        self.beside.setHidden(not words)

    @override
    def _read(self, words: str) -> AnswerValue | None:
        day = read_day(words)
        return None if day is None else day.isoformat()

    @override
    def _words_of(self, answer: AnswerValue | None) -> str:
        return day_in_figures(date.fromisoformat(answer)) if isinstance(answer, str) else ""


def limits_in_words(first: date | None, last: date | None) -> str:
    """Return which days are possible, or nothing when all are."""
    if first and last and first == last:
        return _("Only {day}").format(day=day_in_figures(first))
    if first and last:
        return _("From {first} to {last}").format(
            first=day_in_figures(first), last=day_in_figures(last)
        )
    if first:
        return _("From {first}").format(first=day_in_figures(first))
    return _("Up to {last}").format(last=day_in_figures(last)) if last else ""

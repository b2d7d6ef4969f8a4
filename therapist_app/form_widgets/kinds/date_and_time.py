"""Questions for a day, a time of day, or both."""

from datetime import date, datetime

from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.filling.states import OfferedDay, QuestionState
from session_forms.words.day_words import day_in_words, written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.question.writing import LineWidget, dressed
from therapist_app.form_widgets.values.day_line import DayLine, iso_or_words
from therapist_app.form_widgets.values.days import (
    day_in_figures,
    key_for_offered,
    read_time,
    today_words,
)
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button, say_on
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import STRETCH, hold, row, stack
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import text

TIME_WIDTH = 110


class DateWidget(LineWidget):
    """A line for a day; beside it the day in words, or which days are possible."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        self.day = DayLine(state.prompt, today=self.context.today, of_any_year=True)
        self.day.tells_as_typed = True
        self._write_on(self.day)
        self.beside = text("", "small", tone="muted", wrap=True)
        line = row(self.line, self.beside, STRETCH, gap="m")
        line.setStretch(1, 1000)
        self.offer = button("", "quiet")
        self.offer.clicked.connect(self.day.take_offered)
        self._offered = hold(row(self.offer, STRETCH))
        return hold(stack(line, self._offered, gap="xs"))

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        self.day.show_limits(state.earliest, state.latest)
        self._show_offered(state.offered)
        if isinstance(state.answer, str):
            _show_words(self.beside, day_in_words(date.fromisoformat(state.answer)))
        else:
            _show_words(self.beside, days_in_words(self.day, state))

    def _show_offered(self, offered: OfferedDay | None) -> None:
        """Show a day that was said before, and where; its letter or a click takes it."""
        self.day.offered = None if offered is None else offered.day
        if offered is not None:
            say_on(self.offer, offered_in_words(offered))
        self._offered.setVisible(offered is not None)

    @override
    def _describe(self, words: str) -> None:
        how = self.day.written_like
        offered = self.offer.text() if self.day.offered is not None else ""
        told = words or facts_in_a_line(self.beside.text(), offered)
        self.line.setAccessibleDescription(told or how)

    @override
    def _read(self, words: str) -> AnswerValue | None:
        day = self.day.read(words)
        return None if day is None else day.isoformat()

    @override
    def _words_of(self, answer: AnswerValue | None) -> str:
        return day_in_figures(date.fromisoformat(answer)) if isinstance(answer, str) else ""


def offered_in_words(offered: OfferedDay) -> str:
    """Return the letter that writes a day that was said before, and where it was said."""
    words = _("{key}: {day}, as in {form}") if offered.where else _("{key}: {day}, as promised")
    day = (written_day if look().is_large else day_in_words)(offered.day)  # a button has one line
    return words.format(key=key_for_offered(), day=day, form=offered.where)


def days_in_words(line: DayLine, state: QuestionState) -> str:
    """Return which days are possible, and the letter that writes today where it is one."""
    limits = limits_in_words(state.earliest, state.latest)
    return facts_in_a_line(limits, today_words() if line.takes_today else "")


def limits_in_words(first: date | None, last: date | None) -> str:
    """Return which days are possible, or nothing when all are."""
    if first and last and first == last:
        return _("Only {day}").format(day=written_day(first))
    if first and last:
        return _("From {first} to {last}").format(first=written_day(first), last=written_day(last))
    if first:
        return _("From {first}").format(first=written_day(first))
    return _("Up to {last}").format(last=written_day(last)) if last else ""


class TimeWidget(LineWidget):
    """A short line for a time."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        line = super()._make_field(state)
        _shape(self.line)
        self.line.setAccessibleName(state.prompt)
        return hold(row(line, STRETCH))

    @override
    def _describe(self, words: str) -> None:
        self.line.setAccessibleDescription(words or pgettext("time", "Written like 14:30"))

    @override
    def _read(self, words: str) -> AnswerValue | None:
        clock = read_time(words)
        return None if clock is None else clock.strftime("%H:%M")

    @override
    def _words_of(self, answer: AnswerValue | None) -> str:
        return answer if isinstance(answer, str) else ""


class DatetimeWidget(QuestionWidget):
    """A day and a time; the answer is there when both are."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        words = _("{prompt}: day").format(prompt=state.prompt)
        self.day = DayLine(words, today=self.context.today, of_any_year=True)
        self.clock = TextLine(_("{prompt}: time").format(prompt=state.prompt))
        _shape(self.clock)
        self.beside = text("", "small", tone="muted", wrap=True)
        for line in (self.day, self.clock):
            dressed(line, client=self.context.client)
            line.edited.connect(self._on_edited)
            line.settled.connect(self._on_settled)
        fields = row(self.day, self.clock, self.beside, STRETCH, gap="m")
        fields.setStretch(2, 1000)
        return hold(fields)

    @override
    def commit(self) -> None:
        """Hand on what is written, even if one of the two is missing."""
        if self.field is not None and (self.day.isModified() or self.clock.isModified()):
            self._announce()
        super().commit()

    @override
    def _show_answer(self, state: QuestionState) -> None:
        self.day.show_limits(state.earliest, state.latest)
        is_wrong = self._problem_to_show(state) is not None
        set_state(self.day, "problem", value=is_wrong)
        set_state(self.clock, "problem", value=is_wrong)
        if isinstance(state.answer, str):
            moment = datetime.fromisoformat(state.answer)
            _show_words(self.beside, day_in_words(moment.date()))
            if self._value() != state.answer:
                self.day.show_words(day_in_figures(moment.date()))
                self.clock.show_words(moment.strftime("%H:%M"))
            return
        _show_words(self.beside, days_in_words(self.day, state))
        is_being_written = self.day.isModified() or self.clock.isModified()
        if state.problem is None and not is_being_written:
            self.day.setText("")
            self.clock.setText("")

    @override
    def _describe(self, words: str) -> None:
        self._tell(words)
        self.day.setAccessibleDescription(self.day.written_like)
        self.clock.setAccessibleDescription(pgettext("time", "Written like 14:30"))

    def _value(self) -> str | None:
        parts = iso_or_words(self.day), clock_or_words(self.clock.text())
        return "T".join(part or "" for part in parts) if any(parts) else None

    def _on_edited(self, _words: str) -> None:
        is_whole = self.day.read(self.day.text()) and read_time(self.clock.text()) is not None
        if is_whole or self._value() is None:
            self.day.setModified(False)
            self.clock.setModified(False)
            self.write(self._value())
        else:
            self.day.setModified(True)

    def _on_settled(self) -> None:
        if not (self.day.hasFocus() or self.clock.hasFocus()):
            self.commit()

    def _announce(self) -> None:
        self.day.setModified(False)
        self.clock.setModified(False)
        self.answer(self._value())


def clock_or_words(words: str) -> str | None:
    """Return the time as it is kept, the words when they are no time, or None when empty."""
    clock = read_time(words)
    return words.strip() or None if clock is None else clock.strftime("%H:%M")


def _shape(line: TextLine) -> None:
    line.setPlaceholderText(pgettext("time", "14:30"))
    line.setFixedWidth(look().scaled(TIME_WIDTH))


def _show_words(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setHidden(not words)

"""A person who fills in any form with keys alone: Tab from question to question, no mouse."""

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from session_forms.filling.states import QuestionState
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.columns import DateColumn, NumberColumn, TextColumn
from session_forms.questions.days import DateQuestion, DatetimeQuestion, TimeQuestion
from session_forms.questions.entries import ListQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import LongTextQuestion, ShortTextQuestion
from session_forms.reference.directory import installed_directory
from tests.support.windows.settling import settle
from therapist_app.form_widgets.choices.choices import letters

FURTHEST = 400
"""More presses of Tab than any form has places to stop at."""
KEY = Qt.Key


@dataclass
class Typist:
    """Answers what is asked, and remembers what was meant."""

    view: QWidget
    meant: dict[str, object] = field(default_factory=dict)

    def fill_in(self) -> None:
        """Answer every question that is shown, in reading order, also those that open."""
        while (state := self._next()) is not None:
            self._go_to(state.question.id)
            self.meant[state.question.id] = self._answer(state)
            settle()

    def finish(self) -> None:
        QTest.keyClick(self._at, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)

    @property
    def _at(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def _next(self) -> QuestionState | None:
        states = self.view._viewmodel.state.question_states()
        asked = (each for each in states if each.shown and each.question.is_asked)
        return next((each for each in asked if each.question.id not in self.meant), None)

    def _go_to(self, question_id: str) -> None:
        for _press in range(FURTHEST):
            widget = self.view.panel.question(question_id)
            if widget.isAncestorOf(self._at):
                return
            self._press(KEY.Key_Tab)
        raise AssertionError(f"Tab never reached {question_id}")

    def _press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self._at, key)

    def _type(self, words: str) -> None:
        QTest.keyClicks(self._at, words)

    def _answer(self, state: QuestionState) -> object:
        match state.question:
            case RatingQuestion() | ScaleQuestion():
                value = state.question.points[-1].value
                self._type(str(value))
                return value
            case YesNoQuestion():
                self._type("b")
                return False
            case ChoiceQuestion() | MultiQuestion():
                return self._choose(state)
            case DirectoryListQuestion() | JurisdictionQuestion():
                return self._point(state)
            case DateQuestion() | TimeQuestion() | DatetimeQuestion():
                return self._tell_time(state)
            case _:
                return self._write(state)

    def _choose(self, state: QuestionState) -> object:
        question = state.question
        open_now = [each.id for each in state.options]
        listed = [each.id for each in question.options] or open_now  # none stand in an own menu
        keys = dict(zip(listed, letters(), strict=False))
        if isinstance(question, ChoiceQuestion):
            self._type(keys[open_now[-1]])
            return open_now[-1]
        alone = {each.id for each in question.options if each.exclusive}
        picked = [each for each in open_now if each not in alone][: max(2, question.min_choices)]
        for each in picked:
            self._type(keys[each])
        return tuple(picked)

    def _point(self, state: QuestionState) -> object:
        keys = dict(zip([each.id for each in state.options], letters(), strict=False))
        if isinstance(state.question, JurisdictionQuestion):
            self._type(keys[state.options[0].id])
            return state.options[0].id
        kinds = {entry.id: entry.kind for entry in installed_directory()}
        wanted = state.question.must_include or (kinds[state.options[0].id],)
        picked = [next(each for each in keys if kinds[each] == kind) for kind in wanted]
        grid = self.view.panel.question(state.question.id).grid
        for each in picked:
            self._type(keys[each])
            settle()
            if each not in grid.ticked:  # it was out of view, and was shown first
                self._type(keys[each])
        return tuple(sorted(picked, key=list(keys).index))

    def _tell_time(self, state: QuestionState) -> object:
        day = state.earliest or state.latest or date(2026, 3, 2)
        if isinstance(state.question, TimeQuestion):
            self._type("1430")
            return "14:30"
        self._type(day.strftime("%d %m %Y"))
        if isinstance(state.question, DateQuestion):
            return day.isoformat()
        self._press(KEY.Key_Tab)
        self._type("1430")
        return f"{day.isoformat()}T14:30"

    def _write(self, state: QuestionState) -> object:
        match state.question:
            case NumberQuestion(minimum=least):
                self._type(str(least + 1))
                return least + 1
            case ShortTextQuestion() | LongTextQuestion():
                words = "calm " * max(1, -(-state.question.min_characters // 4))
                self._type(words)
                return words
            case ListQuestion() | FromFormQuestion():
                return self._list(state.question)
            case TableQuestion():
                return self._fill_rows(state.question)
            case _:
                raise AssertionError(f"nobody knows how to answer {state.question.kind}")

    def _list(self, question: ListQuestion | FromFormQuestion) -> object:
        when = question.min_entries_when
        count = max(2, question.min_entries, when.entries if when else 0)
        entries = [f"Line {at}" for at in range(1, min(count, question.max_entries) + 1)]
        for at, words in enumerate(entries):
            if at:
                self._press(KEY.Key_Return)
            self._type(words)
        return tuple(entries)

    def _fill_rows(self, question: TableQuestion) -> object:
        filled = []
        for at in range(max(1, question.min_rows)):
            if at and not question.rows:
                while self._at.accessibleName() != "Add a row":
                    self._press(KEY.Key_Tab)
                self._press(KEY.Key_Space)
                settle()
            filled.append(self._row(question, is_first=at == 0))
        return (*filled, *({} for _row in question.rows[len(filled) :]))

    def _row(self, question: TableQuestion, *, is_first: bool) -> dict[str, object]:
        row: dict[str, object] = {}
        for at, column in enumerate(question.columns):
            if at or (not is_first and question.rows):
                self._press(KEY.Key_Tab)
            row[column.id] = self._cell(column)
        return row

    def _cell(self, column: object) -> object:
        match column:
            case TextColumn():
                self._type("Word")
                return "Word"
            case NumberColumn():
                self._type(str(column.minimum + 1))
                return column.minimum + 1
            case DateColumn():
                self._type("02 03 2026")
                return "2026-03-02"
            case _:
                assert isinstance(self._at, QComboBox)
                self._press(KEY.Key_Down)
                return self._at.value

"""Entries of one line each: Enter adds one, or goes on from an empty one; Backspace removes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.errors import CellProblem, Problem, TooFew
from session_forms.filling.states import QuestionState
from session_forms.questions.entries import ListQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.words.texts import _
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.question.writing import dressed
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import STRETCH, hold, read_in_order, row, stack
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import text


class EntryField(TextLine):
    """A line that says when Enter asks for another, and Backspace for none.

    Signals:
        entered: Enter was pressed.
        emptied: Backspace was pressed where nothing is written.

    """

    entered = Signal()
    emptied = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say what Enter and Backspace mean here; write with every other key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class EntryLine(StyledInPlace, QWidget):
    """A field for one entry.

    Signals:
        next_requested: The person wants a line below this one.
        take_away_requested: The person wants this line gone.

    """

    next_requested = Signal()
    take_away_requested = Signal()

    def __init__(self, *, client: bool) -> None:
        super().__init__()
        self.line = EntryField()
        dressed(self.line, client=client)
        self.take_away = button("", "quiet", "close")
        self.setLayout(row(self.line, self.take_away, gap="xs"))
        self.line.entered.connect(self.next_requested)
        self.line.emptied.connect(self.take_away_requested)
        self.take_away.clicked.connect(self.take_away_requested)

    def show_number(self, number: int, prompt: str) -> None:
        """Name the line by its place."""
        self.line.setAccessibleName(
            _("{prompt}: line {number}").format(prompt=prompt, number=number)
        )
        words = _("Remove line {number}").format(number=number)
        self.take_away.setAccessibleName(words)
        self.take_away.setToolTip(words)


class EntryListWidget(QuestionWidget):
    """Lines that are added and taken away; the lines with words in them are the answer."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        question = state.question
        assert isinstance(question, ListQuestion | FromFormQuestion)
        self._most = question.max_entries
        self.lines: list[EntryLine] = []
        self.add = button(_("Add a line"), "quiet", "plus")
        self.most = text(_("{limit} at most").format(limit=self._most), "caption")
        lines = QWidget()
        self._column = QVBoxLayout(lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look().space("xs"))
        self.add.clicked.connect(self._on_add_clicked)
        self._insert(0)
        return hold(stack(lines, row(self.add, STRETCH, self.most), gap="xs"))

    @override
    def _show_answer(self, state: QuestionState) -> None:
        self._show_wrong_line(self._problem_to_show(state))
        answer = state.answer
        if state.is_kept_out:
            return  # what the person wrote stays, so that it can be put right
        entries = [str(each) for each in answer] if isinstance(answer, tuple) else []
        if [each.strip() for each in entries] == [each.strip() for each in self._entries()]:
            return
        for at, words in enumerate(entries or [""]):
            if at == len(self.lines):
                self._insert(at)
            self.lines[at].line.show_words(words)
        while len(self.lines) > max(1, len(entries)):
            self._take_out(len(self.lines) - 1)
        self._number_lines()

    @override
    def take_keyboard(self) -> None:
        """Go to the first line, or where the next one is written while there are too few."""
        problem = self._told.problem if self._told is not None else None
        blank = next((each.line for each in self.lines if not each.line.text().strip()), None)
        place = blank or self.add if isinstance(problem, TooFew) else self.lines[0].line
        place.setFocus(Qt.FocusReason.TabFocusReason)

    def insert_after(self, entry: EntryLine) -> None:
        """Add a line below one, if there may be more, and go there."""
        at = self.lines.index(entry) + 1
        if at < len(self.lines) and not self.lines[at].line.text():
            self.lines[at].line.setFocus()
        elif len(self.lines) < self._most:
            self._insert(at)
            self.lines[at].line.setFocus()

    def remove(self, entry: EntryLine) -> None:
        """Take a line away, and go to the one before it."""
        at = self.lines.index(entry)
        if len(self.lines) == 1:
            entry.line.setText("")
        else:
            self._take_out(at)
            self._number_lines()
        self.lines[max(0, at - 1)].line.setFocus()
        self.take_away(tuple(self._entries()) or None)

    def _entries(self) -> list[str]:
        return [each.line.text() for each in self.lines if each.line.text().strip()]

    def _insert(self, at: int) -> None:
        entry = EntryLine(client=self.context.client)
        self.lines.insert(at, entry)
        self._column.insertWidget(at, entry)
        read_in_order(self._column)
        entry.show()
        entry.line.edited.connect(self._announce)
        entry.next_requested.connect(self._on_next_requested)
        entry.take_away_requested.connect(self._on_take_away_requested)
        self._number_lines()

    def _take_out(self, at: int) -> None:
        entry = self.lines.pop(at)
        self._column.removeWidget(entry)
        entry.hide()
        entry.deleteLater()

    def _number_lines(self) -> None:
        for number, entry in enumerate(self.lines, start=1):
            entry.show_number(number, self.prompt.text())
        is_full = len(self.lines) >= self._most
        self.add.setEnabled(not is_full)

    def _show_wrong_line(self, problem: Problem | None) -> None:
        wrong = problem.row if isinstance(problem, CellProblem) else -1
        filled = [each for each in self.lines if each.line.text().strip()]
        for at, entry in enumerate(filled):
            set_state(entry.line, "problem", value=at == wrong)

    def _announce(self) -> None:
        self.write(tuple(self._entries()) or None)

    def _on_add_clicked(self) -> None:
        self.insert_after(self.lines[-1])

    def _on_next_requested(self) -> None:
        entry = self.sender()
        assert isinstance(entry, EntryLine)
        if entry.line.text().strip() and len(self.lines) < self._most:
            self.insert_after(entry)
            return
        if len(self.lines) > 1 and not entry.line.text().strip():
            self._take_out(self.lines.index(entry))  # it ended the list: nothing was to stand there
            self._number_lines()
        self.move_requested.emit(1)

    def _on_take_away_requested(self) -> None:
        entry = self.sender()
        assert isinstance(entry, EntryLine)
        if len(self.lines) > 1 or entry.line.text():
            self.remove(entry)
        else:  # there is nothing to remove: whoever pressed it hears where to write
            entry.line.setFocus()

"""A table: typed cells in fixed rows, or in rows that are added and taken away.

Beside each other while there is room; for narrow windows and large text each row stands as
a block of its own, every field under its words.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.errors import CellProblem
from session_forms.filling.states import QuestionState
from session_forms.questions.tables import TableQuestion
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.rows.table_row import TableRow
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.layouts import STRETCH, hold, row, stack
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import text

FIELD_IN_CONTROLS = 4
"""Width of a field in a block, in heights of a large control."""


class TableWidget(QuestionWidget):
    """Rows of fields; the rows with something in them are the answer."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        question = state.question
        assert isinstance(question, TableQuestion)
        self._question = question
        self.rows: list[TableRow] = []
        lines = QWidget()
        self._column = QVBoxLayout(lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look().space("s"))
        self.add = button(_("Add a row"), "quiet", "plus")
        self.add.clicked.connect(self._on_add_clicked)
        self._most = len(question.rows) or question.max_rows
        most = text(_("{limit} at most").format(limit=self._most), "caption")
        beneath = hold(row(self.add, STRETCH, most))
        if question.rows:
            beneath.hide()
        for _each in range(len(question.rows) or 1):
            self._append()
        return hold(stack(lines, beneath, gap="s"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the shape of the rows for the new width."""
        super().resizeEvent(event)
        if self.field is not None:
            self._shape_rows()

    @override
    def _show_answer(self, state: QuestionState) -> None:
        self._show_wrong_cell(state)
        if state.answer is None and state.problem is not None:
            return  # what the person wrote stays, so that it can be put right
        kept = state.answer if isinstance(state.answer, tuple) else ()
        rows = [each for each in kept if isinstance(each, Mapping)]
        if [dict(each) for each in rows if each] == [each for each in self._written() if each]:
            return
        while len(self.rows) < len(rows):
            self._append()
        while not self._question.rows and len(self.rows) > max(1, len(rows)):
            self._take_out(self.rows[-1])
        for at, line in enumerate(self.rows):
            line.show_values(rows[at] if at < len(rows) else {})

    @override
    def _describe(self, words: str) -> None:
        for line in self.rows:
            line.setAccessibleDescription(words)

    def remove(self, line: TableRow) -> None:
        """Take a row away and go to the one before it."""
        at = self.rows.index(line)
        if len(self.rows) == 1:
            line.show_values({})
        else:
            self._take_out(line)
        self.rows[max(0, at - 1)].fields[0].setFocus()
        self._announce()

    def _append(self) -> None:
        at = len(self.rows)
        fixed = self._question.rows[at] if self._question.rows else None
        line = TableRow(self._question.columns, fixed, client=self.context.client)
        line.changed.connect(self._announce)
        line.take_away_requested.connect(self._on_take_away_requested)
        self.rows.append(line)
        self._column.insertWidget(at, line)
        line.show()
        self._name_rows()
        self._order_tabs()

    def _take_out(self, line: TableRow) -> None:
        self.rows.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._name_rows()

    def _name_rows(self) -> None:
        for number, line in enumerate(self.rows, start=1):
            line.show_number(number)
        self.add.setEnabled(len(self.rows) < self._most)
        self._shape_rows()

    def _shape_rows(self) -> None:
        room = self.width() - self._inset - look().space("s")
        is_narrow = look().is_large or self.rows[0].line_width > room
        beside = max(1, room // look().size("client_control") // FIELD_IN_CONTROLS)
        for at, line in enumerate(self.rows):
            if is_narrow:
                line.stand_as_block(beside)
            else:
                line.stand_as_line(with_headings=at == 0)

    def _written(self) -> list[dict[str, object]]:
        return [line.values for line in self.rows]

    def _announce(self) -> None:
        written = self._written()
        if not self._question.rows:
            written = [each for each in written if each]
        self.answer(tuple(written) if any(written) else None)

    def _show_wrong_cell(self, state: QuestionState) -> None:
        problem = state.problem
        place = (problem.row, problem.column) if isinstance(problem, CellProblem) else None
        filled = [line for line in self.rows if self._question.rows or line.values]
        for at, line in enumerate(filled):
            for column, field in zip(self._question.columns, line.fields, strict=True):
                set_state(field, "problem", value=(at, column.id) == place)

    def _on_add_clicked(self) -> None:
        if len(self.rows) < self._most:
            self._append()
            self.rows[-1].fields[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_take_away_requested(self) -> None:
        line = self.sender()
        assert isinstance(line, TableRow)
        self.remove(line)

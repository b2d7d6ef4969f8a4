"""A table: typed cells in fixed rows, or in rows that are added and taken away.

Beside each other while there is room; for narrow windows and large text each row stands as
a block of its own, every field under its words.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.errors import CellProblem, TooFew
from session_forms.filling.states import QuestionState
from session_forms.questions.columns import Column
from session_forms.questions.tables import FixedRow, TableQuestion
from session_forms.words.texts import _
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.form_widgets.rows.cells import (
    CellField,
    NumberCell,
    PickCell,
    WordsCell,
    heading,
    make_cell,
)
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.layout.layouts import STRETCH, hold, read_in_order, row, stack
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.words import text

LABEL_WIDTH = 150
FULL_WIDTH = 16_777_215
"""Qt's own greatest width."""


class TableRow(QWidget):
    """The fields of one row.

    Signals:
        changed: The person changed a field.
        take_away_requested: The person wants the row gone.

    """

    changed = Signal()
    take_away_requested = Signal()

    def __init__(
        self, columns: Sequence[Column], fixed: FixedRow | None, context: RenderContext
    ) -> None:
        super().__init__()
        self._columns = columns
        self._fixed = fixed
        self._shape: tuple[str, int] = ("", 0)
        self.label = text(fixed.label if fixed else "", "strong", wrap=True)
        self.help = text(fixed.help if fixed else "", "small", tone="muted", wrap=True)
        self.setAccessibleDescription(self.help.text())
        self.headings = [text(heading(each), "small", tone="muted", wrap=True) for each in columns]
        self.fields: list[CellField] = [make_cell(each, "", context) for each in columns]
        self.take_away: QPushButton = button("", "quiet", "close")
        if fixed is not None:
            self.take_away.hide()
        for widget in self._in_reading_order():
            widget.setParent(self)
        self.help.setVisible(bool(self.help.text()))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look().space("s"))
        self._grid.setVerticalSpacing(look().space("xs"))
        for field, words in zip(self.fields, self.headings, strict=True):
            words.setBuddy(field)
            edited = field.picked if isinstance(field, PickCell) else field.edited
            edited.connect(self.changed)
        self.take_away.clicked.connect(self.take_away_requested)

    @property
    def values(self) -> dict[str, object]:
        """What is in the fields, without the empty ones."""
        pairs = zip(self._columns, self.fields, strict=True)
        return {column.id: field.value for column, field in pairs if field.value is not None}

    @property
    def line_width(self) -> int:
        """The width that the fields need beside each other."""
        widths = [max(each.minimumSizeHint().width(), each.minimumWidth()) for each in self.fields]
        label = look().scaled(LABEL_WIDTH) if self._fixed else 0
        around = label or look().size("control")
        return sum(widths) + around + (len(widths) + 1) * look().space("s")

    def show_values(self, values: Mapping[str, object]) -> None:
        """Show what is in each field."""
        for column, field in zip(self._columns, self.fields, strict=True):
            field.show_value(values.get(column.id))

    def show_last(self, values: Mapping[str, object]) -> None:
        """Show what stood last time in the cells that are asked each time."""
        for column, field in zip(self._columns, self.fields, strict=True):
            if column.asked_each_time and isinstance(field, NumberCell):
                field.show_last(values.get(column.id))

    def show_number(self, number: int) -> None:
        """Name the row and its fields by their place."""
        name = self._fixed.label if self._fixed else _("Row {number}").format(number=number)
        self.setAccessibleName(name)
        if not self._fixed:
            self.label.setText(name)
        for column, field in zip(self._columns, self.fields, strict=True):
            field.setAccessibleName(f"{name}, {column.label}")
        words = _("Remove row {number}").format(number=number)
        self.take_away.setAccessibleName(words)
        self.take_away.setToolTip(words)
        if self.take_away.text():
            self.take_away.setText(f" {words}")

    def stand_as_line(self, *, with_headings: bool) -> None:
        """Put the fields beside each other, the first row under its headings."""
        if not self._takes_shape(("line", int(with_headings))):
            return
        first = 1 if self._fixed else 0
        if self._fixed:
            self.label.setFixedWidth(look().scaled(LABEL_WIDTH))
            self._grid.addWidget(self.label, 1, 0, Qt.AlignmentFlag.AlignVCenter)
        self.label.setHidden(self._fixed is None)
        for at, (field, words) in enumerate(zip(self.fields, self.headings, strict=True)):
            words.setHidden(not with_headings)
            if with_headings:
                self._grid.addWidget(words, 0, first + at, Qt.AlignmentFlag.AlignBottom)
            self._grid.addWidget(field, 1, first + at, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnStretch(first + at, 2 if isinstance(field, WordsCell) else 1)
        if not self._fixed:
            self._grid.addWidget(self.take_away, 1, len(self.fields), Qt.AlignmentFlag.AlignTop)
            self.take_away.setText("")
        self._grid.addWidget(self.help, 2, first, 1, len(self.fields))

    def stand_as_block(self, beside: int) -> None:
        """Put every field under its words, so many beside each other, under the row's name."""
        count = min(beside, len(self.fields))
        if not self._takes_shape(("block", count)):
            return
        self.label.setMinimumWidth(0)
        self.label.setMaximumWidth(FULL_WIDTH)
        self._grid.addWidget(self.label, 0, 0, 1, count)
        self.label.show()
        self._grid.addWidget(self.help, 1, 0, 1, count)
        for at, (field, words) in enumerate(zip(self.fields, self.headings, strict=True)):
            line, column = 2 + 2 * (at // count), at % count
            self._grid.addWidget(words, line, column, Qt.AlignmentFlag.AlignBottom)
            words.show()
            self._grid.addWidget(field, line + 1, column, Qt.AlignmentFlag.AlignTop)
        for column in range(count):
            self._grid.setColumnStretch(column, 1)
        if not self._fixed:  # last, as it is read
            below = 4 + 2 * ((len(self.fields) - 1) // count)
            self._grid.addWidget(self.take_away, below, 0, 1, count, Qt.AlignmentFlag.AlignLeft)
            self.take_away.setText(f" {self.take_away.accessibleName()}")

    def _in_reading_order(self) -> list[QWidget]:
        pairs = zip(self.headings, self.fields, strict=True)
        return [self.label, self.help, *(each for pair in pairs for each in pair), self.take_away]

    def _takes_shape(self, shape: tuple[str, int]) -> bool:
        """Return whether a shape is new; everything is then ready to be put in it."""
        if shape == self._shape:
            return False
        self._shape = shape
        while self._grid.takeAt(0) is not None:
            pass
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        return True


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
        self._show_rows(state)
        self._show_last(state)

    def _show_rows(self, state: QuestionState) -> None:
        if state.is_kept_out:
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

    def _show_last(self, state: QuestionState) -> None:
        """Show beside each row what stood last time in the row that begins alike."""
        first = self._question.columns[0].id
        before = {row[first]: row for row in state.last_rows if first in row}
        for line in self.rows:
            words = line.values.get(first)
            line.show_last(before.get(words, {}) if isinstance(words, str) else {})

    @override
    def take_keyboard(self) -> None:
        """Go where something is wrong: the cell, or the next row where there are too few."""
        problem = self._told.problem if self._told is not None else None
        filled = [line for line in self.rows if line.values]
        match problem:
            case TooFew() if len(filled) < len(self.rows):
                blank = next(line for line in self.rows if not line.values)
                blank.fields[0].setFocus(Qt.FocusReason.TabFocusReason)
            case TooFew() if self.add.isEnabled() and not self._question.rows:
                self.add.setFocus(Qt.FocusReason.TabFocusReason)
            case CellProblem(row, column) if row < len(self._asked_rows):
                ids = [each.id for each in self._question.columns]
                field = self._asked_rows[row].fields[ids.index(column)]
                field.setFocus(Qt.FocusReason.TabFocusReason)
            case _:
                super().take_keyboard()

    def remove(self, line: TableRow) -> None:
        """Take a row away and go to the one before it."""
        at = self.rows.index(line)
        if len(self.rows) == 1:
            line.show_values({})
        else:
            self._take_out(line)
        self.rows[max(0, at - 1)].fields[0].setFocus()
        self.take_away(self._rest())

    def _append(self) -> None:
        at = len(self.rows)
        fixed = self._question.rows[at] if self._question.rows else None
        line = TableRow(self._question.columns, fixed, self.context)
        line.changed.connect(self._announce)
        line.take_away_requested.connect(self._on_take_away_requested)
        self.rows.append(line)
        self._column.insertWidget(at, line)
        read_in_order(self._column)
        line.show()
        self._name_rows()

    def _take_out(self, line: TableRow) -> None:
        self.rows.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._name_rows()

    def _name_rows(self) -> None:
        for number, line in enumerate(self.rows, start=1):
            line.show_number(number)
        first = self.rows[0].fields[0]
        if isinstance(first, PickCell):  # of a box that unfolds Orca says no group around it
            first.setAccessibleDescription(self._question.prompt)
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
        self.write(self._rest())

    def _rest(self) -> tuple[dict[str, object], ...] | None:
        """Return what is in the rows; None where nothing is."""
        written = self._written()
        if not self._question.rows:
            written = [each for each in written if each]
        return tuple(written) if any(written) else None

    def _show_wrong_cell(self, state: QuestionState) -> None:
        problem = self._problem_to_show(state)
        place = (problem.row, problem.column) if isinstance(problem, CellProblem) else None
        for at, line in enumerate(self._asked_rows):
            for column, field in zip(self._question.columns, line.fields, strict=True):
                set_state(field, "problem", value=(at, column.id) == place)

    @property
    def _asked_rows(self) -> list[TableRow]:
        """The rows that a problem counts: all that are fixed, else those with something in them."""
        return [line for line in self.rows if self._question.rows or line.values]

    def _on_add_clicked(self) -> None:
        if len(self.rows) < self._most:
            self._append()
            self.rows[-1].fields[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _on_take_away_requested(self) -> None:
        line = self.sender()
        assert isinstance(line, TableRow)
        self.remove(line)

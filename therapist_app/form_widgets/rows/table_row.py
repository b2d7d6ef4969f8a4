"""One row of a table: a line of fields, or a block with every field under its words."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from session_forms.questions.columns import Column
from session_forms.questions.tables import FixedRow
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.rows.cells import (
    CellField,
    PickCell,
    WordsCell,
    heading,
    make_cell,
)
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import button
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

    def __init__(self, columns: Sequence[Column], fixed: FixedRow | None, *, client: bool) -> None:
        super().__init__()
        self._columns = columns
        self._fixed = fixed
        self._shape: tuple[str, int] = ("", 0)
        self.label = text(fixed.label if fixed else "", "strong", wrap=True)
        self.help = text(fixed.help if fixed else "", "small", tone="muted", wrap=True)
        self.help.setVisible(bool(self.help.text()))
        self.setAccessibleDescription(self.help.text())
        self.headings = [text(heading(each), "small", tone="muted", wrap=True) for each in columns]
        self.fields: list[CellField] = [make_cell(each, "", client=client) for each in columns]
        self.take_away: QPushButton = button("", "quiet", "close")
        if fixed is not None:
            self.take_away.hide()
        for widget in self._in_reading_order():
            widget.setParent(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look().space("s"))
        self._grid.setVerticalSpacing(look().space("xs"))
        for field, words in zip(self.fields, self.headings, strict=True):
            words.setBuddy(field)
            edited = field.activated if isinstance(field, PickCell) else field.edited
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
        label = round(LABEL_WIDTH * look().text_scale) if self._fixed else 0
        around = label or self.take_away.sizeHint().width()
        return sum(widths) + around + (len(widths) + 1) * look().space("s")

    def show_values(self, values: Mapping[str, object]) -> None:
        """Show what is in each field."""
        for column, field in zip(self._columns, self.fields, strict=True):
            field.show_value(values.get(column.id))

    def show_number(self, number: int) -> None:
        """Name the row and its fields by their place."""
        name = self._fixed.label if self._fixed else _("Row {number}").format(number=number)
        self.setAccessibleName(name)
        if not self._fixed:
            self.label.setText(name)
        for column, field in zip(self._columns, self.fields, strict=True):
            field.setAccessibleName(f"{name}, {column.label}")
        words = _("Take row {number} away").format(number=number)
        self.take_away.setAccessibleName(words)
        self.take_away.setToolTip(words)

    def stand_as_line(self, *, with_headings: bool) -> None:
        """Put the fields beside each other, the first row under its headings."""
        if not self._takes_shape(("line", int(with_headings))):
            return
        first = 1 if self._fixed else 0
        if self._fixed:
            self.label.setFixedWidth(round(LABEL_WIDTH * look().text_scale))
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
        if not self._fixed:
            self._grid.addWidget(self.take_away, 0, count)
        for at, (field, words) in enumerate(zip(self.fields, self.headings, strict=True)):
            line, column = 2 + 2 * (at // count), at % count
            self._grid.addWidget(words, line, column, Qt.AlignmentFlag.AlignBottom)
            words.show()
            self._grid.addWidget(field, line + 1, column, Qt.AlignmentFlag.AlignTop)
        for column in range(count):
            self._grid.setColumnStretch(column, 1)

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

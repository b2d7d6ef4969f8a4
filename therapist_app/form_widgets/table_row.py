"""One row of a table: a line of fields, or a block with every field under its words."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from session_forms.columns import Column
from session_forms.definition import FixedRow
from session_forms.texts import translate as _
from therapist_app.form_widgets.cells import CellField, TextCell, heading, make_cell
from therapist_app.theme.look import look
from therapist_app.widgets.buttons import button
from therapist_app.widgets.words import text

LABEL_WIDTH = 150
FULL_WIDTH = 16_777_215
"""Qt's own greatest width."""


class RowShape(Enum):
    """How the fields of a row stand."""

    FIRST_LINE = auto()
    LINE = auto()
    BLOCK = auto()


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
        self._shape: RowShape | None = None
        self.label = text(fixed.label if fixed else "", "strong", wrap=True)
        self.headings = [text(heading(each), "small", tone="muted", wrap=True) for each in columns]
        self.fields: list[CellField] = [make_cell(each, "", client=client) for each in columns]
        self.take_away: QPushButton = button("", "quiet", "close")
        if fixed is not None:
            self.take_away.hide()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look().space("s"))
        self._grid.setVerticalSpacing(look().space("xs"))
        for field, words in zip(self.fields, self.headings, strict=True):
            words.setBuddy(field)
            field.changed.connect(self.changed)
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

    def take_shape(self, shape: RowShape) -> None:
        """Put the fields where this shape has them."""
        if shape == self._shape:
            return
        self._shape = shape
        while self._grid.takeAt(0) is not None:
            pass
        if shape == RowShape.BLOCK:
            self._stand_as_block()
        else:
            self._stand_as_line(with_headings=shape == RowShape.FIRST_LINE)

    def _stand_as_line(self, *, with_headings: bool) -> None:
        first = 1 if self._fixed else 0
        if self._fixed:
            self._grid.addWidget(self.label, 1, 0, Qt.AlignmentFlag.AlignVCenter)
            self.label.setFixedWidth(round(LABEL_WIDTH * look().text_scale))
        self.label.setVisible(self._fixed is not None)
        for at, (field, words) in enumerate(zip(self.fields, self.headings, strict=True)):
            self._grid.addWidget(field, 1, first + at)
            self._grid.setColumnStretch(first + at, 2 if type(field) is TextCell else 1)
            words.setVisible(with_headings)
            if with_headings:
                self._grid.addWidget(words, 0, first + at, Qt.AlignmentFlag.AlignBottom)
        if not self._fixed:
            self._grid.addWidget(self.take_away, 1, len(self.fields))

    def _stand_as_block(self) -> None:
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._grid.setColumnStretch(0, 1)
        self.label.setMaximumWidth(FULL_WIDTH)
        self.label.setMinimumWidth(0)
        self._grid.addWidget(self.label, 0, 0)
        self.label.show()
        if not self._fixed:
            self._grid.addWidget(self.take_away, 0, 1)
        lines: list[QLabel | CellField] = []
        for field, words in zip(self.fields, self.headings, strict=True):
            lines += [words, field]
            words.show()
        for at, line in enumerate(lines, start=1):
            self._grid.addWidget(line, at, 0, 1, 2)

"""The cells of a table: one small field for each kind of column.

A cell is told what to show and hands on what its person wrote; an empty cell is None.
"""

from datetime import date
from math import ceil
from typing import assert_never

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox
from typing_extensions import override

from session_forms.questions.columns import (
    ChoiceColumn,
    Column,
    DateColumn,
    NumberColumn,
    ScaleColumn,
    TextColumn,
    YesNoColumn,
)
from session_forms.words.texts import _, pgettext
from therapist_app.form_widgets.question.writing import dressed
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.form_widgets.values.day_line import DayLine, iso_or_words
from therapist_app.form_widgets.values.days import day_in_figures
from therapist_app.form_widgets.values.figures import read_number
from therapist_app.theme.look import look
from therapist_app.widgets.fields.choice_box import UnfoldingBox
from therapist_app.widgets.fields.fields import TextArea, TextLine

TEXT_WIDTH = 110
FIGURES_WIDTH = 84
PICK_WIDTH, WIDEST_PICK = 110, 170
ROUND_WORDS = 48
"""Pixels of edge, padding and arrow beside the words of a box."""
EDGE = 3
"""Pixels of edge and padding above the words, and as many below."""
SPARE = 1
"""The pixel that Qt wants left before it says that the last line is in sight."""


class WordsCell(TextArea):
    """Words of one paragraph, all in sight: one line high while they fit, and higher as needed."""

    def __init__(self, name: str) -> None:
        super().__init__(name, lines=1)
        self.setMinimumWidth(look().scaled(TEXT_WIDTH))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def value(self) -> object:
        """What is written."""
        words = self.toPlainText()
        return words if words.strip() else None

    def show_value(self, value: object) -> None:
        """Show a cell."""
        if value != self.value:
            self.show_words(value if isinstance(value, str) else "")

    @override
    def sizeHint(self) -> QSize:
        """Return the room in which all lines are seen at once."""
        least = look().size("client_control" if self._is_for_client else "control")
        below = self.document().documentMargin() + SPARE
        return QSize(self.minimumWidth(), max(least, ceil(self._words_height() + below) + 2 * EDGE))

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        """Write one paragraph: Enter belongs to the page."""
        if e.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            e.ignore()
        else:
            super().keyPressEvent(e)

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        """Take another height at another width."""
        super().resizeEvent(e)
        self._fit()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put words in as one paragraph; refuse a file."""
        if self.canInsertFromMimeData(source):
            self.insertPlainText(" ".join(source.text().splitlines()))

    @property
    def _is_for_client(self) -> bool:
        return bool(self.property("turn") == "client")

    def _words_height(self) -> float:
        height, block = 0.0, self.document().firstBlock()
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return height

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)


class NumberCell(TextLine):
    """A whole number; words that are none stay and are handed on as they are."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._last = ""
        self.setMinimumWidth(look().scaled(FIGURES_WIDTH))

    @property
    def value(self) -> object:
        """The number that is written, or the words when they are none."""
        number = read_number(self.text())
        return (self.text().strip() or None) if number is None else number

    def show_value(self, value: object) -> None:
        """Show a cell."""
        if value != self.value:
            self.show_words("" if value is None else str(value))

    def show_last(self, value: object) -> None:
        """Show in the empty field what stood there last time, and the letter that takes it over."""
        self._last = "" if value is None else str(value)
        words = _("{key}: {value}, as last time")
        told = words.format(key=_key_of_last(), value=self._last) if self._last else ""
        self.setPlaceholderText(told)
        self.setAccessibleDescription(told)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take over what stood there last time, by its letter in an empty field."""
        is_asked = event.text().casefold() == _key_of_last().casefold()
        if self._last and is_asked and not self.text().strip():
            self.insert(self._last)
        else:
            super().keyPressEvent(event)


class DateCell(DayLine):
    """A day."""

    @property
    def value(self) -> object:
        """The day as it is kept, or the words when they are none."""
        return iso_or_words(self)

    def show_value(self, value: object) -> None:
        """Show a cell."""
        if value != self.value:
            day = date.fromisoformat(value) if isinstance(value, str) else None
            self.show_words(day_in_figures(day) if day else "")


class PickCell(UnfoldingBox):
    """One of a few values."""

    def __init__(self, name: str, options: tuple[tuple[object, str], ...]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAcceptDrops(False)
        self._values: tuple[object, ...] = (None, *(value for value, _words in options))
        self.addItems(["", *(words for _value, words in options)])
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        longest = max(self.fontMetrics().horizontalAdvance(words) for _value, words in options)
        least, most, more = (look().scaled(each) for each in (PICK_WIDTH, WIDEST_PICK, ROUND_WORDS))
        self.setMinimumWidth(max(least, min(longest + more, most)))

    @property
    def value(self) -> object:
        """What is picked."""
        return self._values[self.currentIndex()]

    def show_value(self, value: object) -> None:
        """Show a cell."""
        if value is None or value != self.value:
            self.setCurrentIndex(self._values.index(value) if value in self._values else 0)


CellField = WordsCell | NumberCell | DateCell | PickCell


def make_cell(column: Column, name: str, context: RenderContext) -> CellField:
    """Return the field for a cell; a new kind of column fails type-checking here."""
    field = _plain_cell(column, name, context.today)
    if column.help:
        field.setAccessibleDescription(column.help)
    dressed(field, client=context.client)
    return field


def _plain_cell(column: Column, name: str, today: date | None) -> CellField:
    match column:
        case TextColumn():
            return WordsCell(name)
        case NumberColumn():
            return NumberCell(name)
        case DateColumn():
            return DateCell(name, today=today)
        case YesNoColumn():
            return PickCell(
                name, ((True, pgettext("answer", "Yes")), (False, pgettext("answer", "No")))
            )
        case ChoiceColumn():
            return PickCell(name, tuple((each.id, each.label) for each in column.options))
        case ScaleColumn():
            return PickCell(name, _steps(column))
        case _:
            assert_never(column)


def _key_of_last() -> str:
    return pgettext("key", "L")


def heading(column: Column) -> str:
    """Return the words above a column, with what its numbers mean."""
    match column:
        case ScaleColumn():
            ends = [f"{each.value} {each.label}".strip() for each in (column.low, column.high)]
            return _("{label} ({low} to {high})").format(
                label=column.label, low=ends[0], high=ends[1]
            )
        case NumberColumn() if column.unit:
            return f"{column.label} ({column.unit})"
        case _:
            return column.label


def _steps(column: ScaleColumn) -> tuple[tuple[object, str], ...]:
    return tuple((each, str(each)) for each in range(column.low.value, column.high.value + 1))

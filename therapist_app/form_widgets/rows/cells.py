"""The cells of a table: one small field for each kind of column.

A cell is told what to show and hands on what its person wrote; an empty cell is None.
"""

from datetime import date
from typing import assert_never

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter
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
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.question.writing import dressed
from therapist_app.form_widgets.rows.words_cell import WordsCell
from therapist_app.form_widgets.values.day_line import DayLine, iso_or_words
from therapist_app.form_widgets.values.days import day_in_figures
from therapist_app.form_widgets.values.figures import read_number
from therapist_app.theme.look import look
from therapist_app.widgets.fields.fields import TextLine

FIGURES_WIDTH = 84
PICK_WIDTH, WIDEST_PICK = 110, 170
ROUND_WORDS = 48
"""Pixels of edge, padding and arrow beside the words of a box."""


class NumberCell(TextLine):
    """A whole number; words that are none stay and are handed on as they are.

    Signals:
        changed: The person wrote something.

    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setMinimumWidth(round(FIGURES_WIDTH * look().text_scale))
        self.edited.connect(self._on_edited)

    @property
    def value(self) -> object:
        """The number that is written, or the words when they are none."""
        number = read_number(self.text())
        return (self.text().strip() or None) if number is None else number

    def show_value(self, value: object) -> None:
        """Show a cell."""
        if value != self.value:
            self.show_words("" if value is None else str(value))

    def _on_edited(self, _words: str) -> None:
        self.changed.emit()


class DateCell(DayLine):
    """A day.

    Signals:
        changed: The person wrote something.

    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.edited.connect(self._on_edited)

    @property
    def value(self) -> object:
        """The day as it is kept, or the words when they are none."""
        return iso_or_words(self.text())

    def show_value(self, value: object) -> None:
        """Show a cell."""
        if value != self.value:
            day = date.fromisoformat(value) if isinstance(value, str) else None
            self.show_words(day_in_figures(day) if day else "")

    def _on_edited(self, _words: str) -> None:
        self.changed.emit()


class PickCell(QComboBox):
    """One of a few values; the wheel never turns it.

    Signals:
        changed: The person picked something.

    """

    changed = Signal()

    def __init__(self, name: str, options: tuple[tuple[object, str], ...]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAcceptDrops(False)
        self._values: tuple[object, ...] = (None, *(value for value, _words in options))
        self.addItems(["", *(words for _value, words in options)])
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        longest = max(self.fontMetrics().horizontalAdvance(words) for _value, words in options)
        least, most, more = (
            round(each * look().text_scale) for each in (PICK_WIDTH, WIDEST_PICK, ROUND_WORDS)
        )
        self.setMinimumWidth(max(least, min(longest + more, most)))
        self.currentTextChanged.connect(self._tell_whole)
        self.activated.connect(self._on_activated)

    @property
    def value(self) -> object:
        """What is picked."""
        return self._values[self.currentIndex()]

    def show_value(self, value: object) -> None:
        """Show a cell."""
        if value is None or value != self.value:
            self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Let the page scroll: an answer never changes by scrolling past it."""
        e.ignore()

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        """Show by an ellipsis that words go on."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self._words_that_fit()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        """Tell the words whole where they are cut at the new width."""
        super().resizeEvent(e)
        self._tell_whole()

    @Slot()
    def _tell_whole(self) -> None:
        words = self.currentText()
        self.setToolTip(words if words != self._words_that_fit() else "")

    def _words_that_fit(self) -> str:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        box = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(box, option, field, self).width()
        words = self.currentText()
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)

    def _on_activated(self, _index: int) -> None:
        self.changed.emit()


CellField = WordsCell | NumberCell | DateCell | PickCell


def make_cell(column: Column, name: str, *, client: bool) -> CellField:
    """Return the field for a cell; a new kind of column fails type-checking here."""
    field = _plain_cell(column, name)
    field.setAccessibleDescription(column.help)
    dressed(field, client=client)
    return field


def _plain_cell(column: Column, name: str) -> CellField:
    match column:
        case TextColumn():
            return WordsCell(name)
        case NumberColumn():
            return NumberCell(name)
        case DateColumn():
            return DateCell(name)
        case YesNoColumn():
            return PickCell(name, ((True, _("Yes")), (False, _("No"))))
        case ChoiceColumn():
            return PickCell(name, tuple((each.id, each.label) for each in column.options))
        case ScaleColumn():
            return PickCell(name, _steps(column))
        case _:
            assert_never(column)


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

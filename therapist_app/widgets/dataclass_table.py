"""A table over frozen rows: the rows go down, the chosen row comes up."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScrollArea, QTableView, QWidget
from typing_extensions import override

from session_forms.words.folding import is_found, typed_words, words_in
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce, with_stop
from therapist_app.theme.icons import icon
from therapist_app.theme.look import look
from therapist_app.widgets.fields.copying import copies
from therapist_app.widgets.fields.edit_menu import copied_by_key

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
SelectionFlag = QItemSelectionModel.SelectionFlag
ROW_HEIGHT = 52
SIGN = 16
LEAST_STRETCHED = 160  # a name of two words; where there is no room the table goes sideways
SPARE = 2  # pixels that words may be wider drawn than reckoned
NO_INDEX = QModelIndex()
BY_TAB = frozenset({Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason})
_SHOWN = frozenset(  # a table that measures its columns asks for much more, for every cell
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.AccessibleDescriptionRole,
    }
)
_SIDES = {
    False: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    True: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[Row]):
    """One column.

    Attributes:
        title: The words in its head.
        words: What it says about a row.
        sign: The icon beside the words and its colour, or two empty words.
        right: Whether it holds figures, which stand at the right.
        strong: Whether its words stand out.
        stretch: Whether it takes the width that is left.

    """

    title: str
    words: Callable[[Row], str]
    sign: Callable[[Row], tuple[str, str]] | None = None
    right: bool = False
    strong: bool = False
    stretch: bool = False


class DataclassTableModel(QAbstractTableModel, Generic[Row]):
    """Shows frozen rows, one to a line."""

    def __init__(self, columns: Sequence[TableColumn[Row]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._words: dict[tuple[int, int], str] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._words.clear()
        self.endResetModel()

    def row_at(self, index: Index) -> Row | None:
        """Return the row under an index, if there is one."""
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def words_at(self, line: int, number: int) -> str:
        """Return what a cell says; put into words once, however often a table asks."""
        words = self._words.get((line, number))
        if words is None:
            words = self._words[line, number] = self.columns[number].words(self._rows[line])
        return words

    @override
    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell says, how it stands, and its sign."""
        if role not in _SHOWN or not index.isValid():
            return None
        column, line = self.columns[index.column()], self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.words_at(index.row(), index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                words = self.words_at(index.row(), index.column())
                return words or pgettext("cell of a table", "empty")
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                words = _("Row {number} of {count}")
                return words.format(number=index.row() + 1, count=len(self._rows))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _SIDES[column.right]
            case Qt.ItemDataRole.FontRole if column.strong:
                return look().font("body", strong=True)
            case Qt.ItemDataRole.DecorationRole if column.sign:
                name, color = column.sign(line)
                return icon(name, color) if name else None
            case _:
                return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDES[self.columns[section].right]
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None


@dataclass(frozen=True, slots=True)
class _Measured:
    """The cells of one column, in pixels.

    Attributes:
        lengths: How long the words of each row are on one line.
        around: What a cell needs beside its words.
        width: What the column needs.

    """

    lengths: tuple[int, ...]
    around: int
    width: int


class DataclassTableView(QTableView, Generic[Row]):
    """A table that is read and chosen from, never written in.

    Assistive technology opens a row by selecting it, which Qt does without moving the keyboard.

    Signals:
        chosen: The row that the person opened, by double click, Enter or assistive technology.

    """

    chosen = Signal(object)

    def __init__(self, model: DataclassTableModel[Row]) -> None:
        super().__init__()
        self.table_model = model
        self._asked_for = -1
        self._measured: dict[int, _Measured] = {}
        self._heights: dict[tuple[tuple[int, int, str], ...], int] = {}
        self._hints: dict[tuple[int, str, bool], int] = {}
        self._whole_for: QSize | None = None
        self._limits = (0, 0)
        self._is_to_be_arranged = False
        self._pages_around: list[QScrollArea] = []
        self._stood = QTimer(self, singleShot=True, interval=0)
        self._stood.timeout.connect(self._stand)
        self.verticalScrollBar().rangeChanged.connect(self._stood.start)
        model.modelReset.connect(self._measured.clear)
        model.modelReset.connect(self._stood.start)
        model.setParent(self)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAcceptDrops(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(look().scaled(ROW_HEIGHT))
        self.setIconSize(QSize(1, 1) * look().scaled(SIGN))
        self._shape_head(model)
        self.activated.connect(self._on_activated)
        self.selectionModel().selectionChanged.connect(self._on_selected)

    @property
    def current_row(self) -> Row | None:
        """The row the keyboard is on, or None."""
        return self.table_model.row_at(self.currentIndex())

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the keyboard stays on the same line where there is one."""
        line, column = self.currentIndex().row(), max(0, self.currentIndex().column())
        self.table_model.show_rows(rows)
        if rows and line >= 0:
            self.setCurrentIndex(self.table_model.index(min(line, len(rows) - 1), column))

    def matching(self, rows: Sequence[Row], typed: str) -> tuple[Row, ...]:
        """Return the rows in which each typed word begins a word of some cell."""
        wanted, columns = typed_words(typed), self.table_model.columns
        if not wanted:
            return tuple(rows)
        return tuple(each for each in rows if is_found(wanted, _words_of(each, columns)))

    def let_rows_grow(self) -> None:
        """Give words that are longer than their column more lines, instead of cutting them."""
        side = self.verticalHeader()
        self.setWordWrap(True)
        side.setMinimumSectionSize(side.defaultSectionSize())
        side.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    @property
    def stands_whole(self) -> bool:
        """Whether it shows all its rows, since the page around it scrolls.

        Two bars beside each other would be one too many: nobody knows which of them goes on.
        """
        return self._whole_for is not None

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Arrange what came while nobody saw it."""
        super().showEvent(event)
        if self._is_to_be_arranged:
            self.updateGeometries()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look whether all of it is in sight."""
        super().resizeEvent(event)
        self._stood.start()

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell in sight, by the page around it where that scrolls."""
        super().scrollTo(index, hint)
        if not self.stands_whole:
            return
        place = self.visualRect(index)
        for area in self._scrolling():
            page = area.widget()
            if page is not None:
                middle = self.viewport().mapTo(page, place.center())
                area.ensureVisible(middle.x(), middle.y(), 0, place.height())

    @Slot()
    def _stand(self) -> None:
        """Stand whole where some of it is out of sight and the page around it scrolls as well.

        In a window of another size it scrolls by itself, until that turns out to be too low too.
        """
        if self._whole_for not in {None, self.window().size()}:
            self._whole_for = None
            least, most = self._limits
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self.setMinimumHeight(least)
            self.setMaximumHeight(most)
            self._stood.start()
            return
        hides_some = self.verticalScrollBar().maximum() > 0
        if not (self.isVisible() and (hides_some or self.stands_whole) and self._scrolling()):
            return
        if not self.stands_whole:
            self._limits = self.minimumHeight(), self.maximumHeight()
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for area in self._scrolling():
            if area not in self._pages_around:
                self._pages_around.append(area)
                area.verticalScrollBar().rangeChanged.connect(self._stood.start)
        self._whole_for = self.window().size()
        beneath = self.horizontalScrollBar()
        around = self.horizontalHeader().height() + 2 * self.frameWidth()
        around += beneath.sizeHint().height() if beneath.maximum() > 0 else 0
        self.setFixedHeight(max(self._limits[0], self.verticalHeader().length() + around))

    def _scrolling(self) -> list[QScrollArea]:
        """Return what it stands in that scrolls up and down, from the inside out."""
        found: list[QScrollArea] = []
        above: QWidget | None = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea) and above.verticalScrollBar().maximum() > 0:
                found.append(above)
            above = above.parentWidget()
        return found

    @override
    def sizeHintForColumn(self, column: int) -> int:
        """Return the width of the widest cell, known from the lengths of the words.

        Qt would ask the delegate about every cell, several times while a page is built.
        """
        return self._measure(column).width

    @override
    def sizeHintForRow(self, row: int) -> int:
        """Return the height of a row: one line, unless words in it are longer than their column.

        Qt is asked once for the same long words in the same width: many rows say the same.
        """
        long = tuple(self._long_cells(row))
        if not long:
            return self.verticalHeader().minimumSectionSize()
        if long not in self._heights:
            self._heights[long] = super().sizeHintForRow(row)
        return self._heights[long]

    @override
    def updateGeometries(self) -> None:
        """Leave the column that takes the rest room for a few words; else push it sideways.

        Once it is seen: whatever a page puts it into styles it anew, and Qt arranges it then, its
        head and its side three times each.
        """
        if not self.isVisible():
            self._is_to_be_arranged = True
            return
        self._is_to_be_arranged = False
        super().updateGeometries()
        head, modes = self.horizontalHeader(), QHeaderView.ResizeMode
        few_words = look().scaled(LEAST_STRETCHED)
        for number, column in enumerate(self.table_model.columns):
            if not column.stretch:
                continue
            own = max(self.sizeHintForColumn(number), head.sectionSizeHint(number))
            least = min(few_words, own)
            others = head.length() - head.sectionSize(number)
            mode = modes.Stretch if self.viewport().width() - others >= least else modes.Fixed
            if head.sectionResizeMode(number) != mode:
                head.setSectionResizeMode(number, mode)
            if mode == modes.Fixed and head.sectionSize(number) != least:
                head.resizeSection(number, least)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Forget the lengths: the font may be another one."""
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measured.clear()
            self._heights.clear()
            self._hints.clear()
        super().changeEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a screen reader say the row that Enter opens, which it says of no table one enters.

        Each cell is said behind the title of its column: of the rows that follow it is left out.
        """
        super().focusInEvent(event)
        if event.reason() in BY_TAB:
            QTimer.singleShot(0, self, self._tell_row)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row with Enter on every system, once if it is held; copying is our own."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            if not event.isAutoRepeat():
                self._on_activated(self.currentIndex())
            return
        if self.stands_whole and event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            event.ignore()  # all rows are one page of it: the page around turns
            return
        if copied_by_key(event, {QKeySequence.StandardKey.Copy: self._copy_cell}):
            return
        super().keyPressEvent(event)

    @override
    def selectionCommand(self, index: Index, event: QEvent | None = None) -> SelectionFlag:
        """Return how mouse, keys and the program select; Qt asks nobody for other programs."""
        self._asked_for = index.row()
        return super().selectionCommand(index, event)

    def _long_cells(self, row: int) -> Iterator[tuple[int, int, str]]:
        """Yield column, its width and words of each cell that one line does not hold."""
        for number in range(len(self.table_model.columns)):
            if not self._is_held(row, number):
                words = self.table_model.words_at(row, number)
                yield number, self.columnWidth(number), words

    def _is_held(self, row: int, number: int) -> bool:
        cells, width = self._measure(number), self.columnWidth(number)
        if "\n" in self.table_model.words_at(row, number):
            return False
        spare = width - cells.around - cells.lengths[row]
        return spare >= SPARE or (spare >= -SPARE and self._hinted(row, number) <= width)

    def _measure(self, number: int) -> _Measured:
        if number not in self._measured:
            self.ensurePolished()
            self._measured[number] = self._measured_now(number)
        return self._measured[number]

    def _measured_now(self, number: int) -> _Measured:
        model, column = self.table_model, self.table_model.columns[number]
        font = look().font("body", strong=True) if column.strong else self.font()
        metrics = QFontMetrics(font, self)
        lengths = [
            max((metrics.horizontalAdvance(each) for each in words.splitlines()), default=0)
            for words in (model.words_at(line, number) for line in range(model.rowCount()))
        ]
        if not lengths:
            return _Measured((), 0, 0)
        signed = [bool(column.sign and column.sign(each)[0]) for each in model.rows]
        found = list(zip(signed, lengths, range(len(lengths)), strict=True))
        widest = {is_signed: line for is_signed, _length, line in sorted(found)}
        _, shortest, line = min(found, key=lambda cell: (not cell[0], cell[1]))
        return _Measured(
            lengths=tuple(lengths),
            around=self._hinted(line, number) - shortest,
            width=max(self._hinted(each, number) for each in widest.values()),
        )

    def _hinted(self, line: int, number: int) -> int:
        column = self.table_model.columns[number]
        is_signed = bool(column.sign and column.sign(self.table_model.rows[line])[0])
        cell = number, self.table_model.words_at(line, number), is_signed
        if cell not in self._hints:
            index = self.table_model.index(line, number)
            self._hints[cell] = self.sizeHintForIndex(index).width()
        return self._hints[cell]

    def _tell_row(self) -> None:
        """Say the row that the keyboard stands on; not where it was only lent to a leaving page."""
        line = self.currentIndex().row()
        if line >= 0 and self.hasFocus():
            announce(self, self._told_with_titles(line))

    def _told_with_titles(self, line: int) -> str:
        model = self.table_model
        cells = ((each.title, model.words_at(line, at)) for at, each in enumerate(model.columns))
        told = [f"{title}: {words}" if title else words for title, words in cells if words]
        where = _("Row {number} of {count}").format(number=line + 1, count=model.rowCount())
        return " ".join(with_stop(each) for each in (*told[:1], where, *told[1:]))

    def _copy_cell(self) -> None:
        copies().put(str(self.currentIndex().data() or ""))

    def _shape_head(self, model: DataclassTableModel[Row]) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for number, column in enumerate(model.columns):
            if column.stretch:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        if not any(column.stretch for column in model.columns):
            head.setStretchLastSection(True)

    def _on_selected(self, selected: QItemSelection) -> None:
        asked_for, self._asked_for = self._asked_for, -1
        marked = selected.indexes()
        if marked and marked[0].row() != asked_for:
            self.setCurrentIndex(marked[0])
            self._on_activated(marked[0])

    def _on_activated(self, index: QModelIndex) -> None:
        line = self.table_model.row_at(index)
        if line is not None:
            self.chosen.emit(line)


def _words_of(row: Row, columns: Sequence[TableColumn[Row]]) -> list[str]:
    return [word.folded for column in columns for word in words_in(column.words(row))]

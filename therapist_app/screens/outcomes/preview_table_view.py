"""A finished table in the room of its page: a table, or row by row where that is too narrow."""

from collections.abc import Sequence
from functools import partial
from math import ceil

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QWidget
from typing_extensions import override

from exports.document.tables import Cell, Table
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import pgettext
from therapist_app.accessibility.announcing import with_stop
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.parts import Part, rule, stack, text
from therapist_app.widgets.read_by_lines import ReadByLines

Row = tuple[Cell, ...]
ROW = 34
MOST_ROWS = 12
TALL = 10_000
LITTLE = 200


def table_view(table: Table) -> "TableView":
    """Return a finished table, high enough for its rows where they are few."""
    columns: list[TableColumn[Row]] = [
        TableColumn(
            each.title,
            partial(_cell_words, number),
            right=each.kind != "text",
        )
        for number, each in enumerate(table.columns)
    ]
    model = DataclassTableModel[Row](columns)
    model.show_rows(table.rows)
    view = TableView(model)
    view.setAccessibleName(table.title)
    return view


class TableInRoom(QWidget):
    """A finished table; where its page is too narrow for it, one row beneath the other.

    What leaves is read before it leaves: no figure of it stands beside what is seen.
    """

    def __init__(self, table: Table) -> None:
        super().__init__()
        self._of = table
        self.table = table_view(table)
        self.listed: QWidget | None = None
        self._place = stack(self.table)
        self.setLayout(self._place)

    @property
    def is_listed(self) -> bool:
        """Whether its rows stand one beneath the other."""
        return self.listed is not None and not self.listed.isHidden()

    @override
    def minimumSizeHint(self) -> QSize:
        """Return a little room: either way it fits."""
        return QSize(LITTLE, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand as a table where there is room for it."""
        super().resizeEvent(event)
        self._stand()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Look once more: now the table knows its type, and so how wide it is."""
        super().showEvent(event)
        self._stand()

    def _stand(self) -> None:
        is_narrow = self.width() < self.table.least_room
        if is_narrow is self.is_listed:
            return
        if self.listed is None:
            self.listed = _listed(self._of)
            self._place.addWidget(self.listed)
        self.table.setVisible(not is_narrow)
        self.listed.setVisible(is_narrow)


def _listed(table: Table) -> QWidget:
    """Return the rows one beneath the other: what each is of, then its figures with their names.

    A row that begins with a figure is of all, and has no head; an empty cell says nothing.
    """
    parts: list[Part] = []
    lines: list[str] = []
    for cells in table.rows:
        named = [*zip(table.columns, cells, strict=True)]
        head = [cell.text for column, cell in named[:1] if column.kind == "text"]
        figures = facts_in_a_line(
            *(_named_figure(each.title, cell.words) for each, cell in named[len(head) :])
        )
        parts += [text(each, "strong", wrap=True) for each in head]
        parts += [text(figures, wrap=True), rule()]
        lines.append(" ".join([*(with_stop(each) for each in head), figures]))
    read = ReadByLines(table.title)
    read.hold_lines(lines, stack(*parts, gap="xs"))
    return read


def _named_figure(name: str, figure: str) -> str:
    if not figure:
        return ""
    return pgettext("figure of a table", "{name}: {figure}").format(name=name, figure=figure)


class TableView(DataclassTableView[Row]):
    """A table among other blocks: as wide as its page and as high as its rows, within limits.

    Where the page is too narrow its words wrap, and its rows grow.
    """

    def __init__(self, model: DataclassTableModel[Row]) -> None:
        super().__init__(model)
        self._row_height = look().scaled(ROW)
        self._around = [0] * len(model.columns)
        head, rows = self.horizontalHeader(), self.verticalHeader()
        rows.setMinimumSectionSize(self._row_height)
        head.setMinimumSectionSize(look().scaled(64))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setWordWrap(True)
        self.ensurePolished()
        self._stand_in(self.least_room)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return a little room: its page shows it only where all of it has its place."""
        return QSize(LITTLE, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every column its share of the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._stand_in(max(self.least_room, self.width()))

    @property
    def least_room(self) -> int:
        """The width in which every column has its longest word."""
        return sum(self._limits_of_columns()[1]) + self._beside

    @property
    def _beside(self) -> int:
        """What of the width is no column."""
        many = len(self.table_model.rows) > MOST_ROWS
        bar = self.verticalScrollBar().sizeHint().width() if many else 0
        return 2 * self.frameWidth() + bar

    def _stand_in(self, width: int) -> None:
        """Give columns and rows their sizes in a width, and take the height of the rows."""
        widths = shared_out(width - self._beside, *self._limits_of_columns())
        head, rows = self.horizontalHeader(), self.verticalHeader()
        for at, each in enumerate(widths):
            head.resizeSection(at, each)
        heights = self._row_heights(widths)
        for at, height in enumerate(heights):
            rows.resizeSection(at, height)
        around = head.sizeHint().height() + self.horizontalScrollBar().sizeHint().height() + 4
        self.setFixedHeight(sum(heights[:MOST_ROWS]) + around)

    def _limits_of_columns(self) -> tuple[list[int], list[int]]:
        """Return for each column what it likes to have, and what it needs."""
        head = self.horizontalHeader()
        columns = range(head.count())
        natural = [max(self.sizeHintForColumn(at), head.sectionSizeHint(at)) for at in columns]
        return natural, [self._least_width(at, natural[at]) for at in columns]

    def _least_width(self, at: int, natural: int) -> int:
        """Return the width of the longest word of a column of words; figures keep theirs."""
        column = self.table_model.columns[at]
        metrics = self.fontMetrics()
        said = [column.words(each) for each in self.table_model.rows]
        lines = max((metrics.horizontalAdvance(each) for each in said), default=0)
        self._around[at] = max(0, self.sizeHintForColumn(at) - lines)
        if column.right:
            return natural
        words = [word for each in said for word in each.split()]
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        title = self.horizontalHeader().sectionSizeHint(at)
        return min(natural, max(title, longest + self._around[at]))

    def _row_heights(self, widths: Sequence[int]) -> list[int]:
        metrics, wrap = self.fontMetrics(), Qt.TextFlag.TextWordWrap
        air = self._row_height - metrics.height()
        heights = []
        for each in self.table_model.rows:
            tall = metrics.height()
            for width, around, column in zip(
                widths, self._around, self.table_model.columns, strict=True
            ):
                room = QRect(0, 0, max(1, width - around), TALL)
                tall = max(tall, metrics.boundingRect(room, wrap, column.words(each)).height())
            heights.append(tall + air)
        return heights


def shared_out(room: int, natural: Sequence[int], least: Sequence[int]) -> list[int]:
    """Return a width for each column.

    All have what they like where there is room, the first the rest of it; else those that can
    give way do so in proportion, none below its least.
    """
    over = sum(natural) - room
    if over <= 0:
        return [natural[0] - over, *natural[1:]]
    slack = [wide - narrow for wide, narrow in zip(natural, least, strict=True)]
    share = min(1.0, over / sum(slack)) if any(slack) else 0.0
    return [wide - ceil(each * share) for wide, each in zip(natural, slack, strict=True)]


def _cell_words(number: int, cells: Row) -> str:
    return cells[number].words

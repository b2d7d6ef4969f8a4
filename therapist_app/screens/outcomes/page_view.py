"""One page of what would leave: the same blocks that the paper prints."""

from functools import partial
from typing import assert_never

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QLayout, QSizePolicy, QWidget
from typing_extensions import override

from exports.document import Block, Facts, Heading, PreviewPage, Prose
from exports.paper.change_chart import HOW_TO_READ
from exports.paper.chart import ChartData
from exports.tables import Cell, Table
from session_forms.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.widgets.change_chart import ChangeChartView
from therapist_app.widgets.chart import ChartView
from therapist_app.widgets.dataclass_table import Column, DataclassTableModel, DataclassTableView
from therapist_app.widgets.parts import Part, hold, reading, row, stack, text

Row = tuple[Cell, ...]
ROW = 34
MOST_ROWS = 12
FACT_WIDTH = 220


def page_blocks(page: PreviewPage) -> QWidget:
    """Return a page as widgets, in its order."""
    parts: list[Part] = [part for block in page.blocks for part in _parts(block)]
    return hold(stack(*parts, gap="s"))


def table_view(table: Table) -> DataclassTableView[Row]:
    """Return a finished table, high enough for its rows where they are few."""
    columns: list[Column[Row]] = [
        Column(
            each.title,
            partial(_cell_words, number),
            right=each.kind != "text",
            stretch=number == 0,
        )
        for number, each in enumerate(table.columns)
    ]
    model = DataclassTableModel[Row](columns)
    model.show_rows(table.rows)
    view = TableView(model)
    view.setAccessibleName(table.title)
    return view


class TableView(DataclassTableView[Row]):
    """A table among other blocks: as high as its rows, within limits; it scrolls sideways."""

    def __init__(self, model: DataclassTableModel[Row]) -> None:
        super().__init__(model)
        height = round(ROW * look().text_scale)
        self.verticalHeader().setDefaultSectionSize(height)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(round(64 * look().text_scale))
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        shown = min(len(model.rows), MOST_ROWS)
        around = head.sizeHint().height() + self.horizontalScrollBar().sizeHint().height() + 4
        self.setFixedHeight(height * shown + around)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return a little room: what does not fit is scrolled to."""
        return QSize(200, self.height())


def _parts(block: Block) -> list[Part]:
    match block:
        case Prose():
            return [text(block.text, "caption" if block.small else "reading", wrap=True)]
        case Heading():
            return [text(block.text, "strong", wrap=True)]
        case Facts():
            return [_fact(name, words) for name, words in block.rows]
        case Table():
            notes: list[Part] = [text(each, "caption", wrap=True) for each in block.notes]
            title = text(block.title, "strong", wrap=True)
            return [title, *_picture(block), table_view(block), *notes]
        case ChartData():
            return [ChartView(block)]
        case _:
            assert_never(block)


def _picture(table: Table) -> list[Part]:
    """Return the picture that stands above a table, with the words on how to read it."""
    if table.picture is None:
        return []
    return [ChangeChartView(table.picture), text(_(HOW_TO_READ), "caption", wrap=True)]


def _fact(name: str, words: str) -> QLayout:
    label = text(name, "strong", wrap=True)
    label.setFixedWidth(round(FACT_WIDTH * min(1.4, look().text_scale)))
    line = row(label, reading(words), gap="m")
    line.setStretch(1, 1)
    return line


def _cell_words(number: int, cells: Row) -> str:
    return cells[number].text

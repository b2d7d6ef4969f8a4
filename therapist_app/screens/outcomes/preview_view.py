"""The middle: everything that will leave, page by page."""

from collections.abc import Sequence
from functools import partial
from math import ceil

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLayout, QSizePolicy, QWidget
from typing_extensions import override

from exports.document.document import Block, Facts, Heading, PreviewPage, Prose
from exports.document.tables import Cell, Table
from exports.package.release import Release
from exports.paper.charts.chart import ChartData
from exports.paper.charts.pictures import Picture, picture_notes, picture_title
from session_forms.words.texts import ngettext, pgettext
from session_forms.words.texts import translate as _
from therapist_app.screens.outcomes.closing_view import counting_words
from therapist_app.screens.outcomes.viewmodel import OutcomesState, OutcomesViewModel, who_opens
from therapist_app.theme.look import look
from therapist_app.widgets.charts.chart import ChartView, PictureView
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.dataclass_table import Column, DataclassTableModel, DataclassTableView
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    banner,
    button,
    card,
    chip,
    empty,
    empty_state,
    hold,
    reading,
    row,
    stack,
    symbol,
    text,
)

Row = tuple[Cell, ...]
ROW = 34
MOST_ROWS = 12
FACT_WIDTH = 220
MOST_TO_WORDS = 100
"""The share of a line that words take before anything is left empty beside them."""
TALL = 10_000
LEAST_WIDTH = 520
"""The rows are high enough for this width of the table; in less it is scrolled sideways."""

MOST_CHIPS = 4


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
    """A table among other blocks: as wide as its page and as high as its rows, within limits.

    Where the page is too narrow its words wrap; what even then does not fit is scrolled to.
    """

    def __init__(self, model: DataclassTableModel[Row]) -> None:
        super().__init__(model)
        self._row_height = round(ROW * look().text_scale)
        self._around = [0] * len(model.columns)
        head, rows = self.horizontalHeader(), self.verticalHeader()
        rows.setMinimumSectionSize(self._row_height)
        head.setMinimumSectionSize(round(64 * look().text_scale))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setWordWrap(True)
        self.ensurePolished()
        heights = self._row_heights(self._widths(LEAST_WIDTH))
        for at, height in enumerate(heights):
            rows.resizeSection(at, height)
        around = head.sizeHint().height() + self.horizontalScrollBar().sizeHint().height() + 4
        self.setFixedHeight(sum(heights[:MOST_ROWS]) + around)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return a little room: what does not fit is scrolled to."""
        return QSize(200, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give every column its share of the width."""
        super().resizeEvent(event)
        for at, width in enumerate(self._widths(max(LEAST_WIDTH, self.width()))):
            self.horizontalHeader().resizeSection(at, width)

    def _widths(self, width: int) -> list[int]:
        head = self.horizontalHeader()
        columns = range(head.count())
        natural = [max(self.sizeHintForColumn(at), head.sectionSizeHint(at)) for at in columns]
        least = [self._least_width(at, natural[at]) for at in columns]
        many = len(self.table_model.rows) > MOST_ROWS
        bar = self.verticalScrollBar().sizeHint().width() if many else 0
        return shared_out(width - 2 * self.frameWidth() - bar, natural, least)

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
            return [title, table_view(block), *notes]
        case ChartData():
            return [ChartView(block)]
        case _:
            return [text(picture_title(block), "strong", wrap=True), *_picture(block)]


def _picture(picture: Picture) -> list[Part]:
    """Return a picture, with the words on how to read it."""
    notes = (text(each, "caption", wrap=True) for each in picture_notes(picture))
    return [PictureView(picture), *notes]


def _fact(name: str, words: str) -> QLayout:
    label = text(name, "strong", wrap=True)
    label.setFixedWidth(round(FACT_WIDTH * min(1.4, look().text_scale)))
    line = row(label, reading(words), STRETCH, gap="m")
    line.setStretch(1, MOST_TO_WORDS)
    return line


def _cell_words(number: int, cells: Row) -> str:
    return cells[number].text


class PreviewView(QWidget):
    """What would leave, what was refused, or what was written."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.previous = button(pgettext("button", "Previous page"), "quiet")
        self.following = button(pgettext("button", "Next page"), "quiet")
        self.previous.clicked.connect(self._on_previous_clicked)
        self.following.clicked.connect(self._on_following_clicked)
        self.marks: list[ChoosingButton] = []
        self._shown: object = None
        for key in (self.previous, self.following):
            key.setParent(self)
            key.hide()
        self._place = stack()
        self.setLayout(self._place)

    def show_state(self, state: OutcomesState) -> None:
        """Show the page; it is drawn again only when it is another one."""
        busy = state.is_preparing
        work = busy and state.is_counting, busy
        shown = (state.pages, state.page, state.refused, state.saved, state.waits, work)
        if shown == self._shown:
            return
        self._shown = shown
        had_focus = self.previous.hasFocus(), self.following.hasFocus()
        for key in (self.previous, self.following):
            key.setParent(self)  # or they would go with the page that is replaced
        parts = self._parts(state)
        empty(self._place)
        self._place.addWidget(hold(stack(*parts, STRETCH, gap="m", margins=("l",) * 4)))
        had = self.previous if had_focus[0] else self.following
        if any(had_focus) and had.isEnabled():
            had.setFocus()

    def _parts(self, state: OutcomesState) -> list[Part]:
        if state.is_preparing:
            words = (
                counting_words(state)
                if state.is_counting
                else _("Preparing: figures, pages, and the search for names.")
            )
            return [text(words, "lead", wrap=True, told="words")]
        found: list[Part] = []
        if state.refused:
            found.append(banner("attention", _("Nothing was released"), state.refused))
            found += self._marking(state)
        if state.released is not None:
            words = _("{who} It is entered in the list of releases. The file is here: {place}")
            done = state.released
            who = who_opens(done.release, done.request.recipient)
            said = words.format(place=state.saved, who=who)
            found.append(banner("good", _("Signed and saved"), said))
        if state.waits:
            words = _(
                "A second person opens it in their own session, sees the same pages, and "
                "approves it or not. After 14 days it is deleted."
            )
            found.append(banner("good", _("Approved by you; it waits"), words))
        if state.prepared is not None:
            return [*found, *self._page_parts(state, state.prepared.release)]
        if not found:
            found.append(
                empty_state(
                    "outcomes",
                    _("Nothing is prepared yet"),
                    _(
                        "Choose the recipient and the purpose. You see every page before anything "
                        "leaves."
                    ),
                )
            )
        return found

    def _marking(self, state: OutcomesState) -> list[Part]:
        """Return what says of each word that was found that it names nobody."""
        self.marks = []
        if not state.found:
            return []
        words = _(
            "Is a word no name here, though somebody has that name? Say so: it is noted that you "
            "did, and holds for this export alone. Where figures leave the service, a second "
            "person says so too."
        )
        self.marks = [
            ChoosingButton(
                _("Record that “{word}” names nobody").format(word=each.word), str(number)
            )
            for number, each in enumerate(state.found)
        ]
        for each in self.marks:
            each.chosen.connect(self._viewmodel.mark)
        return [text(words, wrap=True), *(row(each, STRETCH) for each in self.marks)]

    def _page_parts(self, state: OutcomesState, release: Release) -> list[Part]:
        told = row(
            symbol("info"),
            text(_("This is everything that will leave. Nothing is added later."), wrap=True),
            gap="s",
            grows=1,
        )
        page = release.preview[state.page]
        title = _("Page {page} of {count} · {title}").format(
            page=state.page + 1, count=len(release.preview), title=page.title
        )
        beneath: list[Part] = []
        if not page.printed:
            beneath = [text(_("In the tables of the package, not on paper."), "caption")]
        return [
            told,
            card(title, *beneath, page_blocks(page), action=self._keys(state), gap="s"),
            card(_("In the package"), _files(tuple(release.files)), gap="s"),
        ]

    def _keys(self, state: OutcomesState) -> QWidget:
        self.previous.setEnabled(state.page > 0)
        self.following.setEnabled(state.page + 1 < len(state.pages))
        keys = hold(row(self.previous, self.following, gap="xs"))
        self.previous.show()
        self.following.show()
        return keys

    def _on_previous_clicked(self) -> None:
        self._viewmodel.turn_page(-1)

    def _on_following_clicked(self) -> None:
        self._viewmodel.turn_page(1)


def _files(names: tuple[str, ...]) -> QWidget:
    """Return the files, all tables as one."""
    tables = [each for each in names if each.startswith("tables/")]
    others = [each for each in names if not each.startswith("tables/")]
    chips = [chip(each, "quiet", "form") for each in others]
    if tables:
        words = ngettext("{count} table", "{count} tables", len(tables)).format(count=len(tables))
        chips.insert(0, chip(words, "quiet", "outcomes"))
    chips.append(chip(pgettext("mark", "signature"), "quiet", "lock"))
    if look().is_large:
        return hold(stack(*chips, gap="xs"))
    lines = [chips[at : at + MOST_CHIPS] for at in range(0, len(chips), MOST_CHIPS)]
    return hold(stack(*(row(*each, STRETCH, gap="s") for each in lines), gap="s"))

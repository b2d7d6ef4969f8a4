"""The table of clients: it asks for more lines as they come into sight."""

from datetime import date, datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from session_forms.words.day_words import clock_time, short_near_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.screens.clients.viewmodel import ClientLine, ClientsState, ClientsViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    NO_INDEX,
    DataclassTableModel,
    DataclassTableView,
    Index,
    TableColumn,
)

NEEDS = {
    "alert": NP_("what a client needs", "alert open"),
    "promise": N_("promise to keep"),
    "note": N_("note to sign"),
    "task": N_("something to finish"),
    "": "",
}
SIGNS = {
    "alert": ("urgent", "urgent"),
    "promise": ("clock", "attention"),
    "note": ("alert", "attention"),
    "task": ("form", "text-muted"),
    "": ("", ""),
}
REFUSED = {
    "refused": N_("does not agree to work together"),
    "withdrawn": N_("agreement taken back"),
}
HELD, PHASE, LAST_SEEN, NEXT = 2, 1, 3, 4
WIDTHS = {0: 104, HELD: 150, LAST_SEEN: 120, NEXT: 150}
BAR_LEFT, BAR_RIGHT, BAR_UP, BAR_TALL = 12, 20, 13, 4


class PagedTableModel(DataclassTableModel[ClientLine]):
    """Shows the lines read so far and reads on when the view asks."""

    def __init__(self, viewmodel: ClientsViewModel) -> None:
        super().__init__(
            (
                TableColumn(pgettext("column", "Code"), lambda line: line.code, strong=True),
                TableColumn(
                    pgettext("column", "Phase"),
                    lambda line: line.phase or pgettext("column", "not begun"),
                    stretch=True,
                ),
                TableColumn(pgettext("column", "Sessions held"), _held),
                TableColumn(pgettext("column", "Last seen"), self._last_seen),
                TableColumn(pgettext("column", "Next"), self._next),
                TableColumn(pgettext("column", "To do"), _needs, sign=_sign, stretch=True),
            )
        )
        self._viewmodel = viewmodel

    @override
    def canFetchMore(self, parent: Index = NO_INDEX) -> bool:
        """Say whether there are lines that were not read yet."""
        return not parent.isValid() and len(self.rows) < self._viewmodel.state.total

    @override
    def fetchMore(self, parent: Index = NO_INDEX) -> None:
        """Read on."""
        shown = len(self.rows)
        self._viewmodel.read_on()
        lines = self._viewmodel.state.lines
        if len(lines) > shown:
            self.beginInsertRows(QModelIndex(), shown, len(lines) - 1)
            self._rows = lines
            self.endInsertRows()

    def _last_seen(self, line: ClientLine) -> str:
        if line.last_seen is None:
            return pgettext("cell", "new")
        return day_words(line.last_seen, self._viewmodel.state.today)

    def _next(self, line: ClientLine) -> str:
        if line.is_running:
            return pgettext("cell", "running now")
        return moment_words(line.next_at, self._viewmodel.state.today) or pgettext("cell", "none")


class HeldDelegate(QStyledItemDelegate):
    """The words, and under them how far along."""

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell."""
        super().paint(painter, option, index)
        model = index.model()
        line = model.row_at(index) if isinstance(model, DataclassTableModel) else None
        if line is None:
            return
        up = option.rect.height() - look().scaled(BAR_UP)
        track = option.rect.adjusted(BAR_LEFT, up, -BAR_RIGHT, 0)
        track.setHeight(BAR_TALL)
        painter.fillRect(track, look().qcolor("track"))
        track.setWidth(round(track.width() * min(1.0, line.held / max(1, line.planned))))
        painter.fillRect(track, look().qcolor("accent"))


class ClientTable(DataclassTableView[ClientLine]):
    """Every client, by code; the last column says who needs the therapist.

    Signals:
        left_upwards: Up was pressed on the first line.

    """

    left_upwards = Signal()

    def __init__(self, viewmodel: ClientsViewModel) -> None:
        super().__init__(PagedTableModel(viewmodel))
        self.setAccessibleName(pgettext("table", "Clients"))
        self.setItemDelegateForColumn(HELD, HeldDelegate(self))
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in WIDTHS.items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, look().scaled(width))
        for column in (PHASE, LAST_SEEN) if look().is_large else ():
            self.hideColumn(column)

    def show_state(self, state: ClientsState) -> None:
        """Show other lines."""
        self.show_rows(state.lines)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave upwards from the first line, to the search."""
        if event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
            return
        super().keyPressEvent(event)


def day_words(day: date, today: date) -> str:
    """Return a day as short as it can be read: Today, 12 August, 12 August 2025."""
    if day == today:
        return pgettext("day", "Today")
    return short_near_day(day, today)


def moment_words(at: datetime | None, today: date) -> str:
    """Return a moment as short as it can be read: the time only where it is today."""
    if at is None:
        return ""
    day = day_words(at.date(), today)
    return _("{day} {time}").format(day=day, time=clock_time(at)) if at.date() == today else day


def _held(line: ClientLine) -> str:
    return _("{held} of {planned}").format(held=line.held, planned=line.planned)


def _needs(line: ClientLine) -> str:
    return facts_in_a_line(
        _(NEEDS[line.needs]) if line.needs else "",
        _(REFUSED[line.refused]) if line.refused else "",
        pgettext("what a client is", "worked case") if line.is_worked_case else "",
    )


def _sign(line: ClientLine) -> tuple[str, str]:
    if line.refused and not line.needs:
        return "alert", "attention"
    if line.is_worked_case and not line.needs:
        return "library", "text-muted"
    return SIGNS[line.needs]

"""The timeline of a client: one list, the newest first, filtered by one choice."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from session_forms.words.day_words import short_near_day
from session_forms.words.texts import NP_, _, pgettext
from therapist_app.commands import Destination
from therapist_app.theme.look import look
from therapist_app.widgets.controls.options import ChoosingOption
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.layout.into_view import bring_row_into_view
from therapist_app.widgets.parts import STRETCH, Flow, card, one_of, stack, text
from therapist_app.workflows.overviews.timeline import TimelineEntry

ALL = "all"
FILTERS = {
    ALL: NP_("what a timeline shows", "All"),
    "notes": NP_("what a timeline shows", "Notes"),
    "forms": NP_("what a timeline shows", "Forms"),
    "safety": NP_("what a timeline shows", "Safety"),
    "contacts": NP_("what a timeline shows", "Contacts"),
}
SIGNS = {"notes": "note", "forms": "form", "safety": "alert", "contacts": "handover"}
LINES_SHOWN, LINE_HEIGHT, DAY_WIDTH = 7, 40, 116


class Timeline(QWidget):
    """Everything that happened; a line that is opened leads to what it tells of.

    Signals:
        left: To a note, a form, an alert or a promise.
        filtered: Of which kind is shown from now on.

    """

    left = Signal(Destination)
    filtered = Signal(str)

    def __init__(self, entries: tuple[TimelineEntry, ...], today: date, shown: str = ALL) -> None:
        super().__init__()
        self._entries = entries
        self.options = [ChoosingOption(_(words), name) for name, words in FILTERS.items()]
        self.table = DataclassTableView(DataclassTableModel(_columns(today)))
        self.nothing = text(_("Nothing of this kind yet."), "small", tone="muted")
        self._shape_table()
        one_of(self, self.options)
        filters = Flow(*self.options, STRETCH, name=_("What is shown"), told="list")
        title = pgettext("card", "Timeline")
        self.hint = text(_("Enter or a double click opens a line."), "caption", wrap=True)
        lines = (filters, self.hint, self.table, self.nothing)
        self.setLayout(stack(card(title, *lines, gap="s"), STRETCH))
        for option in self.options:
            option.chosen.connect(self._on_option_chosen)
        self.table.chosen.connect(self._on_entry_chosen)
        self.show_only(shown)

    def show_only(self, name: str) -> None:
        """Show the entries of one kind, or all of them."""
        found = [each for each in self._entries if name in {ALL, each.kind}]
        for option in self.options:
            option.setChecked(option.choice == name)
        self.table.show_rows(found)
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.hint.setVisible(bool(found))
        lines = min(len(found), LINES_SHOWN)
        around = self.table.horizontalHeader().sizeHint().height() + 2 * self.table.frameWidth()
        self.table.setFixedHeight(lines * self._line_height + around)

    @property
    def line(self) -> int:
        """Which entry has the keyboard, counted from the oldest; 0 where none has."""
        here: object = self.window().focusWidget()
        entry = self.table.current_row if here is self.table else None
        at = next((at for at, each in enumerate(self._entries) if each is entry), None)
        return 0 if at is None else len(self._entries) - at

    def go_to(self, line: int) -> bool:
        """Put the keyboard on an entry, counted from the oldest; return whether it is there."""
        at = len(self._entries) - line
        if not 0 <= at < len(self._entries):
            return False
        self.show_only(ALL)
        self.table.setCurrentIndex(self.table.table_model.index(at, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_row_into_view(self.table)
        return True

    def _shape_table(self) -> None:
        self.table.setAccessibleName(pgettext("table", "Timeline"))
        self._line_height = look().scaled(LINE_HEIGHT)
        self.table.verticalHeader().setDefaultSectionSize(self._line_height)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(0, look().scaled(DAY_WIDTH))

    def _on_option_chosen(self, name: str) -> None:
        self.setMinimumHeight(self.height())  # a shorter page would move under the pointer
        self.show_only(name)
        self.filtered.emit(name)

    def _on_entry_chosen(self) -> None:
        entry = self.table.current_row
        if entry is not None and entry.destination is not None:
            self.left.emit(entry.destination)


def _columns(today: date) -> tuple[TableColumn[TimelineEntry], ...]:
    def day(entry: TimelineEntry) -> str:
        on = entry.at.date()
        if on == today:
            return pgettext("day", "Today")
        return short_near_day(on, today)

    return (
        TableColumn(pgettext("column", "Day"), day),
        TableColumn(
            pgettext("column", "What"),
            lambda entry: entry.title,
            sign=lambda entry: (SIGNS[entry.kind], "text-muted"),
            strong=True,
            stretch=True,
        ),
        TableColumn(pgettext("column", "More"), lambda entry: entry.facts, stretch=True),
    )

"""Importing a list: choosing the file, what was imported so far, and undoing it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.day_words import written_moment
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NN_, _, counted, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.record.client_rights.client_imports import ImportedList
from therapist_app.screens.importing.rows_view import RowsView, field_names
from therapist_app.screens.importing.viewmodel import ImportingState, ImportingViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.dialogs import choosing_files
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import TurningView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    button,
    card,
    empty,
    hold,
    page_head,
    read_in_order,
    reading,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.importing.importing_a_list import AddedRow

CLIENTS = NN_("{count} client", "{count} clients")
REMOVED = N_("Remove the clients of this list, and all that was entered for them?")
REMOVE = NN_("Remove {count} client", "Remove {count} clients")
LEAST_LINES = 5
AskFile = Callable[[QWidget], Path | None]


def ask_for_list(parent: QWidget) -> Path | None:
    """Return the list that a person picks, or None."""
    kinds = pgettext("kinds of files", "Lists (*.xlsx *.csv *.txt *.tsv)")
    path = choosing_files.ask_for_file(parent, _("Choose a list"), kinds)
    return Path(path) if path else None


def ask_where_to_save(parent: QWidget) -> Path | None:
    """Return where a person wants the empty list, or None."""
    path = choosing_files.ask_where_to_save(
        parent,
        _("Save an empty list"),
        pgettext("kinds of files", "Lists (*.xlsx *.csv)"),
        pgettext("file name", "clients"),
    )
    return Path(path) if path else None


class ImportingView(TurningView[ImportingViewModel]):
    """Choose a list; its rows are a page of their own."""

    HELP = PageHelp(
        "Here you import clients from a spreadsheet. You see every row before anything is "
        "saved, and can undo the whole list until work with one of its clients begins. "
        "Colleagues are told of an undo.",
        read_on="docs/importing-a-caseload.md",
    )

    def __init__(
        self,
        viewmodel: ImportingViewModel,
        *,
        choose_file: AskFile = ask_for_list,
        choose_place: AskFile = ask_where_to_save,
    ) -> None:
        self.message = MessagePlace()
        self.choose = MainButton(_("Choose a list …"))
        self.template = button(_("Save an empty list …"))
        self.back = button(pgettext("button", "Back"), "quiet")
        self.undo: list[ChoosingButton] = []
        self._lists = QVBoxLayout()
        self._added = QVBoxLayout()
        super().__init__("importing", viewmodel, self._first_page())
        self._choose_file, self._choose_place = choose_file, choose_place
        self._asked: datetime | None = None
        self.setLayout(row(self.pages.place))
        self.choose.clicked.connect(self._on_choose_clicked)
        self.template.clicked.connect(self._on_template_clicked)
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.follow(self.show_state)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on choosing a list."""
        if self.page is None:
            self.choose.setFocus()
        super().focus_first()

    @override
    def show_first(self) -> None:
        """Turn back to the first page; the list is put away."""
        if self._viewmodel.state.sheet is not None:
            self._viewmodel.forget()
        super().show_first()

    def show_state(self, state: ImportingState) -> None:
        """Show what was imported; a list that was read has a page of its own."""
        self.choose.setEnabled(not state.is_busy)
        if state.plan is not None and self.page is None:
            self.turn_to(RowsView(self._viewmodel))
            self._turned_by = None  # choosing was disabled while the list was read
        elif state.sheet is None and self.page is not None:
            self.show_first()
        if state.problem is not None and self.page is None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        elif state.done and self.page is None:
            self.message.show_message("good", pgettext("message", "Done"), state.done)
        else:
            self.message.clear()
        self._show_added(state)
        self._show_lists(state)

    def _first_page(self) -> QWidget:
        said = reading(
            _(
                "The list is a table in XLSX or CSV, with a row for each client and the names of "
                "the columns in its first row. The file itself is not kept."
            )
        )
        columns = text(
            _(
                "These columns are recognised, in any order; none of them is needed: {columns}. "
                "The empty list has them all and explains them."
            ).format(columns=field_names()),
            "small",
            wrap=True,
        )
        columns.setMaximumWidth(look().size("form_width"))
        ways = row(self.choose, self.template, STRETCH, gap="m")
        choosing = card(_("From a spreadsheet"), said, columns, ways)
        body = stack(
            choosing,
            self._added,
            self._lists,
            STRETCH,
            gap="l",
            margins=("page", "l", "page", "l"),
        )
        head = page_head(
            _("Import a list"), _("Clients who are not in this record yet"), actions=(self.back,)
        )
        page = QWidget()
        page.setLayout(whole_page(head, scroll(body), message=self.message))
        return page

    def _show_added(self, state: ImportingState) -> None:
        empty(self._added)
        if state.added:
            told = _("Each of them is found by name as well as by code.")
            if not all(each.has_name for each in state.added):
                told = _(
                    "Somebody has no name here. Write the codes into your spreadsheet now: they "
                    "tell who is who."
                )
            self._added.addWidget(
                card(_("Just imported: who has which code"), reading(told), _codes(state.added))
            )
        read_in_order(self._added)

    def _show_lists(self, state: ImportingState) -> None:
        empty(self._lists)
        self.undo.clear()
        if state.lists:
            lines = [self._list_line(each) for each in state.lists]
            self._lists.addWidget(card(_("Imported so far"), *lines))
        read_in_order(self._lists)

    def _list_line(self, each: ImportedList) -> QWidget:
        count = counted(CLIENTS, each.clients)
        title = facts_in_a_line(written_moment(each.at.astimezone()), count)
        said = text(title, "strong", wrap=True)
        if each.in_use:
            why = _("It can no longer be undone: work with one of its clients has begun.")
            return hold(stack(said, text(why, "small", wrap=True), rule(), gap="xs"))
        if each.at != self._asked:
            undo = self._button(_("Undo this import"), each, title)
            undo.chosen.connect(self._on_undo_chosen)
            return hold(stack(said, row(undo, STRETCH), rule(), gap="xs"))
        why = _(REMOVED)
        remove = self._button(counted(REMOVE, each.clients), each, title)
        keep = self._button(pgettext("button", "Keep them"), each, title)
        remove.chosen.connect(self._on_remove_chosen)
        keep.chosen.connect(self._on_keep_chosen)
        ways = row(remove, keep, STRETCH, gap="m")
        return hold(stack(said, text(why, wrap=True), ways, rule(), gap="xs"))

    def _button(self, words: str, each: ImportedList, title: str) -> ChoosingButton:
        found = ChoosingButton(words, each.at.isoformat(), name=f"{words}: {title}")
        self.undo.append(found)
        return found

    @Slot()
    def _on_choose_clicked(self) -> None:
        path = self._choose_file(self)
        if path is not None:
            self._asked = None
            self._viewmodel.read(path)

    @Slot()
    def _on_template_clicked(self) -> None:
        path = self._choose_place(self)
        if path is not None:
            self._viewmodel.save_template(path)

    @Slot(str)
    def _on_undo_chosen(self, at: str) -> None:
        self._ask(datetime.fromisoformat(at))

    @Slot(str)
    def _on_keep_chosen(self, _at: str) -> None:
        self._ask(None)

    @Slot(str)
    def _on_remove_chosen(self, at: str) -> None:
        self._asked = None
        self._viewmodel.undo(datetime.fromisoformat(at))
        self.choose.setFocus()

    def _ask(self, at: datetime | None) -> None:
        self._asked = at
        self._show_lists(self._viewmodel.state)
        if at is not None:
            announce(self, _(REMOVED))
        (self.undo[0] if at is None else self._asked_button(at)).setFocus()

    def _asked_button(self, at: datetime) -> ChoosingButton:
        """Return the last of the buttons of a list that is asked about: the one that keeps it."""
        return [each for each in self.undo if each.choice == at.isoformat()][-1]


def _codes(added: tuple[AddedRow, ...]) -> DataclassTableView[AddedRow]:
    columns: list[TableColumn[AddedRow]] = [
        TableColumn(pgettext("column", "Row"), lambda each: str(each.row), right=True),
        TableColumn(pgettext("column", "Code"), lambda each: each.code, strong=True),
    ]
    table = DataclassTableView(DataclassTableModel[AddedRow](columns))
    table.show_rows(added)
    table.setAccessibleName(_("Rows and codes"))
    table.setMinimumHeight(table.verticalHeader().defaultSectionSize() * LEAST_LINES)
    return table

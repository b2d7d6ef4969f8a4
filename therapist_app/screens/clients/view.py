"""The list of clients: find one quickly, see who needs you."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.commands import Clients, Destination, ImportList, UseCaseload
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.screens.clients.newcomer_view import NewClientView
from therapist_app.screens.clients.table_view import ClientTable
from therapist_app.screens.clients.viewmodel import (
    ClientsState,
    ClientsViewModel,
)
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import is_main_key
from therapist_app.widgets.controls.options import ChoosingOption
from therapist_app.widgets.fields.choice_box import UnfoldingBox
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.fields.found_told import FoundTold
from therapist_app.widgets.layout.arriving import say_arrival
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Flow,
    LeavingButton,
    banner,
    button,
    empty_state,
    hold,
    keep_aside,
    one_of,
    page_head,
    row,
    stack,
    text,
)
from therapist_app.workflows.entering.access_scope import choice_in_words

SEARCH_WIDTH = 200
FILTER_WORDS = {
    "all": NP_("which clients are shown", "All"),
    "needs_me": NP_("which clients are shown", "Needs me"),
    "waiting": NP_("which clients are shown", "Waiting"),
    "active": NP_("which clients are shown", "Active"),
    "follow_up": N_("In follow-up"),
    "paused": NP_("which clients are shown", "Paused"),
    "ended": NP_("which clients are shown", "Ended"),
    "restricted": NP_("which clients are shown", "Restricted"),
}


NEW_CLIENT = PageHelp(
    "Here you add a client. The code is chosen at random. A name is kept apart from everything "
    "clinical, and only where you write one. The track can be changed later, with a reason.",
    read_on="docs/guides/therapist.md",
)


class ClientsView(PageView[ClientsViewModel]):
    """A search, filters, one table; adding a client is a page of its own."""

    HELP = PageHelp(
        "Here you find a client, or add a new one. Type a part of the code to shorten the "
        "list; the filters show only those who need something from you.",
        (
            (NP_("keys", "Down"), N_("From the search to the list")),
            (NP_("keys", "Enter"), N_("Open the client in the chosen row")),
        ),
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: ClientsViewModel) -> None:
        super().__init__("clients", viewmodel)
        self.search = SearchLine()
        self.options = self._make_options(viewmodel.state)
        self.box = self._make_box(viewmodel.state)
        self.add_client = button(pgettext("button", "New client"), "primary", "plus")
        self.import_list = LeavingButton(pgettext("button", "Import a list"), ImportList())

        self.table = ClientTable(viewmodel)
        self.lists = PageStack()
        self.pages = PageStack()
        self.newcomer: NewClientView | None = None
        self._compose(viewmodel.state)
        self._listen()
        viewmodel.begin()
        if viewmodel.page == "new_client":
            self._show_newcomer()

    @property
    def comes_back_to(self) -> Destination:
        """The list, also where somebody came to add a client: that is done once."""
        return Clients()

    def focus_first(self) -> None:
        """Put the keyboard on the search; with nobody here, on adding somebody.

        Whoever came to see who waits is with them at once.
        """
        if self.newcomer is not None:
            self.newcomer.focus_first()
        elif self._viewmodel.page == "waiting" and self._viewmodel.state.total:
            self._on_search_left()
        elif self._viewmodel.state.counts["all"]:
            self.search.setFocus()
        else:
            self.add_client.setFocus()

    @property
    @override
    def most_urgent(self) -> str:
        """How many wait for a place, for who came to see them; else nothing."""
        is_waiting = self.newcomer is None and self._viewmodel.page == "waiting"
        return _waiting_words(self._viewmodel.state.counts["waiting"]) if is_waiting else ""

    @property
    @override
    def page_help(self) -> PageHelp:
        """What F1 says of the list, or of adding a client, where no key of the list works."""
        return self.HELP if self.newcomer is None else NEW_CLIENT

    def show_state(self, state: ClientsState) -> None:
        """Show `state`."""
        self.table.show_state(state)
        for option in self.options:
            option.setChecked(option.choice == state.only)
        self.box.setCurrentIndex(self._viewmodel.filters.index(state.only))
        if state.total:
            self.lists.setCurrentIndex(0)
        else:
            is_group = state.counts["all"] and not state.search
            self.lists.setCurrentIndex(3 if is_group else 1 if state.counts["all"] else 2)

    def _compose(self, state: ClientsState) -> None:
        nobody = empty_state(
            "clients",
            _("No clients yet"),
            _("Add the first one with New client: a name is not needed."),
        )
        not_found = empty_state(
            "search",
            pgettext("message", "Nobody found"),
            _("Another part of the code or name, or another filter, may help."),
        )
        none_of_these = empty_state(
            "clients",
            pgettext("message", "Nobody is in this group"),
            _("Choose another group above to see its clients."),
        )
        for each in (self.table, not_found, nobody, none_of_these):
            self.lists.addWidget(each)
        filters: QWidget = self.box
        if not look().is_large:
            name = self.box.accessibleName()
            filters = Flow(*self.options, gap="xs", name=name, told="list")
        hint = _(
            "Enter opens a client. Names are found and not shown: who is behind a code is kept "
            "apart."
        )
        body = stack(
            *(self._covered(each) for each in self._viewmodel.covered),
            Flow(self.search, filters, STRETCH),
            self.lists.place,
            text(hint, "caption", wrap=True),
            gap="m",
            margins=("page", "l", "page", "m"),
        )
        body.setStretchFactor(self.lists.place, 1)
        head = page_head(pgettext("page", "Clients"), _beneath(state), actions=self._actions())
        self.pages.addWidget(hold(whole_page(head, hold(body))))
        self.setLayout(row(self.pages.place))
        keep_aside(self, self.box, self.import_list, *self.options)

    def _actions(self) -> tuple[QWidget, ...]:
        own = self._viewmodel.may_import
        return (self.import_list, self.add_client) if own else (self.add_client,)

    def _covered(self, choice: CaseloadChoice) -> QWidget:
        title, why = choice_in_words(choice)
        words = _("Open this caseload")
        way = LeavingButton(words, UseCaseload(choice.id))
        way.setAccessibleName(f"{words}: {title}")
        way.left.connect(self.leave_requested)
        return banner("info", title, why, way)

    def _make_options(self, state: ClientsState) -> list[ChoosingOption]:
        filters = self._viewmodel.filters
        options = [ChoosingOption(_filter_words(name, state), name) for name in filters]
        for each in options:
            each.setMinimumWidth(each.sizeHint().width())  # a count stays beside its word
        one_of(self, options)
        return options

    def _make_box(self, state: ClientsState) -> UnfoldingBox:
        box = UnfoldingBox()
        box.setAccessibleName(pgettext("field", "Which clients"))
        box.addItems([_filter_words(name, state) for name in self._viewmodel.filters])
        return box

    def _listen(self) -> None:
        self.search.edited.connect(self._viewmodel.look_for)
        self.search.returnPressed.connect(self._on_search_entered)
        FoundTold(self.search, self._codes_found)
        self.search.left_downwards.connect(self._on_search_left)
        self.table.left_upwards.connect(self._on_table_left)
        self.table.chosen.connect(self._on_client_chosen)
        for option in self.options:
            option.chosen.connect(self._viewmodel.filter_by)
        self.box.picked.connect(self._on_box_picked)
        self.import_list.left.connect(self.leave_requested)
        self.add_client.clicked.connect(self._on_add_clicked)
        self._viewmodel.state_changed.connect(self.show_state)

    def _codes_found(self) -> list[str]:
        return [each.code for each in self._viewmodel.state.lines]

    @Slot()
    def _on_search_entered(self) -> None:
        lines = self._viewmodel.state.lines
        if len(lines) == 1:
            self._viewmodel.open_client(lines[0].client_id)
        else:
            self._on_search_left()

    @Slot()
    def _on_search_left(self) -> None:
        if self._viewmodel.state.lines:
            self.table.setFocus()
            self.table.selectRow(0)

    @Slot()
    def _on_table_left(self) -> None:
        self.search.setFocus()

    @Slot()
    def _on_client_chosen(self) -> None:
        line = self.table.current_row
        if line is not None:
            self._viewmodel.open_client(line.client_id)

    @Slot(int)
    def _on_box_picked(self, at: int) -> None:
        self._viewmodel.filter_by(self._viewmodel.filters[at])

    @Slot()
    def _on_add_clicked(self) -> None:
        newcomer = self._show_newcomer()
        newcomer.focus_first()
        say_arrival(newcomer)

    def _show_newcomer(self) -> NewClientView:
        self.newcomer = NewClientView(self._viewmodel)
        self.newcomer.went_back.connect(self.turn_back)
        self.pages.addWidget(self.newcomer)
        self.pages.turn_to(self.newcomer)
        return self.newcomer

    @override
    def turn_back(self) -> bool:
        """Turn back to the list; nobody is added."""
        turns_back = self.newcomer is not None
        if turns_back and not self.holds_back():
            self._on_went_back()
        return turns_back

    def _on_went_back(self) -> None:
        if self.newcomer is not None:
            self.pages.removeWidget(self.newcomer)
            self.newcomer.hide()
            self.newcomer.deleteLater()
            self.newcomer = None
        self.add_client.setFocus()
        say_arrival(self)


class SearchLine(TextLine):
    """The search; Down goes on to the list.

    Signals:
        left_downwards: Down was pressed.

    """

    left_downwards = Signal()

    def __init__(self) -> None:
        super().__init__(_("Find a client by code or name"))
        self.kept_over_lock = False
        self.setPlaceholderText(_("Part of a code, or a name"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(look().scaled(SEARCH_WIDTH))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the list with Down; leave the key of the main act to the page."""
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
            return
        if is_main_key(event):
            event.ignore()
            return
        super().keyPressEvent(event)


def _filter_words(name: str, state: ClientsState) -> str:
    return f"{_(FILTER_WORDS[name])}, {state.counts[name]}"


def _waiting_words(count: int) -> str:
    if not count:
        return _("Nobody waits for a place.")
    words = ngettext("{count} waits for a place.", "{count} wait for a place.", count)
    return words.format(count=count)


def _beneath(state: ClientsState) -> str:
    count = state.counts["all"]
    return _("{count} in your care").format(count=count) if count else _("No clients yet")

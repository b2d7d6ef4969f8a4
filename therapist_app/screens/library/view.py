"""The programme library: its sessions, forms, gates, local texts and services, to read."""

from functools import cached_property
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from programme.definition.definition import Programme, SessionPlan
from programme.definition.parts import PlannedSession
from programme.definition.requirements import Gate
from session_forms.form.definition import FormDefinition
from session_forms.reference.directory import DirectoryEntry
from session_forms.reference.jurisdictions import Jurisdiction
from session_forms.reference.service_words import place_of
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.accessibility.roles import tell_role
from therapist_app.commands import Training
from therapist_app.form_widgets.paper_card import PaperAsk, PaperCard
from therapist_app.screens.library.form_view import FormSheetView, form_table
from therapist_app.screens.library.plan_view import SessionPlanView, session_table
from therapist_app.screens.library.services_view import ServiceList, ServiceView
from therapist_app.screens.library.texts_view import ShelvedTextView, standing_words, text_table
from therapist_app.screens.library.viewmodel import SHELVES, LibraryState, LibraryViewModel, Shelf
from therapist_app.widgets.controls.buttons import say_on
from therapist_app.widgets.controls.options import ChoosingOption
from therapist_app.widgets.dataclass_table import DataclassTableView
from therapist_app.widgets.layout.arriving import say_arrival
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.layout.page_view import PageView
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    Flow,
    LeavingButton,
    Part,
    TextLine,
    button,
    card,
    chip,
    hold,
    one_of,
    page_head,
    read_in_order,
    reading,
    row,
    scroll,
    stack,
    text,
)

if TYPE_CHECKING:
    from therapist_app.screens.library.versions_view import Asking, VersionsView

SHELF_WORDS = {
    "sessions": NP_("shelf", "Sessions"),
    "forms": NP_("shelf", "Forms"),
    "gates": NP_("shelf", "Gates"),
    "texts": NP_("shelf", "Local texts"),
    "services": NP_("shelf", "Services"),
    "versions": NP_("shelf", "Versions"),
}
STATUS = {
    "draft": N_("draft, for training"),
    "approved": NP_("programme state", "approved"),
    "signed_off": N_("signed off for use here"),
}
LIKE = {
    "sessions": N_("Words of a title or a phase"),
    "forms": N_("Words of a title"),
    "texts": N_("Words of a title or a country"),
    "services": N_("Words of a title or a country"),
}


class LibraryView(PageView[LibraryViewModel]):
    """Five lists, whose lines are read on a page of their own, and the versions of it all."""

    HELP = PageHelp(
        "Here you read the programme: its sessions, forms, rules, texts and services. "
        "Nothing here is about a client. Open a line to read all of it, or to print it.",
        (
            (NP_("keys", "Shift+Tab"), N_("From the list to the field that finds a line")),
            (NP_("keys", "Enter"), N_("Open the chosen line")),
        ),
        read_on="docs/programme.md",
    )

    def __init__(
        self,
        viewmodel: LibraryViewModel,
        *,
        ask: PaperAsk | None = None,
        asking: "Asking | None" = None,
    ) -> None:
        super().__init__("library", viewmodel)
        self._ask = ask
        self._asking = asking
        self.options = [ChoosingOption(_(SHELF_WORDS[each]), each) for each in SHELVES]
        self.versions: VersionsView | None = None
        self.search = TextLine(_("Find in this list"))
        self.search.kept_over_lock = False
        self.search.setClearButtonEnabled(True)
        self.hint = text(_("Enter opens a line."), "caption")
        self.back = button(_("Back to the list"))
        self.print = button(pgettext("button", "Print blank"), "secondary", "print")
        self.training = LeavingButton(
            pgettext("button", "Training"), Training(), "secondary", "work"
        )
        self.head = QWidget()
        self.shelves = PageStack()
        self._filled: set[Shelf] = set()
        self._looked_in: Shelf | None = None
        self.pages = PageStack()
        self._opened: QWidget | None = None
        self._whole = QVBoxLayout(self)
        self._compose()
        self._listen()
        viewmodel.begin()

    @property
    @override
    def page_help(self) -> PageHelp:
        """What F1 says of the lists, or of the versions where those stand."""
        versions = self.versions
        return self.HELP if versions is None or versions.isHidden() else versions.HELP

    @cached_property
    def sessions(self) -> DataclassTableView[PlannedSession]:
        """The sessions."""
        table = session_table(self._viewmodel.state)
        table.chosen.connect(self._on_session_chosen)
        return table

    @cached_property
    def forms(self) -> DataclassTableView[FormDefinition]:
        """The forms."""
        table = form_table(self._viewmodel.state)
        table.chosen.connect(self._on_form_chosen)
        return table

    @cached_property
    def texts(self) -> DataclassTableView[Jurisdiction]:
        """The local texts."""
        table = text_table(self._viewmodel.state)
        table.chosen.connect(self._on_text_chosen)
        return table

    @cached_property
    def service_list(self) -> ServiceList:
        """The services, with what of them is wanted."""
        found = ServiceList(self._viewmodel.state)
        found.table.chosen.connect(self._on_service_chosen)
        return found

    @property
    def services(self) -> DataclassTableView[DirectoryEntry]:
        """The services."""
        return self.service_list.table

    @Slot()
    def focus_first(self) -> None:
        """Put the keyboard on the list."""
        state = self._viewmodel.state
        shelf = self.shelves.widget(SHELVES.index(state.shelf))
        if isinstance(shelf, ServiceList):
            shelf = shelf.table
        if state.is_opened:
            self.back.setFocus()
        elif self.versions is not None and state.shelf == "versions":
            self.versions.focus_first()
        elif isinstance(shelf, DataclassTableView):
            shelf.setFocus()
            if not shelf.selectedIndexes():
                shelf.selectRow(max(0, shelf.currentIndex().row()))
        else:
            self.options[SHELVES.index(state.shelf)].setFocus()

    @override
    def turn_back(self) -> bool:
        """Turn back to the list from what is open, or within the versions."""
        state = self._viewmodel.state
        if state.is_opened:
            self._viewmodel.put_back()
            return True
        return state.shelf == "versions" and self.versions is not None and self.versions.turn_back()

    def show_state(self, state: LibraryState) -> None:
        """Show `state`."""
        for option in self.options:
            option.setChecked(option.choice == state.shelf)
        self._fill(state.shelf)
        is_list = state.shelf not in ("gates", "versions")
        self.hint.setVisible(is_list)
        self.search.setVisible(is_list)
        if state.shelf != self._looked_in:
            self.search.clear()
            if state.shelf in LIKE:
                self.search.setPlaceholderText(_(LIKE[state.shelf]))
            self._looked_in = state.shelf
            self._look_for("")
        self.shelves.setCurrentIndex(SHELVES.index(state.shelf))
        self._close_page()
        if state.plan is not None:
            self._open_plan(state.plan)
        elif state.form is not None:
            self._open_sheet(state.form)
        elif state.text is not None:
            page = ShelvedTextView(state.text, state.today)
            page.write.left.connect(self.leave_requested)
            self._open_page(page)
        elif state.service is not None:
            self._open_page(ServiceView(state.service, state.today))
        self._show_head(state)
        self.focus_first()

    @Slot(str)
    def _look_for(self, typed: str) -> None:
        """Show the lines of this list with these words."""
        state = self._viewmodel.state
        match state.shelf:
            case "sessions":
                found = self.sessions.matching(state.programme.sessions, typed)
                self.sessions.show_rows(found)
            case "forms":
                self.forms.show_rows(self.forms.matching(state.forms, typed))
            case "texts":
                self.texts.show_rows(self.texts.matching(state.texts, typed))
            case "services":
                self.service_list.look_for(typed)
            case "gates" | "versions":
                return

    def _make_tabs(self) -> QWidget:
        for option in self.options:
            tell_role(option, "tab")
        name = pgettext("name of a list", "Lists")
        return Flow(*self.options, STRETCH, name=name, told="tabs")

    def _fill(self, shelf: Shelf) -> None:
        """Build what stands on a shelf when it is looked at for the first time."""
        if shelf in self._filled:
            return
        self._filled.add(shelf)
        at = SHELVES.index(shelf)
        self.shelves.insertWidget(at, self._made(shelf))
        if (empty_one := self.shelves.widget(at + 1)) is not None:
            self.shelves.removeWidget(empty_one)
            empty_one.deleteLater()

    def _made(self, shelf: Shelf) -> QWidget:
        match shelf:
            case "sessions":
                return self.sessions
            case "forms":
                return self.forms
            case "gates":
                return scroll(_gates(self._viewmodel.state.programme))
            case "texts":
                return self.texts
            case "services":
                return self.service_list
            case "versions":
                self.versions = self._make_versions()
                return self.versions
            case _:
                assert_never(shelf)

    def _compose(self) -> None:
        one_of(self, self.options)
        lists = stack(
            self._make_tabs(),
            self.search,
            self.shelves.place,
            self.hint,
            margins=("page", "l", "page", "m"),
        )
        lists.setStretch(2, 1)
        self.pages.addWidget(hold(lists))
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self.head)
        self._whole.addWidget(self.pages.place, 1)
        for _shelf in SHELVES:
            self.shelves.addWidget(QWidget())

    def _listen(self) -> None:
        for option in self.options:
            option.chosen.connect(self._viewmodel.turn_to)
        self.search.edited.connect(self._look_for)
        self.search.returnPressed.connect(self.focus_first)
        self.back.clicked.connect(self._viewmodel.put_back)
        self.print.clicked.connect(self._on_print_clicked)
        self.training.left.connect(self.leave_requested)
        self._viewmodel.state_changed.connect(self.show_state)

    def _make_versions(self) -> "VersionsView":
        from therapist_app.screens.library.versions_view import VersionsView

        made = VersionsView(self._viewmodel.versions(), self._asking)
        made.leave_requested.connect(self.leave_requested)
        return made

    def _show_head(self, state: LibraryState) -> None:
        for each in (self.back, self.print, self.training):
            each.setParent(self)  # out of the head that goes
        title, beneath = _head_words(state)
        opened = state.is_opened
        can_print = self._paper is not None
        blank, page = pgettext("button", "Print blank"), pgettext("button", "Print page")
        say_on(self.print, blank if state.form else page)
        actions = [self.back] if opened else [self.training]
        actions = [self.print, *actions] if can_print else actions
        head = page_head(title, beneath, actions=actions)
        self.back.setVisible(opened)
        self.training.setVisible(not opened)
        self.print.setVisible(can_print)
        self._whole.replaceWidget(self.head, head)
        read_in_order(self._whole)
        self.head.hide()
        self.head.deleteLater()
        self.head = head

    @property
    def _paper(self) -> PaperCard | None:
        """The offer of paper on the page that is open."""
        opened = self._opened
        return opened.paper if isinstance(opened, FormSheetView | SessionPlanView) else None

    def _open_plan(self, plan: SessionPlan) -> None:
        page = SessionPlanView(
            plan, self._viewmodel.state.form_titles, self._viewmodel.page_of(plan), ask=self._ask
        )
        page.closed.connect(self.close_paper)
        self._open_page(page)

    def _open_sheet(self, form: FormDefinition) -> None:
        sheet = FormSheetView(
            form, self._viewmodel.copies_of(form), use=self._viewmodel.state.use, ask=self._ask
        )
        sheet.closed.connect(self.close_paper)
        self._open_page(sheet)

    def _open_page(self, page: QWidget) -> None:
        self._opened = page
        self.pages.addWidget(page)
        self.pages.turn_to(page)
        if self.isVisible():
            title, _beneath = _head_words(self._viewmodel.state)
            say_arrival(page, place=title)

    def _close_page(self) -> None:
        if self._opened is not None:
            self.pages.removeWidget(self._opened)
            self._opened.hide()
            self._opened.deleteLater()
            self._opened = None

    @Slot()
    def close_paper(self) -> None:
        """Put the keyboard back and take the offer of paper away."""
        if self._paper is not None:
            self.print.setFocus()
            self._paper.hide()

    @Slot()
    def _on_print_clicked(self) -> None:
        if self._paper is not None:
            self._paper.show()
            self._paper.focus_first()

    @Slot()
    def _on_session_chosen(self) -> None:
        line = self.sessions.current_row
        if line is not None:
            self._viewmodel.open_session(line.id)

    @Slot()
    def _on_form_chosen(self) -> None:
        line = self.forms.current_row
        if line is not None:
            self._viewmodel.open_form(line.id)

    @Slot()
    def _on_text_chosen(self) -> None:
        line = self.texts.current_row
        if line is not None:
            self._viewmodel.open_text(line.ref)

    @Slot()
    def _on_service_chosen(self) -> None:
        line = self.services.current_row
        if line is not None:
            self._viewmodel.open_service(line.id)


def _head_words(state: LibraryState) -> tuple[str, str]:
    """Return the title of the page and the line beneath it."""
    status = _(STATUS.get(state.status, state.status))
    if state.plan is not None:
        minutes = ngettext(
            "{minutes} minute · {status}", "{minutes} minutes · {status}", state.plan.minutes
        ).format(minutes=state.plan.minutes, status=_part_status(state, state.plan.status))
        return facts_in_a_line(state.plan.id, state.plan.title), minutes
    if state.form is not None:
        version = _("version {version} · {status}").format(
            version=state.form.version, status=_form_status(state, state.form)
        )
        return state.form.title, version
    if state.text is not None:
        return state.text.name, standing_words(state.text, state.today)
    if state.service is not None:
        return pgettext("page", "Service"), place_of(state.service)
    return pgettext("page", "Programme"), facts_in_a_line(
        f"{state.programme.title} {state.programme.version}", status
    )


def _part_status(state: LibraryState, own: str) -> str:
    """Return the state of a part of the programme: whoever signs it off signs all its parts."""
    return _(STATUS.get(state.status if state.status == "signed_off" else own, ""))


def _form_status(state: LibraryState, form: FormDefinition) -> str:
    is_part = state.programme.forms.get(form.id) == form.version
    return _part_status(state, form.status) if is_part else _(STATUS.get(form.status, ""))


def _gates(programme: Programme) -> QVBoxLayout:
    titles = {each.id: each.title for each in programme.phases}
    titles |= {each.id: each.title for each in programme.modules.values()}
    titles |= {each.id: f"{each.id} {each.title}" for each in programme.sessions}
    parts: list[Part] = [_gate(each, titles.get(each.before, "")) for each in programme.gates]
    return stack(*parts, STRETCH, gap="m", margins=(0, 0, "m", 0))


def _gate(gate: Gate, before: str) -> QWidget:
    sign = (
        chip(pgettext("kind of gate", "reminder only"))
        if gate.kind == "soft"
        else chip(_("required: passed only by an override"), "attention")
        if gate.overridable
        else chip(_("required: nobody can override it"), "attention")
    )
    where = _("Before: {place}").format(place=before) if before else _("Before the note is signed")
    line = row(sign, text(where, "small", tone="muted", wrap=True), grows=1)
    return card(gate.id, line, reading(gate.text), gap="s")

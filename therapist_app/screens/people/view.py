"""The people of a service: one page after another."""

from PySide6.QtCore import Signal
from typing_extensions import override

from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.screens.people.agreeing_view import AgreeingView
from therapist_app.screens.people.guessing_view import GuessingView
from therapist_app.screens.people.list_view import ListView
from therapist_app.screens.people.newcomer_view import NewcomerView
from therapist_app.screens.people.person_view import PersonView
from therapist_app.screens.people.viewmodel import PeopleState, PeopleViewModel
from therapist_app.widgets.keyboard_place import KeyboardPlace
from therapist_app.widgets.layout.arriving import say_arrival
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.layout.page_view import PageView
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import row

Page = ListView | NewcomerView | PersonView | GuessingView | SheetView | AgreeingView


class PeopleView(PageView[PeopleViewModel]):
    """Shows the page of the step that the view-model is at.

    Signals:
        record_released: A job gave the record back.

    """

    HELP = PageHelp(
        "Who works in this service, and what each may do. Here people are added and "
        "leave, and a colleague can cover for somebody until a day. Each change is signed "
        "with your name.",
        read_on="docs/guides/administrator.md",
    )

    record_released = Signal()

    def __init__(self, viewmodel: PeopleViewModel) -> None:
        super().__init__("people", viewmodel)
        self._shown = _what_is_shown(viewmodel.state)
        self._keyboard = KeyboardPlace(self)
        self._pages = PageStack()
        self.page: Page = ListView(viewmodel)
        self._pages.addWidget(self.page)
        self.setLayout(row(self._pages.place))
        viewmodel.record_released.connect(self.record_released)
        viewmodel.follow(self.show_state)

    @property
    def is_holding(self) -> bool:
        """Whether a job has the record now."""
        return self._viewmodel.state.is_busy

    @property
    def guards(self) -> bool:
        """Whether a sheet is shown that was not typed back yet."""
        return isinstance(self.page, SheetView) and self.page.guards

    def hold_back(self) -> bool:
        """Say once that the sheet was not typed back yet; return whether that was said now."""
        return isinstance(self.page, SheetView) and self.page.hold_back()

    def focus_first(self) -> None:
        """Put the keyboard where the page begins."""
        self.page.focus_first()

    @property
    @override
    def most_urgent(self) -> str:
        """What the list says of cover."""
        return self.page.most_urgent if isinstance(self.page, ListView) else ""

    def show_state(self, state: PeopleState) -> None:
        """Show `state`; a page stays, with what was typed, until what it shows is another."""
        self._keyboard.note(is_busy=state.is_busy)
        shown = _what_is_shown(state)
        if not (state.is_busy or state.problem) and shown != self._shown:
            self._shown = shown
            self._show_page(self._made(state))
        if not isinstance(self.page, SheetView):
            self.page.setEnabled(not state.is_busy)
            self.page.show_state(state)
        self._keyboard.bring_back()

    @property
    @override
    def page_help(self) -> PageHelp:
        """What F1 says of the people, or of a sheet while it is shown."""
        return self.page.page_help if isinstance(self.page, SheetView) else self.HELP

    @override
    def turn_back(self) -> bool:
        """Turn back to everybody; a sheet is not turned away from like that."""
        state = self._viewmodel.state
        turns_back = (
            state.step in {"newcomer", "person", "guessing", "agreeing"} and not state.is_busy
        )
        if turns_back:
            self._viewmodel.show_list()
        return turns_back

    def _made(self, state: PeopleState) -> Page:
        match state.step:
            case "newcomer":
                return NewcomerView(self._viewmodel)
            case "person":
                return PersonView(self._viewmodel, state)
            case "guessing":
                return GuessingView(self._viewmodel)
            case "agreeing":
                return AgreeingView(self._viewmodel, state)
            case "sheet":
                assert self._viewmodel.sheet is not None
                return SheetView(self._viewmodel.sheet)
            case "list":
                return ListView(self._viewmodel)

    def _show_page(self, page: Page) -> None:
        old, self.page = self.page, page
        self._pages.addWidget(page)
        self._pages.turn_to(page)
        self._pages.removeWidget(old)
        old.hide()
        old.deleteLater()
        page.focus_first()
        if self.isVisible():
            say_arrival(page)


def _what_is_shown(state: PeopleState) -> tuple[object, ...]:
    return (state.step, state.opened, state.page, state.joined, state.outcome, state.asked)

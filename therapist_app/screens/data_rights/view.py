"""The page of a client's data rights: what stands, and a page of its own for each thing to do."""

from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from session_forms.words.texts import translate as _
from therapist_app.screens.data_rights.consent_view import ConsentView
from therapist_app.screens.data_rights.copy_view import CopyAsk, CopyView
from therapist_app.screens.data_rights.erase_view import ErasedView, EraseView
from therapist_app.screens.data_rights.overview_view import RightsOverview
from therapist_app.screens.data_rights.protect_view import HoldView, LiftView, RestrictView
from therapist_app.screens.data_rights.viewmodel import DataRightsViewModel, RightsState
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.parts import STRETCH, button, foot_bar, page_head

Page = ConsentView | CopyView | ErasedView | EraseView | HoldView | LiftView | RestrictView


class DataRightsView(PageView[DataRightsViewModel]):
    """The head keeps its place, the page beneath it changes; Escape turns back."""

    def __init__(
        self,
        viewmodel: DataRightsViewModel,
        parent: QWidget | None = None,
        *,
        ask: CopyAsk | None = None,
    ) -> None:
        super().__init__("data_rights", viewmodel, parent)
        self._ask = ask or CopyAsk()
        self.message = MessagePlace()
        self.overview = RightsOverview()
        self.page: Page | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(self.overview)
        self.back = button(_("Back"), "quiet")
        head = page_head(
            _("Data rights"), _("What this client may ask for"), code=viewmodel.state.code
        )
        foot = foot_bar(self.back, STRETCH)
        self.setLayout(whole_page(head, self.pages, foot, message=self.message))
        self._connect()
        viewmodel.begin()

    def show_state(self, state: RightsState) -> None:
        """Show what stands, and what came of the last thing that was done."""
        if state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
            return
        if state.erased is not None:
            page = ErasedView(state.erased, state.account)
            page.thrown_away.connect(self._viewmodel.throw_away_kept)
            self._turn_to(page)
            self._show_done(state)
            return
        was_elsewhere = self.page is not None
        self.show_overview()
        self.overview.show_state(state)
        if was_elsewhere:
            self.focus_first()  # the buttons of before are gone
        self._show_done(state)

    def show_overview(self) -> None:
        """Turn back to what stands."""
        if self.page is not None:
            self.pages.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do."""
        (self.page or self.overview).focus_first()

    @override
    def turn_back(self) -> bool:
        """Turn back to what stands, unless nobody is there to turn back to."""
        turns_back = self.page is not None and self._viewmodel.state.erased is None
        if turns_back:
            self.message.clear()
            self.show_overview()
        return turns_back

    def _show_done(self, state: RightsState) -> None:
        if state.done:
            self.message.show_message("good", state.done, "")
        else:
            self.message.clear()

    def _connect(self) -> None:
        overview = self.overview
        overview.consent_chosen.connect(self._on_consent_chosen)
        overview.copy_chosen.connect(self._on_copy_chosen)
        overview.restrict_chosen.connect(self._on_restrict_chosen)
        overview.lift_chosen.connect(self._on_lift_chosen)
        overview.hold_chosen.connect(self._on_hold_chosen)
        overview.release_chosen.connect(self._on_release_chosen)
        overview.rule_chosen.connect(self._viewmodel.show_rule)
        overview.erase_chosen.connect(self._on_erase_chosen)
        self.back.clicked.connect(self._on_back_clicked)
        self._viewmodel.state_changed.connect(self.show_state)

    def _turn_to(self, page: Page) -> None:
        if self.page is not None:
            self.pages.removeWidget(self.page)
            self.page.deleteLater()
        self.page = page
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        page.focus_first()

    def _open(self, page: Page) -> None:
        self.message.clear()
        self._turn_to(page)

    def _on_consent_chosen(self) -> None:
        page = ConsentView(self._viewmodel.state.consents, self._viewmodel.today)
        page.written.connect(self._viewmodel.write_down)
        self._open(page)

    def _on_copy_chosen(self) -> None:
        copying = self._viewmodel.copying()
        page = CopyView(copying, self._ask)
        copying.setParent(page)
        copying.made.connect(self._viewmodel.note_copy)
        self._open(page)

    def _on_restrict_chosen(self) -> None:
        page = RestrictView()
        page.chosen.connect(self._viewmodel.restrict)
        self._open(page)

    def _on_lift_chosen(self) -> None:
        page = LiftView(_("Lift the restriction"))
        page.chosen.connect(self._viewmodel.lift_restriction)
        self._open(page)

    def _on_hold_chosen(self) -> None:
        page = HoldView()
        page.chosen.connect(self._viewmodel.hold)
        self._open(page)

    def _on_release_chosen(self) -> None:
        page = LiftView(_("Lift the hold"))
        page.chosen.connect(self._viewmodel.lift_hold)
        self._open(page)

    def _on_erase_chosen(self) -> None:
        page = EraseView(self._viewmodel.state.code, self._viewmodel.state.account)
        page.chosen.connect(self._viewmodel.erase)
        self._open(page)

    def _on_back_clicked(self) -> None:
        if not self.turn_back():
            self._viewmodel.go_back()

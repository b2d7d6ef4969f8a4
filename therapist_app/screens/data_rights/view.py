"""The page of a client's data rights: what stands, and a page of its own for each thing to do."""

from typing_extensions import override

from session_forms.words.texts import _, pgettext
from therapist_app.screens.data_rights.consent_view import ConsentView
from therapist_app.screens.data_rights.copy_view import CopyAsk, CopyView
from therapist_app.screens.data_rights.copying import CopyViewModel, SavedCopy
from therapist_app.screens.data_rights.erase_view import ErasedView, EraseView
from therapist_app.screens.data_rights.overview_view import RightsOverview
from therapist_app.screens.data_rights.protect_view import (
    HoldView,
    LiftHoldView,
    LiftRestrictionView,
    RestrictView,
)
from therapist_app.screens.data_rights.saved_view import SavedView
from therapist_app.screens.data_rights.viewmodel import DataRightsViewModel, RightsState
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import TurnedPage, TurningView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import STRETCH, button, foot_bar, page_head


class DataRightsView(TurningView[DataRightsViewModel]):
    """The head keeps its place, the page beneath it changes; Escape turns back."""

    HELP = PageHelp(
        "What this client may ask for: a copy of their record, a pause in its use, or its "
        "deletion. What they agreed to stands here as well, with the day of each "
        "decision. Nothing happens before you confirm it.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: DataRightsViewModel, *, ask: CopyAsk | None = None) -> None:
        self.overview = RightsOverview()
        super().__init__("data_rights", viewmodel, self.overview)
        self._ask = ask or CopyAsk()
        self.message = MessagePlace()
        self.back = button(pgettext("button", "Back"), "quiet")
        head = page_head(
            pgettext("page", "Data rights"),
            _("What this client may ask for"),
            code=viewmodel.state.code,
        )
        foot = foot_bar(self.back, STRETCH)
        self.setLayout(whole_page(head, self.pages.place, foot, message=self.message))
        self.overview.chosen.connect(self._on_overview_chosen)
        self.overview.left.connect(self.leave_requested)
        self.back.clicked.connect(self._on_back_clicked)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.collected.connect(self._on_collected)
        viewmodel.begin()
        if viewmodel.topic and viewmodel.state.is_own:
            self.turn_to(ConsentView(viewmodel))

    def show_state(self, state: RightsState) -> None:
        """Show what stands, and what came of the last thing that was done."""
        if state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
            return
        if state.erased is not None:
            self.turn_to(ErasedView(self._viewmodel, state.erased, state.account))
            self.focus_first()
        else:
            was_elsewhere = self.page is not None
            self.show_first()
            self.overview.show_state(state)
            if was_elsewhere:
                self.focus_first()  # the buttons of before are gone
        if state.done:
            self.message.show_message("good", state.done, "")
        else:
            self.message.clear()

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do; on the way out once the client is erased."""
        if isinstance(self.page, ErasedView):
            self.back.setFocus()
        else:
            (self.page or self.overview).focus_first()

    @property
    def guards(self) -> bool:
        """Whether a passphrase is shown that can be shown nowhere else."""
        return isinstance(self.page, SavedView)

    def hold_back(self) -> bool:
        """Say once that it goes with the page, and return whether that was said just now."""
        return isinstance(self.page, SavedView) and self.page.hold_back()

    @override
    def turn_back(self) -> bool:
        """Turn back to what stands, unless nobody is there to turn back to."""
        if self.page is None or self._viewmodel.state.erased is not None:
            return False
        if self.hold_back():
            return True
        self.message.clear()
        return super().turn_back()

    def _on_overview_chosen(self, what: str) -> None:
        if what == "rule":
            self._viewmodel.show_rule()
            return
        if what == "copy":
            self.message.show_message("info", _("What is held is being collected …"), "")
            self._viewmodel.collect()
            return
        self.message.clear()
        self.turn_to(self._page_of(what))

    def _page_of(self, what: str) -> TurnedPage:
        viewmodel = self._viewmodel
        match what:
            case "consent":
                return ConsentView(viewmodel)
            case "restrict":
                return RestrictView(viewmodel)
            case "lift":
                return LiftRestrictionView(viewmodel)
            case "hold":
                return HoldView(viewmodel)
            case "release":
                return LiftHoldView(viewmodel)
            case _:
                return EraseView(viewmodel)

    def _on_collected(self, copying: CopyViewModel) -> None:
        """Let it be looked through, unless the person is at something else by now."""
        if self.page is not None:
            copying.deleteLater()
            return
        self.message.clear()
        copying.made.connect(self._on_copy_made)
        self.turn_to(CopyView(copying, self._ask))

    def _on_copy_made(self, saved: SavedCopy) -> None:
        page = SavedView(saved)
        page.confirmed.connect(self._viewmodel.note_copy)
        self.turn_to(page)

    def _on_back_clicked(self) -> None:
        if not self.turn_back():
            self._viewmodel.go_back()

"""The shelf of versions: the list, a pack that is looked at, or a signature."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.texts import translate as _
from therapist_app.form_widgets.panel.following import Following
from therapist_app.screens.library.offer_view import OfferView
from therapist_app.screens.library.sign_off_view import SignOffView
from therapist_app.screens.library.version_list_view import VersionListView
from therapist_app.screens.library.version_words import said_words
from therapist_app.screens.library.versions import VersionsState, VersionsViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.dialogs import choosing_files
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView

AskForFile = Callable[[QWidget], Path | None]
Page = VersionListView | OfferView | SignOffView


def ask_for_pack(parent: QWidget) -> Path | None:
    """Return the pack that the person picks, or None."""
    kinds = _("Content packs (*.pack);;All files (*)")
    chosen = choosing_files.ask_for_file(parent, _("Install from file"), kinds)
    return Path(chosen) if chosen else None


class VersionsView(PageView[VersionsViewModel]):
    """One page at a time, built afresh for each state."""

    def __init__(self, viewmodel: VersionsViewModel, ask: AskForFile = ask_for_pack) -> None:
        super().__init__("versions", viewmodel)
        self._ask = ask
        self.message = MessagePlace()
        self.page: Page | None = None
        self._following = Following(self)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(look().space("m"))
        self._whole.addWidget(self.message)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on what the page is there for."""
        if self.page is not None:
            self.page.first.setFocus()
            self._following.follow(self.page.first)

    def show_state(self, state: VersionsState) -> None:
        """Show the list, or what was opened from it."""
        if state.said == "nothing":
            self.message.clear()
        else:
            self.message.show_message(*said_words(state.said, state.detail))
        self._following.stop()
        old, self.page = self.page, self._page_for(state)
        if old is not None:
            self._whole.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._whole.addWidget(self.page, 1)
        if self.isVisible():
            self.focus_first()

    @override
    def turn_back(self) -> bool:
        """Go back to the list."""
        turns_back = not isinstance(self.page, VersionListView)
        if turns_back:
            self._viewmodel.put_back()
        return turns_back

    def _page_for(self, state: VersionsState) -> Page:
        if state.offer is not None:
            offer = OfferView(state.offer, state.changes, may_act=state.may_act)
            offer.installed.connect(self._viewmodel.install)
            offer.back_chosen.connect(self._viewmodel.put_back)
            return offer
        if state.signing is not None:
            signing = SignOffView(state.signing, self._viewmodel.signed_in)
            signing.signed.connect(self._viewmodel.sign_off)
            signing.back_chosen.connect(self._viewmodel.put_back)
            return signing
        listed = VersionListView(state)
        listed.install_chosen.connect(self._on_listed_install_chosen)
        listed.lock_chosen.connect(self._viewmodel.lock)
        listed.used.connect(self._viewmodel.use)
        listed.set_aside.connect(self._viewmodel.set_aside)
        listed.signing_begun.connect(self._viewmodel.begin_signing)
        listed.withdrawn.connect(self._viewmodel.withdraw)
        return listed

    @Slot()
    def _on_listed_install_chosen(self) -> None:
        path = self._ask(self)
        if path is not None:
            self._viewmodel.look_at(path)

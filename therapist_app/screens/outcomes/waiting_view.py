"""For the second person: what waits, every page of it, and approving or refusing it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from typing_extensions import override

from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.accessibility.hushing import untold
from therapist_app.screens.outcomes.preview_view import page_blocks
from therapist_app.screens.outcomes.release_state import signature_words
from therapist_app.screens.outcomes.view import ChooseFolder, ask_for_folder
from therapist_app.screens.outcomes.waiting import WaitingState, WaitingViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.keyboard_place import can_be_used
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Part,
    button,
    card,
    empty,
    empty_state,
    foot_bar,
    hold,
    page_head,
    row,
    stack,
    text,
)
from therapist_app.workflows.exporting.waiting_releases import ReleaseToApprove


class WaitingView(PageView[WaitingViewModel]):
    """Exports that wait for a second person."""

    HELP = PageHelp(
        "Two people approve figures that leave the service, and a report of which it is not "
        "decided whether a figure could be worked out. Here the second one sees every page "
        "that a colleague approved, and approves it too, which saves it, or refuses it. "
        "What waits for 14 days is deleted.",
        read_on="docs/guides/lead.md",
    )

    def __init__(
        self, viewmodel: WaitingViewModel, *, choose_folder: ChooseFolder = ask_for_folder
    ) -> None:
        super().__init__("waiting-releases", viewmodel)
        self._choose_folder = choose_folder
        self._shown: object = None
        self.back = button(pgettext("button", "Back"), "quiet")
        self.previous = button(pgettext("button", "Previous page"), "quiet")
        self.following = button(pgettext("button", "Next page"), "quiet")
        self.refuse = button(_("Do not approve, delete it"))
        self.approve = MainButton(_("Approve and save"), "lock", is_final=True)
        self.promise = text("", "small", tone="muted", wrap=True)
        self.buttons: list[QPushButton] = []
        self.message = MessagePlace()
        self._place = stack(gap="m")
        body = stack(
            self.message, self._place, STRETCH, gap="m", margins=("page", "l", "page", "l")
        )
        head = page_head(
            pgettext("page", "Exports that wait"),
            _("What two people approve, for the second one to look at"),
            actions=(self.back,),
        )
        foot = foot_bar(self.promise, STRETCH, self.refuse, self.approve)
        self.setLayout(whole_page(head, self.message.page_of(body), foot))
        for key in (self.previous, self.following):
            key.setParent(self)
            key.hide()
        self.back.clicked.connect(viewmodel.go_back)
        self.previous.clicked.connect(self._on_previous_clicked)
        self.following.clicked.connect(self._on_following_clicked)
        self.refuse.clicked.connect(self._on_refuse_clicked)
        self.approve.clicked.connect(self._on_approve_clicked)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on the first that waits, else on the way back."""
        (self.buttons[0] if self.buttons else self.back).setFocus()

    @property
    @override
    def what_lacks(self) -> QWidget | None:
        """What leads to a page that was not shown yet."""
        is_unseen = self._viewmodel.state.unseen > 0
        turns = (self.following, self.previous) if is_unseen else ()
        return next((each for each in turns if can_be_used(each)), None)

    def show_state(self, state: WaitingState) -> None:
        """Show what waits, or the page of the one that is looked at."""
        if state.refused:
            self.message.show_message("attention", _("Nothing was released"), state.refused)
        elif state.done:
            self.message.show_message("good", pgettext("message", "Done"), state.done)
        else:
            self.message.clear()
        here: QWidget | None = self.focusWidget()
        had_keyboard = here is not None and here.hasFocus()
        shown = (state.lines, state.opened, state.page)
        is_other, self._shown = shown != self._shown, shown
        with untold():  # Qt lends the keyboard to what stands beside
            self.approve.setEnabled(state.can_approve)
            self.refuse.setVisible(state.release is not None)
            self.promise.setText(_promise(state))
            nothing = _("Nothing waits for you here.")
            self.approve.setAccessibleDescription(self.promise.text() or nothing)
            if is_other:
                self._show_parts(state)
            if is_other and had_keyboard:
                self.back.setFocus()
        if not is_other:
            return
        had = next((each for each in (self.previous, self.following) if each is here), None)
        if state.release is not None:
            ways = (had or self.following, self.following, self.previous, self.approve)
            next(each for each in ways if each.isEnabled()).setFocus()
        elif had_keyboard:
            self.focus_first()

    def _show_parts(self, state: WaitingState) -> None:
        for key in (self.previous, self.following):
            key.setParent(self)  # or they would go with the page that is replaced
            key.hide()
        empty(self._place)
        self.buttons = []
        if state.release is not None:
            self._place.addWidget(self._page(state))
            return
        for line in state.lines:
            self._place.addWidget(self._card(line, is_stuck=line.id == state.opened))
        if not state.lines:
            detail = _("Figures that leave the service come here once a colleague approved them.")
            self._place.addWidget(empty_state("check", _("Nothing waits for you"), detail))

    def _card(self, line: ReleaseToApprove, *, is_stuck: bool) -> QFrame:
        asked = _("Approved by {name} on {day}.").format(
            name=line.asked_by, day=written_day(line.asked_at.astimezone().date())
        )
        until = _("It can be approved until {day}.").format(day=written_day(line.until))
        quarter = line.quarter.in_words if line.quarter is not None else ""
        title = facts_in_a_line(line.recipient, line.purpose, quarter)
        if line.is_own:
            words = pgettext("button", "Withdraw it")
            act = ChoosingButton(words, line.id, name=f"{words}: {title}")
            act.chosen.connect(self._viewmodel.refuse)
            asked = _("You approved this. Somebody else must look at it now.")
        else:
            words = _("Look at it")
            act = ChoosingButton(words, line.id, "primary", name=f"{words}: {title}")
            act.chosen.connect(self._viewmodel.look_at)
        acts = [act]
        if is_stuck:
            words = _("Do not approve, delete it")
            acts.append(ChoosingButton(words, line.id, name=f"{words}: {title}"))
            acts[-1].chosen.connect(self._viewmodel.refuse)
        self.buttons += acts
        words = _("It takes the place of {id}.").format(id=line.replaces)
        replaces: list[Part] = [text(words, wrap=True)] if line.replaces else []
        asks = text(asked, wrap=True)
        return card(title, asks, *replaces, text(until, "small"), row(*acts, STRETCH))

    def _page(self, state: WaitingState) -> QFrame:
        page = state.pages[state.page]
        title = _("Page {page} of {count} · {title}").format(
            page=state.page + 1, count=len(state.pages), title=page.title
        )
        beneath: list[Part] = []
        if not page.printed:
            beneath = [text(_("In the tables of the package, not on paper."), "caption")]
        self.previous.setEnabled(state.page > 0)
        self.following.setEnabled(state.page + 1 < len(state.pages))
        keys = hold(row(self.previous, self.following, gap="xs"))
        self.previous.show()
        self.following.show()
        return card(title, *beneath, page_blocks(page), action=keys, gap="s")

    @Slot()
    def _on_previous_clicked(self) -> None:
        self._viewmodel.turn_page(-1)

    @Slot()
    def _on_following_clicked(self) -> None:
        self._viewmodel.turn_page(1)

    @Slot()
    def _on_refuse_clicked(self) -> None:
        self._viewmodel.refuse(self._viewmodel.state.opened)

    @Slot()
    def _on_approve_clicked(self) -> None:
        folder = self._choose_folder(self, self._viewmodel.last_place)
        if folder is not None:
            self._viewmodel.approve(folder)


def _promise(state: WaitingState) -> str:
    if state.release is None:
        can_look = any(not each.is_own for each in state.lines)
        return _("Look at one first: every page is seen before it is approved.") if can_look else ""
    if state.unseen:
        return ngettext(
            "{count} page has not been shown yet. Look at it, then approve.",
            "{count} pages have not been shown yet. Look at each, then approve.",
            state.unseen,
        ).format(count=state.unseen)
    words = _("With your approval it is signed and saved. {who}").format(who=state.who_opens)
    return f"{words} {signature_words()}"

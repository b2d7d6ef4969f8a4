"""Agreeing that the continuity sheet opens one's own clients, after a no or without an answer."""

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.screens.people.people_words import not_agreed_words
from therapist_app.screens.people.viewmodel import PeopleState, PeopleViewModel
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    button,
    card,
    foot_bar,
    page_head,
    reading,
    stack,
)
from therapist_app.workflows.people.agreeing_to_sheets import sheet_in_words


class AgreeingView(QWidget):
    """Who made the sheet and when, what was answered before, and the one button that agrees."""

    def __init__(self, viewmodel: PeopleViewModel, state: PeopleState) -> None:
        super().__init__()
        assert state.asked is not None
        self.agree = MainButton(_("Agree to the new sheet"), is_final=True)
        self.go_back = button(pgettext("button", "Back"))
        self.message = MessagePlace()
        since = _(
            "What you agree to is signed with your name, and the key of your clients is changed. A "
            "sheet that opened them before then no longer does. If you do not know who has the new "
            "sheet, ask your administrators first."
        )
        asked = card(
            _("The continuity sheet and your clients"),
            reading(sheet_in_words(state.asked)),
            reading(not_agreed_words(state.asked)),
            reading(since),
        )
        body = stack(self.message, asked, STRETCH, margins=("page", "l", "page", "l"))
        head = page_head(_("May the new continuity sheet open your clients?"))
        foot = foot_bar(self.go_back, STRETCH, self.agree)
        self.setLayout(stack(head, self.message.page_of(body), foot, gap="hair"))
        self.agree.clicked.connect(viewmodel.agree_to_sheet)
        self.go_back.clicked.connect(viewmodel.show_list)

    def focus_first(self) -> None:
        """Put the keyboard on what changes nothing."""
        self.go_back.setFocus()

    def show_state(self, state: PeopleState) -> None:
        """Say why it could not be done."""
        if state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)

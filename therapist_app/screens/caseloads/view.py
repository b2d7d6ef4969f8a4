"""Whose clients one works with: one card for each caseload that is open to one."""

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from session_forms.words.texts import pgettext
from session_forms.words.texts import translate as _
from therapist_app.screens.caseloads.viewmodel import CaseloadsState, CaseloadsViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    button,
    card,
    chip,
    page_head,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.entering.access_scope import CaseloadChoice, choice_in_words


class CaseloadsView(PageView[CaseloadsViewModel]):
    """A choice that changes every screen."""

    def __init__(self, viewmodel: CaseloadsViewModel, parent: QWidget | None = None) -> None:
        super().__init__("caseloads", viewmodel, parent)
        self.buttons: list[QPushButton] = []
        self._cards = stack(gap="m")
        self.back = button(pgettext("button", "Back"), "quiet")
        said = _("Every screen then shows these clients alone. Nothing is carried over.")
        body = stack(
            reading(said), self._cards, STRETCH, gap="l", margins=("page", "l", "page", "l")
        )
        head = page_head(_("Whose clients"), actions=(self.back,))
        self.setLayout(whole_page(head, scroll(body)))
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on the first that could be chosen, else on the way back."""
        (self.buttons[0] if self.buttons else self.back).setFocus()

    def show_state(self, state: CaseloadsState) -> None:
        """Show a card for each."""
        for each in state.choices:
            self._cards.addWidget(self._card(each, is_open=each.id == state.in_use))

    def _card(self, choice: CaseloadChoice, *, is_open: bool) -> QFrame:
        title, detail = choice_in_words(choice)
        if is_open:
            return card(
                title,
                row(text(detail, wrap=True)),
                action=chip(pgettext("mark", "open now"), "accent"),
            )
        words = _("Work with them")
        choose = ChoosingButton(words, choice.id, name=f"{words}: {title}")
        choose.chosen.connect(self._viewmodel.choose)
        self.buttons.append(choose)
        return card(title, text(detail, wrap=True), row(choose, STRETCH))

"""The alert screen: read on the left, act on the right. It is answered, never dismissed."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.screens.alert.answer_view import AnsweredView, AnswerView
from therapist_app.screens.alert.facts_view import TONES, FactsView
from therapist_app.screens.alert.viewmodel import AlertState, AlertViewModel
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.parts import STRETCH, Columns, button, chip, page_head, scroll, stack

MINUTES_AN_HOUR = 60
HOURS_IN_WORDS = 48


class AlertView(PageView[AlertViewModel]):
    """One alert, with its answer; there is no cross to close it."""

    def __init__(self, viewmodel: AlertViewModel, parent: QWidget | None = None) -> None:
        super().__init__("alert", viewmodel, parent)
        state = viewmodel.state
        self.facts = FactsView(state)
        self.answer = None if state.is_answered else AnswerView(viewmodel)
        words = _("Back") if state.is_answered else _("Not now: it stays open")
        self.not_now = button(words, "quiet")
        head = page_head(
            _("An answered alert") if state.is_answered else _("Alert to answer"),
            "" if state.is_answered else open_words(state.open_for),
            code=state.page.code,
            chips=(chip(state.page.level_title, TONES[state.page.alert.level]),),
            actions=(self.not_now,),
        )
        right = self.answer or AnsweredView(state)
        body = scroll(
            stack(Columns(self.facts, right), STRETCH, margins=("page", "l", "page", "l"))
        )
        self.setLayout(whole_page(head, body))
        self.facts.form_chosen.connect(viewmodel.open_form)
        self.not_now.clicked.connect(viewmodel.go_back)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    def show_state(self, state: AlertState) -> None:
        """Show the answer as far as it is written."""
        if self.answer is not None:
            self.answer.show_state(state)

    def focus_first(self) -> None:
        """Put the keyboard on the first open tick."""
        if self.answer is not None:
            self.answer.start_focus()
        else:
            self.not_now.setFocus()


def open_words(open_for: timedelta) -> str:
    """Return how long an alert has been open, in words."""
    minutes = int(open_for.total_seconds()) // 60
    if minutes < 1:
        return _("Opened just now")
    if minutes < MINUTES_AN_HOUR:
        return _("Open for {count} min").format(count=minutes)
    hours = minutes // MINUTES_AN_HOUR
    if hours < HOURS_IN_WORDS:
        return _("Open for {count} h").format(count=hours)
    days = hours // 24
    return ngettext("Open for {count} day", "Open for {count} days", days).format(count=days)

"""Whose clients one works with: a card for each caseload, and for each client who comes over."""

from PySide6.QtWidgets import QFrame, QPushButton

from session_forms.words.day_words import day_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.screens.caseloads.viewmodel import CaseloadsState, CaseloadsViewModel
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
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
from therapist_app.workflows.entering.access_scope import choice_in_words
from therapist_app.workflows.people.moving_clients import ArrivingClient


class CaseloadsView(PageView[CaseloadsViewModel]):
    """A choice that changes every screen."""

    HELP = PageHelp(
        "Here you switch between caseloads: your own clients, or those of a colleague "
        "for whom you cover. Every page then shows that caseload, and a line at the top "
        "says whose it is.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: CaseloadsViewModel) -> None:
        super().__init__("caseloads", viewmodel)
        self.buttons: list[QPushButton] = []
        self._cards = stack(gap="m")
        self.back = button(pgettext("button", "Back"), "quiet")
        said = _(
            "Every page then shows only these clients. Nothing is copied from one caseload "
            "to the other."
        )
        choices = [reading(said)] if len(viewmodel.state.choices) > 1 else []
        body = stack(*choices, self._cards, STRETCH, gap="l", margins=("page", "l", "page", "l"))
        title = pgettext("page", "Switch caseload")
        if viewmodel.state.arriving:
            title = (
                _("Take over a client, or switch caseload") if choices else _("Take over a client")
            )
        head = page_head(title, actions=(self.back,))
        self.setLayout(whole_page(head, scroll(body)))
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.follow(self.show_state)

    def focus_first(self) -> None:
        """Put the keyboard on the first that could be chosen, else on the way back."""
        (self.buttons[0] if self.buttons else self.back).setFocus()

    def show_state(self, state: CaseloadsState) -> None:
        """Show a card for each."""
        for arriving in state.arriving:
            self._cards.addWidget(self._arriving_card(arriving))
        for each in state.choices:
            self._cards.addWidget(self._card(each, is_open=each.id == state.in_use))

    def _arriving_card(self, client: ArrivingClient) -> QFrame:
        title = _("{name} wants to move a client to you").format(name=client.from_name)
        if not client.code:
            waits = _("You cannot take them over yet: {name} must sign in and lock once more.")
            return card(title, reading(waits.format(name=client.from_name)))
        said = _(
            "The whole record becomes yours, with all that is open in it. Your colleague "
            "can no longer read it."
        )
        words = _("Take over {code}").format(code=client.code)
        take = ChoosingButton(words, client.id, "primary")
        take.chosen.connect(self._viewmodel.take_over)
        self.buttons.append(take)
        facts = text(arriving_words(client), "strong", wrap=True)
        else_words = _(
            "If you cannot take them over, do nothing here and tell {name}: the client "
            "stays with them, and they cancel the move."
        )
        otherwise = text(else_words.format(name=client.from_name), "small", wrap=True)
        return card(title, facts, reading(said), row(take, STRETCH), otherwise)

    def _card(self, choice: CaseloadChoice, *, is_open: bool) -> QFrame:
        title, detail = choice_in_words(choice)
        if is_open:
            return card(
                title,
                row(text(detail, wrap=True)),
                action=chip(pgettext("mark", "open now"), "accent"),
            )
        words = _("Open this caseload")
        choose = ChoosingButton(words, choice.id, name=f"{words}: {title}")
        choose.chosen.connect(self._viewmodel.choose)
        self.buttons.append(choose)
        return card(title, text(detail, wrap=True), row(choose, STRETCH))


def arriving_words(client: ArrivingClient) -> str:
    """Return who comes, and what is open with them."""
    alerts = ngettext("{count} open alert", "{count} open alerts", client.open_alerts)
    promises = ngettext("{count} open promise", "{count} open promises", client.open_promises)
    planned = client.next_planned
    day = day_in_words(planned.astimezone().date()) if planned is not None else ""
    return facts_in_a_line(
        client.code,
        alerts.format(count=client.open_alerts),
        promises.format(count=client.open_promises),
        _("next session {day}").format(day=day) if day else _("no session planned"),
    )

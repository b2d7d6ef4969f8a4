"""What comes next, once the note is signed: the next session, and contacts promised."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.day_words import moment_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, pgettext
from therapist_app.commands import Destination, PromisePage
from therapist_app.screens.close.viewmodel import CloseState
from therapist_app.widgets.parts import LeavingButton, Part, card, row, stack, text
from therapist_app.workflows.sessions.promising import CONTACT
from therapist_app.workflows.sessions.safety_thread import due_words, promise_words


class NextView(QWidget):
    """Whether the next session stands in the calendar, and each promise with its day.

    Signals:
        left: To a promise.

    """

    left = Signal(Destination)

    def __init__(self, state: CloseState) -> None:
        super().__init__()
        self.ways: list[LeavingButton] = []
        parts: list[Part] = []
        if words := next_words(state):
            parts.append(text(words, wrap=True))
        for each in state.follows.promises:
            said = facts_in_a_line(promise_words(each), due_words(each.due_on, state.today))
            doing = _("Log a contact") if each.kind in CONTACT else _("Say who was told")
            way = LeavingButton(doing, PromisePage(each.id))
            way.setAccessibleName(f"{doing}: {promise_words(each)}")
            way.left.connect(self.left)
            self.ways.append(way)
            parts.append(row(text(said, wrap=True), way, gap="s", grows=0))
        if parts:
            self.setLayout(stack(card(pgettext("card", "What comes next"), *parts, gap="s")))
        else:
            self.hide()


def next_words(state: CloseState) -> str:
    """Return when the next session is, or that it is not planned; empty where none follows."""
    planned, follows = state.follows.planned, state.follows
    if planned is not None:
        when = moment_in_words(planned.planned_for.astimezone())
        has_passed = planned.planned_for.astimezone().date() < state.today
        words = (
            _("{session} was planned for {when}. Say on the client's page what happened.")
            if has_passed
            else _("{session} is planned: {when}.")
        )
        return words.format(session=state.next_session, when=when)
    if follows.next_plan_id:
        return _("{session} is not planned yet.").format(session=state.next_session)
    return _("Boosters and follow-ups are not planned yet.") if follows.after_end else ""

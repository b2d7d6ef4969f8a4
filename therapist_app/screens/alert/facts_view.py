"""The left half: what opened the alert, where it stands, what the clinic asks for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.day_words import moment_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import NP_
from session_forms.words.texts import translate as _
from therapist_app.screens.alert.viewmodel import AlertState
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Part,
    card,
    chip,
    hold,
    reading,
    row,
    rule,
    stack,
    symbol,
    text,
)

LEVELS = {
    "routine": NP_("level of an alert", "routine"),
    "watch": NP_("level of an alert", "watch"),
    "act": NP_("level of an alert", "act"),
    "urgent": NP_("level of an alert", "urgent"),
}
TONES = {"watch": "accent", "act": "attention", "urgent": "urgent"}


class FactsView(QWidget):
    """What opened the alert; nothing here can be changed.

    Signals:
        form_chosen: The id of a form that the alert names.

    """

    form_chosen = Signal(str)

    def __init__(self, state: AlertState) -> None:
        super().__init__()
        page = state.page
        opened = page.alert.opened_at.astimezone()
        since = moment_in_words(opened)
        forms = [
            ChoosingButton(each.title, each.form_id, name=_("Open {form}").format(form=each.title))
            for each in page.opens
        ]
        shown = card(
            _("What opened it"),
            reading("", strong=page.alert.states),
            text(facts_in_a_line(page.source, since), "small", wrap=True),
            level_steps(page.alert.level, page.level_title),
            rule(),
            text(_("What your clinic asks for at this level"), "strong", wrap=True),
            reading(page.rule),
            *([Columns(*forms, gap="s")] if forms else []),
            rule(),
            _info(
                _(
                    "It stays open until it is answered. Your lead sees how old it is, "
                    "not whom it is about."
                )
            ),
            gap="m",
        )
        self.setLayout(stack(shown))
        for each in forms:
            each.chosen.connect(self.form_chosen)


def level_steps(level: str, level_title: str) -> QWidget:
    """Return the four levels in their order, the alert's own with its full words."""
    parts: list[Part] = []
    for number, (each, words) in enumerate(LEVELS.items()):
        if number:
            parts.append(symbol("next"))
        here = each == level
        parts.append(chip(level_title if here else _(words), TONES[each] if here else "quiet"))
    holder = QWidget()
    holder.setLayout(row(*parts, STRETCH, gap="xs"))
    holder.setAccessibleName(_("Level: {level}").format(level=level_title))
    return holder


def _info(words: str) -> QWidget:
    return hold(
        row(symbol("info"), text(words, "small", tone="muted", wrap=True), gap="s", grows=1)
    )

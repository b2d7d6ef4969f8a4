"""What was done about an alert, once it is answered: words on paper, nothing to change."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.day_words import moment_in_words
from session_forms.words.texts import translate as _
from therapist_app.screens.alert.viewmodel import AlertState
from therapist_app.widgets.parts import Part, card, reading, text


class AnsweredView(QWidget):
    """Who answered, when, what was done and what was left open."""

    def __init__(self, state: AlertState) -> None:
        super().__init__()
        answer, alert = state.answer, state.page.alert
        at = alert.acknowledged_at
        when = moment_in_words(at.astimezone()) if at else ""
        parts: list[Part] = [
            text(_("Answered by {name}, {when}").format(name=answer.by, when=when), wrap=True)
        ]
        done = [each.text for each in state.page.asked if each.id in answer.actions]
        left = [each.text for each in state.page.asked if each.id not in answer.actions]
        told = " · ".join(each for each in (answer.told, answer.told_when) if each)
        for title, words in (
            (_("Done"), "\n".join(done)),
            (_("Left open"), "\n".join(left)),
            (_("Why"), answer.reason_for_open_actions),
            (_("Who was told"), told),
            (_("Facts and decision"), answer.facts),
            (_("Next contact"), answer.next_contact),
        ):
            if words:
                parts += [text(title, "strong"), reading(words)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(_("What was done"), *parts))

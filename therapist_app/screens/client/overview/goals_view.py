"""The goals in the client's words, how far each is, and what they come to together."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from session_forms.scoring.goal_attainment import FORM, LEVEL_WORDS, Goal
from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import Part, button, card, hold, row, stack, symbol, text


class GoalsView(QWidget):
    """The goals of the client.

    Signals:
        form_chosen: The form of the goals.

    """

    form_chosen = Signal(str)

    def __init__(self, goals: tuple[Goal, ...], together: str, *, may_write: bool = True) -> None:
        super().__init__()
        self.rate = button(_("Rate") if goals else _("Write"), "quiet")
        self.rate.setAccessibleName(_("Rate the goals") if goals else _("Write the goals"))
        parts: list[Part] = [hold(_line(each)) for each in goals]
        if not parts:
            parts = [text(_("No goals are written yet."), "small", tone="muted", wrap=True)]
        if together:
            parts.append(text(together, "small", wrap=True))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(_("Goals"), *parts, action=self.rate, gap="xs"))
        if not may_write:
            self.rate.hide()
        self.rate.clicked.connect(self._on_rate_clicked)

    def _on_rate_clicked(self) -> None:
        self.form_chosen.emit(FORM)


def _line(goal: Goal) -> QLayout:
    level = _("not rated yet") if goal.level is None else _(LEVEL_WORDS[goal.level])
    words = stack(text(goal.text, wrap=True), text(level, "small", tone="muted"), gap="hair")
    line = row(symbol("next"), words, gap="s")
    line.setStretch(1, 1)
    return line

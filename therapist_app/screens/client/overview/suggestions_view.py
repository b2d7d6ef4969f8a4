"""What the measures suggest: to consider, never to answer."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.form_widgets.values.days import day_in_words
from therapist_app.widgets.parts import Part, card, reading, text
from therapist_app.workflows.measures.measuring import MeasurePrompt


class SuggestionsView(QWidget):
    """One line for each suggestion, with its measure and its day; nothing without any."""

    def __init__(self, prompts: Sequence[MeasurePrompt]) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if not prompts:
            self.hide()
        if prompts:
            parts = [part for each in prompts for part in _line(each)]
            layout.addWidget(card(_("To consider"), *parts, gap="xs"))


def _line(prompt: MeasurePrompt) -> list[Part]:
    when = _("{measure}, {day}").format(measure=prompt.title, day=day_in_words(prompt.day))
    if prompt.is_unverified:
        when = _("{when}; the rule is unverified").format(when=when)
    return [reading(prompt.says), text(when, "caption", wrap=True)]

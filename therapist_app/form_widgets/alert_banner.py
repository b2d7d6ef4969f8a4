"""An open alert on a page: it has no cross, and goes when it is answered."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import ngettext, pgettext
from session_forms.words.texts import translate as _
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.frames import banner
from therapist_app.widgets.layout.layouts import stack
from therapist_app.workflows.sessions.answering_alerts import Alert, most_pressing_first
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS


def open_alerts_in_words(alerts: Sequence[Alert]) -> str:
    """Return how many alerts are open, and the level of the most pressing, as one sentence."""
    level = _(LEVEL_WORDS[most_pressing_first(alerts)[0].level])
    words = ngettext(
        "{count} alert open, level {level}.",
        "{count} alerts open, the most pressing {level}.",
        len(alerts),
    )
    return words.format(count=len(alerts), level=level)


class AlertBanner(QWidget):
    """One open alert, in the words of its page; `answer` leads to where it is answered."""

    def __init__(
        self,
        alert: Alert,
        title: str,
        detail: str,
        *,
        name: str = "",
        is_past_its_time: bool = False,
    ) -> None:
        super().__init__()
        name = name or _("Answer it: {fact}").format(fact=detail)
        self.answer = ChoosingButton(pgettext("button", "Answer it"), alert.id, name=name)
        tone = "urgent" if alert.level == "urgent" or is_past_its_time else "attention"
        self.setLayout(stack(banner(tone, title, detail, self.answer)))

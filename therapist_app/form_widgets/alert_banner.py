"""An open alert on a page: it has no cross, and goes when it is answered."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.texts import _, ngettext, pgettext
from therapist_app.accessibility.in_short import HEARD_OF_A_FIELD, hold_whole, in_short
from therapist_app.record.model import Alert
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.layout.frames import banner, box, labels_in
from therapist_app.widgets.layout.layouts import row, stack
from therapist_app.widgets.words import symbol, text
from therapist_app.workflows.sessions.answering_alerts import most_pressing_first
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS

ALERT_KEY = "F6"


def open_alerts_in_words(alerts: Sequence[Alert]) -> str:
    """Return how many alerts are open, and the level of the most pressing, as one sentence."""
    level = _(LEVEL_WORDS[most_pressing_first(alerts)[0].level])
    words = ngettext(
        "{count} alert open, level {level}.",
        "{count} alerts open, the most pressing {level}.",
        len(alerts),
    )
    return words.format(count=len(alerts), level=level)


class AnswerButton(ChoosingButton):
    """Leads to where an alert is answered; one key puts the keyboard on it from anywhere."""

    def __init__(self, alert_id: str, *, name: str = "", is_one_of_several: bool = False) -> None:
        words = _("Answer the first") if is_one_of_several else pgettext("button", "Answer it")
        super().__init__(words, alert_id, name=name)
        shortcut = QShortcut(QKeySequence(ALERT_KEY), self)
        shortcut.activated.connect(self._on_key)
        shortcut.activatedAmbiguously.connect(self._on_key)

    @Slot()
    def _on_key(self) -> None:
        """Go to the first of a page, which is the most pressing, whichever Qt has asked."""
        first = next(each for each in self.window().findChildren(AnswerButton) if each.isVisible())
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)


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
        name = name or _("Answer the alert: {fact}").format(fact=in_short(alert.states))
        self.answer = AnswerButton(alert.id, name=name)
        hold_whole(self.answer, alert.states)
        tone = "urgent" if alert.level == "urgent" or is_past_its_time else "attention"
        shown = banner(tone, title, detail, self.answer)
        self._details = [each for each in labels_in(shown) if each.text() == detail]
        self.setLayout(stack(shown))

    def shorten(self, *, is_short: bool) -> None:
        """Leave the fact to the name of the button, where there is no room for it."""
        for each in self._details:
            each.setHidden(is_short)


class AlertLine(QWidget):
    """Every open alert in one quiet line: somebody sits beside who reads along.

    Its button leads to the most pressing one; what that is about stands in its name alone.
    `words` stand in place of how many there are.
    """

    def __init__(self, alerts: Sequence[Alert], fact: str, *, words: str = "") -> None:
        super().__init__()
        first, count = alerts[0], len(alerts)
        name = _("Answer the alert: {fact}").format(fact=in_short(fact, HEARD_OF_A_FIELD))
        self.answer = AnswerButton(first.id, name=name, is_one_of_several=count > 1)
        hold_whole(self.answer, fact)
        words = words or _open_words(first, count).format(count=count)
        sign = "urgent" if first.level == "urgent" else "alert"
        frame = quiet_line(text(words, wrap=True, told="aside"), self.answer, sign=sign)
        frame.setAccessibleName(in_short(words))
        hold_whole(frame, words)
        self.setLayout(stack(frame))


def _open_words(first: Alert, count: int) -> str:
    """Return that alerts are open, and by when the most pressing one is answered."""
    if first.level == "urgent":
        return ngettext(
            "An alert is open: answer it now",
            "{count} alerts are open: answer the first of them now",
            count,
        )
    if first.appointment_id is None:
        return ngettext(
            "An alert is open: it stays on Today until it is answered",
            "{count} alerts are open: they stay on Today until they are answered",
            count,
        )
    return ngettext(
        "An alert is open: answer it now, or before the note is signed",
        "{count} alerts are open: answer them now, or before the note is signed",
        count,
    )


def quiet_line(words: QWidget, answer: QWidget, *, sign: str = "alert") -> QFrame:
    """Return one line that says that an alert is open, and leads to it, in no colour."""
    line = row(symbol(sign, "text"), words, answer, gap="s", grows=1)
    line.setContentsMargins(look().space("m"), 2, look().space("xs"), 2)
    return box("well", line)

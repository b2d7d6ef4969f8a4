"""What was answered at an earlier alert of the same client, offered to be taken over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.conditions.alert_levels import Stream
from session_forms.words.day_words import day_in_words, moment_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.in_short import in_short
from therapist_app.screens.alert.viewmodel import AlertState
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import STRETCH, Part, button, card, hold, row, stack, text
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS
from therapist_app.workflows.sessions.taking_over import EarlierAnswer


class EarlierView(QWidget):
    """The earlier answers, each with its button; nothing is taken over by itself.

    Of an answer about another matter than `stream`, its facts stay where they are: it says so.

    Signals:
        chosen: The id of the alert whose answer is taken over.
        taken_back: Nothing is taken over after all.

    """

    chosen = Signal(str)
    taken_back = Signal()

    def __init__(self, earlier: tuple[EarlierAnswer, ...], stream: Stream) -> None:
        super().__init__()
        self._stream = stream
        self.offers = [
            ChoosingButton(
                _("Take over this answer"),
                each.alert.id,
                name=_("Take over the answer: {answer}").format(answer=in_short(each.said)),
            )
            for each in earlier
        ]
        self.back = button(_("Undo the take-over"), "quiet")
        self.taken = text("", wrap=True)
        told = _("If this is the same thing, take over what was said there. You can change it.")
        parts: list[Part] = []
        for each, offer in zip(earlier, self.offers, strict=True):
            parts += [*_lines(each), *self._left_behind(each), row(STRETCH, offer)]
        self._offered = hold(stack(text(told, "small", tone="muted", wrap=True), *parts, gap="xs"))
        self._held = hold(stack(self.taken, row(STRETCH, self.back), gap="xs"))
        sheet = card(pgettext("card", "Answered already"), self._offered, self._held, gap="s")
        self.setLayout(stack(sheet))
        for offer in self.offers:
            offer.chosen.connect(self.chosen)
        self.back.clicked.connect(self.taken_back)

    def show_state(self, state: AlertState) -> None:
        """Show the offers, or what was taken over; the keyboard goes from one to the other."""
        was_offered = any(each.hasFocus() for each in self.offers)
        was_held = self.back.hasFocus()
        self._offered.setVisible(state.taken is None)
        self._held.setVisible(state.taken is not None)
        if state.taken is not None:
            said = [_taken_words(state.taken), *self._left_behind_words(state.taken)]
            self.taken.setText("\n".join(said))
        if was_offered and state.taken is not None:
            self.back.setFocus()
        elif was_held and state.taken is None:
            self.offers[0].setFocus()

    def _left_behind(self, earlier: EarlierAnswer) -> list[Part]:
        return [text(each, "small", wrap=True) for each in self._left_behind_words(earlier)]

    def _left_behind_words(self, earlier: EarlierAnswer) -> list[str]:
        if earlier.alert.stream == self._stream:
            return []
        return [_("It is about another matter: facts and decision are written here anew.")]


def _lines(earlier: EarlierAnswer) -> list[Part]:
    answer, at = earlier.answer, earlier.alert.acknowledged_at
    level = _("Alert: {level}").format(level=_(LEVEL_WORDS[earlier.alert.level]))
    when = moment_in_words(at.astimezone()) if at else ""
    by = _("Answered by {name}, {when}").format(name=answer.by, when=when)
    lines = [facts_in_a_line(level, by)]
    if answer.told:
        told = facts_in_a_line(answer.told, answer.told_when)
        lines.append(_("Told: {who}").format(who=told))
    if earlier.telling is not None:
        lines.append(_("To be told: {who}").format(who=earlier.telling.words))
    if earlier.contact is not None:
        day = day_in_words(earlier.contact.due_on)
        lines.append(_("Contact promised by {day}").format(day=day))
    return [
        text(earlier.said, "strong", wrap=True),
        *(text(each, "small", wrap=True) for each in lines),
    ]


def _taken_words(taken: EarlierAnswer) -> str:
    said = _("Taken over: {answer}").format(answer=taken.said)
    check = _("Read it through below, and change what is different here.")
    if taken.contact is None:
        return f"{said}\n{check}"
    day = day_in_words(taken.contact.due_on)
    one = _("The contact promised by {day} counts for both. You can choose an earlier day.")
    return f"{said}\n{check}\n{one.format(day=day)}"

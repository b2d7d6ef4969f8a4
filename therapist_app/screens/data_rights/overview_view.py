"""What stands of a client's rights: consents, copy, restriction, hold, retention, erasure."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, _, pgettext
from therapist_app import commands
from therapist_app.commands import Destination
from therapist_app.screens.data_rights.viewmodel import RightsState
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import (
    STRETCH,
    LeavingButton,
    Part,
    TwoColumns,
    card,
    lay_in,
    reading,
    row,
    rule,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.course.changed_wordings import ChangedWording, wording_words
from therapist_app.workflows.course.consenting import FIGURES_USED, TopicLine
from therapist_app.workflows.rights.access_words import DECISIONS, HOW, REASONS

ASKED = "docs/guides/asked-for-notes.md"
NOT_OWN = N_("These clients are in somebody else's caseload. Only that person can do this.")


class RightsOverview(QWidget):
    """One card for each right, with the one thing to do about it.

    Signals:
        chosen: What to do: consent, copy, restrict, lift, hold, release, rule, erase.
        left: To a guide that is read over the page.

    """

    chosen = Signal(str)
    left = Signal(Destination)

    def __init__(self) -> None:
        super().__init__()
        self.area = scroll(stack())
        self.buttons: list[QPushButton] = []
        self.setLayout(stack(self.area))

    def show_state(self, state: RightsState) -> None:
        """Draw the cards afresh."""
        self.buttons = []
        asks = (self._consents(state), self._copy(state), _correction(), self._asked())
        left = stack(*asks, STRETCH, gap="m")
        right = stack(
            self._restriction(state),
            self._hold(state),
            self._kept(state),
            self._erasure(state),
            STRETCH,
            gap="m",
        )
        columns = TwoColumns(left, right)
        told = [] if state.is_own else [text(_(NOT_OWN), "lead", wrap=True, told="words")]
        page = stack(*told, columns, STRETCH, gap="m", margins=("page", "m", "page", "l"))
        lay_in(self.area, page)

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do."""
        first = next((each for each in self.buttons if each.isEnabled()), None)
        (first or self.area).setFocus()

    def _consents(self, state: RightsState) -> QWidget:
        lines: list[Part] = []
        for topic in state.consents:
            lines += [rule()] if lines else []
            lines += _topic(topic)
            if state.changed is not None and topic.topic.id == FIGURES_USED:
                lines.append(text(_reworded(state.changed), "small", wrap=True))
        act = self._button(_("Record a decision"), "consent", state)
        return _act_card(pgettext("card", "Consents"), *lines, act=act)

    def _copy(self, state: RightsState) -> QWidget:
        words = _(
            "Everything that is held, as a page to read and as a file for other programs, locked"
            " with a passphrase. You look through it first, and it leaves only where you say."
        )
        act = self._button(_("Make a copy"), "copy", state)
        return _act_card(_("A copy for the client"), reading(words), act=act)

    def _asked(self) -> QWidget:
        words = _(
            "A court, the police, an insurer or a colleague outside: the program decides nothing "
            "and gives nothing by itself. Read who decides, and what can be done here."
        )
        self.read = LeavingButton(_("Read what to do"), commands.ReadGuide(ASKED), "secondary")
        self.read.left.connect(self.left)
        self.buttons.append(self.read)
        return card(_("Somebody else asks for notes"), reading(words), row(STRETCH, self.read))

    def _restriction(self, state: RightsState) -> QWidget:
        standing = state.restriction
        if standing is None:
            words = _("Not restricted. A restricted record is kept, hidden, and cannot be changed.")
            action = self._button(_("Restrict the record"), "restrict", state)
            return _act_card(pgettext("card", "Restriction"), reading(words), act=action)
        day = day_in_words(standing.restricted_at.astimezone().date())
        lines: list[Part] = [
            text(_("Restricted since {day}").format(day=day), "strong", wrap=True),
            reading(_(REASONS[standing.reason])),
        ]
        lines += _review(standing.review_on)
        action = self._button(_("Lift the restriction"), "lift", state)
        return _act_card(pgettext("card", "Restriction"), *lines, act=action)

    def _hold(self, state: RightsState) -> QWidget:
        standing = state.hold
        if standing is None:
            words = _("There is no legal hold. During a legal hold nothing can be erased.")
            action = self._button(_("Add a legal hold"), "hold", state)
            return _act_card(pgettext("card", "Legal hold"), reading(words), act=action)
        day = day_in_words(standing.held_at.astimezone().date())
        lines: list[Part] = [
            text(_("On legal hold since {day}").format(day=day), "strong", wrap=True),
            reading(standing.reason),
            *_review(standing.review_on),
        ]
        action = self._button(_("Lift the legal hold"), "release", state)
        return _act_card(pgettext("card", "Legal hold"), *lines, act=action)

    def _kept(self, state: RightsState) -> QWidget:
        if state.kept_until is None:
            words = _("It is counted from the end of the course, and by the service's own rule.")
        elif state.is_due:
            words = _(
                "It was to be kept until {day}, and nothing is erased automatically. Erase it, or "
                "keep it for longer with a reason and a day to look at it again: add a legal hold, "
                "or restrict the record because a law requires it."
            ).format(day=day_in_words(state.kept_until))
        else:
            words = _(
                "Kept until {day}. Then it appears in a list; nothing is erased automatically."
            ).format(day=day_in_words(state.kept_until))
        rule_line = text(state.rule, "small", tone="muted", wrap=True)
        action = self._button(_("Retention rule of this service"), "rule", state)
        action.setEnabled(True)
        return _act_card(_("How long it is kept"), reading(words), rule_line, act=action)

    def _erasure(self, state: RightsState) -> QWidget:
        words = _("Takes the client and everything about them out of the record, for good.")
        action = self._button(_("Erase this client"), "erase", state)
        if state.hold is not None or state.restriction is not None:
            words = _("Not possible while the record is on legal hold or restricted.")
            action.setEnabled(False)
        return _act_card(pgettext("card", "Erasure"), reading(words), act=action)

    def _button(self, words: str, what: str, state: RightsState) -> QPushButton:
        made = ChoosingButton(words, what)
        made.setEnabled(state.is_own)
        made.chosen.connect(self.chosen)
        self.buttons.append(made)
        return made


def _correction() -> QWidget:
    words = _(
        "Who they are is corrected under “Show identity”, a form with “Correct, with a reason”, a "
        "signed note with “Amend”. What was written first stays beside it. While it is looked "
        "into, the record can be restricted."
    )
    return card(_("Something in it is wrong"), reading(words))


def _act_card(title: str, *parts: Part, act: QPushButton) -> QWidget:
    """Return a card that says how something stands, with what can be done beneath."""
    return card(title, *parts, row(STRETCH, act), gap="s")


def _review(day: date | None) -> list[Part]:
    if day is None:
        return []
    return [text(_("Review on {day}").format(day=day_in_words(day)), wrap=True)]


def _reworded(found: ChangedWording) -> str:
    asked = _("The question has a new wording. {changes} The agreement counts until you ask again.")
    return asked.format(changes=wording_words(found))


def _topic(topic: TopicLine) -> list[Part]:
    title = text(topic.topic.title, "strong", wrap=True)
    if topic.newest is None:
        return [title, text(_("No decision yet"), "small", tone="muted", wrap=True)]
    lines: list[Part] = [title]
    for number, (each, about) in enumerate(zip(topic.history, topic.texts, strict=True)):
        day = day_in_words(each.decided_at.astimezone().date())
        told = _("{decision}, {how}, {day}. Text: {text}.").format(
            decision=_(DECISIONS[each.decision]),
            how=_(HOW[each.given_how]),
            day=day,
            text=about,
        )
        role, tone = ("body", "") if number == 0 else ("small", "muted")
        lines.append(text(told, role, tone=tone, wrap=True))
    return lines

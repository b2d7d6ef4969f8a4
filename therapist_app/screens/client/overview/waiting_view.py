"""How a client waits for a place in the course, and what is to be done before it begins."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.day_words import day_in_words
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, pgettext
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.parts import STRETCH, Part, button, card, chip, row, stack, text
from therapist_app.workflows.course.promised_contacts import ELIGIBILITY, FIRST_CONTACT
from therapist_app.workflows.overviews.waiting import WaitingPerson, weeks_words


class WaitingCard(QWidget):
    """Since when somebody waits, what was decided, and the two forms that come before a course.

    Signals:
        form_chosen: The id of the form to fill in.
        opening_chosen: The id of the finished first contact, to be opened and corrected.
        hand_on_chosen: The first contact is to be handed over to another service.

    """

    form_chosen = Signal(str)
    opening_chosen = Signal(str)
    hand_on_chosen = Signal()

    def __init__(self, waiting: WaitingPerson, *, may_write: bool) -> None:
        super().__init__()
        since = _("First contact on {day}").format(day=day_in_words(waiting.since))
        refused = (
            (text(_("The person does not agree to be contacted."), "small", wrap=True),)
            if waiting.refuses_contact
            else ()
        )
        decided = (
            _("Decided: {decision}").format(decision=waiting.decision)
            if waiting.decision
            else _("Not decided yet whether this is the right help.")
        )
        urgency = _("urgency: {when}").format(when=waiting.urgency) if waiting.urgency else ""
        facts = facts_in_a_line(since, waiting.source, urgency)
        lines: list[Part] = [text(facts, "small", wrap=True), *refused]
        lines += [text(each, "small", wrap=True) for each in (*_promised(waiting), decided)]
        self.finish = ChoosingButton(_("Finish the first contact"), FIRST_CONTACT)
        words = (
            pgettext("button", "Decide again") if waiting.decision else _("Is this the right help?")
        )
        self.decide = ChoosingButton(words, ELIGIBILITY)
        self.finish.chosen.connect(self.form_chosen)
        self.decide.chosen.connect(self.form_chosen)
        self.finish.setHidden(waiting.is_whole or not may_write)
        self.decide.setHidden(not may_write)
        self.hand_on = button(_("Hand over to another service"), "quiet")
        self.hand_on.clicked.connect(self.hand_on_chosen)
        self.hand_on.setHidden(not waiting.is_whole or not may_write)
        self.open_kept = ChoosingButton(_("Open the first contact"), waiting.filled_form_id)
        self.open_kept.chosen.connect(self.opening_chosen)
        self.open_kept.setHidden(not waiting.not_said or not may_write)
        if waiting.not_said:
            open_still = _("Not answered at the first contact: {questions}")
            questions = facts_in_a_line(*waiting.not_said)
            lines.append(text(open_still.format(questions=questions), "small", wrap=True))
        ways = row(self.finish, self.open_kept, self.decide, self.hand_on, STRETCH)
        said = chip(weeks_words(waiting.weeks), "accent")
        title = pgettext("card", "Before the course")
        self.setLayout(stack(card(title, *lines, ways, action=said, gap="xs")))


def _promised(waiting: WaitingPerson) -> tuple[str, ...]:
    """Return by when contact is promised; whoever does not agree to it is asked for no day."""
    if waiting.next_contact is not None:
        return (_("Contact promised by {day}").format(day=day_in_words(waiting.next_contact)),)
    return () if waiting.refuses_contact else (_("No contact is promised: agree a day."),)

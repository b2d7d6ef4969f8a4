"""A contact with a client written down: how somebody tried, and what came of it.

Nothing is chosen beforehand, and nothing is kept here.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.form_widgets.contact_details import ContactDetails
from therapist_app.widgets.controls.options import ChoosingOption, one_of, option_for, show_checked
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    MainButton,
    TextLine,
    card,
    choices,
    row,
    stack,
    text,
)
from therapist_app.workflows.course.ways_of_meeting import HOW_CHOICES
from therapist_app.workflows.overviews.reaching import Reach

OUTCOME_CHOICES = {
    "spoke": N_("We spoke with each other"),
    "no_answer": NP_("promise", "No answer"),
}


class ContactSheet(QFrame):
    """How, what came of it, a few words, and how the client is reached.

    Signals:
        how_chosen: How somebody tried.
        outcome_chosen: Whether they spoke.
        words_written: A few words about it.
        noted: It is to be kept.

    """

    how_chosen = Signal(str)
    outcome_chosen = Signal(str)
    words_written = Signal(str)
    noted = Signal()

    def __init__(self, look_up: Callable[[], Reach], outcome_help: Mapping[str, str]) -> None:
        """Take what finds the contact details, and what follows from each outcome, in words."""
        super().__init__()
        self.hows = [ChoosingOption(_(words), each) for each, words in HOW_CHOICES.items()]
        self.outcomes = [
            ChoosingOption(_(words), each, help_words=outcome_help[each])
            for each, words in OUTCOME_CHOICES.items()
        ]
        self._how, self._outcome = one_of(self, self.hows), one_of(self, self.outcomes)
        self.details = ContactDetails(look_up)
        self.words = TextLine()
        self.note = MainButton(pgettext("button", "Save the contact"))
        words = LabelledField(
            _("A &few words"), self.words, hint=_("It may stay empty. Roles, no names of others.")
        )
        sheet = card(
            pgettext("card", "Log a contact"),
            self.details,
            text(pgettext("field", "How"), "strong"),
            Columns(*self.hows, gap="s", name=pgettext("field", "How")),
            text(_("What came of it"), "strong"),
            choices(_("What came of it"), *self.outcomes),
            words,
            row(STRETCH, self.note),
        )
        self.setLayout(stack(sheet))
        for each in self.hows:
            each.chosen.connect(self.how_chosen)
        for each in self.outcomes:
            each.chosen.connect(self.outcome_chosen)
        self.words.edited.connect(self.words_written)
        self.note.clicked.connect(self.noted)

    def show_chosen(self, how: str | None, outcome: str | None, words: str) -> None:
        """Show what is chosen so far."""
        show_checked(self._how, option_for(self.hows, how))
        show_checked(self._outcome, option_for(self.outcomes, outcome))
        self.words.show_words(words)
        is_whole = how is not None and outcome is not None
        self.note.setEnabled(is_whole)
        lacks = "" if is_whole else _("Choose how, and what came of it.")
        self.note.setAccessibleDescription(lacks)

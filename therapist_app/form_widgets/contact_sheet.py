"""A contact with a client written down: how somebody tried, and what came of it.

Nothing is chosen beforehand, and nothing is kept here.
"""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.contact_details import ContactDetails
from therapist_app.form_widgets.values.day_line import DayLine
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
AGAIN = N_("If you agreed on a day. It stands on Today until it is kept.")


class ContactSheet(QFrame):
    """How, what came of it, a few words, the day of the next contact, how the client is reached.

    Signals:
        how_chosen: How somebody tried.
        outcome_chosen: Whether they spoke.
        words_written: A few words about it.
        again_chosen: The day by which there is contact again, or None while none is written.
        noted: It is to be kept.

    """

    how_chosen = Signal(str)
    outcome_chosen = Signal(str)
    words_written = Signal(str)
    again_chosen = Signal(object)
    noted = Signal()

    def __init__(
        self, look_up: Callable[[], Reach], outcome_help: Mapping[str, str], today: date
    ) -> None:
        """Take what finds the contact details, and what follows from each outcome, in words."""
        super().__init__()
        self._today = today
        self._is_chosen = False
        self.hows = [ChoosingOption(_(words), each) for each, words in HOW_CHOICES.items()]
        self.outcomes = [
            ChoosingOption(_(words), each, help_words=outcome_help[each])
            for each, words in OUTCOME_CHOICES.items()
        ]
        self._how, self._outcome = one_of(self, self.hows), one_of(self, self.outcomes)
        self.details = ContactDetails(look_up)
        self.words = TextLine()
        self.note = MainButton(pgettext("button", "Save the contact"), loses_words=True)
        words = LabelledField(
            _("A &few words"), self.words, hint=_("It may stay empty. Roles, no names of others.")
        )
        self.again = DayLine(today=today)
        self.again.show_limits(today, None)
        self.again_field = LabelledField(
            _("We are in contact again &by"), self.again, hint=_(AGAIN)
        )
        sheet = card(
            pgettext("card", "Log a contact"),
            self.details,
            text(pgettext("field", "How"), "strong"),
            Columns(*self.hows, gap="s", name=pgettext("field", "How")),
            text(_("What came of it"), "strong"),
            choices(_("What came of it"), *self.outcomes),
            words,
            self.again_field,
            row(STRETCH, self.note),
        )
        self.setLayout(stack(sheet))
        for each in self.hows:
            each.chosen.connect(self.how_chosen)
        for each in self.outcomes:
            each.chosen.connect(self.outcome_chosen)
        self.words.edited.connect(self.words_written)
        self.again.edited.connect(self._on_again_edited)
        self.again.settled.connect(self._on_again_settled)
        self.note.clicked.connect(self.noted)

    def show_chosen(self, how: str | None, outcome: str | None, words: str) -> None:
        """Show what is chosen so far."""
        show_checked(self._how, option_for(self.hows, how))
        show_checked(self._outcome, option_for(self.outcomes, outcome))
        self.words.show_words(words)
        self._is_chosen = how is not None and outcome is not None
        self._show_what_lacks()

    @property
    def again_by(self) -> date | None:
        """The day by which there is contact again; None where none is written that is to come."""
        day = self.again.read(self.again.text())
        return day if day is not None and day >= self._today else None

    def _show_what_lacks(self) -> None:
        is_day = self.again_by is not None or not self.again.text().strip()
        self.note.setEnabled(self._is_chosen and is_day)
        lacks = "" if is_day else self.again.how_to_write
        if not self._is_chosen:
            lacks = _("Choose how, and what came of it.")
        self.note.setAccessibleDescription(lacks)

    @Slot()
    def _on_again_edited(self) -> None:
        day = self.again_by
        self.again_field.hint.setText(_(AGAIN) if day is None else day_in_words(day))
        if day is not None or not self.again.text().strip():
            self.again_field.show_problem("")
        self.again_chosen.emit(day)
        self._show_what_lacks()

    @Slot()
    def _on_again_settled(self) -> None:
        """Say which day was written once it is left, or that it is none to come."""
        day = self.again_by
        if day is not None:
            self.again.say_day(day)
        elif self.again.text().strip():
            self.again_field.show_problem(self.again.how_to_write)

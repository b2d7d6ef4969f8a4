"""A contact with a client written down: how somebody tried, and what came of it.

Nothing is chosen beforehand, and nothing is kept here.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.contact_details import ContactDetails
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.record.model import ContactOutcome
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
from therapist_app.workflows.sessions.promising import ContactTry

OUTCOME_CHOICES: Mapping[ContactOutcome, str] = {
    "spoke": N_("We spoke with each other"),
    "no_answer": NP_("promise", "No answer"),
}
AGAIN = N_("If you agreed on a day. It stands on Today until it is kept.")


class ContactSheet(QFrame):
    """How, what came of it, a few words, the day of the next contact, how the client is reached.

    Signals:
        written: The contact as it was chosen and written so far.
        noted: It is to be kept.

    """

    written = Signal(ContactTry)
    noted = Signal()

    def __init__(
        self, look_up: Callable[[], Reach], outcome_help: Mapping[str, str], today: date
    ) -> None:
        """Take what finds the contact details, and what follows from each outcome, in words."""
        super().__init__()
        self._today = today
        self._try = ContactTry()
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
        for each in (*self.hows, *self.outcomes):
            each.chosen.connect(self._on_chosen)
        self.words.edited.connect(self._on_words_edited)
        self.again.edited.connect(self._on_again_edited)
        self.again.settled.connect(self._on_again_settled)
        self.note.clicked.connect(self.noted)

    def show_written(self, written: ContactTry) -> None:
        """Show what is chosen and written so far."""
        self._try = written
        show_checked(self._how, option_for(self.hows, written.how))
        show_checked(self._outcome, option_for(self.outcomes, written.outcome))
        self.words.show_words(written.words)
        self._show_what_lacks()

    @property
    def again_by(self) -> date | None:
        """The day by which there is contact again; None where none is written that is to come."""
        day = self.again.read(self.again.text())
        return day if day is not None and day >= self._today else None

    def _show_what_lacks(self) -> None:
        is_day = self.again_by is not None or not self.again.text().strip()
        is_chosen = self._try.how is not None and self._try.outcome is not None
        self.note.setEnabled(is_chosen and is_day)
        lacks = "" if is_day else self.again.how_to_write
        if not is_chosen:
            lacks = _("Choose how, and what came of it.")
        self.note.setAccessibleDescription(lacks)

    def _on_chosen(self, choice: str) -> None:
        how = next((each for each in HOW_CHOICES if each == choice), self._try.how)
        outcome = next((each for each in OUTCOME_CHOICES if each == choice), self._try.outcome)
        self.written.emit(replace(self._try, how=how, outcome=outcome))

    def _on_words_edited(self, words: str) -> None:
        self.written.emit(replace(self._try, words=words))

    @Slot()
    def _on_again_edited(self) -> None:
        day = self.again_by
        self.again_field.hint.setText(_(AGAIN) if day is None else day_in_words(day))
        if day is not None or not self.again.text().strip():
            self.again_field.show_problem("")
        self.written.emit(replace(self._try, again_by=day))
        self._show_what_lacks()

    @Slot()
    def _on_again_settled(self) -> None:
        """Say which day was written once it is left, or that it is none to come."""
        day = self.again_by
        if day is not None:
            self.again.say_day(day)
        elif self.again.text().strip():
            self.again_field.show_problem(self.again.how_to_write)

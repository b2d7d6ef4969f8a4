"""How a client is known: by a code alone or by a name, and what is kept with it."""

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import (
    day_in_figures,
    how_to_write,
    read_any_day,
    read_day_gone,
)
from therapist_app.widgets.parts import (
    LabelledField,
    Option,
    TextLine,
    choices,
    one_of,
    stack,
)
from therapist_app.workflows.overviews.known_as import WAYS, KnownAs

BORN = date(1990, 2, 28)
KIND_WORDS = {
    "code_only": (N_("By code only"), N_("Nothing says who it is.")),
    "pseudonym": (N_("By a name of their choice"), N_("It need not be a real one.")),
    "named": (NP_("how a client is kept", "By name"), N_("Kept apart from everything clinical.")),
}


class IdentityFields(QWidget):
    """The fields, of which only those show that fit how the client is known."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self.kinds = {each: _kind_option(each) for each in WAYS}
        self.name = TextLine()
        self.name_field = LabelledField(pgettext("field", "Na&me"), self.name)
        self.contact = TextLine()
        self.contact_field = LabelledField(_("&Contact, as agreed"), self.contact)
        self.birth_date = DayLine(today=None, of_any_year=True)
        self.birth_date.show_limits(None, today)
        self.birth_date.setPlaceholderText(day_in_figures(BORN))
        self.birth_field = LabelledField(
            _("&Date of birth, if it is needed"), self.birth_date, hint=self._birth_words()
        )
        self.emergency = TextLine()
        self.emergency_field = LabelledField(
            _("&Who may be called in an emergency, and how"), self.emergency
        )
        one_of(self, self.kinds.values(), chosen=0)
        self.setLayout(
            stack(
                choices(_("How is the client known here?"), *self.kinds.values()),
                self.name_field,
                self.contact_field,
                self.birth_field,
                self.emergency_field,
            )
        )
        self._on_kind_turned()
        for option in self.kinds.values():
            option.turned.connect(self._on_kind_turned)
        self.name.edited.connect(self._on_name_edited)
        self.birth_date.edited.connect(self._on_birth_edited)

    def focus_first(self) -> None:
        """Put the keyboard on how the client is known."""
        next(each for each in self.kinds.values() if each.isChecked()).setFocus()

    def show_known(self, known: KnownAs) -> None:
        """Show what is kept, to be put right."""
        self.kinds[known.anonymity].setChecked(True)
        self.name.setText(known.name)
        self.contact.setText(known.contact)
        born = read_any_day(known.birth_date)
        self.birth_date.setText(day_in_figures(born) if born else known.birth_date)
        self._on_birth_edited()
        self.emergency.setText(known.emergency_contact)
        self._on_kind_turned()

    def known_as(self) -> KnownAs | None:
        """Return what was typed; None where something lacks, which is said and has the keyboard."""
        kind = next(each for each, option in self.kinds.items() if option.isChecked())
        lacks_name = kind != "code_only" and not self.name.text().strip()
        self.name_field.show_problem(
            _("Write the name, or choose to go by a code alone.") if lacks_name else "",
            again=True,
        )
        if lacks_name:
            self.name.setFocus()
            return None
        born = self._born()
        if kind == "named" and self.birth_date.text().strip() and born is None:
            self.birth_field.show_problem(
                _("Please write it as {day}, or leave it empty.").format(day=day_in_figures(BORN)),
                again=True,
            )
            self.birth_date.setFocus()
            return None
        return KnownAs(
            kind,
            name=self.name.text() if kind != "code_only" else "",
            contact=self.contact.text(),
            birth_date=born.isoformat() if kind == "named" and born else "",
            emergency_contact=self.emergency.text(),
        )

    @Slot()
    def _on_kind_turned(self) -> None:
        kind = next(each for each, option in self.kinds.items() if option.isChecked())
        self.name_field.setVisible(kind != "code_only")
        if kind == "code_only":
            self.name_field.show_problem("")
        self.birth_field.setVisible(kind == "named")
        words = pgettext("field", "Na&me") if kind == "named" else _("Na&me of their choice")
        self.name_field.label.setText(words)
        self.name.setAccessibleName(words.replace("&", ""))

    @Slot()
    def _on_name_edited(self) -> None:
        if self.name.text().strip():
            self.name_field.show_problem("")

    @Slot()
    def _on_birth_edited(self) -> None:
        self.birth_field.hint.setText(self._birth_words())
        if not self.birth_date.text().strip() or self._born():
            self.birth_field.show_problem("")

    def _born(self) -> date | None:
        return read_day_gone(self.birth_date.text(), self._today)

    def _birth_words(self) -> str:
        """Return the day as it was understood, so that nobody takes the month for it."""
        born = self._born()
        return how_to_write(day_in_figures(BORN)) if born is None else day_in_words(born)


def _kind_option(kind: str) -> Option:
    words, help_words = KIND_WORDS[kind]
    return Option(_(words), help_words=_(help_words))

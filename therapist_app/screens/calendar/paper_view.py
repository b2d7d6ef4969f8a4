"""The calendar on paper: the week for the wall, or the sheet for a morning without the laptop."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Slot

from session_forms.words.day_words import day_in_words
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.paper_card import PaperAsk, print_or_save, say_outcome
from therapist_app.form_widgets.values.day_line import DayLine
from therapist_app.form_widgets.values.days import day_in_figures
from therapist_app.messages.rules import with_rules
from therapist_app.screens.calendar.paper import CalendarPaperState, CalendarPaperViewModel
from therapist_app.widgets.fields.shown_secret import ReadAloud, SecretToPassOn
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    Option,
    button,
    card,
    choices,
    foot_bar,
    one_of,
    page_head,
    reading,
    row,
    stack,
    text,
)
from therapist_app.workflows.supervision.day_sheets import What

WHAT: tuple[tuple[What, str, str], ...] = (
    ("week", NP_("paper", "The week"), N_("Appointments by code, and what is due without a time")),
    (
        "day",
        N_("A day sheet, for a morning on which the laptop fails"),
        N_(
            "The appointments of one day, whom of the service to reach, each client's safety plan, "
            "and the numbers that count"
        ),
    ),
)
FAULTS = {
    "too_short": N_("The passphrase is too short."),
    "too_long": N_("The passphrase is too long."),
}
REMARK = N_(
    "It shows clients by their codes, never by name. Before you get it, it is "
    "searched for their names. Printed, it stays in the clinic; shred it when its "
    "day is over."
)
A_YEAR = timedelta(days=365)
NO_NUMBERS = N_(
    "Not every number is entered: the sheet has a line to write it on. A clinical lead enters "
    "them under Settings, Phone numbers."
)


class CalendarPaperView(PageView[CalendarPaperViewModel]):
    """Says what stands on it; it is made in memory and leaves only where the person says."""

    HELP = PageHelp(
        "Here you put a week or a day on paper, by client codes. The day sheet is for a "
        "morning on which the laptop fails: whom of the service to reach, the safety plans of "
        "those who come, and the numbers to call. Save it locked to carry it with you: any "
        "computer opens it with the passphrase.",
        read_on="docs/backups-and-moving.md",
    )

    def __init__(self, viewmodel: CalendarPaperViewModel, *, ask: PaperAsk | None = None) -> None:
        super().__init__("calendar_paper", viewmodel)
        self._ask = ask or PaperAsk()
        options = [Option(_(words), help_words=_(detail)) for _what, words, detail in WHAT]
        self._at = [each for each, *_words in WHAT].index(viewmodel.state.what)
        self.what = one_of(self, options, chosen=self._at)
        self._options = choices(pgettext("field", "What"), *options)
        self.day = DayLine(today=viewmodel.today)
        self.day.show_limits(viewmodel.today - A_YEAR, viewmodel.today + A_YEAR)
        self.day.setText(day_in_figures(viewmodel.state.day))
        self.day_field = LabelledField(pgettext("field", "&Day"), self.day)
        self.lacking = text(_(NO_NUMBERS), "small", tone="attention", wrap=True)
        self.passphrase = SecretToPassOn()
        self.passphrase.setText(viewmodel.suggest())
        hint = with_rules(
            _("At least {shortest} characters. Write it down apart from the file: it is not saved.")
        )
        self.passphrase_field = LabelledField(
            pgettext("field", "&Passphrase"), self.passphrase, hint=hint
        )
        self.message = MessagePlace()
        self.back = button(pgettext("button", "Back"), "quiet")
        self.save_button = button(_("Save as PDF …"))
        self.lock_button = button(
            pgettext("button", "Save with a passphrase …"), "secondary", "lock"
        )
        self.print_button = MainButton(pgettext("button", "Print …"), "print", is_final=True)
        self._compose()
        self.back.clicked.connect(viewmodel.go_back)
        self.what.chosen.connect(self._on_what_chosen)
        self.day.edited.connect(self._on_day_edited)
        self.print_button.clicked.connect(self._on_print_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.lock_button.clicked.connect(self._on_lock_clicked)
        viewmodel.follow(self.show_state)

    def show_state(self, state: CalendarPaperState) -> None:
        """Show which day it is about, and why nothing was handed over."""
        self.day_field.hint.setVisible(True)
        self.day_field.hint.setText(_day_words(state))
        self.lacking.setVisible(state.has_numbers_to_call and not self._viewmodel.has_numbers)
        self.passphrase_field.show_problem(_(FAULTS[state.fault]) if state.fault else "")
        if state.refused:
            self.message.show_message(
                "attention",
                _("Nothing was handed over"),
                _(
                    "It contains a client's name. This is an error in the application: please "
                    "report it."
                ),
            )

    def focus_first(self) -> None:
        """Put the keyboard on what is to be printed."""
        self.what.button(self._at).setFocus()

    def _compose(self) -> None:
        chosen = card(
            pgettext("card", "On paper"),
            self._options,
            row(self.day_field, STRETCH),
            reading(_(REMARK)),
            self.lacking,
            gap="m",
        )
        words = _(
            "A locked file can lie on a stick or on another computer. Whoever has the passphrase "
            "opens it with any program that shows PDF."
        )
        lock = card(
            _("To carry with you"),
            reading(words),
            self.passphrase_field,
            ReadAloud(self.passphrase),
            row(STRETCH, self.lock_button),
            gap="s",
        )
        body = stack(
            self.message, chosen, lock, STRETCH, gap="m", margins=("page", "l", "page", "l")
        )
        head = page_head(pgettext("page", "Print the calendar"), _("A week, or a sheet for a day"))
        foot = foot_bar(self.back, STRETCH, self.save_button, self.print_button)
        self.setLayout(whole_page(head, self.message.page_of(body), foot))

    @Slot(int)
    def _on_what_chosen(self, at: int) -> None:
        self._viewmodel.choose(WHAT[at][0])

    @Slot(str)
    def _on_day_edited(self, words: str) -> None:
        day = self.day.read(words)
        if day is not None:
            self._viewmodel.choose_day(day)
        else:
            self.day_field.hint.setVisible(False)

    def _is_day_right(self) -> bool:
        is_right = self.day.read(self.day.text()) is not None
        self.day_field.show_problem("" if is_right else self.day.how_to_write, again=True)
        if not is_right:
            self.day.setFocus()
        return is_right

    @Slot()
    def _on_print_clicked(self) -> None:
        data = self._viewmodel.pdf() if self._is_day_right() else b""
        printer = self._ask.printer(self) if data else None
        save, sent = partial(self._save, data), self._viewmodel.note_sent
        print_or_save(printer, data, self.message, save=save, sent=sent)

    @Slot()
    def _on_save_clicked(self) -> None:
        data = self._viewmodel.pdf() if self._is_day_right() else b""
        path = self._ask.place(self, self._name()) if data else ""
        if path:
            self._save(data, path)

    @Slot()
    def _on_lock_clicked(self) -> None:
        make = self._viewmodel.lock(self.passphrase.text()) if self._is_day_right() else None
        fault = self._viewmodel.state.fault
        if make is None and fault:
            self.passphrase_field.show_problem(_(FAULTS[fault]), again=True)
        path = self._ask.place(self, self._name()) if make else ""
        data = make() if make and path else b""
        if data:
            outcome = self._viewmodel.save(path, data)
            say_outcome(self.message, outcome, path, is_of_client=False)

    def _name(self) -> str:
        """Return the name that is proposed: two days and a week are three files."""
        day = self._viewmodel.state.first_day.isoformat()
        match self._viewmodel.state.what:
            case "week":
                return _("Calendar from {day}").format(day=day)
            case "day":
                return _("Day sheet {day}").format(day=day)

    def _save(self, data: bytes, path: str) -> None:
        """Write a file that anybody can read, also where the print dialog was asked for one."""
        say_outcome(self.message, self._viewmodel.save(path, data), path, is_of_client=True)


def _day_words(state: CalendarPaperState) -> str:
    day = day_in_words(state.first_day)
    match state.what:
        case "week":
            return _("The week from {day}").format(day=day)
        case "day":
            return day

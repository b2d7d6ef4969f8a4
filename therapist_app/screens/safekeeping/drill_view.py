"""The drill: what it is, the sheet that is typed back for it, and what came of it."""

from PySide6.QtCore import Slot
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.paper_card import PaperAsk, say_outcome
from therapist_app.key_widgets.second_view import SecondView
from therapist_app.record.backups.drill import SecondKeeper
from therapist_app.screens.safekeeping.viewmodel import DrillState, SafekeepingViewModel
from therapist_app.widgets.dialogs.choosing_a_printer import file_of, sent_words
from therapist_app.widgets.dialogs.printing import print_pdf
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    MainButton,
    button,
    card,
    empty,
    hold,
    read_in_order,
    reading,
    row,
    stack,
    text,
)

WHAT = N_(
    "A drill shows whether the service would come back if this laptop were lost: your recovery "
    "sheet is typed back, without being used up; the whole service is made anew from the second "
    "location in a scratch folder, which is deleted afterwards; and another administrator signs "
    "in there. Hold one twice a year."
)


class DrillView(StyledInPlace, QWidget):
    """A card that opens into the drill."""

    def __init__(self, viewmodel: SafekeepingViewModel, ask: PaperAsk) -> None:
        super().__init__()
        self._viewmodel, self._ask = viewmodel, ask
        self._shown: DrillState | None = None
        self.standing = text("", "strong", wrap=True)
        self.begin = button(_("Hold a drill …"), "secondary")
        self.sheet = SecretLine(shown=True)
        hint = _("Eight groups of five characters, from the paper. The sheet stays good.")
        field = LabelledField(pgettext("field", "Your &recovery sheet"), self.sheet, hint=hint)
        self.second: SecondView | None = None
        self._second_place = stack()
        self.go = MainButton(_("Hold the drill"), shows_key=False)
        self.stop = button(_("Cancel the drill"), "secondary")
        self.message = MessagePlace()
        self._results = stack(gap="xs")
        self.print = button(pgettext("button", "Print …"), "secondary", "print")
        self.save = button(pgettext("button", "Save as PDF …"), "secondary")
        self._form = hold(
            stack(field, self._second_place, row(self.stop, self.go, STRETCH), gap="m")
        )
        self._done = hold(stack(self._results, row(self.print, self.save, STRETCH), gap="m"))
        head = pgettext("card", "Drill")
        parts = (reading(_(WHAT)), self.standing, self.message, row(self.begin, STRETCH))
        self.setLayout(stack(card(head, *parts, self._form, self._done)))
        self.begin.clicked.connect(viewmodel.open_drill)
        self.stop.clicked.connect(self._on_stop_clicked)
        self.go.clicked.connect(self._on_go_clicked)
        self.sheet.returnPressed.connect(self._on_go_clicked)
        self.print.clicked.connect(self._on_print_clicked)
        self.save.clicked.connect(self._on_save_clicked)

    def show_drill(self, drill: DrillState) -> None:
        """Show how it stands with drills, what is asked for one, or what came of it."""
        if drill == self._shown:
            return
        was_open = self._shown is not None and self._shown.is_open
        self._shown = drill
        self.setVisible(drill.may_hold)
        self.standing.setText(drill.standing)
        self.begin.setVisible(not drill.is_open)
        self._form.setVisible(drill.is_open)
        self._done.setVisible(bool(drill.files) and not drill.is_open)
        if drill.is_open and not was_open:
            self._ask_second(drill)
            self.sheet.setFocus()
            bring_into_view(self._form)
        empty(self._results)
        for line in drill.said:
            self._results.addWidget(text(line, wrap=True))
        for name, found, is_good in drill.files:
            sign, tone = ("check", "good") if is_good else ("urgent", "urgent")
            words = _("{file}: {found}").format(file=name, found=found)
            self._results.addWidget(hold(sign_line(sign, words, ink=tone)))
        read_in_order(self._results)

    def _ask_second(self, drill: DrillState) -> None:
        empty(self._second_place)
        self.second = None
        if drill.seconds:
            lead = _("Another administrator signs in")
            alone = _("No other administrator is here: hold it without them")
            self.second = SecondView(drill.seconds, lead, alone)
            self._second_place.addWidget(self.second)

    @Slot()
    def _on_stop_clicked(self) -> None:
        self.sheet.clear()
        self._viewmodel.close_drill()
        self.begin.setFocus()

    @Slot()
    def _on_go_clicked(self) -> None:
        self.message.clear()
        typed = self.sheet.text().strip()
        if not typed:
            self.sheet.setFocus()
            announce(self, _("Type your recovery sheet first."))
        elif self.second is not None and not self.second.is_ready:
            title = _("Another administrator signs in")
            detail = _("Choose who, and let them type their passphrase; or tick that none is here.")
            self.message.show_message("info", title, detail)
            self.second.passphrase.setFocus()
        else:
            self.sheet.clear()
            given = self.second.take() if self.second else None
            self._viewmodel.hold_drill(typed, SecondKeeper(*given) if given else None)

    @Slot()
    def _on_print_clicked(self) -> None:
        printer = self._ask.printer(self)
        if printer is not None:
            self._print_on(printer)

    def _print_on(self, printer: QPrinter) -> None:
        if file := file_of(printer):
            self._save(file)
        elif print_pdf(self._viewmodel.drill_pdf(), printer):
            self.message.show_message("good", sent_words(printer), "")
        else:
            detail = _("Check the printer, or save it as PDF.")
            self.message.show_message("attention", _("It was not printed"), detail)

    @Slot()
    def _on_save_clicked(self) -> None:
        path = self._ask.place(self, pgettext("name of a file", "Drill"))
        if path:
            self._save(path)

    def _save(self, path: str) -> None:
        outcome = self._viewmodel.save_drill(path)
        say_outcome(self.message, outcome, path, is_of_client=False)

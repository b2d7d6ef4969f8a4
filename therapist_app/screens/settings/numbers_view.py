"""The numbers on the pages that clients take home: settled by whoever answers for the service."""

from dataclasses import asdict

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_
from session_forms.words.texts import translate as _
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Part,
    TextLine,
    button,
    card,
    row,
    text,
)
from therapist_app.workflows.sessions.take_home import PageNumbers, problems_in

FIELDS = {
    "emergency_number": (N_("Emergency number"), ""),
    "crisis_line": (N_("Crisis line"), N_("For thoughts of ending one's life; day and night.")),
    "prevention_line": (
        N_("Prevention line"),
        N_("For the worry that brings people here; printed without its name."),
    ),
    "clinic_phone": (N_("Telephone of this service"), ""),
    "clinic_hours": (N_("Hours of this service"), N_("For example: Monday to Friday, 9 to 17")),
}
WHY = N_(
    "They stand on every page that a client takes home. Ring each one before you enter it; what "
    "is empty stays a line to write on."
)


class NumbersView(QWidget):
    """Five lines, kept together.

    Signals:
        settled: The numbers, when they can stand on a page.

    """

    settled = Signal(PageNumbers)

    def __init__(self, numbers: PageNumbers, *, may_settle: bool) -> None:
        super().__init__()
        self.setObjectName("numbers")
        self.lines = {name: TextLine() for name in FIELDS}
        self.fields = {
            name: LabelledField(_(title), self.lines[name], hint=_(hint) if hint else "")
            for name, (title, hint) in FIELDS.items()
        }
        for name, words in asdict(numbers).items():
            self.lines[name].show_words(words)
        self.keep = button(_("Keep these numbers"))
        self.message = MessagePlace()
        parts = self._entry() if may_settle else self._settled(numbers)
        self.setLayout(row(card(_("Numbers on the pages for clients"), *parts, gap="s")))
        self.keep.clicked.connect(self._on_keep_clicked)

    def say_kept(self) -> None:
        """Say that they hold from now on."""
        self.message.show_message("good", _("Kept for every page from now on"), "")

    def _entry(self) -> list[Part]:
        return [
            text(_(WHY), "small", wrap=True),
            *self.fields.values(),
            row(self.keep, STRETCH),
            self.message,
        ]

    def _settled(self, numbers: PageNumbers) -> list[Part]:
        for each in (*self.fields.values(), self.keep, self.message):
            each.setParent(self)
            each.hide()
        who = _("Settled by who keeps the list of people or leads the service.")
        said = [
            text(f"{_(FIELDS[name][0])}: {words or _('not settled')}", wrap=True)
            for name, words in asdict(numbers).items()
        ]
        return [*said, text(who, "small", wrap=True)]

    @Slot()
    def _on_keep_clicked(self) -> None:
        self.message.clear()
        numbers = PageNumbers(**{name: line.text() for name, line in self.lines.items()})
        wrong = problems_in(numbers)
        for name, field in self.fields.items():
            field.show_problem(wrong.get(name, ""))
        if wrong:
            self.lines[next(iter(wrong))].setFocus()
        else:
            self.settled.emit(numbers)

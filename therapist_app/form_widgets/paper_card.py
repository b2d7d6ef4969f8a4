"""A form on paper: which of its sheets, how large, on a printer or in a file.

A sheet goes to the printer straight from memory; a file is written only where the person says.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from exports.paper.forms.order import PAGES, PaperOffer, PaperOrder, SaveOutcome, What
from session_forms.form.licences import CopySize
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.widgets.controls.switches import ChoiceGroup
from therapist_app.widgets.dialogs.choosing_a_printer import (
    ask_for_printer,
    file_of,
    sent_words,
)
from therapist_app.widgets.dialogs.choosing_files import ask_where_to_save
from therapist_app.widgets.dialogs.printing import print_pdf
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Option,
    Tick,
    button,
    card,
    one_of,
    row,
    text,
)

Name = TypeVar("Name", What, CopySize)
WHATS: tuple[What, ...] = ("blank", "hand_over", "filled", "copy")
WHAT_WORDS = {
    "blank": NP_("what is printed", "Blank form"),
    "hand_over": N_("Page for a helpline"),
    "filled": N_("With the answers"),
    "copy": N_("Copy for the client"),
}
SIZES: tuple[CopySize, ...] = (*PAGES, "pocket_card")
SIZE_WORDS = {
    "a4": NP_("size of print", "Normal print"),
    "a4_large_print": N_("Large print, 18 points"),
    "pocket_card": N_("Card for the wallet"),
}
REMARKS = {
    "blank": N_("It contains nothing about a client."),
    "hand_over": N_(
        "Give it to a helpline, blank: with lines for a name and a safe number, to be filled in "
        "with the caller's yes and handed over in person."
    ),
    "filled": N_("It contains the answers, under the client's code. Protect it like the record."),
    "copy": N_(
        "It names no service and no reason for coming. Whoever finds it can read what is on it."
    ),
}
OUTCOMES: dict[SaveOutcome, tuple[str, str, str]] = {
    "written": ("good", N_("Saved as a PDF: {file}"), ""),
    "not_written": ("attention", N_("The file was not saved"), N_("Choose another place.")),
    "wrong_place": (
        "attention",
        NP_("message", "Not there"),
        N_("A file cannot be saved in the record's folder. Choose another place."),
    ),
    "nothing": ("attention", N_("There is nothing to print yet"), N_("Fill in the form first.")),
}
SAVED_WARNING = N_(
    "Whoever has this file can read it. Print it, then delete it, also from the bin."
)


class PaperSource(Protocol):
    """Where sheets come from; `workflows.paper_copies` has one."""

    def pdf(self, order: PaperOrder) -> bytes | None:
        """Return a PDF, or None while there is nothing to print."""

    def name(self, order: PaperOrder) -> str:
        """Return what a file of it may be called: it names no client."""

    def to_check(self, order: PaperOrder) -> str:
        """Return what to check before the sheet is given, as a sentence, or nothing."""

    def sent(self, order: PaperOrder) -> None:
        """Note that the printer took what was ordered."""

    def save(self, order: PaperOrder, path: str, made: bytes | None = None) -> SaveOutcome:
        """Write a PDF where the person says, and return what became of it.

        `made` is what `pdf` returned, where it was asked already.
        """


def ask_for_file(parent: QWidget, name: str) -> str:
    """Return where a person wants the file, or nothing; `name` is offered."""
    return ask_where_to_save(parent, _("Save as PDF"), "PDF (*.pdf)", name)


def say_outcome(
    message: MessagePlace, outcome: SaveOutcome, path: str, *, is_of_client: bool
) -> None:
    """Say what became of a file, and where it lies; what a client said in it is to be deleted."""
    tone, title, detail = OUTCOMES[outcome]
    if outcome == "written" and is_of_client:
        detail = SAVED_WARNING
    message.show_message(tone, _(title).format(file=path), _(detail) if detail else "")


@dataclass(frozen=True, slots=True)
class PaperAsk:
    """How a person is asked for a printer and for a place; tests answer by themselves."""

    printer: Callable[[QWidget], QPrinter | None] = ask_for_printer
    place: Callable[[QWidget, str], str] = ask_for_file


def print_order(
    parent: QWidget, source: PaperSource, order: PaperOrder, ask: PaperAsk, message: MessagePlace
) -> None:
    """Print what is ordered on the printer that a person picks, and say what came of it.

    Where the print dialog is asked for a file, it is saved as by saving.
    """
    data = source.pdf(order)
    is_of_client = order.is_of_client
    if data is None:
        say_outcome(message, "nothing", "", is_of_client=is_of_client)
        return

    def save(file: str) -> None:
        say_outcome(message, source.save(order, file, data), file, is_of_client=is_of_client)

    print_or_save(ask.printer(parent), data, message, save=save, sent=partial(source.sent, order))


def print_or_save(
    printer: QPrinter | None,
    data: bytes,
    message: MessagePlace,
    *,
    save: Callable[[str], object],
    sent: Callable[[], object],
) -> None:
    """Print a PDF on the printer that was picked, if one was, and say what came of it.

    A printer may be a file: it is saved there then.
    """
    if printer is None:
        return
    if file := file_of(printer):
        save(file)
    elif print_pdf(data, printer):
        sent()
        message.show_message("good", sent_words(printer), "")
    else:
        detail = _("Check the printer, or save it as PDF.")
        message.show_message("attention", _("It was not printed"), detail)


class PaperCard(QWidget):
    """Chooses a sheet and puts it on paper.

    Signals:
        closed: The person is done with paper.

    """

    closed = Signal()

    def __init__(
        self,
        source: PaperSource,
        offers: tuple[PaperOffer, ...],
        what: What = "blank",
        *,
        ask: PaperAsk | None = None,
        note: str = "",
        form: str = "",
    ) -> None:
        """Offer what there is.

        Args:
            source: Where sheets come from.
            offers: What can be had, in which sizes.
            what: What is chosen first.
            ask: How a person is asked for a printer and a place.
            note: What to do with the sheet once it is printed.
            form: The form's title, where nothing around it says which one it is.

        """
        super().__init__()
        self.setObjectName("paper")
        self._source, self._form = source, form
        self.note = text(note, "small", wrap=True)
        if not note:  # one that is shown before it stands in anything is a window for a moment
            self.note.hide()
        self._ask = ask or PaperAsk()
        self._sizes = {each.what: each.sizes for each in offers}
        self.whats = {each: Option(_(WHAT_WORDS[each])) for each in WHATS if each in self._sizes}
        self.sizes = {each: Option(_(SIZE_WORDS[each])) for each in SIZES}
        self.fillable = Tick(_("With fields to type in, when it is saved"))
        if len(self.whats) > 1:  # what is pressed below stays where it is when it is hidden
            policy = self.fillable.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self.fillable.setSizePolicy(policy)
        self.remark = text("", "small", wrap=True)
        self.check = text("", "small", tone="attention", wrap=True)
        self.print_button = button(pgettext("button", "Print …"), "secondary", "print")
        self.save_button = button(_("Save as PDF …"))
        self.close_button = button(pgettext("button", "Close"), "quiet")
        self.message = MessagePlace()
        self._groups = [self._group(self.whats.values()), self._group(self.sizes.values())]
        self._compose()
        (self.whats.get(what) or next(iter(self.whats.values()))).setChecked(True)
        self._show_what()
        self.print_button.clicked.connect(self._on_print_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.close_button.clicked.connect(self.closed)

    @property
    def order(self) -> PaperOrder:
        """What is chosen."""
        what = _checked(self.whats)
        fillable = what == "blank" and self.fillable.isChecked()
        return PaperOrder(what, _checked(self.sizes), fillable)

    def focus_first(self) -> None:
        """Put the keyboard on what is chosen."""
        options = self.whats if len(self.whats) > 1 else self.sizes
        next(option for option in options.values() if option.isChecked()).setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _group(self, options: Iterable[Option]) -> ChoiceGroup:
        group = one_of(self, options)
        group.chosen.connect(self._show_what)
        return group

    def _compose(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(
            card(
                self._title(),
                Columns(*self.whats.values(), gap="s", name=pgettext("field", "What is printed")),
                Columns(*self.sizes.values(), gap="s", name=pgettext("field", "Size of the print")),
                self.fillable,
                self.remark,
                self.note,
                self.check,
                row(self.print_button, self.save_button, STRETCH),
                self.message,
                action=self.close_button,
            )
        )

    def _title(self) -> str:
        if self._form:
            return _("On paper: {form}").format(form=self._form)
        if len(self.whats) > 1:
            return pgettext("card", "On paper")
        return _("Blank form on paper") if "blank" in self.whats else _("To take home, on paper")

    def _show_what(self) -> None:
        """Offer the sizes of what is chosen, and say what it is."""
        what = _checked(self.whats)
        for option in self.whats.values():
            option.setVisible(len(self.whats) > 1)
        offered = self._sizes[what]
        for size, option in self.sizes.items():
            option.setVisible(size in offered)
        if not any(self.sizes[size].isChecked() for size in offered):
            self.sizes[offered[0]].setChecked(True)
        self.fillable.setVisible(what == "blank")
        self.remark.setText(_(REMARKS[what]))
        self.message.clear()
        self._show_check()

    def _show_check(self) -> None:
        """Say which numbers to check before the sheet is given: the paper does not say it."""
        words = self._source.to_check(self.order)
        self.check.setText(words)
        self.check.setVisible(bool(words))
        for each in (self.print_button, self.save_button):
            each.setAccessibleDescription(words)

    def _on_print_clicked(self) -> None:
        self._show_check()
        print_order(self, self._source, self.order, self._ask, self.message)

    def _on_save_clicked(self) -> None:
        self._show_check()
        path = self._ask.place(self, self._source.name(self.order))
        if path:
            order = self.order
            outcome = self._source.save(order, path)
            say_outcome(self.message, outcome, path, is_of_client=order.is_of_client)


def _checked(options: Mapping[Name, Option]) -> Name:
    return next(name for name, option in options.items() if option.isChecked())

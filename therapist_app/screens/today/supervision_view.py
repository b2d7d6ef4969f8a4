"""The page of the supervision pack: what is in it, and onto paper with it."""

from PySide6.QtCore import Signal

from session_forms.words.texts import N_, NN_, _, counted, pgettext
from therapist_app.form_widgets.paper_card import PaperAsk, print_or_save, say_outcome
from therapist_app.screens.today.supervision import SupervisionState, SupervisionViewModel
from therapist_app.widgets.layout.layouts import sign_line
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Part,
    button,
    card,
    foot_bar,
    page_head,
    reading,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import read_whole

INSIDE = (
    N_("The caseload at a glance, every open alert with its age, and those that were answered"),
    N_("Promises past their day, and sessions whose note asks for supervision"),
    N_("Courses that are not going as hoped: the facts, and by which rule"),
    N_("Gates overridden and other deviations of the last quarter, with your reasons"),
    N_("How sessions were held: adherence over time, items most missed, second ratings"),
    N_("Plans to look at, and a blank supervision note"),
)
COURSES = NN_("{read} of {count} course is read …", "{read} of {count} courses are read …")
REMARK = N_(
    "It shows clients by their codes: no names, no words of theirs. Before you get "
    "it, it is searched for their names. It stays in the clinic."
)


class SupervisionView(PageView[SupervisionViewModel]):
    """Says what the pack holds; it is made in memory and leaves only where the person says.

    Signals:
        record_released: The pack is made, and the record is free again.

    """

    record_released = Signal()

    HELP = PageHelp(
        "The supervision pack puts your caseload on paper for your supervisor: who is "
        "where, what is overdue, what you want to talk about. It is made from the "
        "present record and contains no names. It stays in the clinic.",
        read_on="docs/fidelity.md",
    )

    def __init__(self, viewmodel: SupervisionViewModel, *, ask: PaperAsk | None = None) -> None:
        super().__init__("supervision", viewmodel)
        self._ask = ask or PaperAsk()
        self.busy = text("", "small", tone="muted", wrap=True)
        self.message = MessagePlace()
        self.back = button(pgettext("button", "Back"), "quiet")
        self.print_button = button(pgettext("button", "Print …"), "secondary", "print")
        self.save_button = MainButton(_("Save as PDF …"), is_final=True)
        self._compose()
        self.back.clicked.connect(viewmodel.go_back)
        self.print_button.clicked.connect(self._on_print_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.record_released.connect(self.record_released)
        viewmodel.begin()

    @property
    def is_holding(self) -> bool:
        """Whether the pack is being made, for which the record is read."""
        return self._viewmodel.state.is_busy

    def show_state(self, state: SupervisionState) -> None:
        """Show whether the pack is made, and what was left out of it."""
        self.busy.setText(_progress(state))
        for each in (self.print_button, self.save_button):
            each.setEnabled(state.is_made)
        if state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        elif state.refused:
            self.message.show_message(
                "attention",
                _("The supervision pack was not made"),
                _(
                    "It contains a client's name. This is an error in the application: please "
                    "report it."
                ),
            )
        elif state.withheld:
            words = _("Reasons left out because they name somebody: {count}.")
            detail = _(
                "Each is marked in the pack. You find them on the client's page, under the course."
            )
            self.message.show_message("info", words.format(count=state.withheld), detail)
        if state.is_made and self.focusWidget() is self.back:
            self.save_button.setFocus()

    def focus_first(self) -> None:
        """Put the keyboard on saving, or while the pack is made on the way back."""
        (self.save_button if self.save_button.isEnabled() else self.back).setFocus()

    def _compose(self) -> None:
        lines: list[Part] = [sign_line("check", _(each), ink="good") for each in INSIDE]
        read = read_whole(_("What the pack holds"), *lines, reading(_(REMARK)))
        inside = card(_("In the pack"), read)
        body = stack(self.message, inside, STRETCH, gap="m", margins=("page", "l", "page", "l"))
        head = page_head(pgettext("page", "Supervision pack"), _("For your supervisor, on paper"))
        foot = foot_bar(self.back, STRETCH, self.busy, self.print_button, self.save_button)
        self.setLayout(whole_page(head, self.message.page_of(body), foot))

    def _on_print_clicked(self) -> None:
        model, printer = self._viewmodel, self._ask.printer(self)
        print_or_save(printer, model.pdf, self.message, save=self._save_as, sent=model.note_sent)

    def _on_save_clicked(self) -> None:
        path = self._ask.place(self, pgettext("page", "Supervision pack"))
        if path:
            self._save_as(path)

    def _save_as(self, path: str) -> None:
        """Write a file, also where the print dialog was asked for one."""
        say_outcome(self.message, self._viewmodel.save(path), path, is_of_client=True)


def _progress(state: SupervisionState) -> str:
    """Return how far the pack is made; empty once it is."""
    if state.is_made or state.refused or state.problem is not None:
        return ""
    if not state.of:
        return _("The pack is being made …")
    if state.read < state.of:
        return counted(COURSES, state.of, read=state.read)
    return _("The pages are being set …")

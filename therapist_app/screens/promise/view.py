"""The page of a promise: where it comes from, a try to keep it, or why it is let go."""

from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.reason_words import says_why
from session_forms.words.texts import N_, _, pgettext
from therapist_app.commands import ClientPage
from therapist_app.form_widgets.contact_sheet import ContactSheet
from therapist_app.form_widgets.thread_line import ThreadLine
from therapist_app.screens.promise.viewmodel import (
    PromiseState,
    PromiseViewModel,
)
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    LeavingButton,
    MainButton,
    Part,
    TextLine,
    TwoColumns,
    button,
    card,
    chip,
    keep_aside,
    page_head,
    reading,
    row,
    scroll,
    stack,
    text,
)

OUTCOME_HELP = {
    "spoke": N_("Promises that are due by today, and those to reach them, are kept with it."),
    "no_answer": N_("The promise stays open, and the attempt is saved."),
}


class PromiseView(PageView[PromiseViewModel]):
    """One promise; it stands until it is kept, or let go for a reason that is written."""

    HELP = PageHelp(
        "Something was promised to this client, or about them. Here you record that it "
        "was done, that you tried, or why it is cancelled. It stays on Today until "
        "then.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: PromiseViewModel) -> None:
        super().__init__("promise", viewmodel)
        state = viewmodel.state
        self.back = button(pgettext("button", "Back"), "quiet")
        self.client = LeavingButton(_("Open the client"), ClientPage(state.promise.client_id))
        self.attempt = self._attempt() if state.is_open and state.is_contact else None
        self.told = MainButton(_("Mark as told"))
        self.reason = TextLine()
        self.let_go = button(_("Cancel this promise"))
        acts: list[Part] = []
        if self.attempt is not None:
            acts.append(self.attempt)
        if state.is_open and not state.is_contact:
            said = _(
                "This promise is kept only when the person is told. A call to the client is not "
                "enough."
            )
            acts.append(card(state.title, reading(said), row(self.told, STRETCH)))
        if state.is_open:
            acts.append(self._letting_go())
        body = scroll(
            stack(
                card(_("Why it was promised"), ThreadLine(state.thread)),
                *_closed(state),
                TwoColumns(stack(*acts[:1], STRETCH), stack(*acts[1:], STRETCH), shares=(3, 2)),
                STRETCH,
                gap="m",
                margins=("page", "m", "page", "m"),
            )
        )
        tone = "urgent" if state.is_overdue else "attention"
        head = page_head(
            state.title,
            _("Promised by {name}").format(name=state.promise.promised_by),
            code=state.code,
            chips=(chip(state.due, tone),) if state.promise.closed_at is None else (),
            actions=(self.client, self.back),
        )
        self.setLayout(whole_page(head, body))
        keep_aside(self, self.told, self.reason, self.let_go)
        self.back.clicked.connect(viewmodel.go_back)
        self.client.left.connect(self.leave_requested)
        self.told.clicked.connect(viewmodel.tell)
        self.reason.edited.connect(viewmodel.write_reason)
        self.let_go.clicked.connect(viewmodel.let_go)
        viewmodel.follow(self.show_state)

    def show_state(self, state: PromiseState) -> None:
        """Show what is written so far."""
        if self.attempt is not None:
            self.attempt.show_written(state.contact)
        self.reason.show_words(state.reason)
        self.let_go.setEnabled(says_why(state.reason))

    def focus_first(self) -> None:
        """Put the keyboard on the first choice, which it does not take."""
        if self.attempt is not None:
            self.attempt.hows[0].setFocus()
        elif self.told.isVisibleTo(self):
            self.told.setFocus()
        else:
            self.back.setFocus()

    def _attempt(self) -> ContactSheet:
        viewmodel = self._viewmodel
        helps = {each: _(words) for each, words in OUTCOME_HELP.items()}
        sheet = ContactSheet(viewmodel.look_up_reach, helps, viewmodel.today)
        sheet.written.connect(viewmodel.write_contact)
        sheet.noted.connect(viewmodel.note)
        return sheet

    def _letting_go(self) -> QFrame:
        said = _("If it cannot or should not be kept. The reason stays in the record.")
        field = LabelledField(_("&Why, in one line"), self.reason, hint=_("No names of others."))
        return card(_("Cancel this promise"), reading(said), field, row(STRETCH, self.let_go))


def _closed(state: PromiseState) -> list[QWidget]:
    if state.promise.closed_at is not None:
        return [text(_("This promise is closed. There is nothing to do here."), wrap=True)]
    if state.is_restricted:
        said = _("The client's record is restricted: nothing can be added.")
        return [text(said, wrap=True)]
    return []

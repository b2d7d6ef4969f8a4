"""The close of a session: a minute of fidelity, a note mostly written, one signature."""

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from session_forms.words.texts import N_, NN_, counted
from session_forms.words.texts import translate as _
from therapist_app.screens.close.fidelity_view import FidelityView
from therapist_app.screens.close.note_view import NoteView
from therapist_app.screens.close.signed_view import RatedView, SignedView
from therapist_app.screens.close.viewmodel import CloseState, CloseViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    Option,
    banner,
    button,
    card,
    foot_bar,
    hold,
    one_of,
    page_head,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.sessions.closing_a_session import Blocker

MINUTES = NN_("{count} minute", "{count} minutes")
STEPS_DONE = NN_("{done} of {count} step", "{done} of {count} steps")
BLOCKED = {
    "alert": N_("An alert has no answer yet. Answer it, then sign."),
    "running": N_("The session still runs. End it, then sign."),
    "attendance": N_("Something in the note does not fit yet: it is said under the field."),
}


class RestView(QWidget):
    """The steps that are open, and where they go."""

    def __init__(self, viewmodel: CloseViewModel) -> None:
        super().__init__()
        self.next_time = Option(_("Carry on with them next time"))
        self.was_all = Option(_("That was all: the session counts as held"))
        one_of(self, (self.next_time, self.was_all))
        told = _("Next time begins with the safety check, then goes on here.")
        sheet = card(
            _("Not everything was done"),
            reading("; ".join(viewmodel.state.page.open_steps)),
            Columns(self.next_time, self.was_all, gap="s"),
            text(told, "small", tone="muted", wrap=True),
        )
        self.setLayout(stack(sheet))
        self.next_time.clicked.connect(viewmodel.carry_on_next_time)
        self.was_all.clicked.connect(viewmodel.count_as_held)

    def show_state(self, state: CloseState) -> None:
        """Show what was chosen; nothing to choose where every step is done or left out."""
        self.setVisible(bool(state.page.open_steps) and not state.is_signed)
        follows = state.page.appointment.rest_follows
        (self.next_time if follows else self.was_all).setChecked(True)


def _after(state: CloseState) -> QWidget:
    """Return what to see to after the session, as its plan says."""
    shown = card(_("Afterwards"), *(reading(each) for each in state.page.after), gap="xs")
    if not state.page.after:
        shown.hide()
    return shown


class CloseView(PageView[CloseViewModel]):
    """Fidelity on the left, the note on the right, what blocks the signature under the note."""

    def __init__(self, viewmodel: CloseViewModel, parent: QWidget | None = None) -> None:
        super().__init__("close", viewmodel, parent)
        state = viewmodel.state
        self.fidelity = FidelityView(viewmodel)
        self.note = NoteView(viewmodel)
        self.rest = RestView(viewmodel)
        self.after = _after(state)
        self.second = button(_("Second rating"), "quiet")
        self.signed: SignedView | None = None
        self.blocked: QWidget | None = None
        self._blockers: tuple[Blocker, ...] = ()
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for column, parts in (
            (self._left, (self.fidelity, hold(row(self.second, STRETCH)), self.after)),
            (self._right, (self.rest, self.note)),
        ):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(look().space("m"))
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        self.back = button(_("Back to the steps"), "quiet")
        self.draft, self.sign = button(_("Keep as draft")), button(_("Sign the note"), "primary")
        self.why_not = text("", "small", tone="muted", wrap=True)
        self.body = scroll(
            stack(
                self._columns(),
                STRETCH,
                margins=("page", "l", "page", "l"),
            )
        )
        self._build(state)
        self._connect()
        viewmodel.begin()

    def show_state(self, state: CloseState) -> None:
        """Show how the session went, the note, and what stands before the signature."""
        self.fidelity.show_state(state)
        self.rest.show_state(state)
        self.second.setVisible(state.is_held)
        if state.is_signed:
            self._show_signed(state)
        else:
            self.note.show_state(state)
        self._show_blockers(state.in_the_way)
        words = _(BLOCKED[state.in_the_way[0].kind]) if state.in_the_way else ""
        self.why_not.setText(words)
        self.sign.setEnabled(not words)
        self.sign.setAccessibleDescription(words)

    def focus_first(self) -> None:
        """Put the keyboard on the first item without a rating."""
        if self.signed is None:
            self.fidelity.start_focus()
        else:
            self.back.setFocus()

    def flush(self) -> None:
        """Keep what has been written and not kept yet."""
        self._viewmodel.flush()

    def refresh(self) -> None:
        """Show what the record says now."""
        self._viewmodel.refresh()

    def _build(self, state: CloseState) -> None:
        page = state.page
        head = page_head(
            _("Session {number} · Close").format(number=state.number),
            _("{minutes}, {steps}").format(
                minutes=counted(MINUTES, page.minutes),
                steps=counted(STEPS_DONE, page.steps, done=page.steps_done),
            ),
            code=page.code,
        )
        foot = foot_bar(self.back, STRETCH, self.why_not, self.draft, self.sign)
        self.setLayout(whole_page(head, self.body, foot))

    def _columns(self) -> QLayout | QWidget:
        """Return both halves beside each other; in large text the keys need the whole width."""
        if look().is_large:
            return stack(self._left, self._right, gap="l")
        return Columns(self._left, self._right, gap="l")

    def _connect(self) -> None:
        viewmodel = self._viewmodel
        self.fidelity.moved.connect(self._on_fidelity_moved)
        self.back.clicked.connect(viewmodel.go_back)
        self.second.clicked.connect(viewmodel.rate_again)
        self.draft.clicked.connect(viewmodel.keep)
        self.sign.clicked.connect(viewmodel.sign)
        viewmodel.state_changed.connect(self.show_state)

    def _show_signed(self, state: CloseState) -> None:
        if self.signed is None:
            self._left.insertWidget(0, RatedView(state))
        else:
            self._right.removeWidget(self.signed)
            self.signed.deleteLater()
        if self.signed is None and self.isVisible():
            self.back.setFocus()  # else the keyboard goes to the end of the page, and the page too
            self.body.verticalScrollBar().setValue(0)
        self.signed = SignedView(self._viewmodel, state)
        self._right.insertWidget(0, self.signed)
        self.fidelity.hide()
        self.note.hide()
        self.draft.hide()
        self.sign.hide()
        self.back.setText(_("Back to the client"))
        self.back.setAccessibleName(_("Back to the client"))

    def _show_blockers(self, blockers: tuple[Blocker, ...]) -> None:
        if blockers == self._blockers:
            return
        self._blockers = blockers
        if self.blocked is not None:
            self._right.removeWidget(self.blocked)
            self.blocked.deleteLater()
            self.blocked = None
        if blockers:
            self.blocked = self._make_banner(blockers[0])
            self._right.insertWidget(self._right.count() - 1, self.blocked)

    def _make_banner(self, blocker: Blocker) -> QWidget:
        actions = []
        if blocker.kind == "alert":
            actions.append(button(_("Answer it")))
            actions[0].clicked.connect(self._viewmodel.answer_alert)
        elif blocker.kind == "running":
            actions.append(button(_("End the session")))
            actions[0].clicked.connect(self._viewmodel.end_session)
        words = _(BLOCKED[blocker.kind])
        return banner("attention", _("One thing before you sign"), words, *actions)

    def _on_fidelity_moved(self) -> None:
        here = self.focusWidget()
        if here is not None:
            self.body.ensureWidgetVisible(here, 0, self.body.height() // 4)

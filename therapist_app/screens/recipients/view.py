"""The recipients of exports: on the left everybody, beside it the one that is open."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from session_forms.words.texts import N_, NP_, _, ngettext, pgettext
from therapist_app.screens.recipients.recipient_view import (
    AskForFile,
    KnownRecipientView,
    NewRecipientView,
    OwnKeyView,
)
from therapist_app.screens.recipients.viewmodel import RecipientsState, RecipientsViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ChoosingButton
from therapist_app.widgets.dialogs import choosing_files
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    box,
    button,
    empty,
    empty_state,
    hold,
    keep_aside,
    page_head,
    read_in_order,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.exporting.keeping_recipients import RecipientLine

LEFT = 288
STANDING_MARKS = {
    "ready": NP_("key of a recipient", "key compared"),
    "own": N_("our own key"),
    "to_compare": N_("key not compared yet"),
    "no_key": N_("no key yet"),
}
Opened = NewRecipientView | KnownRecipientView | OwnKeyView


def ask_for_key_file(parent: QWidget) -> Path | None:
    """Return the file that the person picks, or None."""
    kinds = _("Text (*.txt *.pub *.key);;All files (*)")
    chosen = choosing_files.ask_for_file(parent, _("Read a key from a file"), kinds)
    return Path(chosen) if chosen else None


def ask_where_to_save_key(parent: QWidget) -> Path | None:
    """Return where the person wants our key, or None."""
    name = pgettext("name of a file", "Our public key")
    chosen = choosing_files.ask_where_to_save(parent, _("Save our key"), "Text (*.txt)", name)
    return Path(chosen) if chosen else None


class RecipientsView(PageView[RecipientsViewModel]):
    """Who gets exports."""

    HELP = PageHelp(
        "Here you enter who gets exports, with their key. Compare the key aloud with them "
        "once: only then can anything be made for them. Our own key is here too, for those "
        "who send something to this service.",
        read_on="docs/guides/lead.md",
    )

    def __init__(
        self,
        viewmodel: RecipientsViewModel,
        *,
        ask_for_file: AskForFile = ask_for_key_file,
        ask_where: AskForFile = ask_where_to_save_key,
    ) -> None:
        super().__init__("recipients", viewmodel)
        self._ask_for_file, self._ask_where = ask_for_file, ask_where
        self.opened: Opened | None = None
        self._shown: object = None
        self.back = button(pgettext("button", "Back"), "quiet")
        self.add = button(_("Add a recipient"), "primary", "plus")
        self.own = button(_("Show our own key"), "quiet")
        self.buttons: list[QPushButton] = []
        self.message = MessagePlace()
        self._list = stack(gap="s")
        self._place = stack()
        self.setLayout(
            whole_page(
                self._head(),
                self._body(),
            )
        )
        self.back.clicked.connect(self._on_back_clicked)
        self.add.clicked.connect(self._on_add_clicked)
        self.own.clicked.connect(self._on_own_clicked)
        viewmodel.follow(self.show_state)

    def focus_first(self) -> None:
        """Put the keyboard on the first recipient."""
        if self._viewmodel.reads_only and self.opened is not None:
            self.opened.focus_first()
        else:
            (self.buttons[0] if self.buttons else self.add).setFocus()

    @override
    def turn_back(self) -> bool:
        """Turn back to everybody from what is open."""
        if self._viewmodel.reads_only or self._viewmodel.state.step == "list":
            return False
        self._viewmodel.show_list()
        self.focus_first()
        return True

    @Slot()
    def _on_back_clicked(self) -> None:
        if not self.turn_back():
            self._viewmodel.go_back()

    def show_state(self, state: RecipientsState) -> None:
        """Show everybody, and what is open; what is typed there stays while that is the same."""
        shown = (state.step, state.opened, state.lines, state.ending)
        if shown != self._shown:
            self._shown = shown
            self._show_list(state)
            self._show_opened(state)
        if isinstance(self.opened, NewRecipientView | KnownRecipientView):
            self.opened.form.show_read(state.read)
        if state.refused:
            self.message.show_message("attention", pgettext("message", "Not saved"), state.refused)
        elif state.done:
            self.message.show_message("good", pgettext("message", "Done"), state.done)
        else:
            self.message.clear()

    def _head(self) -> QWidget:
        if self._viewmodel.reads_only:
            title = pgettext("page", "Our own key")
            beneath = _("What others encrypt for you with, and its number to compare")
        else:
            title = pgettext("page", "Recipients")
            beneath = _("Who gets exports, and the keys they are encrypted with")
        return page_head(title, beneath, actions=(self.back,))

    def _body(self) -> QWidget:
        listed = stack(self._list, row(self.add, STRETCH), row(self.own, STRETCH), STRETCH, gap="m")
        parts = (self.message, self._place, STRETCH)
        if self._viewmodel.reads_only:
            keep_aside(self, hold(listed))
            return scroll(stack(*parts, gap="m", margins=("page", "l") * 2))
        if look().is_large:
            return scroll(stack(listed, *parts, gap="m", margins=("page", "l") * 2))
        opened = stack(*parts, gap="m", margins=("page", "l") * 2)
        left = box("aside", stack(scroll(stack(listed, margins=("page", "l", "l", "l")))))
        left.setFixedWidth(LEFT)
        beside = row(left, self.message.page_of(opened))
        beside.setSpacing(0)
        beside.setStretch(1, 1)
        return hold(beside)

    def _show_list(self, state: RecipientsState) -> None:
        had = next((each for each in self.buttons if each.hasFocus()), None)
        place = self.buttons.index(had) if had is not None else -1
        empty(self._list)
        self.buttons = []
        for line in state.lines:
            self._list.addWidget(self._line(line, is_open=line.name == state.opened))
        read_in_order(self._list)
        if 0 <= place < len(self.buttons):
            self.buttons[place].setFocus()

    def _line(self, line: RecipientLine, *, is_open: bool) -> QWidget:
        mark = _(STANDING_MARKS[line.standing])
        opens = ChoosingButton(
            line.title, line.name, "secondary" if is_open else "quiet", name=f"{line.title}: {mark}"
        )
        opens.chosen.connect(self._on_chosen)
        self.buttons.append(opens)
        tone = "muted" if line.is_ready else "attention"
        beneath = stack(text(mark, "caption", tone=tone, wrap=True), margins=("s", 0, 0, 0))
        return hold(stack(row(opens, STRETCH), beneath, gap="hair"))

    def _show_opened(self, state: RecipientsState) -> None:
        empty(self._place)
        self.opened = self._made(state)
        if self.opened is None:
            self._place.addWidget(_nobody_open(state))
        else:
            self._place.addWidget(self.opened)
            if self.isVisible():
                self.opened.focus_first()

    def _made(self, state: RecipientsState) -> Opened | None:
        if state.step == "new":
            return NewRecipientView(self._viewmodel, self._ask_for_file)
        if state.step == "own":
            return OwnKeyView(self._viewmodel, self._ask_where)
        if state.step == "known" and state.line is not None:
            return KnownRecipientView(self._viewmodel, state, state.line, self._ask_for_file)
        return None

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        self._viewmodel.open(name)
        self._lead_in()

    @Slot()
    def _on_add_clicked(self) -> None:
        self._viewmodel.begin_new()
        self._lead_in()

    @Slot()
    def _on_own_clicked(self) -> None:
        self._viewmodel.show_own()
        self._lead_in()

    def _lead_in(self) -> None:
        """Put the keyboard into what was asked for, also where it was open already."""
        if self.opened is not None:
            self.opened.focus_first()


def _nobody_open(state: RecipientsState) -> QWidget:
    waiting = sum(each.standing == "to_compare" for each in state.lines)
    words = ngettext(
        "{count} key is to be compared. Choose a recipient.",
        "{count} keys are to be compared. Choose a recipient.",
        waiting,
    ).format(count=waiting)
    detail = words if waiting else _("Choose a recipient, or add one.")
    return empty_state("lock", _("Exports are encrypted for their recipient"), detail)

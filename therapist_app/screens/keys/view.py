"""One's own keys: four cards, each with what it asks for."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.list_words import together
from session_forms.words.texts import N_, _, pgettext
from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.screens.keys.cards_view import (
    KeyFileView,
    NewKeysView,
    PassphraseView,
    SheetCardView,
)
from therapist_app.screens.keys.viewmodel import OwnKeysState, OwnKeysViewModel
from therapist_app.widgets.controls.buttons import is_main_key
from therapist_app.widgets.fields.passphrase_field import SecretLine
from therapist_app.widgets.keyboard_place import KeyboardPlace
from therapist_app.widgets.layout.arriving import say_arrival
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_stack import PageStack
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    TwoColumns,
    button,
    hold,
    page_head,
    row,
    stack,
)

DONE = {
    "passphrase_changed": (
        N_("Your passphrase was changed"),
        N_(
            "You sign in with the new one from now on. Your recovery sheet stays as it is. Whoever "
            "has an older copy of this record still opens it with the old passphrase."
        ),
    ),
    "sheet_renewed": (
        N_("You have a new recovery sheet"),
        N_(
            "The old sheet does not work here any more, and your newest backups do not need it. "
            "Destroy it. Older backups still open with it alone: if somebody else has it, make "
            "your keys new."
        ),
    ),
    "old_sheet_needed": (
        N_("You have a new recovery sheet. Keep the old one for now"),
        N_(
            "The backups on {what} open with the old sheet alone, because none could be made there "
            "just now. Keep it until there is a newer backup there: Today says so until then."
        ),
    ),
    "sheet_kept": (
        N_("Your old sheet stays in use"),
        N_("The new sheet was not typed back and opens nothing. Destroy it."),
    ),
    "key_file_made": (
        N_("The key file is saved"),
        N_("It is not in use yet. Copy it to a second stick, then choose it below."),
    ),
    "key_file_in_use": (
        N_("The key file is in use"),
        N_("You sign in with your passphrase and this file from now on. Lock, and try it now."),
    ),
    "key_file_stopped": (
        N_("The key file is no longer used"),
        N_("You sign in with your passphrase alone from now on."),
    ),
    "keys_renewed": (
        N_("Your keys are new"),
        N_(
            "You sign in with the new passphrase from now on. The old passphrase, sheet and key "
            "file open nothing of today, whatever copy somebody has. Destroy the old sheet."
        ),
    ),
}


class OwnKeysView(PageView[OwnKeysViewModel]):
    """Passphrase, recovery sheet, key file.

    Signals:
        record_released: A job gave the record back.

    """

    HELP = PageHelp(
        "Your own passphrase, your recovery sheet and, if your service uses one, your key "
        "file: each can be made new with the passphrase that you use now. If somebody may "
        "know one of them, make your keys new as well. "
        "Keep the sheet at home or in a safe, never with the laptop.",
        read_on="docs/guides/administrator.md",
    )

    record_released = Signal()

    def __init__(self, viewmodel: OwnKeysViewModel) -> None:
        super().__init__("keys", viewmodel)
        self._keyboard = KeyboardPlace(self)
        self.back = button(pgettext("button", "Back"), "quiet")
        self.message = MessagePlace()
        self.passphrase = PassphraseView(viewmodel)
        self.new_sheet = SheetCardView(viewmodel)
        self.key_file = KeyFileView(viewmodel)
        self.new_keys = NewKeysView(viewmodel)
        self.sheet: SheetView | None = None
        self._pages = PageStack()
        self._cards = self._compose()
        self._pages.addWidget(self._cards)
        self.setLayout(row(self._pages.place))
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.record_released.connect(self.record_released)
        viewmodel.follow(self.show_state)

    @property
    def is_holding(self) -> bool:
        """Whether a job has the record now."""
        return self._viewmodel.state.is_busy

    @property
    def guards(self) -> bool:
        """Whether a sheet is shown that was not typed back yet."""
        return self.sheet is not None and self.sheet.guards

    def hold_back(self) -> bool:
        """Say once that the sheet was not typed back yet; return whether that was said now."""
        return self.sheet is not None and self.sheet.hold_back()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the field that has it, where it does what Enter does."""
        is_taken = self._viewmodel.state.is_busy or isinstance(
            self.window().focusWidget(), SecretLine
        )
        if not (is_main_key(event) and is_taken):
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the keyboard on the passphrase of now, or on the sheet that is shown."""
        (self.passphrase if self.sheet is None else self.sheet).focus_first()

    def show_state(self, state: OwnKeysState) -> None:
        """Show what came of what was asked for."""
        self._keyboard.note(is_busy=state.is_busy)
        self._cards.setEnabled(not state.is_busy)
        for each in (self.passphrase, self.new_sheet, self.key_file, self.new_keys):
            each.show_state(state)
        if state.with_sheet != (self.sheet is not None):
            self._change_page(with_sheet=state.with_sheet)
        self._show_message(state)  # heard only where it stands in sight
        self._keyboard.bring_back()

    def _show_message(self, state: OwnKeysState) -> None:
        if state.is_busy:
            words = _("It takes a few seconds. The page answers again when it is done.")
            self.message.show_message("info", pgettext("message", "Changing …"), words)
        elif state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        elif state.done in DONE:
            needs_old = state.done == "sheet_renewed" and bool(state.old_sheet_at)
            title, detail = DONE["old_sheet_needed" if needs_old else state.done]
            told = _(detail).format(what=together(state.old_sheet_at))
            tone = "attention" if needs_old else "good"
            self.message.show_message(tone, _(title), " ".join((told, *state.came_of_it)))
        else:
            self.message.clear()

    def _change_page(self, *, with_sheet: bool) -> None:
        if with_sheet:
            assert self._viewmodel.sheet is not None
            self.sheet = SheetView(self._viewmodel.sheet)
            self._pages.addWidget(self.sheet)
            self._pages.turn_to(self.sheet)
        elif self.sheet is not None:
            old, self.sheet = self.sheet, None
            self._pages.turn_to(self._cards)
            self._pages.removeWidget(old)
            old.deleteLater()
        self.focus_first()
        if self.isVisible():
            say_arrival(self._pages.currentWidget())

    def _compose(self) -> QWidget:
        left = stack(self.passphrase, self.new_keys, STRETCH, gap="l")
        right = stack(self.new_sheet, self.key_file, STRETCH, gap="l")
        columns = TwoColumns(left, right)
        body = stack(self.message, columns, STRETCH, margins=("page", "l", "page", "l"))
        beneath = _("Nobody else can change or reset them")
        head = page_head(pgettext("page", "Your keys"), beneath, actions=(self.back,))
        return hold(whole_page(head, self.message.page_of(body)))

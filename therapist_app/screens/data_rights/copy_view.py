"""Looking through the copy for a client before it is made: what leaves, line by line."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.screens.data_rights.copy_items_view import LineTick, PartCard
from therapist_app.screens.data_rights.copying import CopyState, CopyViewModel
from therapist_app.widgets.dialogs.choosing_files import ask_where_to_save
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Part,
    TextLine,
    button,
    card,
    reading,
    row,
    stack,
    text,
)


def ask_for_place(parent: QWidget, name: str) -> str:
    """Return where a person wants the copy, or nothing."""
    return ask_where_to_save(parent, _("Save the copy"), "age (*.age)", name)


@dataclass(frozen=True, slots=True)
class CopyAsk:
    """How a person is asked for a place; tests answer by themselves."""

    place: Callable[[QWidget, str], str] = ask_for_place


class CopyView(QWidget):
    """Ticked is what leaves; lines about other people begin without a tick."""

    def __init__(self, viewmodel: CopyViewModel, ask: CopyAsk) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._ask = ask
        state = viewmodel.state
        self.others = [LineTick(each) for each in state.record.about_others]
        self.cards = [PartCard(each) for each in state.record.parts if each.items]
        self.passphrase = TextLine()
        self.suggest = button(_("Suggest another"))
        self.save = button(_("Save the copy …"), "primary")
        self.count = text("", "small", tone="muted", wrap=True)
        self.message = MessagePlace()
        page = stack(
            self.message,
            self._others_card(),
            *self.cards,
            self._saving_card(),
            STRETCH,
            gap="m",
            margins=("page", "m", "page", "l"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.message.page_of(page))
        self._connect()
        self._on_suggest_clicked()
        self.show_state(state)

    def focus_first(self) -> None:
        """Put the keyboard on what waits for a decision, else on the first part."""
        if self.others:
            self.others[0].setFocus()
        else:
            self.cards[0].focus_first()

    def show_state(self, state: CopyState) -> None:
        """Show what leaves."""
        for tick in self.others:
            tick.show_state(state)
        for each in self.cards:
            each.show_state(state)
        words = ngettext(
            "{shared} of {all} line goes into the copy.",
            "{shared} of {all} lines go into the copy.",
            len(state.record.lines),
        )
        self.count.setText(
            _("The copy is being locked …")
            if state.is_busy
            else words.format(shared=state.shared, all=len(state.record.lines))
        )
        self.save.setEnabled(not state.is_busy)
        if state.problem[0]:
            self.message.show_message("attention", *state.problem)
        else:
            self.message.clear()

    def _others_card(self) -> QWidget:
        if not self.others:
            words = _(
                "No line is marked as being about somebody else. Look through it all the same."
            )
            return card(_("About other people"), reading(words))
        words = _(
            "These lines are about other people, who have rights of their own. Without a tick a"
            " line stays out, and the copy says that something was left out there."
        )
        return card(_("About other people"), reading(words), *self.others, gap="s")

    def _saving_card(self) -> QWidget:
        words = _(
            "One locked file and a page that says how to open it. Tell the passphrase in another"
            " way: in person or by telephone, never in the same message."
        )
        hint = _("At least 15 characters. It is kept nowhere: without it nobody opens the file.")
        lines: list[Part] = [
            reading(words),
            LabelledField(_("&Passphrase"), self.passphrase, hint=hint),
            row(self.suggest, STRETCH),
            row(self.count, STRETCH, self.save),
        ]
        return card(_("Save it"), *lines, gap="s")

    def _connect(self) -> None:
        for tick in self.others:
            tick.taken.connect(self._on_taken)
        for each in self.cards:
            each.taken.connect(self._on_taken)
        self.suggest.clicked.connect(self._on_suggest_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self._viewmodel.state_changed.connect(self.show_state)

    def _on_taken(self, line_ids: frozenset[str], is_taken: object) -> None:
        self._viewmodel.take(line_ids, taken=bool(is_taken))

    def _on_suggest_clicked(self) -> None:
        self.passphrase.setText(self._viewmodel.suggest())

    def _on_save_clicked(self) -> None:
        path = self._ask.place(self, self._viewmodel.file_name)
        if path:
            self._viewmodel.make(path, self.passphrase.text())

"""How the session went: one line of keys an item, so that it takes a minute."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import _, ngettext
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.fidelity_rows import WORDS, FidelityRow, key_words, turn_rows
from therapist_app.form_widgets.letter_run import LetterRun
from therapist_app.screens.close.viewmodel import CloseState, CloseViewModel
from therapist_app.widgets.parts import card, stack, text


class FidelityView(QWidget):
    """All items of the session, and what they come to.

    Signals:
        moved: The keyboard went on to another item.

    """

    moved = Signal()

    def __init__(self, viewmodel: CloseViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        state, letters = viewmodel.state, LetterRun()
        self.rows = [
            FidelityRow(number, each, letters)
            for number, each in enumerate(state.page.items, start=1)
        ]
        self.count = text("", "small", tone="muted")
        self.skipped = text("", "small", wrap=True)
        self.result = text("", wrap=True)
        title = _("How the session went")
        keys = text(key_words(), "small", tone="muted", wrap=True)
        parts = (keys, self.skipped, *self.rows, self.result)
        self.setLayout(stack(card(title, *parts, action=self.count, gap="xs")))
        for each in self.rows:
            each.turned.connect(self._on_row_turned)
            each.rated.connect(self._on_row_rated)
            each.reason_given.connect(viewmodel.give_reason)
            each.words_typed.connect(viewmodel.take_back_waiting)

    def show_state(self, state: CloseState) -> None:
        """Show every rating and the adherence, and what was skipped, which no rating may forget."""
        titles = facts_in_a_line(*state.page.skipped_steps)
        self.skipped.setText(_("Skipped: {steps}").format(steps=titles))
        self.skipped.setVisible(bool(titles))
        for shown, line in zip(self.rows, state.page.items, strict=True):
            shown.show_line(line, waiting=state.waiting == line.item.id)
        adherence = state.page.adherence
        self.count.setText(
            _("{rated} of {items} answered").format(rated=adherence.rated, items=len(self.rows))
        )
        self.result.setText(adherence_words(state))

    def start_focus(self) -> None:
        """Put the keyboard on the first item without a rating."""
        for each in self.rows:
            if not any(option.isChecked() for option in each.options):
                each.start_focus()
                return
        if self.rows:
            self.rows[0].start_focus()

    def _on_row_turned(self, by: int) -> None:
        turn_rows(self.rows, self.sender(), by)
        self.moved.emit()

    def _on_row_rated(self, item_id: str, rating: str) -> None:
        waiting = self._viewmodel.state.waiting
        self._viewmodel.rate(item_id, rating)
        place = next(at for at, each in enumerate(self.rows) if each.item_id == item_id)
        if rating == "na":
            self.rows[place].reason.setFocus()
        elif place + 1 < len(self.rows):
            self.rows[place + 1].start_focus()
        self._say_taken(place, rating)
        self.moved.emit()
        if waiting and waiting != item_id:
            self._say_taken_back(waiting)

    def _say_taken(self, place: int, rating: str) -> None:
        """Say what was taken, since the keyboard goes on; after the last what all come to."""
        said = _("Item {number}: {rating}.").format(number=place + 1, rating=_(WORDS[rating]))
        if place + 1 == len(self.rows) and rating != "na":
            said = f"{said} {adherence_words(self._viewmodel.state)}"
        announce(self, said)

    def _say_taken_back(self, item_id: str) -> None:
        """Say that an item was not called not applicable, for a reason that is no word."""
        place = next(at for at, each in enumerate(self.rows) if each.item_id == item_id)
        here = next((each for each in self.rows if each.isAncestorOf(self.focusWidget())), None)
        words = _("Item {number}: not applicable needs a reason in words. It stays as it was.")
        (here or self.rows[place]).say(words.format(number=place + 1))


def adherence_words(state: CloseState) -> str:
    """Return what the ratings come to, in words; a part of them says nothing of the whole."""
    found, items = state.page.adherence, len(state.page.items)
    if state.ending in {"to_be_continued", "broken_off"}:
        return _("The adherence is calculated when the session has been held to its end.")
    if found.rated < items or found.percent is None:
        return _("The adherence is calculated when every item is rated.")
    return ngettext(
        "Adherence {percent} %: {band}. Counted from {count} item that applies.",
        "Adherence {percent} %: {band}. Counted from {count} items that apply.",
        found.applicable,
    ).format(percent=found.percent, band=found.band, count=found.applicable)

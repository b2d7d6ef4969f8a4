"""Fidelity items on screen: each with its four ratings, chosen by one key."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from session_forms.words.list_words import listed
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.in_short import hold_whole
from therapist_app.destination import WHOLE_KEY
from therapist_app.form_widgets.letter_run import LetterRun
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import ENTER
from therapist_app.widgets.controls.options import show_checked
from therapist_app.widgets.controls.pressed_at import pressed_at
from therapist_app.widgets.page_help import Keys
from therapist_app.widgets.parts import (
    Columns,
    LabelledField,
    Option,
    TextLine,
    one_of,
    row,
    stack,
    text,
)
from therapist_app.widgets.repolish import set_state
from therapist_app.widgets.tips import say_at
from therapist_app.workflows.sessions.closing_a_session import FidelityLine

RATINGS = ("2", "1", "0", "na")
WORDS = {
    "2": NP_("rating", "Done"),
    "1": NP_("rating", "Partly"),
    "0": NP_("rating", "Not done"),
    "na": NP_("rating", "Not applicable"),
}
KEYS = {"2": "2", "1": "1", "0": "0", "na": "N"}
RATING: Keys = (
    (NP_("keys", "2, 1, 0 or N"), N_("Rate the item: done, partly, not done, not applicable")),
    (WHOLE_KEY, N_("Hear when the item is done")),
)
"""What the help of a page says on which items are rated."""
TURNS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
NUMBER_WIDTH = 24
KEY_SHARES = (11, 11, 14, 17)  # the longest words take the most room, in the bold of a choice


class FidelityRow(QFrame):
    """One item with its four choices; the keys 2, 1, 0 and N choose while it has the keyboard.

    A click on its words gives it the keyboard. A key that is held, or slips, rates one item: the
    keyboard goes on to the next.

    Signals:
        turned: By how many items the person goes on or back.
        rated: The item's id and the rating that the person chose.
        reason_given: The item's id and why it does not apply.
        words_typed: The item's id, whose N turned out to begin a word.

    """

    turned = Signal(int)
    rated = Signal(str, str)
    reason_given = Signal(str, str)
    words_typed = Signal(str)

    def __init__(
        self, number: int, line: FidelityLine, letters: LetterRun, *, asks_why: bool = True
    ) -> None:
        """Show an item; all of a page share the run of letters, which may go over several."""
        super().__init__()
        self._letters = letters
        self._asks_why = asks_why
        self.item_id = line.item.id
        self.setProperty("kind", "question")
        self.setToolTip(line.item.done_when)
        self.options = [Option(_(WORDS[each]), key=KEYS[each]) for each in RATINGS]
        for option, rating in zip(self.options, RATINGS, strict=True):
            option.setAccessibleName(f"{line.item.text}: {_(WORDS[rating])}")
            hold_whole(option, line.item.done_when)
        self._group = one_of(self, self.options)
        self.reason = TextLine()
        self.reason_field = LabelledField(_("Why it does not apply"), self.reason)
        self.reason_field.hide()
        counted = text(str(number), "strong", tone="accent")
        counted.setFixedWidth(look().scaled(NUMBER_WIDTH))
        title = row(counted, text(line.item.text, "reading", wrap=True), gap="s")
        title.setStretch(1, 1)
        name = pgettext("field", "Rating")
        keys = Columns(*self.options, shares=KEY_SHARES, gap="xs", name=name)
        self.setLayout(stack(title, keys, self.reason_field, gap="xs", margins=("s",) * 4))
        self._group.chosen.connect(self._on_chosen)
        self.reason.settled.connect(self._on_reason_settled)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Follow the keyboard, which comes to nothing before it is shown."""
        super().showEvent(event)
        for field in (*self.options, self.reason):
            field.installEventFilter(self)  # as often as one likes

    def show_line(self, line: FidelityLine, *, waiting: bool) -> None:
        """Show how the item was rated."""
        rating = "na" if waiting else line.rating
        chosen = self.options[RATINGS.index(rating)] if rating in RATINGS else None
        show_checked(self._group, chosen)
        self.reason_field.setVisible(rating == "na" and self._asks_why)
        if not self.reason.hasFocus():
            self.reason.show_words(line.reason)

    def start_focus(self) -> None:
        """Put the keyboard on the chosen choice, or on the first."""
        chosen = self._group.checkedButton() or self.options[0]
        chosen.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with the key that stands on a choice, but not by a letter of a word."""
        pressed = event.text().upper()
        if self.reason.hasFocus() or not pressed.isalnum():
            super().keyPressEvent(event)
            return
        self._letters.hear(pressed_at(event))
        places = [place for place, each in enumerate(RATINGS) if KEYS[each] == pressed]
        if self._letters.is_words:
            self._say_words()
        elif not places:
            words = _("{key} is no answer here. Answers: {keys}.")
            self.say(words.format(key=pressed, keys=listed(KEYS.values())))
            if pressed.isalpha():
                self._letters.begin_words()
        elif self._letters.last.is_twice(pressed, event.timestamp()):
            words = _("{key} came twice at once and was taken once.")
            self.say(words.format(key=pressed))
        elif not event.isAutoRepeat():
            self._rate_by_key(places[0], is_letter=pressed.isalpha())

    def _rate_by_key(self, place: int, *, is_letter: bool) -> None:
        if is_letter:
            with self._letters.acting():
                self._take(place)
        else:
            self._letters.keep_answers()
            self._take(place)

    def _take(self, place: int) -> None:
        self.options[place].setFocus()
        self.options[place].click()

    def _say_words(self) -> None:
        """Say that words answer nothing, once until the person stops."""
        if not self._letters.is_told:
            self._letters.is_told = True
            words = _("Words were typed: they are not saved and answer nothing. Answers: {keys}.")
            self.say(words.format(keys=listed(KEYS.values())))

    def say(self, words: str) -> None:
        """Show words over the choice that has the keyboard, and say them: why a key did not."""
        here = next((each for each in self.options if each.hasFocus()), self.options[0])
        say_at(here, words)
        announce(self, words, "problem")

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the keyboard on the item whose words are clicked."""
        super().mousePressEvent(event)
        self.start_focus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Mark the item that has the keyboard, and let Up and Down go to the one beside it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.reason and event.key() in ENTER:
                self._on_reason_ended(is_held=event.isAutoRepeat())
                return True
            if watched is self.reason and self._goes_on_as_word(event):
                return True
            by = TURNS.get(event.key(), 0)
            if by and watched is not self.reason:
                self.turned.emit(by)
                return True
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            fields = [*self.options, self.reason]
            set_state(self, "current", value=any(each.hasFocus() for each in fields))
        return super().eventFilter(watched, event)

    def _goes_on_as_word(self, event: QKeyEvent) -> bool:
        """Return whether a key follows the N so fast that both are of one word, and take it back.

        Nobody has seen the field by then that the N opened.
        """
        if not event.text().isalpha():
            return False
        self._letters.hear(pressed_at(event))
        if not self._letters.is_begun:
            return False
        self._letters.begin_words()
        self.words_typed.emit(self.item_id)
        self.start_focus()
        self._say_words()
        return True

    def _on_chosen(self, place: int) -> None:
        self.rated.emit(self.item_id, RATINGS[place])

    def _on_reason_ended(self, *, is_held: bool) -> None:
        """Go on to the next item, once it is said why this one does not apply."""
        if is_held or not self.reason.text().strip():
            return
        self._on_reason_settled()
        self.turned.emit(1)

    def _on_reason_settled(self) -> None:
        self.reason_given.emit(self.item_id, self.reason.text())


def key_words() -> str:
    """Return what the keys do."""
    return _("2, 1, 0 or N answers. The arrows up and down go back and forth.")


def turn_rows(rows: Sequence[FidelityRow], here: QObject, by: int) -> None:
    """Put the keyboard on the item so many beneath or above one; at the ends it stays."""
    places = [at for at, each in enumerate(rows) if each is here]
    for at in places:
        rows[max(0, min(len(rows) - 1, at + by))].start_focus()

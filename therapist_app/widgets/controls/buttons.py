"""Buttons: one filled on a screen, the rest outlined or quiet."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.accessibility.announcing import announce
from therapist_app.destination import Destination
from therapist_app.theme.focus_ring import show_focus
from therapist_app.theme.icons import icon
from therapist_app.theme.look import look
from therapist_app.widgets.controls.typed_words import TypedOver

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
MAIN_KEY, MAIN_KEYS = "Ctrl+Enter", ("Ctrl+Return", "Ctrl+Enter")
INKS = {"primary": "on-accent", "quiet": "accent"}
SNUG = frozenset({"quiet", "link"})
"""The ranks that are as wide as their words."""
SIGN_SHARE = 0.9  # a sign on a button is a little smaller than one beside text


class Button(TypedOver, QPushButton):
    """A button that Enter presses as well as the space bar, wherever it stands.

    Qt leaves that to dialogs and to some desktops.
    """

    _plain_words = ""
    """What it says when nobody was led to it."""

    def say_enter(self) -> None:
        """Say that Enter does it, until it is pressed or left."""
        if not self._plain_words:
            self._plain_words = self.text()
            self.setText(_("{act} (press Enter)").format(act=self._plain_words))

    def say_plainly(self) -> None:
        """Say what it does and no more."""
        if self._plain_words:
            self.setText(self._plain_words)
            self._plain_words = ""

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say no more that Enter does it, once the keyboard is elsewhere in the window."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.say_plainly()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it with Enter; held down it presses once, and with Ctrl the main act is meant."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif self.is_of_words(event):
            event.accept()
        elif event.key() not in ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


class FilledButton(Button):
    """The next thing to do; its focus ring has a gap, since the fill hides a plain edge."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and the ring while it has the keyboard."""
        super().paintEvent(event)
        show_focus(self)


class MainButton(FilledButton):
    """The main act of a page; Ctrl+Enter does it from anywhere.

    A sheet that has a main act of its own comes before the page while the keyboard is in it:
    the key never throws away what is asked there.
    What signs, erases or sends off is never done by that key, which could be meant for the page
    before: the keyboard goes there, the button says that Enter does it, and Enter does it.

    Attributes:
        loses_words: What is typed around it is gone for whoever leaves without it.
        is_asked_for: The key led there, and it was not pressed since.
        is_settled: It was pressed, or somebody was told that it was not.

    """

    def __init__(
        self,
        words: str,
        symbol_name: str = "",
        *,
        is_final: bool = False,
        loses_words: bool = False,
        shows_key: bool = True,
    ) -> None:
        """Show the key behind the words, unless it only leads there or stands elsewhere."""
        super().__init__()
        self.is_final, self.loses_words = is_final, loses_words
        self.is_asked_for = self.is_settled = False
        self._lacks: QWidget | None = None
        _dress(self, words, "primary", symbol_name)
        if shows_key and not (is_final or look().is_large):
            self.setText(f"{self.text()}  {MAIN_KEY}")
        for keys in MAIN_KEYS:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self._on_key)
            shortcut.activatedAmbiguously.connect(self._on_key)
        self.clicked.connect(self._on_clicked)

    def wait_for(self, why: str, lacks: QWidget | None = None) -> None:
        """Let it be done, or where something is missing have it say what, and do nothing.

        Its key leads to what `lacks`, where another act of the page has that key as well.
        """
        self.setEnabled(not why)
        self.setAccessibleDescription(why)
        self._lacks = lacks

    def lead_to_what_lacks(self) -> None:
        """Put the keyboard on what is missing before it can be done, where that is known."""
        if self._lacks is not None:
            self._lacks.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_for_enter(self) -> None:
        """Take the keyboard, and say that Enter does it until it is pressed or left.

        A screen reader says where the keyboard came, by its name alone: nothing of that tells that
        the act is not done yet.
        """
        self.is_asked_for, self.is_settled = True, False
        lead_to(self)

    @Slot()
    def _on_clicked(self) -> None:
        self.is_asked_for, self.is_settled = False, True
        self.say_plainly()

    @property
    def key_words(self) -> str:
        """Which key does it, or leads there, and what it does."""
        leads = _("{key} leads to: {act}") if self.is_final else _("{key}: {act}")
        return leads.format(key=MAIN_KEY, act=self.accessibleName())

    @Slot()
    def _on_key(self) -> None:
        """Act on the main act that counts, whichever of several Qt has asked.

        Where it is not done at once it is shown and said what else it takes.
        """
        around = _around_the_keyboard(self.window())
        main = main_act_of(around)
        if main is None:
            _main_acts(around)[-1].lead_to_what_lacks()
            announce(self, why_not(around))
            return
        if not main.is_final:
            main.click()
            return
        main.ask_for_enter()


def lead_to(act: QPushButton) -> None:
    """Put the keyboard on a button, and say and show that Enter does what it is for."""
    act.setFocus(Qt.FocusReason.ShortcutFocusReason)
    if isinstance(act, Button):
        act.say_enter()
    announce(act, _("Enter: {act}").format(act=act.accessibleName()))


def is_main_key(event: QKeyEvent) -> bool:
    """Return whether it is the key of the main act, which comes on where there is none."""
    return event.key() in ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def main_act_of(page: QWidget) -> MainButton | None:
    """Return the main act that can be done on a page now: of several the one nearest the foot."""
    return next((each for each in reversed(_main_acts(page)) if each.isEnabled()), None)


def main_act_here(page: QWidget) -> MainButton | None:
    """Return the main act of a page that its key does where the keyboard is now."""
    window = page.window()
    around = _around_the_keyboard(window)
    return main_act_of(page if around is window else around)


def acts_that_are_missed(page: QWidget) -> list[MainButton]:
    """Return what signs, erases or sends off on a page and can be done now, or loses words."""
    acts = _main_acts(page)
    return [each for each in acts if each.loses_words or (each.is_final and each.isEnabled())]


def why_not(page: QWidget) -> str:
    """Return why the main act of a page cannot be done now; nothing where there is none."""
    found = _main_acts(page)
    if not found or main_act_of(page) is not None:
        return ""
    main = found[-1]
    why = main.accessibleDescription() or _("This cannot be done yet.")
    act = main.accessibleName().removesuffix("…").rstrip()
    return _("Not yet: {act}. {why}").format(act=act, why=why)


def _main_acts(page: QWidget) -> list[MainButton]:
    return [each for each in page.findChildren(MainButton) if each.isVisible()]


def _around_the_keyboard(window: QWidget) -> QWidget:
    """Return the smallest part of a window that holds the keyboard and a main act."""
    part: QWidget | None = window.focusWidget()
    while part is not None and part is not window and not _main_acts(part):
        part = part.parentWidget()
    return window if part is None else part


class ChoosingButton(Button):
    """A button that says which of several things is taken with it.

    Signals:
        chosen: The id of that thing.

    """

    chosen = Signal(str)

    def __init__(
        self,
        words: str,
        choice: str,
        rank: str = "secondary",
        symbol_name: str = "",
        *,
        name: str = "",
    ) -> None:
        super().__init__()
        self.choice = choice
        _dress(self, words, rank, symbol_name)
        if name:
            self.setAccessibleName(name)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self.choice)


class LeavingButton(Button):
    """A button that leads to another place.

    Signals:
        left: That place.

    """

    left = Signal(Destination)

    def __init__(
        self, words: str, to: Destination, rank: str = "secondary", symbol_name: str = ""
    ) -> None:
        super().__init__()
        self._to = to
        _dress(self, words, rank, symbol_name)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.left.emit(self._to)


class FoldingButton(Button):
    """A button whose sign stands for its words where a line has no room for them."""

    def __init__(
        self, words: str, rank: str, symbol_name: str, *, keys: str = "", has_sign: bool = True
    ) -> None:
        """Show the words with the keys that do the same, and the sign beside them or alone."""
        super().__init__()
        _dress(self, words, rank, symbol_name)
        self._sign, self._has_sign, self._rank = self.icon(), has_sign, rank
        self._is_folded = False
        self._words = self._tip = ""
        self.say(words, keys=keys)

    def say(self, words: str, *, keys: str = "") -> None:
        """Say what it does now."""
        self.setAccessibleName(words)
        self._words = f"{' ' * self._has_sign}{words}  {keys}".rstrip()
        self._show()

    def bear(self, symbol_name: str) -> None:
        """Bear another sign, for what it does now."""
        self._sign = icon(symbol_name, INKS.get(self._rank, "text"))
        self._show()

    def explain(self, words: str) -> None:
        """Say under the pointer what more there is to know."""
        self._tip = words
        self._show()

    def fold(self, *, is_folded: bool) -> None:
        """Show the sign alone, or the words."""
        if is_folded is not self._is_folded:
            self._is_folded = is_folded
            self._show()

    def _show(self) -> None:
        self.setText("" if self._is_folded else self._words)
        self.setIcon(self._sign if self._is_folded or self._has_sign else QIcon())
        said = (self.accessibleName() if self._is_folded else "", self._tip)
        self.setToolTip("\n".join(each for each in said if each))


def button(words: str, rank: str = "secondary", symbol_name: str = "") -> QPushButton:
    """Return a button. Ranks: primary (one a screen), secondary, quiet, client.

    A button without words needs its accessible name set by the caller.
    """
    result = FilledButton() if rank == "primary" else Button()
    _dress(result, words, rank, symbol_name)
    return result


def say_on(act: QPushButton, words: str) -> None:
    """Show other words on a button, and have assistive technology told the same ones."""
    act.setText(words if act.icon().isNull() else _behind_a_sign(words))
    act.setAccessibleName(words.replace("&", ""))


def _behind_a_sign(words: str) -> str:
    """Return words that stand apart from the sign before them."""
    return f" {words}"


def _dress(result: QPushButton, words: str, rank: str, symbol_name: str) -> None:
    result.setText(_behind_a_sign(words) if symbol_name and words else words)
    result.setAccessibleName(words.replace("&", ""))
    result.setProperty("rank", rank)
    result.setAutoDefault(False)
    if symbol_name:
        result.setIcon(icon(symbol_name, INKS.get(rank, "text")))
        result.setIconSize(QSize(1, 1) * round(look().size("icon") * SIGN_SHARE))
    policy = QSizePolicy.Policy
    result.setSizePolicy(policy.Maximum if rank in SNUG else policy.Minimum, policy.Fixed)

"""Buttons: one filled on a screen, the rest outlined or quiet."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy
from typing_extensions import override

from therapist_app.commands import Destination
from therapist_app.theme.focus_ring import draw_focus_ring
from therapist_app.theme.icons import icon
from therapist_app.theme.look import look

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
MAIN_KEY, MAIN_KEYS = "Ctrl+Enter", ("Ctrl+Return", "Ctrl+Enter")
INKS = {"primary": "on-accent", "quiet": "accent"}
SIGN_SHARE = 0.9  # a sign on a button is a little smaller than one beside text


class Button(QPushButton):
    """A button that Enter presses as well as the space bar, wherever it stands.

    Qt leaves that to dialogs and to some desktops.
    """

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it with Enter; a key that is held down presses once."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


class FilledButton(Button):
    """The next thing to do; its focus ring has a gap, since the fill hides a plain edge."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and the ring while it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            draw_focus_ring(painter, self.rect())
            painter.end()


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


def button(words: str, rank: str = "secondary", symbol_name: str = "") -> QPushButton:
    """Return a button. Ranks: primary (one a screen), secondary, quiet, client.

    A button without words needs its accessible name set by the caller.
    """
    result = FilledButton() if rank == "primary" else Button()
    _dress(result, words, rank, symbol_name)
    return result


def main_button(words: str, symbol_name: str = "") -> QPushButton:
    """Return the filled button of a page that is filled in; Ctrl+Enter presses it from anywhere.

    Never one that signs, erases or sends off: it could be meant for the page before.
    """
    result = button(words, "primary", symbol_name)
    if not look().is_large:
        result.setText(f"{result.text()}  {MAIN_KEY}")
    for keys in MAIN_KEYS:
        QShortcut(QKeySequence(keys), result).activated.connect(result.click)
    return result


def _dress(result: QPushButton, words: str, rank: str, symbol_name: str) -> None:
    result.setText(f" {words}" if symbol_name and words else words)
    result.setAccessibleName(words.replace("&", ""))
    result.setProperty("rank", rank)
    result.setAutoDefault(False)
    if symbol_name:
        result.setIcon(icon(symbol_name, INKS.get(rank, "text")))
        result.setIconSize(QSize(1, 1) * round(look().size("icon") * SIGN_SHARE))
    policy = QSizePolicy.Policy
    result.setSizePolicy(policy.Maximum if rank == "quiet" else policy.Minimum, policy.Fixed)

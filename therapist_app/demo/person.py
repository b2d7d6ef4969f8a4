"""A person at the window: looks for things by the names a screen reader says, and uses them."""

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

W = TypeVar("W", bound=QWidget)

A_MOMENT = 0.01
"""Seconds a window gets to answer a key or a click."""
A_BREATH = 0.001
"""Seconds between two looks for what a window has to do: what works beside it needs them."""
LONGEST_WAIT = 30.0
"""Seconds after which something that should happen has failed."""


class NotThere(Exception):
    """What the person looked for is not on the screen."""


def let_answer(seconds: float) -> None:
    """Let the windows do what they have to do, for so long."""
    until = time.monotonic() + seconds
    while True:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        if time.monotonic() >= until:
            return
        time.sleep(A_BREATH)


class DemoPerson:
    """Uses one window by keyboard and mouse, as anybody would.

    Raises:
        NotThere: From every verb, when what it needs is not on the screen.

    """

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def find(self, kind: type[W], name: str, *, begins: bool = False) -> W:
        """Return the visible widget of a kind by its accessible name or its words."""
        for widget in self.window.findChildren(kind):
            words = _words_of(widget)
            fits = words.startswith(name) if begins else words == name
            if fits and widget.isVisible():
                return widget
        raise NotThere(f"{kind.__name__} {name!r} is not on the screen")

    def press(self, name: str, *, begins: bool = False) -> None:
        """Press a button."""
        button = self.find(QAbstractButton, name, begins=begins)
        if not button.isEnabled():
            raise NotThere(f"the button {name!r} cannot be used yet")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def key(self, key: Qt.Key, *, ctrl: bool = False, on: QWidget | None = None) -> None:
        """Press a key where the keyboard is."""
        modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(on or self._focus(), key, modifier)
        self.settle()

    def write(self, words: str, on: QWidget | None = None) -> None:
        """Type words, a key a letter, whatever the letter."""
        target = on or self._focus()
        target.setFocus()
        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(target, event)
        self.settle()

    def wait_for(self, happens: Callable[[], bool], what: str) -> None:
        """Wait until something has happened."""
        give_up = time.monotonic() + LONGEST_WAIT
        while not happens():
            if time.monotonic() > give_up:
                raise NotThere(f"waited for {what}")
            QApplication.processEvents()
            time.sleep(0.002)

    def settle(self) -> None:
        """Let the window answer."""
        let_answer(A_MOMENT)

    def _focus(self) -> QWidget:
        focused: QWidget | None = self.window.focusWidget()
        return self.window if focused is None else focused


def _words_of(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return words.replace("&", "").strip()

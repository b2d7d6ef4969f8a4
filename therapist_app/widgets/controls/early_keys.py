"""Enter and the space bar, pressed while a page was being made, are meant for the one before.

On a slow laptop they would press what the page begins with: a session would be started by
somebody who only opened a client, and saw nothing happen. Whoever types anything else first, as a
code to look for, means the page that is there.
Words that follow such an Enter were meant for the page that it did not open: where no field takes
them, their spaces press nothing until they end. Else the first word would be lost, the space open
that page, and the second word stand in its field. Whoever types them is told once that Enter did
nothing.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.accessibility.announcing import announce
from therapist_app.widgets.controls.buttons import ENTER
from therapist_app.widgets.tips import say_at

SEEN = 150
"""Milliseconds in which nobody has seen a page and answered it by a key."""
FOLLOWS = 400
"""Milliseconds within which letters that follow such a key are of the same words."""
PRESSING = ENTER | {Qt.Key.Key_Space}


class EarlyKeys(QObject):
    """Keeps from a page of a window the keys that came before anybody saw it."""

    _over: QTimer | None = None  # also while Python takes it apart and Qt still asks

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._over = QTimer(self, singleShot=True)
        self._has_kept = self._is_told = False

    def begin(self) -> None:
        """Begin to keep them, for as long as it takes to see that another page is there now."""
        handle, over = self._page.window().windowHandle(), self._over
        if handle is None:
            return
        handle.installEventFilter(self)
        self._has_kept = self._is_told = False
        if over is not None:
            over.start(SEEN)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let nothing through that presses what has the keyboard, for a moment."""
        over = self._over
        if over is None or not over.isActive() or event.type() != QEvent.Type.KeyPress:
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if event.key() in PRESSING:
            self._has_kept = True
            return True
        is_word = bool(event.text()) and event.text().isprintable()
        here: QWidget | None = self._page.window().focusWidget()
        if self._has_kept and is_word and not _takes_words(here):
            self._tell(self._page if here is None else here)
            over.start(FOLLOWS)
        else:
            over.stop()
        return False

    def _tell(self, here: QWidget) -> None:
        if not self._is_told:
            self._is_told = True
            words = _("The key came before this page was there and did nothing. Press it again.")
            say_at(here, words)
            announce(here, words)


def _takes_words(field: QWidget | None) -> bool:
    return field is not None and field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

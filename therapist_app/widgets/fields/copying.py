"""Copies of words: plain, marked as private, and gone after half a minute if still ours."""

from PySide6.QtCore import QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

from therapist_app.hygiene.system import System, this_system

STAYS = 30_000  # milliseconds
PLAIN = "text/plain"
COPIES = "copies"


class Copies(QObject):
    """What this application has put on the clipboard.

    Whatever part of it copies, what arrives is made plain and marked: a list of Qt copies its
    line by itself, for one. Nothing is left for a middle click to paste.
    """

    def __init__(
        self, clipboard: QClipboard, *, system: System | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._system = system or this_system()
        self._words = ""
        self._is_changing = False
        self._timer = QTimer(self, interval=STAYS, singleShot=True)
        self._timer.timeout.connect(self.clear)
        clipboard.changed.connect(self._on_changed)

    @property
    def is_waiting(self) -> bool:
        """Whether a copy is there that will be taken away."""
        return self._timer.isActive()

    def put(self, words: str) -> None:
        """Copy words; nothing is no copy."""
        if not words:
            return
        self._words = words
        self._is_changing = True
        self._clipboard.setMimeData(self.private(words))
        self._is_changing = False
        self._system.conceal_copy()
        self._timer.start()

    def private(self, words: str) -> QMimeData:
        """Return words as they may be handed on: plain, with the marks of this system."""
        data = QMimeData()
        data.setText(words)
        for kind, mark in self._system.copy_hints.items():
            data.setData(kind, mark)
        return data

    @Slot()
    def clear(self) -> None:
        """Take our copy away; what the person copied elsewhere since is theirs."""
        self._timer.stop()
        words, self._words = self._words, ""
        if words and self._clipboard.text() == words:
            self._is_changing = True
            self._clipboard.clear()
            self._is_changing = False

    @Slot(QClipboard.Mode)
    def _on_changed(self, mode: QClipboard.Mode) -> None:
        if self._is_changing:
            return
        if mode != QClipboard.Mode.Clipboard:
            if self._clipboard.ownsSelection() or self._clipboard.ownsFindBuffer():
                self._is_changing = True
                self._clipboard.clear(mode)
                self._is_changing = False
        elif self._clipboard.ownsClipboard():
            self.put(self._clipboard.text())


def copies() -> Copies:
    """Return the copies of this application, watched over from the first call on."""
    app = QGuiApplication.instance()
    assert app is not None
    found = app.property(COPIES)  # by name: a search would make known to Python what else it has
    if not isinstance(found, Copies):
        found = Copies(QGuiApplication.clipboard(), parent=app)
        app.setProperty(COPIES, found)
    return found

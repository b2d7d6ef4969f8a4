"""Fields for what a client said: nothing is dropped in, remembered, corrected or undone.

An undo history and a completion list would keep words that the person has taken out.
"""

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from therapist_app.theme.look import look

LEAST_WIDTH = 200
PRIVATE_HINTS = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData


class TextLine(QLineEdit):
    """One line of text.

    Signals:
        edited: The words after each change that a person made.

    """

    edited = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAcceptDrops(False)
        self.setDragEnabled(False)
        self.setInputMethodHints(PRIVATE_HINTS)
        self.textEdited.connect(self._on_text_edited)

    def show_words(self, words: str) -> None:
        """Show words without announcing them."""
        if words != self.text():
            self.setText(words)

    def _on_text_edited(self, words: str) -> None:
        place = self.cursorPosition()
        self.setText(words)  # Qt forgets its history with it
        self.setCursorPosition(place)
        self.edited.emit(words)


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab moves on instead of being written.

    Signals:
        edited: The words after each change that a person made.

    """

    edited = Signal(str)

    def __init__(self, name: str = "", *, lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setInputMethodHints(PRIVATE_HINTS)
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._showing = False
        self.textChanged.connect(self._on_text_changed)

    @override
    def sizeHint(self) -> QSize:
        """Return the room in which its lines are seen at once."""
        spacing = QFontMetrics(look().font("body")).lineSpacing()
        return QSize(LEAST_WIDTH, self._lines * spacing + 2 * look().space("s") + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the same room: a field for words is never squeezed."""
        return self.sizeHint()

    def show_words(self, words: str) -> None:
        """Show words without announcing them; the cursor stays where a person is writing."""
        if words == self.toPlainText():
            return
        self._showing = True
        self.setPlainText(words)
        self._showing = False

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        """Write, but never a tabulator: where nothing follows, Tab does nothing."""
        if e.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            e.ignore()
        else:
            super().keyPressEvent(e)

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Say that words may be put in, and nothing else: no file, no picture."""
        return source.hasText() and not source.hasUrls()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put words in, plain; refuse a file."""
        if self.canInsertFromMimeData(source):
            super().insertFromMimeData(source)

    def _on_text_changed(self) -> None:
        if not self._showing:
            self.edited.emit(self.toPlainText())

"""Fields for what a client said: nothing is dropped in, remembered, corrected or undone.

An undo history and a completion list would keep words that the person has taken out.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy
from typing_extensions import override

from session_forms.words.texts import pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.theme.look import look
from therapist_app.widgets.fields.begun_fields import begun_fields
from therapist_app.widgets.fields.copying import copies
from therapist_app.widgets.fields.edit_menu import (
    Ways,
    copied_by_key,
    is_for_the_page,
    open_menu,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QTextCursor

LEAST_WIDTH = 168  # with a card round it and a well in that it is a window of 320 pixels
LEAST_LETTERS = 12
ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
TABS = frozenset({Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason})
PRIVATE_HINTS = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData


def let_shrink(box: QComboBox) -> None:
    """Let a box take the room there is; the list that opens shows long words whole."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(LEAST_LETTERS)


class TextLine(QLineEdit):
    """One line of text.

    Signals:
        edited: The words after each change that a person made, by keys or assistive technology.
        settled: They are done with it: they left it or pressed Enter; or assistive technology wrote
            into it, which comes and leaves with each act.

    Attributes:
        kept_over_lock: Whether it is written again after a lock, where it was not saved: nothing
            that confirms an act, no secret, and no word that is looked for.
        is_put_back: Whether it was written again after a lock, and nobody has changed it since.

    """

    edited = Signal(str)
    settled = Signal()
    _may_be_kept = True

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAcceptDrops(False)
        self.setDragEnabled(False)
        self.setInputMethodHints(PRIVATE_HINTS)
        self._kept = ""
        self._showing = False
        self.kept_over_lock = True
        self.is_typed = False
        self.is_put_back = False
        self._stands_before_words = False
        self.textChanged.connect(self._on_text_changed)
        self.editingFinished.connect(self.settled)

    @override
    def setText(self, arg__1: str | None, /) -> None:
        """Show words without announcing them; what Qt itself sets for others is announced."""
        self._showing = True
        is_same = arg__1 == self.text()
        self.is_typed, self.is_put_back = self.is_typed and is_same, self.is_put_back and is_same
        super().setText(arg__1)
        self._showing = False
        if self._may_be_kept:
            self._kept = self.text()

    @property
    def words(self) -> str:
        """What stands there."""
        return self.text()

    @property
    def takes_words_back(self) -> bool:
        """Whether what was typed before a lock may be written here again."""
        return self._may_be_kept and self.kept_over_lock and not self.isReadOnly()

    def type_again(self, words: str) -> None:
        """Write words as if a person typed them."""
        self.setText(words)
        self.is_typed = self.is_put_back = True
        self.edited.emit(words)
        self.settled.emit()

    @override
    def showEvent(self, event: QShowEvent, /) -> None:
        """Come into sight, where words may wait that were typed before a lock."""
        super().showEvent(event)
        begun_fields().offer(self)

    @override
    def clear(self) -> None:
        """Show nothing."""
        self.setText("")

    def show_words(self, words: str) -> None:
        """Show words without announcing them, from their beginning while nobody writes here."""
        if words == self.text():
            return
        self.setText(words)
        if not self.hasFocus():
            self.home(False)
            self._stands_before_words = True

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand behind words that are come to by Tab: Qt marks them, and a letter would take them.

        A single word, figures and what is hidden stay marked, to be written over. Where words were
        shown from their beginning, writing goes on behind them as well.
        """
        super().focusInEvent(event)
        if self._stands_before_words and not self.hasSelectedText():
            self.end(False)
        self._stands_before_words = False
        is_of_words = len(self.text().split()) > 1 and any(map(str.isalpha, self.text()))
        is_seen = self.echoMode() == QLineEdit.EchoMode.Normal
        if event.reason() in TABS and is_of_words and is_seen:
            self.end(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; copying is our own, and undoing the page's: no field brings words back.

        Its ends are reached with Ctrl too, as those of a field of several lines.
        """
        if event.matches(QKeySequence.StandardKey.Undo) or is_for_the_page(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.MoveToEndOfDocument):
            self.end(False)
        elif event.matches(QKeySequence.StandardKey.MoveToStartOfDocument):
            self.home(False)
        elif not copied_by_key(event, self._ways):
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of the field, with our own way of copying."""
        open_menu(self.createStandardContextMenu(), self._ways, event.globalPos())

    @property
    def _ways(self) -> Ways:
        return {
            QKeySequence.StandardKey.Copy: self._copy_words,
            QKeySequence.StandardKey.Cut: self._cut_words,
        }

    def _copy_words(self) -> None:
        copies().put(self.selectedText())

    def _cut_words(self) -> None:
        if self.hasSelectedText() and not self.isReadOnly():
            self._copy_words()
            self.insert("")

    def _on_text_changed(self, words: str) -> None:
        if self._showing:
            return
        if self.isReadOnly() or not self.isEnabled():
            self.setText(self._kept)  # assistive technology does not ask
        else:
            self._on_text_edited(words)

    def _on_text_edited(self, words: str) -> None:
        place, came_by_key = self.cursorPosition(), self.isModified()
        self.setText(words)  # Qt forgets its history with it
        self.is_typed, self.is_put_back = True, False
        self.setCursorPosition(place)
        self.edited.emit(words)
        if not came_by_key:
            self.settled.emit()


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab moves on instead of being written.

    Signals:
        edited: The words after each change that a person made, by keys or assistive technology.

    """

    edited = Signal(str)

    def __init__(self, name: str = "", *, lines: int = 4) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setInputMethodHints(PRIVATE_HINTS)
        self._lines = lines
        self._kept = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._showing = False
        self._was_entered = False
        self.is_typed = False
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
        self._kept = words
        self.is_typed = False
        self._was_entered = False

    @property
    def words(self) -> str:
        """What stands there."""
        return self.toPlainText()

    @property
    def takes_words_back(self) -> bool:
        """Whether what was typed before a lock may be written here again."""
        return not self.isReadOnly()

    def type_again(self, words: str) -> None:
        """Write words as if a person typed them."""
        self.show_words(words)
        self.is_typed = True
        self.edited.emit(words)

    @override
    def showEvent(self, event: QShowEvent, /) -> None:
        """Come into sight, where words may wait that were typed before a lock."""
        super().showEvent(event)
        begun_fields().offer(self)

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        """Go on behind the words that are shown, as a line does; a click says itself where."""
        if not self._was_entered and e.reason() != Qt.FocusReason.MouseFocusReason:
            cursor = self.textCursor()
            cursor.setPosition(self.document().characterCount() - 1)
            self.setTextCursor(cursor)
        self._was_entered = True
        super().focusInEvent(e)

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        """Write, but never a tabulator: where nothing follows, Tab does nothing."""
        is_tab = e.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        if is_tab or e.matches(QKeySequence.StandardKey.Undo) or is_for_the_page(e):
            e.ignore()
        elif not copied_by_key(e, self._ways):
            before = self.document().revision()
            super().keyPressEvent(e)
            if e.key() in ENTERS and self.document().revision() != before:
                announce(self, pgettext("said of a field", "New line"))

    @override
    def contextMenuEvent(self, e: QContextMenuEvent) -> None:
        """Show the menu of the field, with our own way of copying."""
        open_menu(self.createStandardContextMenu(), self._ways, e.globalPos())

    @override
    def mousePressEvent(self, e: QMouseEvent) -> None:
        """Place the cursor; what was marked is not picked up to be dropped elsewhere."""
        if e.button() == Qt.MouseButton.LeftButton and not e.modifiers():
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
        super().mousePressEvent(e)

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        """Return what is marked as it may be handed on: plain, and marked as private."""
        return copies().private(_words_of(self.textCursor()))

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Say that words may be put in, and nothing else: no file, no picture."""
        return source.hasText() and not source.hasUrls()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put words in, plain; refuse a file."""
        if self.canInsertFromMimeData(source):
            super().insertFromMimeData(source)

    @property
    def _ways(self) -> Ways:
        return {
            QKeySequence.StandardKey.Copy: self._copy_words,
            QKeySequence.StandardKey.Cut: self._cut_words,
        }

    def _copy_words(self) -> None:
        copies().put(_words_of(self.textCursor()))

    def _cut_words(self) -> None:
        if not self.isReadOnly():
            self._copy_words()
            self.textCursor().removeSelectedText()

    def _on_text_changed(self) -> None:
        if self._showing:
            return
        if self.isReadOnly() or not self.isEnabled():
            self.show_words(self._kept)  # assistive technology does not ask
            return
        self._kept = self.toPlainText()
        self.is_typed = True
        self.edited.emit(self._kept)


def _words_of(cursor: "QTextCursor") -> str:
    return cursor.selection().toPlainText()

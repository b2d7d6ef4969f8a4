"""The cell of a table for words: one line high while they fit, and higher as they need it."""

from math import ceil

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from typing_extensions import override

from therapist_app.theme.look import look
from therapist_app.widgets.fields.fields import TextArea

TEXT_WIDTH = 110
EDGE = 3
"""Pixels of edge and padding above the words, and as many below."""
SPARE = 1
"""The pixel that Qt wants left before it says that the last line is in sight."""


class WordsCell(TextArea):
    """Words of one paragraph, all of them in sight.

    Signals:
        changed: The person wrote something.

    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name, lines=1)
        self.setMinimumWidth(round(TEXT_WIDTH * look().text_scale))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.edited.connect(self._on_edited)
        self._fit()

    @property
    def value(self) -> object:
        """What is written."""
        words = self.toPlainText()
        return words if words.strip() else None

    def show_value(self, value: object) -> None:
        """Show a cell."""
        if value != self.value:
            self.show_words(value if isinstance(value, str) else "")

    @override
    def sizeHint(self) -> QSize:
        """Return the room in which all lines are seen at once."""
        least = look().size("client_control" if self._is_for_client else "control")
        below = self.document().documentMargin() + SPARE
        return QSize(self.minimumWidth(), max(least, ceil(self._words_height() + below) + 2 * EDGE))

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        """Write one paragraph: Enter belongs to the page."""
        if e.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            e.ignore()
        else:
            super().keyPressEvent(e)

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        """Take another height at another width."""
        super().resizeEvent(e)
        self._fit()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Put words in as one paragraph; refuse a file."""
        if self.canInsertFromMimeData(source):
            self.insertPlainText(" ".join(source.text().splitlines()))

    @property
    def _is_for_client(self) -> bool:
        return bool(self.property("turn") == "client")

    def _words_height(self) -> float:
        height, block = 0.0, self.document().firstBlock()
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        return height

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def _on_edited(self, _words: str) -> None:
        self.changed.emit()
